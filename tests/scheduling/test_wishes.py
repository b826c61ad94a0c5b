"""A time chosen without a network: booked once when the wish arrives, or told why it could not be."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.scheduling.house import TOMORROW_9, BookingHouse, Candidate
from tests.web_house import problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
LATER = TOMORROW_9 + timedelta(days=3)


async def wish(someone: Candidate, start: datetime, sequence: int) -> httpx.Response:
    body: dict[str, Any] = {"start": start.isoformat(), "zone": "Europe/Berlin", "sequence": sequence}
    return await someone.send("POST", "/wish", body)


async def test_a_wish_moves_the_appointment_once_however_often_it_comes(house: BookingHouse) -> None:
    await house.open()
    someone, other = await house.candidate(), await house.candidate()
    view = await someone.book(TOMORROW_9 + timedelta(days=2))
    answers = [await wish(someone, LATER, view["sequence"]) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200], answers[-1].text
    booking = await someone.stored()
    assert booking.appointment is not None
    assert (booking.appointment.start, booking.moves, booking.sequence, booking.hold) == (LATER, 1, 2, None)
    assert (await other.hold(TOMORROW_9 + timedelta(days=2))).status_code == 200
    assert problem(await other.hold(LATER)) == (409, "slot_taken")


async def test_a_time_that_went_meanwhile_is_told_and_the_old_one_stays(house: BookingHouse) -> None:
    await house.open()
    someone, other = await house.candidate(), await house.candidate()
    view = await someone.book(TOMORROW_9)
    await other.book(LATER)
    refused = await wish(someone, LATER, view["sequence"])
    assert problem(refused) == (409, "slot_taken")
    assert len(refused.json()["nearest"]) == 2
    booking = await someone.stored()
    assert booking.appointment is not None
    assert (booking.state, booking.appointment.start, booking.hold) == ("booked", TOMORROW_9, None)


async def test_what_was_changed_elsewhere_meanwhile_is_not_undone(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate()
    view = await someone.book(TOMORROW_9)
    await someone.book(TOMORROW_9 + timedelta(days=1))
    refused = await wish(someone, LATER, view["sequence"])
    assert problem(refused) == (409, "appointment_changed")
    assert datetime.fromisoformat(refused.json()["starts_at"]) == TOMORROW_9 + timedelta(days=1)
    current = (await someone.get()).json()["sequence"]
    assert (await wish(someone, LATER, current)).status_code == 200
    assert (await someone.send("POST", "/cancel")).status_code == 200
    assert problem(await wish(someone, LATER, current)) == (409, "appointment_changed")
    assert (await someone.stored()).state == "cancelled"


async def test_the_first_time_can_be_wished_for_too(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate()
    sequence = (await someone.get()).json()["sequence"]
    booked = (await wish(someone, LATER, sequence)).json()
    assert (booked["state"], datetime.fromisoformat(booked["appointment"]["start"])) == ("booked", LATER)


async def test_a_wish_for_a_time_that_is_over_by_now_is_told(house: BookingHouse) -> None:
    await house.open()
    someone = await house.candidate()
    view = await someone.book(TOMORROW_9 + timedelta(days=2))
    await someone.come_back(TOMORROW_9 + timedelta(minutes=1))
    assert problem(await wish(someone, TOMORROW_9, view["sequence"])) == (422, "slot_past")
    assert (await someone.stored()).state == "booked"
