"""Whoever asked for a person instead of the AI is reminded to choose a time, where people can be booked."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.scheduling import BookingChanged, BookingPlanChanged
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.scheduling.model import plan_of
from backend.scheduling.module import build as build_scheduling
from backend.scheduling.module import services as scheduling_services
from backend.scheduling.policy import changed
from backend.scheduling.schemas import BookingPlanGiven
from backend.web.policy import Role
from tests.materials.test_due import announced
from tests.notices.conftest import Desk
from tests.reminders.test_missed import carried
from tests.scheduling.house import START, TOMORROW_9, BookingHouse, Candidate


async def declined(desk: Desk, mode: str = "people") -> Candidate:
    """Somebody who has not booked and asks for a person; bookings have heard of it, twice."""
    desk.house.clock.now = START
    house = BookingHouse(desk.house, scheduling_services(desk.house.api.wiring))
    await house.open(mode=mode)
    someone = await house.candidate()
    path = f"/api/interviews/{someone.interview.id}/decline"
    answer = await desk.house.http.post(path, headers=someone.headers, json={"note": ""})
    assert answer.json()["state"] == "human_route", answer.text
    follow = build_scheduling(desk.house.api.wiring).subscriptions[InterviewChanged]
    for tag, data in await announced(desk, "interviews", someone.interview.id):
        if tag == "interviews.changed":
            for _ in range(2):
                await follow(Received(new_id("evt"), msgspec.json.decode(data, type=InterviewChanged), 1))
    return someone


async def test_who_asked_for_a_person_is_reminded_to_choose_a_time(desk: Desk) -> None:
    someone = await declined(desk)
    notice_id = (await carried(desk, someone.interview.id, "not_booked"))[-1]
    assert (await desk.step(notice_id)).state == "waiting"
    desk.house.clock.now = someone.interview.expires_at - timedelta(days=2)
    assert (await desk.step(notice_id)).state == "done"
    ((_to, mail),) = desk.mails.mails
    assert str(mail["Subject"]) == "Choose a time for your interview"


async def test_who_books_in_time_gets_none_and_who_gives_it_up_does(desk: Desk) -> None:
    someone = await declined(desk)
    notice_id = (await carried(desk, someone.interview.id, "not_booked"))[-1]
    await someone.book(TOMORROW_9 + timedelta(days=5))
    assert await carried(desk, someone.interview.id, "not_booked") == []
    assert (await desk.step(notice_id)).state == "withdrawn"
    assert (await someone.send("POST", "/cancel")).status_code == 200
    (again,) = await carried(desk, someone.interview.id, "not_booked")
    desk.house.clock.now = someone.interview.expires_at - timedelta(days=2)
    assert (await desk.step(again)).state == "done"


async def test_where_no_talk_can_be_booked_nobody_is_told_to(desk: Desk) -> None:
    someone = await declined(desk, mode="ai")
    assert await carried(desk, someone.interview.id, "not_booked") == []
    bookings = scheduling_services(desk.house.api.wiring).records.bookings
    assert await bookings.of_interview(someone.interview.id) is None


async def replan(desk: Desk, someone: Candidate, **other: Any) -> None:
    """HR lays something else down for the position, and bookings hear of it twice."""
    plan = await someone.house.plan()
    given = {field: getattr(plan, field) for field in BookingPlanGiven.__struct_fields__} | other
    hr = await someone.house.staff(Role.HR_OPERATOR)
    saved = await hr.send("PUT", f"/staff/booking-plans/{plan.position_id}", msgspec.to_builtins(given))
    assert saved.status_code == 200, saved.text
    follow = build_scheduling(desk.house.api.wiring).subscriptions[BookingPlanChanged]
    for tag, data in await announced(desk, "booking_plans", plan_of(plan.position_id)):
        if tag == "scheduling.plan_changed":
            for _ in range(2):
                await follow(Received(new_id("evt"), msgspec.json.decode(data, type=BookingPlanChanged), 1))


@pytest.mark.parametrize("other", [{"mode": "ai"}, {"is_open": False}])
async def test_where_talks_are_no_longer_booked_the_reminder_is_taken_back_and_comes_with_them_again(
    desk: Desk, other: dict[str, Any]
) -> None:
    someone = await declined(desk)
    notice_id = (await carried(desk, someone.interview.id, "not_booked"))[-1]
    await replan(desk, someone, **other)
    assert await carried(desk, someone.interview.id, "not_booked") == []
    assert (await desk.step(notice_id)).state == "withdrawn"
    await replan(desk, someone, mode="people", is_open=True)
    (again, *_) = await carried(desk, someone.interview.id, "not_booked")
    desk.house.clock.now = someone.interview.expires_at - timedelta(days=2)
    assert (await desk.step(again)).state == "done"


async def test_where_people_come_to_be_booked_those_who_asked_for_one_before_are_reminded(desk: Desk) -> None:
    someone = await declined(desk, mode="ai")
    interviewer = await someone.house.interviewer()
    await replan(desk, someone, mode="people", all_of=[interviewer])
    (notice_id, *_) = await carried(desk, someone.interview.id, "not_booked")
    desk.house.clock.now = someone.interview.expires_at - timedelta(days=2)
    assert (await desk.step(notice_id)).state == "done"


async def test_a_talk_that_stands_stays_and_who_gives_it_up_is_not_told_to_choose_where_there_is_nothing(
    desk: Desk,
) -> None:
    someone = await declined(desk)
    await carried(desk, someone.interview.id, "not_booked")
    await someone.book(TOMORROW_9 + timedelta(days=5))
    await replan(desk, someone, mode="ai")
    assert (await someone.stored()).state == "booked"
    assert (await someone.send("POST", "/cancel")).status_code == 200
    follow = build_scheduling(desk.house.api.wiring).subscriptions[BookingChanged]
    await follow(Received(new_id("evt"), changed(await someone.stored(), "cancelled", desk.house.clock.now), 1))
    for notice_id in await carried(desk, someone.interview.id, "not_booked"):
        assert (await desk.step(notice_id)).state == "withdrawn"
