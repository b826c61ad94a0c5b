"""The demo's calendars: when its people are there, what can be booked for its positions, and who has booked already."""

from datetime import timedelta
from typing import TypeVar

from backend.accounts.model import Member
from backend.kernel.errors import Conflict, GreenroomError
from backend.kernel.repository import Document, Repository
from backend.scheduling.model import Availability, BookingPlan, Hours, Pattern, WeeklyHours, plan_of
from backend.scheduling.module import SchedulingServices
from backend.web.policy import Role

D = TypeVar("D", bound=Document)
ZONE = "Asia/Shanghai"
_MORNING, _AFTERNOON = Hours(9 * 60, 12 * 60), Hours(14 * 60, 18 * 60)
_WEEK = [WeeklyHours(weekday, [_MORNING, _AFTERNOON]) for weekday in range(1, 6)]
_EVERY_DAY = [WeeklyHours(weekday, [Hours(8 * 60, 22 * 60)]) for weekday in range(1, 8)]
INTERVIEWED_BY_PEOPLE = "engineer"
PLACES_OF_THE_DEMO = 20


async def lay_out(scheduling: SchedulingServices, members: dict[Role, Member]) -> None:
    """Availability of interviewer and recruiter; talks for engineers, AI windows for everybody else."""
    for role in (Role.INTERVIEWER, Role.RECRUITER):
        await _make(scheduling.records.availabilities, _availability(members[role].id))
    people = [members[Role.INTERVIEWER].id, members[Role.RECRUITER].id]
    for position in ("sales", INTERVIEWED_BY_PEOPLE):
        await _make(scheduling.records.plans, _plan(position, people))
    if await scheduling.offers.capacity() == 0:
        await scheduling.sweep.note_capacity(PLACES_OF_THE_DEMO)


def _availability(member_id: str) -> Availability:
    return Availability(
        id=member_id, version=1, pattern=Pattern(ZONE, _WEEK), buffer_before_min=0, buffer_after_min=10, notice_h=2,
        daily_limit=6,
    )  # fmt: skip


def _plan(position: str, people: list[str]) -> BookingPlan:
    position_id = f"pos_demo_{position}"
    is_talk = position == INTERVIEWED_BY_PEOPLE
    return BookingPlan(
        id=plan_of(position_id),
        version=1,
        position_id=position_id,
        mode="people" if is_talk else "ai",
        pattern=Pattern(ZONE, _WEEK if is_talk else _EVERY_DAY, keeps_holidays=is_talk),
        any_of=people if is_talk else [],
        notice_h=2,
    )


async def book_some(scheduling: SchedulingServices, interview_id: str, days_ahead: int) -> None:
    """One appointment for the interviewer's calendar, the first that is free so many days ahead."""
    interview = await scheduling.interviews.require(interview_id)
    plan = await scheduling.records.plans.of_position(interview.position_id)
    booking = await scheduling.desk.booking(interview, plan)
    scene = await scheduling.desk.scene(plan, booking, interview)
    later = scene.horizon.now + timedelta(days=days_ahead)
    slot = next((slot for slot in scene.offer().free if slot.start >= later), None)
    if slot is None:
        return
    try:
        held = await scheduling.desk.hold(interview, plan, slot.start, ZONE)
        if held.hold is not None:
            await scheduling.desk.confirm(held.id, held.hold.claimed.claim_id, interview.candidate_id)
    except GreenroomError:
        return  # somebody was faster; the demo does without


async def _make(repository: Repository[D], document: D) -> None:
    """Once: what was changed since stays."""
    try:
        await repository.insert(document)
    except Conflict:
        return
