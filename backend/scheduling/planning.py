"""What HR lays down for each position: what can be booked, with whom, by which rules."""

import msgspec

from backend.accounts.people import People
from backend.contracts.events.scheduling import BookingPlanChanged
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.repository import StaleVersion
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.privacy.audit import Audit
from backend.scheduling.availability import proposed
from backend.scheduling.model import BookingPlan, Hours, WeeklyHours, plan_of
from backend.scheduling.patterns import ensure_sound
from backend.scheduling.queue import WaitingList
from backend.scheduling.repository import Availabilities, Plans
from backend.scheduling.schemas import BookingPlanGiven, BookingPlanView, MemberName
from backend.web.auth import Actor
from backend.web.policy import Permission, permits


class Planning:
    def __init__(
        self, plans: Plans, positions: Positions, availabilities: Availabilities, people: People,
        waiting_list: WaitingList, audit: Audit, clock: Clock,
    ) -> None:  # fmt: skip
        self._plans = plans
        self._positions = positions
        self._availabilities = availabilities
        self._people = people
        self._waiting_list = waiting_list
        self._audit = audit
        self._clock = clock

    async def plans(self) -> list[BookingPlanView]:
        """One for each position, with proposals where nothing was laid down yet."""
        known = {plan.position_id: plan for plan in await self._plans.find({})}
        positions = await self._positions.find({})
        return [plan_view(position, known.get(position.id)) for position in sorted(positions, key=lambda p: p.id)]

    async def members(self) -> list[MemberName]:
        """Those who can be asked to interview."""
        found = [
            member
            for member in await self._people.members.find({"is_active": True})
            if permits(frozenset(member.roles), Permission.CALENDAR_OWN)
        ]
        known = {one.id for one in await self._availabilities.find({"_id": {"$in": [member.id for member in found]}})}
        names = {member.id: (await self._people.person(member.id)).name for member in found}
        return [MemberName(member.id, names[member.id], member.id in known) for member in found]

    async def give(self, actor: Actor, position_id: str, given: BookingPlanGiven) -> BookingPlanView:
        """Raises: NotFound position_unknown · Invalid zone_unknown, hours_backwards, hours_overlap, day_twice,
        interviewer_unknown, plan_without_interviewers · Conflict stale_version.
        """
        position = await self._positions.require(position_id)
        await self._ensure_sound(given)
        values = {field: getattr(given, field) for field in given.__struct_fields__}
        fresh = BookingPlan(id=plan_of(position_id), position_id=position_id, **values)
        saved = await self._store(fresh)
        await self._audit.record(actor, "plan.changed", saved.id)
        await self._waiting_list.serve(position_id)
        return plan_view(position, saved)

    async def _ensure_sound(self, given: BookingPlanGiven) -> None:
        ensure_sound(given.pattern)
        if given.mode == "people" and not (given.all_of or given.any_of):
            raise Invalid("plan_without_interviewers", "Name somebody who talks with the candidates.")
        for member_id in {*given.all_of, *given.any_of}:
            if await self._people.members.get(member_id) is None:
                raise Invalid("interviewer_unknown", "One of the interviewers is no member.")

    async def _store(self, fresh: BookingPlan) -> BookingPlan:
        """Those who wait for a person are told by it where something else can be booked than before."""
        before = await self._plans.get(fresh.id)
        is_other = before is None or (before.mode, before.is_open) != (fresh.mode, fresh.is_open)
        told = [BookingPlanChanged(fresh.position_id, self._clock())] if is_other else []
        if fresh.version > 0:
            return await self._plans.save(fresh, told)
        try:
            return await self._plans.insert(msgspec.structs.replace(fresh, version=1), told)
        except Conflict as error:
            raise StaleVersion("stale_version", "It was changed in the meantime.") from error


def plan_view(position: Position, plan: BookingPlan | None) -> BookingPlanView:
    shown = plan or proposed_plan(position.id)
    values = {field: getattr(shown, field) for field in BookingPlanGiven.__struct_fields__}
    return BookingPlanView(position_id=position.id, position=position.title, is_set=plan is not None, **values)


def proposed_plan(position_id: str) -> BookingPlan:
    """What an editor shows before anything was saved: AI interviews, every day from eight to ten."""
    weekly = [WeeklyHours(weekday, [Hours(8 * 60, 22 * 60)]) for weekday in range(1, 8)]
    pattern = msgspec.structs.replace(proposed("").pattern, weekly=weekly, keeps_holidays=False)
    return BookingPlan(id=plan_of(position_id), position_id=position_id, mode="ai", pattern=pattern)
