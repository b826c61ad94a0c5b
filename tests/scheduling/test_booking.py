"""Booking over HTTP: hold, confirm, move, cancel, wait; and what is refused, with which code."""

from datetime import UTC, datetime, timedelta

import icalendar
import msgspec
import pytest

from backend.contracts.events.notifications import NoticeContent
from backend.contracts.events.scheduling import BookingChanged
from backend.web.policy import Role
from tests.scheduling.house import TOMORROW_9, BookingHouse, Candidate
from tests.web_house import problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
HALF = timedelta(minutes=30)


async def outbox(someone: Candidate) -> list[dict]:  # type: ignore[type-arg]
    row = await someone.house.parts.records.bookings.collection.find_one({"_id": (await someone.stored()).id})
    return [msgspec.json.decode(entry["data"]) for entry in (row or {}).get("outbox", [])]


async def test_hold_confirm_and_the_appointment_stands(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate()
    before = (await someone.get(zone="America/New_York")).json()
    assert before["zone"] == "America/New_York"
    assert before["employer_zone"] == "Europe/Berlin"
    assert "2037-11-23T08:00:00Z" in [time["start"] for time in before["times"]]
    held = (await someone.hold(TOMORROW_9)).json()["held"]
    assert datetime.fromisoformat(held["until"]) == house.web.clock() + timedelta(minutes=2)
    view = (await someone.confirm(held["id"])).json()
    assert view["state"] == "booked"
    assert datetime.fromisoformat(view["appointment"]["start"]) == TOMORROW_9
    assert view["held"] is None
    assert (await someone.confirm(held["id"])).json()["revision"] == view["revision"]
    other = await house.candidate()
    starts = [time["start"] for time in (await other.get()).json()["times"] if time["is_free"]]
    assert "2037-11-23T08:00:00Z" not in starts


async def test_the_event_and_the_notices_go_out_with_the_save(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate(language="zh-CN")
    await someone.book(TOMORROW_9)
    events = await outbox(someone)
    told_of = [event for event in events if event["type"] == "scheduling.booking_changed"]
    changed = msgspec.convert(told_of[0], BookingChanged)
    assert (changed.change, changed.starts_at, changed.before_at) == ("booked", TOMORROW_9, None)
    assert changed.member_ids == (await house.plan()).all_of
    assert changed.revision == (await someone.stored()).version
    notices = {event["kind"]: event for event in events if event["type"] == "notifications.notice_wanted"}
    assert set(notices) == {"booking_confirmed", "interviewer_booked"}
    told = notices["booking_confirmed"]
    sealed = msgspec.convert(told["sealed"], bytes)
    content = msgspec.json.decode(
        house.web.resources.keyring.open(sealed, told["notice_id"].encode()), type=NoticeContent
    )
    assert content.path == "/booking"
    assert content.parameters["starts_at"] == TOMORROW_9.isoformat()
    assert content.parameters["position"] == "Sales（中）"


async def test_second_hold_on_a_slot_loses_and_is_offered_the_nearest_two(house: BookingHouse) -> None:
    await house.open()
    first, second = await house.candidate(), await house.candidate()
    noon = TOMORROW_9 + 3 * timedelta(hours=1)
    assert (await first.hold(noon)).status_code == 200
    lost = await second.hold(noon)
    assert problem(lost) == (409, "slot_taken")
    near = [datetime.fromisoformat(at) for at in lost.json()["nearest"]]
    assert near == [noon - HALF, noon + HALF]
    house.web.clock.advance(seconds=121)
    assert (await second.hold(noon)).status_code == 200
    late = await first.confirm((await first.stored()).hold.claimed.claim_id)  # type: ignore[union-attr]
    assert problem(late) == (410, "hold_over")


async def test_moving_keeps_the_old_time_until_the_new_one_is_theirs(house: BookingHouse) -> None:
    await house.open()
    someone, other = await house.candidate(), await house.candidate()
    await someone.book(TOMORROW_9 + timedelta(days=2))
    held = (await someone.hold(TOMORROW_9 + timedelta(days=3))).json()
    assert held["state"] == "booked"
    assert problem(await other.hold(TOMORROW_9 + timedelta(days=2))) == (409, "slot_taken")
    moved = (await someone.confirm(held["held"]["id"])).json()
    assert datetime.fromisoformat(moved["appointment"]["start"]) == TOMORROW_9 + timedelta(days=3)
    booking = await someone.stored()
    assert (booking.sequence, booking.moves, booking.loose) == (2, 1, [])
    assert (await other.hold(TOMORROW_9 + timedelta(days=2))).status_code == 200
    kinds = [event.get("kind") for event in await outbox(someone)]
    assert "booking_moved" in kinds
    assert "interviewer_moved" in kinds


async def test_deadlines_and_the_number_of_moves_are_kept(house: BookingHouse) -> None:
    await house.open(moves_max=1)
    someone = await house.candidate()
    await someone.book(TOMORROW_9 + timedelta(days=2))
    await someone.book(TOMORROW_9 + timedelta(days=3))
    assert problem(await someone.hold(TOMORROW_9 + timedelta(days=2))) == (409, "moves_used_up")
    other = await house.candidate()
    today = TOMORROW_9 - timedelta(hours=20)
    await other.book(today)
    assert problem(await other.hold(TOMORROW_9 + timedelta(days=2))) == (409, "move_too_late")
    house.web.clock.now = today - timedelta(hours=1)
    assert problem(await other.send("POST", "/cancel")) == (409, "cancel_too_late")


async def test_cancelling_frees_the_time_and_booking_again_is_possible(house: BookingHouse) -> None:
    await house.open()
    someone, other = await house.candidate(), await house.candidate()
    await someone.book(TOMORROW_9)
    gone = await someone.send("POST", "/cancel")
    assert gone.json()["state"] == "cancelled"
    assert gone.json()["appointment"] is None
    assert problem(await someone.send("POST", "/cancel")) == (409, "nothing_booked")
    await other.book(TOMORROW_9)
    assert (await someone.book(TOMORROW_9 + HALF))["state"] == "booked"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"start": "2037-11-20T09:00:00Z", "zone": "Europe/Berlin"}, (422, "slot_past")),
        ({"start": "2037-11-23T08:07:00Z", "zone": "Europe/Berlin"}, (422, "slot_unknown")),
        ({"start": "2037-11-23T02:00:00Z", "zone": "Europe/Berlin"}, (422, "slot_unknown")),
        ({"start": "2042-11-23T08:00:00Z", "zone": "Europe/Berlin"}, (422, "slot_unknown")),
        ({"start": "2037-11-23T08:00:00Z", "zone": "Mars/Olympus"}, (422, "zone_unknown")),
        ({"start": "2037-11-23T08:00:00", "zone": "UTC"}, None),
        ({"start": "soon", "zone": "UTC"}, None),
        ({}, None),
    ],
)
async def test_bad_times_are_refused_by_code_and_lose_nothing(house: BookingHouse, body, expected) -> None:  # type: ignore[no-untyped-def]
    await house.open()
    someone = await house.candidate()
    answer = await someone.send("POST", "/hold", body)
    if expected is None:
        assert answer.status_code in (400, 422)
    else:
        assert problem(answer) == expected
    assert (await someone.get()).json()["held"] is None


async def test_anothers_interview_does_not_exist(house: BookingHouse) -> None:
    await house.open()
    someone, other = await house.candidate(), await house.candidate()
    foreign = Candidate(house, someone.interview, other.headers)
    assert problem(await foreign.get()) == (404, "interview_unknown")
    assert problem(await foreign.hold(TOMORROW_9)) == (404, "interview_unknown")
    assert problem(await foreign.get("/appointment.ics")) == (404, "interview_unknown")
    held = (await someone.hold(TOMORROW_9)).json()["held"]["id"]
    assert problem(await other.confirm(held)) in ((409, "nothing_booked"), (410, "hold_over"))


async def test_a_position_without_a_plan_and_an_interview_that_began_have_nothing_to_book(house: BookingHouse) -> None:
    someone = await house.candidate()
    assert problem(await someone.get()) == (404, "nothing_to_book")
    await house.open()
    begun = await house.candidate(state="live")
    assert problem(await begun.hold(TOMORROW_9)) == (409, "booking_closed")
    assert (await begun.get()).json()["is_open"] is False


async def test_nothing_free_says_why(house: BookingHouse) -> None:
    await house.open(notice_h=720)
    view = (await (await house.candidate()).get()).json()
    assert view["times"] == []
    assert set(view["why"]) <= {"notice", "outside_window"}
    assert view["why"]["notice"] > 0


async def test_the_waiting_list_is_served_in_turn_and_an_offer_that_lapses_goes_on(house: BookingHouse) -> None:
    await house.open(horizon_days=2, duration_min=480, step_min=60)
    has, first, second = [await house.candidate() for _ in range(3)]
    start = TOMORROW_9
    await has.book(start)
    assert (await first.wait()).json()["waiting"]["place"] == 1
    house.web.clock.advance(seconds=1)
    assert (await second.wait(start)).json()["waiting"]["place"] == 2
    await has.send("POST", "/cancel")
    await house.parts.sweep.look()
    offered = (await first.get()).json()["held"]
    assert offered["is_offer"] is True
    assert datetime.fromisoformat(offered["start"]) == start
    assert (await second.get()).json()["held"] is None
    assert "booking_offered" in [event.get("kind") for event in await outbox(first)]
    house.web.clock.now = datetime.fromisoformat(offered["until"]) + timedelta(seconds=1)
    await house.parts.sweep.look()
    taken = (await second.get()).json()["held"]
    assert taken["is_offer"] is True
    assert (await second.confirm(taken["id"])).json()["state"] == "booked"
    assert (await second.get()).json()["waiting"] is None
    left = await first.send("DELETE", "/wait")
    assert left.json()["waiting"] is None


async def test_an_interview_with_a_time_begins_only_within_it(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate()
    await someone.book(TOMORROW_9)
    early = await someone.begin()
    assert problem(early) == (409, "appointment_ahead")
    assert datetime.fromisoformat(early.json()["opens_at"]) == TOMORROW_9 - timedelta(minutes=15)
    await someone.come_back(TOMORROW_9 + timedelta(minutes=41))
    assert problem(await someone.begin()) == (409, "appointment_over")
    hr = await house.staff(Role.HR_OPERATOR)
    assert (await hr.send("POST", f"/staff/bookings/{someone.interview.id}/lift")).status_code == 204
    assert (await someone.begin()).status_code == 200


async def test_a_quarter_of_an_hour_before_the_door_is_open(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate()
    await someone.book(TOMORROW_9)
    await someone.come_back(TOMORROW_9 - timedelta(minutes=15))
    assert (await someone.begin()).status_code == 200


async def test_a_cancelled_time_closes_no_door(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate()
    await someone.book(TOMORROW_9)
    await someone.send("POST", "/cancel")
    assert (await someone.begin()).status_code == 200


async def test_the_calendar_file_keeps_its_uid_and_counts_its_changes(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate()
    assert problem(await someone.get("/appointment.ics")) == (404, "nothing_booked")
    await someone.book(TOMORROW_9 + timedelta(days=2))
    first = icalendar.Calendar.from_ical((await someone.get("/appointment.ics")).content)
    await someone.book(TOMORROW_9 + timedelta(days=3))
    answer = await someone.get("/appointment.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    second = icalendar.Calendar.from_ical(answer.content)
    one, other = next(iter(first.walk("VEVENT"))), next(iter(second.walk("VEVENT")))
    assert str(one["UID"]) == str(other["UID"])
    assert (int(one["SEQUENCE"]), int(other["SEQUENCE"])) == (1, 2)
    assert other.start.astimezone(UTC) == TOMORROW_9 + timedelta(days=3)
    assert [str(zone["TZID"]) for zone in second.walk("VTIMEZONE")] == ["Europe/Berlin"]


async def test_the_feed_is_read_by_its_token_until_it_is_taken_back(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate()
    await someone.book(TOMORROW_9)
    http = house.web.http
    url = (await http.post("/api/calendar-feed", headers=someone.headers)).json()["url"]
    path = url[url.index("/calendar/") :]
    calendar = icalendar.Calendar.from_ical((await http.get(path)).content)
    assert [str(event["STATUS"]) for event in calendar.walk("VEVENT")] == ["CONFIRMED"]
    again = (await http.post("/api/calendar-feed", headers=someone.headers)).json()["url"]
    assert problem(await http.get(path)) == (404, "calendar_unknown")
    await someone.send("POST", "/cancel")
    calendar = icalendar.Calendar.from_ical((await http.get(again[again.index("/calendar/") :])).content)
    assert [str(event["STATUS"]) for event in calendar.walk("VEVENT")] == ["CANCELLED"]
    assert (await http.delete("/api/calendar-feed", headers=someone.headers)).status_code == 204
    assert problem(await http.get(again[again.index("/calendar/") :])) == (404, "calendar_unknown")
    member = (await house.plan()).all_of[0]
    interviewer = await house.staff(Role.INTERVIEWER, member)
    await someone.book(TOMORROW_9 + HALF)
    theirs = (await interviewer.send("POST", "/calendar-feed")).json()["url"]
    content = (await http.get(theirs[theirs.index("/calendar/") :])).text
    assert "Lin Xiaotong" in content
