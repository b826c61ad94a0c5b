"""Staff: hours, rules, overview, booking for others, no-shows; and what is not theirs."""

from datetime import timedelta

import msgspec
import pytest

from backend.contracts.media import NodeStatus
from backend.scheduling.model import MEDIA_CAPACITY
from backend.web.policy import Role
from tests.scheduling.house import START, TOMORROW_9, BookingHouse
from tests.web_house import problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
WEEK = {"zone": "Europe/Berlin", "weekly": [{"weekday": 1, "hours": [{"start_min": 540, "end_min": 600}]}]}
SPAN = {"start": START.isoformat(), "end": (START + timedelta(days=14)).isoformat()}


async def test_hours_are_proposed_saved_by_version_and_kept_apart(house: BookingHouse) -> None:
    desk = await house.staff(Role.INTERVIEWER)
    proposed = (await desk.get("/staff/availability/me")).json()
    assert (proposed["is_set"], proposed["version"]) == (False, 0)
    saved = await desk.send("PUT", "/staff/availability/me", {"version": 0, "pattern": WEEK})
    assert (saved.json()["is_set"], saved.json()["version"]) == (True, 1)
    stale = await desk.send("PUT", "/staff/availability/me", {"version": 0, "pattern": WEEK})
    assert problem(stale) == (409, "stale_version")
    other = await house.staff(Role.INTERVIEWER)
    member = saved.json()["member_id"]
    assert problem(await other.get(f"/staff/availability/{member}")) == (404, "member_unknown")
    hr = await house.staff(Role.HR_OPERATOR)
    assert (await hr.get(f"/staff/availability/{member}")).json()["is_set"] is True


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ({"zone": "Mars/Olympus"}, "zone_unknown"),
        ({"zone": "UTC", "weekly": [{"weekday": 1, "hours": [{"start_min": 600, "end_min": 540}]}]}, "hours_backwards"),
        ({"zone": "UTC", "weekly": [{"weekday": 1, "hours": []}, {"weekday": 1, "hours": []}]}, "day_twice"),
    ],
)
async def test_hours_that_make_no_sense_are_refused(house: BookingHouse, pattern, code: str) -> None:  # type: ignore[no-untyped-def]
    desk = await house.staff(Role.INTERVIEWER)
    answer = await desk.send("PUT", "/staff/availability/me", {"version": 0, "pattern": pattern})
    assert problem(answer) == (422, code)


async def test_the_interviewer_sees_who_comes_and_it_is_audited(house: BookingHouse) -> None:
    await house.open()
    member = (await house.plan()).all_of[0]
    someone = await house.candidate()
    await someone.book(TOMORROW_9)
    desk = await house.staff(Role.INTERVIEWER, member)
    calendar = (await desk.get("/staff/calendar", **SPAN)).json()
    assert [booking["candidate"] for booking in calendar["bookings"]] == ["Lin Xiaotong"]
    assert len(calendar["open"]) == 14
    rows = await house.web.resources.mongo.collection("audit").find({"action": "booking.seen", "actor_id": member})
    assert len(rows) == 1
    other = await house.staff(Role.INTERVIEWER)
    assert (await other.get("/staff/calendar", **SPAN)).json()["bookings"] == []
    assert problem(await desk.get("/staff/calendar", start=SPAN["end"], end=SPAN["start"])) == (422, "span_invalid")


async def test_hr_sees_coverage_books_for_somebody_and_marks_who_did_not_come(house: BookingHouse) -> None:
    await house.open(move_until_h=720)
    someone = await house.candidate()
    hr = await house.staff(Role.RECRUITER)
    view = (await hr.get("/staff/bookings", **SPAN)).json()
    mine = next(one for one in view["coverage"] if one["position_id"] == house.position_id)
    assert (mine["booked"], mine["unbooked"], mine["is_open"]) == (0, 1, True)
    assert mine["free"] > 0
    path = f"/staff/bookings/{someone.interview.id}"
    times = (await hr.get(f"{path}/times")).json()["times"]
    booked = await hr.send("POST", path, {"start": times[0]["start"]})
    assert booked.json()["candidate"] == "Lin Xiaotong"
    moved = await hr.send("POST", path, {"start": TOMORROW_9.isoformat()})
    assert moved.status_code == 200
    assert (await someone.get()).json()["state"] == "booked"
    assert problem(await hr.send("POST", f"{path}/no-show")) == (409, "not_over_yet")
    house.web.clock.now = TOMORROW_9 + timedelta(hours=1)
    hr = await house.staff(Role.RECRUITER)
    assert (await hr.send("POST", f"{path}/no-show")).status_code == 204
    await someone.come_back(house.web.clock.now)
    assert (await someone.get()).json()["state"] == "missed"
    assert (await someone.book(TOMORROW_9 + timedelta(days=1)))["state"] == "booked"
    assert (await hr.send("POST", f"{path}/cancel")).status_code == 204
    assert (await someone.get()).json()["state"] == "cancelled"


async def test_rules_of_a_position_are_laid_down_by_version(house: BookingHouse) -> None:
    await house.open()
    hr = await house.staff(Role.HR_OPERATOR)
    path = f"/staff/booking-plans/{house.position_id}"
    known = next(
        one for one in (await hr.get("/staff/booking-plans")).json() if one["position_id"] == house.position_id
    )
    nobody = {"version": known["version"], "mode": "people", "pattern": WEEK}
    assert problem(await hr.send("PUT", path, nobody)) == (422, "plan_without_interviewers")
    stranger = {**nobody, "all_of": ["mem_unknown"]}
    assert problem(await hr.send("PUT", path, stranger)) == (422, "interviewer_unknown")
    assert problem(await hr.send("PUT", "/staff/booking-plans/pos_none", nobody)) == (404, "position_unknown")


async def test_an_ai_window_that_went_by_is_missed_and_one_that_was_used_is_kept(house: BookingHouse) -> None:
    await house.open(mode="ai")
    await house.parts.sweep.note_capacity(10)
    late, came = await house.candidate(), await house.candidate()
    await late.book(TOMORROW_9)
    await came.book(TOMORROW_9)
    await came.come_back(TOMORROW_9)
    assert (await came.begin()).status_code == 200
    await house.parts.desk.mark_kept((await came.stored()).id)
    house.web.clock.now = TOMORROW_9 + timedelta(hours=2, minutes=16)
    await house.parts.sweep.look()
    assert ((await late.stored()).state, (await came.stored()).state) == ("missed", "kept")


async def test_windows_of_the_ai_hold_as_many_as_the_media_nodes_have_places_for(house: BookingHouse) -> None:
    await house.open(mode="ai")
    another_day = TOMORROW_9 + timedelta(days=3)
    redis, someone = house.web.resources.redis, await house.candidate()
    await redis.delete(*[key async for key in redis.scan_iter(match="gr:node:*")], "gr:node:none")
    await house.parts.records.capacities.delete(MEDIA_CAPACITY)
    nothing = (await someone.get()).json()
    assert (nothing["times"], set(nothing["why"]) - {"notice"}) == ([], {"no_capacity"})
    for name, is_draining in (("near", False), ("far", False), ("leaving", True)):
        node = NodeStatus(name, peers=0, capacity=2, is_draining=is_draining, started_at=house.web.clock())
        await redis.set(f"gr:node:{name}", msgspec.json.encode(node), ex=60)
    await house.parts.sweep.look_slowly()
    for _ in range(2):  # each of the nodes keeps one of its two places for who comes back
        assert (await (await house.candidate()).book(another_day))["state"] == "booked"
    assert problem(await someone.hold(another_day)) == (409, "slot_taken")
    await redis.delete(*(f"gr:node:{name}" for name in ("near", "far", "leaving")))


async def test_an_erased_person_leaves_no_time_and_no_calendar(house: BookingHouse) -> None:
    from backend.contracts.events.privacy import PersonErased
    from backend.kernel.events import Received

    await house.open()
    someone = await house.candidate()
    await someone.book(TOMORROW_9)
    await house.web.http.post("/api/calendar-feed", headers=someone.headers)
    event = PersonErased(someone.interview.candidate_id, house.web.clock())
    for attempt in (1, 2):
        await house.parts.followers.person_erased(Received("evt_1", event, attempt))
    booking = await someone.stored()
    assert (booking.appointment, booking.past, booking.waiting) == (None, [], None)
    assert await house.parts.calendars.links.find_one({"account_id": someone.interview.candidate_id}) is None
    other = await house.candidate()
    assert (await other.hold(TOMORROW_9)).status_code == 200
