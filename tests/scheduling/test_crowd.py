"""Never two people at one time: with hundreds at once, and with processes that die at any step."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from backend.kernel.environment import to_environ
from backend.kernel.settings import Settings
from backend.scheduling.model import booking_of
from tests.scheduling.crowd import crowd, double_bookings, lasting_claims, rush
from tests.scheduling.factories import a_pattern
from tests.scheduling.house import START, BookingHouse, a_booking_house
from tests.web_house import a_web_house

PEOPLE, SLOTS = 60, 10
# `make load` has 500 on 50.
KILLS = 2


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_many_people_on_few_times_at_once(settings: Settings, redis: Redis) -> None:
    async with a_booking_house(settings) as house:
        halves = a_pattern(start_min=9 * 60, end_min=9 * 60 + 30 * (SLOTS // 5))
        member = await house.interviewer(pattern=halves)
        await house.open(all_of=[member], horizon_days=5)
        house.web.clock.now = START - timedelta(hours=3)
        people = await crowd(house, PEOPLE, START)
        outcome, _ = await rush(house.parts, people)
        assert outcome == {"booked": SLOTS, "waiting": PEOPLE - SLOTS}
        assert await double_bookings(house.parts) == []
        assert len(await lasting_claims(house.parts)) == SLOTS
        assert len(await house.parts.records.bookings.queue(house.position_id)) == PEOPLE - SLOTS


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_processes_that_are_killed_leave_no_double_booking_and_lose_none(
    settings: Settings, redis: Redis, tmp_path: Path
) -> None:
    async with a_web_house(settings) as web:
        from backend.kernel.clock import utc_now
        from backend.scheduling.module import services

        house = BookingHouse(web, services(web.api.wiring))
        now = utc_now()
        await house.open(all_of=[await house.interviewer(pattern=a_pattern(start_min=0, end_min=1440))], horizon_days=1)
        people = await crowd(house, 16, now)
        acknowledged: set[str] = set()
        for number in range(KILLS):
            acknowledged |= await asyncio.to_thread(_book_and_kill, settings, people[number::KILLS], 3 + 2 * number)
        web.clock.now = utc_now() + timedelta(minutes=3)
        await house.parts.sweep.look()
        await house.parts.sweep.look_slowly()
        assert await double_bookings(house.parts) == []
        bookings = {booking.id: booking for booking in await house.parts.records.bookings.find({})}
        for interview_id in acknowledged:
            assert bookings[booking_of(interview_id)].state == "booked"
        known = {b.appointment.claimed.claim_id for b in bookings.values() if b.state == "booked" and b.appointment}
        assert {claim.id for claim in await lasting_claims(house.parts)} == known
        assert all(not booking.loose for booking in bookings.values())
        assert all(booking.hold is None or booking.hold.is_offer for booking in bookings.values())


def _book_and_kill(settings: Settings, people: list[tuple[str, str]], after: int) -> set[str]:
    """Lets a process book, and kills it in the middle of things, once it has acknowledged so many."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.scheduling.booker_process", *(",".join(person) for person in people)],
        env={**os.environ, **to_environ(settings)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    acknowledged: set[str] = set()
    for line in process.stdout:
        if line.startswith("booked "):
            acknowledged.add(line.split()[1])
        if len(acknowledged) >= after:
            break
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=60)
    return acknowledged | {line.split()[1] for line in rest.splitlines() if line.startswith("booked ")}
