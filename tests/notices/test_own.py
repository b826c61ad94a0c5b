"""A person's inbox and preferences, and the ways out that need no sign-in."""

import pytest

from tests.notices.conftest import Desk


async def test_the_inbox_has_everything_and_its_marks_go_to_every_device(desk: Desk) -> None:
    person, other = await desk.person(), await desk.person()
    headers = await desk.headers(person)
    for minutes in range(3):
        desk.house.clock.advance(minutes=minutes)
        await desk.tell(person)
    theirs = await desk.tell(other)
    page = (await desk.house.http.get("/api/inbox?limit=2", headers=headers)).json()
    assert (page["unread"], len(page["items"])) == (3, 2)
    first = page["items"][0]
    assert first["title"] == "Your interview begins in 15 minutes"
    assert first["path"] == "/green-room"
    rest = (await desk.house.http.get(f"/api/inbox?after={page['next']}", headers=headers)).json()
    assert len(rest["items"]) == 1
    left = await desk.house.http.post("/api/inbox/read", json={"ids": [first["id"], theirs.id]}, headers=headers)
    assert left.json() == {"unread": 2}
    assert (await desk.records.notices.require(theirs.id)).read_at is None
    events = await desk.house.api.wiring.live.since(f"account:{person.id}", "0-0")
    assert events is not None
    assert [event.name for event in events] == ["notice", "notice", "notice", "notices_read"]
    assert (await desk.house.http.post("/api/inbox/read", json={}, headers=headers)).json() == {"unread": 0}


async def test_preferences_are_kept_and_wrong_ones_refused(desk: Desk) -> None:
    person = await desk.person()
    headers = await desk.headers(person)
    before = (await desk.house.http.get("/api/me/notices", headers=headers)).json()
    assert (before["is_chosen"], before["zone"], before["phone"]) == (False, None, "")
    choice = {
        "channels": ["sms", "email", "sms"], "quiet_from": "21:30", "quiet_to": "07:00", "zone": "Asia/Kathmandu",
        "phone": "+86 138-0000-0000",
    }  # fmt: skip
    chosen = (await desk.house.http.put("/api/me/notices", json=choice, headers=headers)).json()
    assert (chosen["channels"], chosen["zone"], chosen["phone"]) == (
        ["sms", "email"],
        "Asia/Kathmandu",
        "+8613800000000",
    )
    assert (await desk.house.http.get("/api/me/notices", headers=headers)).json() == chosen
    codes = {status["channel"]: status["code"] for status in chosen["statuses"]}
    assert codes == {"push": None, "email": None, "sms": "sms_missing", "im": "im_missing"}
    for wrong, code in (({"zone": "Mars/Olympus"}, "zone_unknown"), ({"phone": "call me"}, "phone_invalid")):
        refused = await desk.house.http.put("/api/me/notices", json=choice | wrong, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    unread = await desk.house.http.put("/api/me/notices", json=choice | {"quiet_to": "25:00"}, headers=headers)
    assert unread.status_code == 422


async def test_whoever_was_reached_by_a_channel_that_is_missing_makes_it_known(desk: Desk) -> None:
    person = await desk.person()
    await desk.house.accounts.people.set_phone(person.id, "+8613800000000")
    person = await desk.house.accounts.people.person(person.id)
    assert desk.parts.problems() == []
    await desk.tell(person)
    assert desk.parts.problems() == ["sms_missing"]


async def test_one_click_ends_mails_until_the_person_chooses_them_again(desk: Desk) -> None:
    person = await desk.person()
    await desk.tell(person)
    _, mail = desk.mails.mails[-1]
    url = str(mail["List-Unsubscribe"]).strip("<>")
    path = url.partition("8080")[2]
    body = {"content": "List-Unsubscribe=One-Click", "headers": {"content-type": "application/x-www-form-urlencoded"}}
    done = await desk.house.http.post(path, **body)  # type: ignore[arg-type]
    assert done.status_code == 200, done.text
    assert done.json()["masked_email"].endswith("•••@example.org")
    assert (await desk.house.http.post(path, **body)).status_code == 200  # type: ignore[arg-type]
    assert (await desk.tell(person)).sendings == []
    choice = {"channels": ["email"], "quiet_from": "00:00", "quiet_to": "00:00", "zone": "UTC"}
    await desk.house.http.put("/api/me/notices", json=choice, headers=await desk.headers(person))
    assert [each.state for each in (await desk.tell(person)).sendings] == ["accepted"]


@pytest.mark.parametrize("token", ["nothing", "a.b", "%2e%2e"])
async def test_links_that_nobody_sent_are_not_known(desk: Desk, token: str) -> None:
    assert (await desk.house.http.post(f"/api/unsubscribe/{token}")).json()["code"] == "link_unknown"
    seen = await desk.house.http.post(f"/api/notices/{token}/seen", json={"state": "clicked"})
    assert seen.json()["code"] == "notice_unknown"
