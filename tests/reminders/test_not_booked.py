"""Whoever asked for a person instead of the AI is reminded to choose a time, where people can be booked."""

from datetime import timedelta

import msgspec

from backend.contracts.events.interviews import InterviewChanged
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.scheduling.module import build as build_scheduling
from backend.scheduling.module import services as scheduling_services
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
