"""Calls as the staff see and answer them, with the catch-up. Who may not see the interview does not see its call."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.accounts.people import People
from backend.chat.model import thread_of
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Gone, NotFound
from backend.privacy.audit import Audit
from backend.rescue.catch_up import said
from backend.rescue.duty import DutyDesk
from backend.rescue.model import Rescue
from backend.rescue.rescuing import Rescuing
from backend.rescue.rules import response_times
from backend.rescue.schemas import RescueCall, RescueCalls, RescueTimes, ResponseTimes
from backend.web.auth import Actor

TAKEN_SHOWN = timedelta(minutes=1)


class Calls:
    def __init__(
        self, rescuing: Rescuing, duty: DutyDesk, interviews: Interviews, scope: StaffScope, people: People,
        audit: Audit, clock: Clock,
    ) -> None:  # fmt: skip
        self._rescuing = rescuing
        self._duty = duty
        self._interviews = interviews
        self._scope = scope
        self._people = people
        self._audit = audit
        self._clock = clock

    async def heard(self, actor: Actor) -> RescueCalls:
        """Open calls that the actor may see, the longest wait first, then those that have just been taken."""
        now = self._clock()
        found = [*await self._rescuing.rescues.open(), *await self._rescuing.rescues.taken_since(now - TAKEN_SHOWN)]
        items = await self._seen(actor, found) if found else []
        return RescueCalls(now, items, await self._duty.duty(actor.account_id))

    async def one(self, actor: Actor, rescue_id: str) -> RescueCall:
        """Raises: NotFound rescue_unknown."""
        found = await self._seen(actor, [await self._visible(actor, rescue_id)])
        if not found:
            raise _unknown()
        return found[0]

    async def accept(self, actor: Actor, rescue_id: str) -> RescueCall:
        """The first has it. Raises: NotFound rescue_unknown · Conflict rescue_taken with `name`, rescue_over."""
        await self._visible(actor, rescue_id)
        try:
            rescue = await self._rescuing.accept(rescue_id, actor.account_id, "accepted")
        except Conflict as error:
            if error.code != "rescue_taken":
                raise
            member = str(error.extra.get("member_id", ""))
            name = (await self._people.names([member])).get(member, "")
            raise Conflict("rescue_taken", "Somebody else has it already.", name=name) from error
        await self._audit.record(actor, "rescue.accepted", rescue.interview_id, {"rescue": rescue.id})
        return await self.one(actor, rescue_id)

    async def decline(self, actor: Actor, rescue_id: str) -> RescueCall:
        """The actor cannot come now. Raises: NotFound rescue_unknown."""
        await self._visible(actor, rescue_id)
        rescue = await self._rescuing.decline(rescue_id, actor.account_id)
        await self._audit.record(actor, "rescue.declined", rescue.interview_id, {"rescue": rescue.id})
        return await self.one(actor, rescue_id)

    async def times(self, days_ago: int) -> ResponseTimes:
        """Over the calls of the last days."""
        return response_times(await self._rescuing.rescues.since(self._clock() - timedelta(days=days_ago)))

    async def _visible(self, actor: Actor, rescue_id: str) -> Rescue:
        rescue = await self._rescuing.rescues.get(rescue_id)
        if rescue is None:
            raise _unknown()
        try:
            await self._interviews.assigned(rescue.interview_id, await self._scope.applications_of(actor))
        except (NotFound, Gone):
            raise _unknown() from None
        return rescue

    async def _seen(self, actor: Actor, rescues: Sequence[Rescue]) -> list[RescueCall]:
        """Each look at a call is written down, once a session."""
        applications = await self._scope.applications_of(actor)
        mine = [each for each in rescues if applications is None or each.application_id in applications]
        found = {
            each.id: each for each in await self._interviews.find({"_id": {"$in": [r.interview_id for r in mine]}})
        }
        names = await self._people.names(
            [account for each in mine for account in (each.candidate_id, *each.members, each.reacted_by) if account]
        )
        shown = []
        for rescue in {each.id: each for each in mine}.values():
            interview = found.get(rescue.interview_id)
            if interview is None or interview.erased is not None:
                continue
            await self._audit.record_once(actor, "rescue.seen", interview.id, {})
            shown.append(_call(rescue, interview, actor.account_id, names))
        return shown


def _call(rescue: Rescue, interview: Interview, reader: str, names: dict[str, str]) -> RescueCall:
    turn = interview.turn
    is_called = reader in rescue.members
    check = interview.device_check
    return RescueCall(
        id=rescue.id,
        version=rescue.version,
        interview_id=interview.id,
        state=rescue.state,
        cause=rescue.cause,
        candidate=names.get(rescue.candidate_id, ""),
        position=interview.occasion.position,
        language=interview.language,
        asked_at=rescue.asked_at,
        called_at=rescue.called_at,
        next_at=rescue.next_at,
        level=rescue.rounds[-1].level + 1 if rescue.rounds else None,
        is_called=is_called,
        is_ringing=is_called and rescue.is_open and reader not in rescue.declined,
        others=[names[each] for each in rescue.members if each != reader and each in names],
        turn_index=turn.place if turn else None,
        prompt=turn.prompt if turn else None,
        said=said(interview),
        network=check.network if check else None,
        rung=interview.rung,
        is_connected=interview.presence.is_here,
        drops=interview.presence.drops,
        accepted_by=names.get(rescue.reacted_by) if rescue.reacted_by else None,
        accepted_at=rescue.reacted_at,
        is_mine=rescue.reacted_by == reader,
        thread_id=thread_of(rescue.application_id),
        times=times_of(rescue),
    )


def times_of(rescue: Rescue) -> RescueTimes:
    def after(moment: datetime | None) -> float | None:
        return None if moment is None else max(0.0, (moment - rescue.asked_at).total_seconds())

    return RescueTimes(after(rescue.called_at), after(rescue.reacted_at), after(rescue.face_at))


def _unknown() -> NotFound:
    return NotFound("rescue_unknown", "There is no such call.")
