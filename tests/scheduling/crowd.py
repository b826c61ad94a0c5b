"""Many people who want few times at once, through the same services that the routes use."""

import asyncio
import random
import time
from collections import Counter
from datetime import datetime, timedelta

from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.interviews.module import services as interview_services
from backend.kernel.errors import Conflict, GreenroomError
from backend.scheduling.model import Claim
from backend.scheduling.module import SchedulingServices
from backend.scheduling.schemas import HoldNamed, HoldWanted, WaitWanted
from tests.interviews.factories import an_interview
from tests.scheduling.house import BookingHouse

AT_ONCE = 100


async def crowd(house: BookingHouse, count: int, now: datetime) -> list[tuple[str, str]]:
    """Interviews of people who may book. One account stands for all of them, for it takes long to make many."""
    person = await house.web.candidate()
    interviews = interview_services(house.web.api.wiring).interviews
    people = []
    for _ in range(count):
        interview = an_interview(
            ("text",), state="checked", candidate_id=person.id, position_id=house.position_id,
            expires_at=now + timedelta(days=10),
        )  # fmt: skip
        people.append((interview.id, person.id))
        await interviews.insert(interview)
    await Applications(house.web.resources.mongo).insert(
        Application(
            id=interview.application_id, candidate_id=person.id, position_id=house.position_id,
            flow_id=interview.flow.id, segment=interview.segment, stage_since=now, invited_by="mem_1", invited_at=now,
        )
    )  # fmt: skip
    return people


async def choose(
    services: SchedulingServices, interview_id: str, candidate_id: str, chance: random.Random,
    starts: list[datetime] | None = None,
) -> str:  # fmt: skip
    """One person: takes a time that seems free, another where it is gone, and waits in line where none is left.

    `starts` are those on their screen, None: they look first. Gives booked or waiting.
    """
    own = services.candidate
    if starts is None:
        view = await own.view(interview_id, candidate_id, "Europe/Berlin")
        starts = [time.start for time in view.times if time.is_free]
    while starts:
        start = chance.choice(starts)
        try:
            held = await own.hold(interview_id, candidate_id, HoldWanted(start, "Europe/Berlin"))
        except Conflict as error:
            near = error.extra.get("nearest")
            starts = [datetime.fromisoformat(at) for at in near] if isinstance(near, list) else []
            continue
        if held.held is None:
            continue
        booked = await own.confirm(interview_id, candidate_id, HoldNamed(held.held.id))
        assert booked.appointment is not None
        return "booked"
    waiting = await own.wait(interview_id, candidate_id, WaitWanted("Europe/Berlin"))
    assert waiting.waiting is not None
    return "waiting"


async def rush(
    services: SchedulingServices, people: list[tuple[str, str]], *, seed: int = 1
) -> tuple[Counter[str], list[float]]:
    """All of them at once, `AT_ONCE` in flight; how it went, and how long each took in seconds."""
    turn, took, outcome = asyncio.Semaphore(AT_ONCE), [], Counter[str]()
    seen = await services.candidate.view(*people[0], "Europe/Berlin")
    starts = [time.start for time in seen.times if time.is_free]

    async def one(number: int, interview_id: str, candidate_id: str) -> None:
        async with turn:
            chance, began = random.Random(seed * 1000 + number), time.monotonic()
            try:
                outcome[await choose(services, interview_id, candidate_id, chance, starts)] += 1
            except GreenroomError as error:
                outcome[error.code] += 1
            took.append(time.monotonic() - began)

    async with asyncio.TaskGroup() as tasks:
        for number, (interview_id, candidate_id) in enumerate(people):
            tasks.create_task(one(number, interview_id, candidate_id))
    return outcome, took


async def double_bookings(services: SchedulingServices) -> list[tuple[str, str]]:
    """Pairs of appointments that share an interviewer and overlap, from the bookings alone."""
    taken: list[tuple[str, str, datetime, datetime]] = []
    for booking in await services.records.bookings.find({"state": "booked"}):
        assert booking.appointment is not None
        start, end = booking.appointment.start, booking.appointment.end
        taken += [(member_id, booking.id, start, end) for member_id in booking.appointment.member_ids]
    return [
        (one[1], other[1])
        for at, one in enumerate(taken)
        for other in taken[at + 1 :]
        if one[0] == other[0] and one[2] < other[3] and other[2] < one[3]
    ]


async def lasting_claims(services: SchedulingServices) -> list[Claim]:
    return [claim for sheet in await services.records.sheets.find({}) for claim in sheet.claims if claim.until is None]
