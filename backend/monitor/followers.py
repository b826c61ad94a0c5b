"""What the monitor hears of interviews: calls for help become rescues, and people who take over answer them."""

import msgspec

from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.applications.repository import Applications
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.events import Received
from backend.monitor.model import Rescue, Rescues
from backend.monitor.rules import SAME_CALL, answered, standing
from backend.monitor.service import Monitor
from backend.positions.repository import Positions


class Followers:
    """Idempotent: the rescue's id follows from the call, a first reaction stays the first."""

    def __init__(
        self, monitor: Monitor, rescues: Rescues, interviews: Interviews, applications: Applications,
        positions: Positions, people: People, keyring: Keyring, clock: Clock,
    ) -> None:  # fmt: skip
        self._monitor = monitor
        self._rescues = rescues
        self._interviews = interviews
        self._applications = applications
        self._positions = positions
        self._people = people
        self._keyring = keyring
        self._clock = clock

    async def interview_changed(self, received: Received[InterviewChanged]) -> None:
        event = received.event
        if event.change not in ("help_asked", "held"):
            return
        interview = await self._interviews.get(event.interview_id)
        if interview is None or interview.erased is not None:
            return
        if event.change == "help_asked":
            await self._called(interview)
        elif interview.held is not None:
            await self._taken_over(interview)

    async def person_erased(self, received: Received[PersonErased]) -> None:
        for rescue in await self._rescues.find({"candidate_id": received.event.account_id}):
            await self._rescues.delete(rescue.id)

    async def _called(self, interview: Interview) -> None:
        rescue = await self._monitor.call(interview, "help")
        if rescue is None:
            return
        try:
            await self._rescues.insert(rescue, await self._notices(interview, rescue))
        except Conflict:
            return

    async def _taken_over(self, interview: Interview) -> None:
        held = interview.held
        rescue = standing(await self._rescues.of(interview.id), self._clock())
        if held is None or rescue is None:
            return
        await self._rescues.update(
            rescue.id, lambda known: (answered(known, held.account_id, "took_over", held.since), ())
        )

    async def _notices(self, interview: Interview, rescue: Rescue) -> list[msgspec.Struct]:
        """One to everybody who is on duty for the interview: its interviewers and the position's contact."""
        application = await self._applications.get(interview.application_id)
        position = await self._positions.get(interview.position_id)
        on_duty = [*(application.interviewer_ids if application else []), *([position.contact_id] if position else [])]
        candidate = await self._people.person(interview.candidate_id)
        found: list[msgspec.Struct] = []
        for member_id in dict.fromkeys(on_duty):
            try:
                member = await self._people.person(member_id)
            except NotFound:
                continue
            parameters = {
                "candidate": candidate.name,
                "employer": interview.occasion.employer.in_language(member.language),
                "position": interview.occasion.position.in_language(member.language),
            }
            notice = notice_wanted(
                self._keyring, f"help_asked:{rescue.id}:{member_id}", member, "help_asked", parameters,
                "/staff/monitor", expires_at=rescue.asked_at + SAME_CALL, urgency="high",
            )  # fmt: skip
            found.append(notice)
        return found
