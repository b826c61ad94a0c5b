"""What a candidate is told of their own call, and what they say about it."""

from backend.accounts.people import People
from backend.interviews.conducting import Conducting
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.rescue.model import Rescue
from backend.rescue.rescuing import Rescuing
from backend.rescue.rules import standing
from backend.rescue.schemas import OwnRescue, OwnRescueState, RescueStage
from backend.web.auth import Actor


class OwnRescues:
    def __init__(
        self, rescuing: Rescuing, interviews: Interviews, conducting: Conducting, people: People, clock: Clock
    ) -> None:
        self._rescuing = rescuing
        self._interviews = interviews
        self._conducting = conducting
        self._people = people
        self._clock = clock

    async def state(self, actor: Actor, interview_id: str) -> OwnRescueState:
        """Raises: NotFound interview_unknown."""
        interview = await self._interviews.own(interview_id, actor.account_id)
        rescue = standing(await self._rescuing.rescues.of(interview.id), self._clock())
        return OwnRescueState(None if rescue is None else await self._told(rescue))

    async def withdraw(self, actor: Actor, interview_id: str) -> OwnRescueState:
        """They need nobody any more; the call stops. Raises: NotFound interview_unknown."""
        interview = await self._interviews.own(interview_id, actor.account_id)
        if await self._rescuing.rescues.open_of(interview.id) is not None:
            await self._rescuing.withdraw(interview.id)
            await self._conducting.apply(interview.id, _unasked)
        return await self.state(actor, interview_id)

    async def face(self, actor: Actor, interview_id: str) -> None:
        """A person's picture stands on their screen; measured. Raises: NotFound interview_unknown."""
        interview = await self._interviews.own(interview_id, actor.account_id)
        await self._rescuing.face_seen(interview.id)

    async def _told(self, rescue: Rescue) -> OwnRescue:
        names = await self._people.names([*rescue.members, *([rescue.reacted_by] if rescue.reacted_by else [])])
        return OwnRescue(
            id=rescue.id,
            now=self._clock(),
            state=rescue.state,
            is_by_monitor=rescue.cause != "help",
            asked_at=rescue.asked_at,
            stages=[
                RescueStage(each.at, [names[called.member_id] for called in each.called if called.member_id in names])
                for each in rescue.rounds
            ],
            next_at=rescue.next_at,
            accepted_by=names.get(rescue.reacted_by) if rescue.reacted_by else None,
            accepted_at=rescue.reacted_at,
            is_face_seen=rescue.face_at is not None,
        )


def _unasked(interview: Interview, now: object) -> Outcome:
    """Without the last press of help, so that the monitor shows no call any more."""
    if not interview.help_asked:
        return Outcome(interview)
    return Outcome(interview).having("help_withdrawn", help_asked=interview.help_asked[:-1])
