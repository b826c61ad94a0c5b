"""From the wish to the person: channels in order, held by rest, tried again, given up, seen."""

from datetime import UTC, datetime, timedelta

import msgspec

from backend.contracts.events.notifications import NoticeWithdrawn
from backend.contracts.events.privacy import PersonErased
from backend.kernel.events import Received
from backend.web.policy import Role
from tests.notices.conftest import PARAMETERS, Desk


def states(notice: object) -> list[tuple[str, str, str | None]]:
    return [(each.channel, each.state, each.reason) for each in notice.sendings]  # type: ignore[attr-defined]


async def test_mail_goes_where_there_is_no_browser_and_is_whole_in_both_languages(desk: Desk) -> None:
    for language, words in (("zh-CN", "等候室"), ("en", "green room")):
        person = await desk.person(language=language)
        notice = await desk.tell(person)
        assert (notice.state, states(notice)) == ("done", [("email", "accepted", None)])
        to, mail = desk.mails.mails[-1]
        text, page = mail.get_body(("plain",)), mail.get_body(("html",))
        assert text is not None
        assert page is not None
        assert to == person.email
        assert words in text.get_content()
        assert words in page.get_content()
        assert f"/n/{notice.token}.email" in text.get_content()
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "$" not in text.get_content() + str(mail["Subject"])


async def test_a_push_that_stays_unread_is_followed_by_a_mail(desk: Desk) -> None:
    person = await desk.person()
    await desk.browser(person)
    notice = await desk.tell(person, urgency="high")
    assert (notice.state, states(notice)) == ("open", [("push", "accepted", None)])
    headers, message = desk.pushes.requests[-1]
    assert (headers["urgency"], headers["content-encoding"]) == ("high", "aes128gcm")
    assert int(headers["ttl"]) > 0
    assert (message["path"], message["lang"], message["tag"]) == ("/green-room", "en", notice.id)
    assert desk.mails.mails == []
    desk.house.clock.advance(minutes=4)
    after = await desk.step(notice.id)
    assert (after.state, [each.channel for each in after.sendings]) == ("done", ["push", "email"])
    assert len(desk.mails.mails) == 1


async def test_hr_decides_how_long_a_notice_may_stay_unread(desk: Desk) -> None:
    person, hr = await desk.person(), await desk.house.bearer(Role.HR_OPERATOR)
    await desk.browser(person)
    path = "/api/staff/notice-templates/minutes_before/patience"
    for minutes, channels in ((10, ["push", "email"]), (0, ["push"]), (None, ["push", "email"])):
        chosen = await desk.house.http.put(path, json={"unread_after_min": minutes}, headers=hr)
        assert (chosen.status_code, chosen.json()["unread_after_min"]) == (200, minutes)
        notice = await desk.tell(person, urgency="high")
        assert notice.state == ("done" if minutes == 0 else "open")
        desk.house.clock.advance(minutes=9)
        after = await desk.step(notice.id)
        assert [each.channel for each in after.sendings] == (["push"] if minutes else channels)
        desk.house.clock.advance(minutes=2)
        assert [each.channel for each in (await desk.step(notice.id)).sendings] == channels
    for wrong in (-1, 10_081, "soon"):
        refused = await desk.house.http.put(path, json={"unread_after_min": wrong}, headers=hr)
        assert refused.status_code == 422
    unknown = path.replace("minutes_before", "no_such_kind")
    assert (await desk.house.http.put(unknown, json={"unread_after_min": 5}, headers=hr)).status_code == 404
    recruiter = await desk.house.bearer(Role.RECRUITER)
    assert (await desk.house.http.put(path, json={"unread_after_min": 5}, headers=recruiter)).status_code == 403


async def test_what_was_read_is_not_sent_any_further(desk: Desk) -> None:
    person = await desk.person()
    await desk.browser(person)
    notice = await desk.tell(person, urgency="high")
    response = await desk.house.http.post(f"/api/notices/{notice.token}.push/seen", json={"state": "clicked"})
    assert response.json() == {"path": "/green-room"}
    desk.house.clock.advance(minutes=10)
    after = await desk.step(notice.id)
    assert (after.state, states(after)) == ("done", [("push", "clicked", None)])
    assert desk.mails.mails == []
    back = await desk.house.http.post(f"/api/notices/{notice.token}.push/seen", json={"state": "delivered"})
    assert back.status_code == 200
    assert states(await desk.step(notice.id)) == [("push", "clicked", None)]


async def test_a_busy_push_service_is_given_the_time_it_asks_for(desk: Desk) -> None:
    person = await desk.person()
    await desk.browser(person)
    desk.pushes.answers = ["429 Too Many Requests\r\nRetry-After: 120", "503 Later"]
    notice = await desk.tell(person)
    assert states(notice) == [("push", "queued", "push_429")]
    assert notice.look_at == desk.house.clock() + timedelta(seconds=120)
    desk.house.clock.advance(seconds=121)
    assert states(await desk.step(notice.id)) == [("push", "queued", "push_503")]
    desk.house.clock.advance(minutes=1)
    assert states(await desk.step(notice.id)) == [("push", "accepted", None)]


async def test_a_browser_that_is_gone_is_forgotten_and_mail_goes_at_once(desk: Desk) -> None:
    person = await desk.person()
    await desk.browser(person)
    desk.pushes.answers = ["410 Gone"]
    notice = await desk.tell(person)
    assert states(notice) == [("push", "failed", "push_gone"), ("email", "accepted", None)]
    assert await desk.records.subscriptions.of(person.id) == []


async def test_a_push_endpoint_that_turns_private_is_not_called(desk: Desk) -> None:
    person = await desk.person()
    address = desk.pushes.browser("phone")
    body = {**msgspec.to_builtins(address), "endpoint": "http://127.0.0.2:9/push/x"}
    headers = await desk.headers(person)
    for endpoint in ("http://127.0.0.2:9/x", "http://169.254.169.254/latest", "http://[::1]:9/", "http://10.0.0.1/"):
        refused = await desk.house.http.post("/api/me/push", json={**body, "endpoint": endpoint}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (422, "outgoing_refused")
    wrong = await desk.house.http.post("/api/me/push", json={**body, "p256dh": "AAAA"}, headers=headers)
    assert wrong.json()["code"] == "push_keys_invalid"
    assert await desk.records.subscriptions.count({}) == 0


async def test_mail_that_is_refused_for_good_is_a_dead_letter_that_hr_can_send_again(desk: Desk) -> None:
    person = await desk.person()
    desk.mails.refusals = ["550 no such mailbox"]
    notice = await desk.tell(person)
    assert (notice.state, states(notice)) == ("failed", [("email", "failed", "smtp_550")])
    hr = await desk.house.bearer(Role.HR_OPERATOR)
    rows = (await desk.house.http.get("/api/staff/deliveries?notice_state=failed", headers=hr)).json()["items"]
    assert [(row["id"], row["name"]) for row in rows] == [(notice.id, "Lin Xiaotong")]
    listed = (await desk.house.http.get("/api/staff/suppressions", headers=hr)).json()["items"]
    assert [(row["channel"], row["reason"]) for row in listed] == [("email", "bounced")]
    lifted = await desk.house.http.delete(f"/api/staff/suppressions/{listed[0]['id']}", headers=hr)
    assert lifted.status_code == 204
    again = await desk.house.http.post(f"/api/staff/deliveries/{notice.id}/again", headers=hr)
    assert again.json()["state"] == "waiting"
    assert (await desk.step(notice.id)).state == "done"
    twice = await desk.house.http.post(f"/api/staff/deliveries/{notice.id}/again", headers=hr)
    assert (twice.status_code, twice.json()["code"]) == (409, "notice_not_dead")


async def test_a_mail_server_that_is_away_costs_time_and_nothing_else(desk: Desk) -> None:
    person = await desk.person()
    desk.mails.refusals = ["421 going down", "451 busy"]
    notice = await desk.tell(person)
    for reason in ("smtp_421", "smtp_451"):
        assert states(notice) == [("email", "queued", reason)]
        desk.house.clock.advance(minutes=5)
        notice = await desk.step(notice.id)
    assert (notice.state, states(notice)) == ("done", [("email", "accepted", None)])


async def test_quiet_hours_hold_what_is_not_urgent_on_the_persons_own_clock(desk: Desk) -> None:
    desk.house.clock.now = datetime(2037, 11, 22, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    person = await desk.person()
    choice = {"channels": ["push", "email"], "quiet_from": "22:00", "quiet_to": "08:00", "zone": "Asia/Shanghai"}
    chosen = await desk.house.http.put("/api/me/notices", json=choice, headers=await desk.headers(person))
    assert chosen.status_code == 200, chosen.text
    held = await desk.tell(person)
    assert (held.state, held.look_at) == ("waiting", datetime(2037, 11, 23, 0, 0, tzinfo=UTC))
    assert (await desk.tell(person, urgency="high")).state == "done"
    soon = desk.house.clock() + timedelta(hours=1)
    assert (await desk.tell(person, expires_at=soon)).state == "done", "what would be late is not held"
    desk.house.clock.advance(hours=9)
    assert (await desk.step(held.id)).state == "done"


async def test_the_employers_clock_counts_for_whoever_has_named_no_zone(desk: Desk) -> None:
    desk.house.clock.now = datetime(2037, 11, 22, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    held = await desk.tell(await desk.person(), urgency="low")
    assert (held.state, held.look_at) == ("waiting", datetime(2037, 11, 23, 0, 0, tzinfo=UTC))
    elsewhere = await desk.tell(await desk.person(), urgency="low", parameters={**PARAMETERS, "zone": "Europe/Berlin"})
    assert elsewhere.state == "done"


async def test_an_occasion_is_replaced_by_a_higher_revision_and_withdrawn(desk: Desk) -> None:
    person = await desk.person()
    later = desk.house.clock() + timedelta(hours=1)
    notice_id = await desk.want(person, due_at=later, revision=1)
    moved = later + timedelta(hours=1)
    await desk.want(person, notice_id=notice_id, due_at=moved, revision=3)
    await desk.want(person, notice_id=notice_id, due_at=later, revision=2)
    assert (await desk.records.notices.require(notice_id)).look_at == moved
    await desk.parts.keeping.withdrawn(Received("evt", NoticeWithdrawn(notice_id, person.id), 1))
    desk.house.clock.advance(hours=3)
    assert (await desk.step(notice_id)).state == "withdrawn"
    await desk.want(person, notice_id=notice_id, revision=4)
    sent = await desk.step(notice_id)
    assert sent.state == "done"
    await desk.want(person, notice_id=notice_id, revision=5)
    assert (await desk.step(notice_id)).version == sent.version, "what went out is not sent again"
    assert len(desk.mails.mails) == 1


async def test_what_is_late_or_lacks_a_word_is_not_sent(desk: Desk) -> None:
    person = await desk.person()
    late = await desk.want(person, expires_at=desk.house.clock() + timedelta(minutes=1))
    desk.house.clock.advance(minutes=2)
    assert (await desk.step(late)).state == "expired"
    wordless = await desk.tell(person, parameters={"position": "Support"})
    assert (wordless.state, wordless.sendings[0].reason) == ("failed", "parameter_missing")
    unknown = await desk.tell(person, kind="no_such_kind", parameters=PARAMETERS)
    assert (unknown.state, unknown.sendings[0].reason) == ("failed", "template_unknown")
    assert desk.mails.mails == []


async def test_erased_is_gone(desk: Desk) -> None:
    person = await desk.person()
    await desk.browser(person)
    await desk.tell(person)
    await desk.parts.keeping.erased(Received("evt", PersonErased(person.id, desk.house.clock()), 1))
    assert await desk.records.notices.count({"account_id": person.id}) == 0
    assert await desk.records.subscriptions.count({"account_id": person.id}) == 0


async def test_nothing_personal_is_kept_in_the_open(desk: Desk) -> None:
    person = await desk.person()
    await desk.browser(person)
    await desk.tell(person)
    for repository in (desk.records.notices, desk.records.subscriptions, desk.records.keys):
        rows = repr(await repository.collection.find({}))
        for secret in (person.email, "Xiaotong", "Support", "/push/phone"):
            assert secret not in rows
