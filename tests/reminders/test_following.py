"""From a booking to the reminder in a mailbox, over the real bus's events, and what HR's rules change of it."""

from datetime import timedelta
from typing import Any

import msgspec

from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.notifications import NoticeWanted, NoticeWithdrawn
from backend.contracts.events.scheduling import BookingChanged
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.retention import tombstone
from backend.interviews.states import InterviewState
from backend.kernel.events import Received
from backend.web.policy import Role
from tests.interviews.factories import an_interview
from tests.notices.conftest import Desk


async def an_interview_of(desk: Desk, **changes: Any) -> Interview:
    wiring = desk.house.api.wiring
    person = await desk.person()
    now = desk.house.clock()
    return await Interviews(wiring.mongo, wiring.keyring).insert(
        an_interview(candidate_id=person.id, expires_at=now + timedelta(days=7), updated_at=now, **changes)
    )


def booked(
    interview: Interview, revision: int, starts_in: timedelta, desk: Desk, state: str = "booked"
) -> BookingChanged:
    starts_at = desk.house.clock() + starts_in
    return BookingChanged(
        "bkg_1", interview.id, interview.application_id, interview.position_id, interview.candidate_id, state,  # type: ignore[arg-type]
        "booked", revision, "ai", desk.house.clock(), starts_at, starts_at + timedelta(hours=1), zone="Asia/Shanghai",
    )  # fmt: skip


async def hear(desk: Desk, event: msgspec.Struct) -> None:
    """As the bus would: the domain's handler, then what it put into its outbox, at the notifier."""
    module = next(module for module in desk.house.api.modules if module.name == "reminders")
    await module.subscriptions[type(event)](Received("evt_1", event, 1))
    collection = desk.house.api.wiring.mongo.collection("remindings")
    for row in await collection.find({"outbox_at": {"$exists": True}}):
        for entry in row["outbox"]:
            if entry["tag"] == "notifications.notice_wanted":
                wanted = msgspec.json.decode(entry["data"], type=NoticeWanted)
                await desk.parts.keeping.wanted(Received(entry["id"], wanted, 1))
            else:
                gone = msgspec.json.decode(entry["data"], type=NoticeWithdrawn)
                await desk.parts.keeping.withdrawn(Received(entry["id"], gone, 1))
        await collection.update_one({"_id": row["_id"]}, {"$unset": {"outbox": "", "outbox_at": ""}})


async def kept(desk: Desk) -> dict[str, str]:
    return {notice.kind: notice.state for notice in await desk.records.notices.find({"state": {"$ne": "withdrawn"}})}


async def test_reminders_follow_a_booking_until_it_is_over(desk: Desk) -> None:
    interview = await an_interview_of(desk)
    await hear(
        desk, InterviewChanged(interview.id, interview.application_id, "invited", 0, "invited", desk.house.clock())
    )
    assert await kept(desk) == {"unfinished": "waiting"}
    await hear(desk, booked(interview, 1, timedelta(days=2), desk))
    assert await kept(desk) == {"day_before": "waiting", "minutes_before": "waiting"}
    await hear(desk, booked(interview, 3, timedelta(days=3), desk))
    await hear(desk, booked(interview, 2, timedelta(days=1), desk))
    before = next(each for each in await desk.records.notices.find({"state": "waiting", "kind": "day_before"}))
    assert before.due_at == desk.house.clock() + timedelta(days=2)
    desk.house.clock.advance(days=2, minutes=1)
    assert (await desk.step(before.id)).state == "done"
    ((_to, mail),) = desk.mails.mails
    assert "tomorrow" in str(mail["Subject"])
    await hear(desk, booked(interview, 4, timedelta(0), desk, state="cancelled"))
    assert await kept(desk) == {"day_before": "done", "not_booked": "waiting", "unfinished": "waiting"}


async def test_going_on_costs_a_write_only_where_a_reminder_comes_or_goes(desk: Desk) -> None:
    interview = await an_interview_of(desk)
    wiring = desk.house.api.wiring
    interviews, remindings = Interviews(wiring.mongo, wiring.keyring), wiring.mongo.collection("remindings")

    async def moved(state: InterviewState) -> tuple[int, dict[str, str]]:
        await interviews.update(interview.id, lambda known: (msgspec.structs.replace(known, state=state), ()))
        await hear(desk, InterviewChanged(interview.id, interview.application_id, state, 1, state, desk.house.clock()))
        row = await remindings.find_one({"_id": interview.id})
        assert row is not None
        return row["version"], await kept(desk)

    assert await moved("checked") == (1, {"unfinished": "waiting"})
    assert await moved("live") == (1, {"unfinished": "waiting"})
    assert await moved("submitted") == (2, {})
    assert await moved("processing") == (2, {})
    assert await moved("reviewable") == (2, {})
    assert await moved("invited") == (3, {"unfinished": "waiting"})


async def test_an_interview_that_is_erased_reminds_nobody_though_the_person_stays(desk: Desk) -> None:
    interview = await an_interview_of(desk)
    await hear(desk, booked(interview, 1, timedelta(days=2), desk))
    assert await kept(desk) == {"day_before": "waiting", "minutes_before": "waiting"}
    wiring, now = desk.house.api.wiring, desk.house.clock()
    gone = await Interviews(wiring.mongo, wiring.keyring).update(
        interview.id, lambda known: tombstone(known, "era_1", now)
    )
    await hear(desk, InterviewChanged(gone.id, gone.application_id, gone.state, gone.version, "erased", now))
    assert await kept(desk) == {}
    await hear(desk, booked(interview, 2, timedelta(days=3), desk))
    assert await kept(desk) == {}


async def test_hr_sets_rules_and_what_stands_is_worked_out_anew(desk: Desk) -> None:
    interview = await an_interview_of(desk)
    await hear(desk, booked(interview, 1, timedelta(days=5), desk))
    hr = await desk.house.bearer(Role.HR_OPERATOR)
    page = (await desk.house.http.get("/api/staff/reminders", headers=hr)).json()
    assert [rule["id"] for rule in page["common"]["rules"]][:2] == ["day_before", "minutes_before"]
    words = {"zh-CN": "带上证件", "en": "Bring your ID, $first_name"}
    custom = {
        "id": "bring_id", "kind": "custom", "lead_min": 120, "anchor": "starts_at",
        "text": {"title": words, "short": words, "button": words, "body": words},
    }  # fmt: skip
    rules = [{**page["common"]["rules"][1], "lead_min": 30}, custom]
    body = {"rules": rules, "version": 0}
    saved = await desk.house.http.put("/api/staff/reminders/default", json=body, headers=hr)
    assert saved.status_code == 200, saved.text
    stale = await desk.house.http.put("/api/staff/reminders/default", json=body, headers=hr)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    absent = await desk.house.http.put("/api/staff/reminders/pos_none", json=body, headers=hr)
    assert absent.status_code == 404
    shown = (await desk.house.http.post("/api/staff/reminders/preview", json=custom, headers=hr)).json()
    assert (shown["en"]["title"], shown["zh-CN"]["title"]) == ("Bring your ID, 小彤", "带上证件")
    await hear(desk, booked(interview, 2, timedelta(days=5), desk))
    due = {notice.kind: notice.due_at for notice in await desk.records.notices.find({"state": "waiting"})}
    starts_at = desk.house.clock() + timedelta(days=5)
    assert due == {"minutes_before": starts_at - timedelta(minutes=30), "reminder": starts_at - timedelta(hours=2)}
    desk.house.clock.advance(days=4, hours=23)
    mine = next(each for each in await desk.records.notices.find({"kind": "reminder"}))
    assert (await desk.step(mine.id)).state == "done"
    assert str(desk.mails.mails[-1][1]["Subject"]) == "Bring your ID, Xiaotong"
