"""What the rescue hears: presses of help, people who take over, and its own changes, which it shows on screens."""

from backend.contracts.events.interviews import InterviewChanged, changes
from backend.contracts.events.live import interview_topic
from backend.contracts.events.participants import RoomChanged
from backend.contracts.events.privacy import PersonErased
from backend.contracts.events.rescue import RescueChanged
from backend.interviews.announcer import STAFF_TOPIC
from backend.interviews.repository import Interviews
from backend.kernel.events import Received, mentioning
from backend.kernel.live import LiveBus
from backend.rescue.coming import Coming
from backend.rescue.model import Rescue
from backend.rescue.rescuing import Rescuing
from backend.rescue.schemas import Attending, RescueRang
from backend.rescue.tidings import Tidings

_NOTED = frozenset({"called", "accepted", "unanswered"})


class Followers:
    """Idempotent: a rescue's id follows from the call, a first reaction stays the first, screens ask for the state."""

    def __init__(
        self, rescuing: Rescuing, interviews: Interviews, tidings: Tidings, coming: Coming, live: LiveBus
    ) -> None:  # fmt: skip
        self._rescuing = rescuing
        self._interviews = interviews
        self._tidings = tidings
        self._coming = coming
        self._live = live

    @mentioning(*changes("help_asked", "held"))
    async def interview_changed(self, received: Received[InterviewChanged]) -> None:
        event = received.event
        if event.change not in ("help_asked", "held"):
            return
        interview = await self._interviews.get(event.interview_id)
        if interview is None or interview.erased is not None:
            return
        if event.change == "help_asked":
            await self._rescuing.help_asked(interview)
        else:
            await self._rescuing.taken_over(interview)

    @mentioning(*changes("joined"))
    async def room_changed(self, received: Received[RoomChanged]) -> None:
        if received.event.change == "joined":
            await self._coming.look(received.event.interview_id)

    async def rescue_changed(self, received: Received[RescueChanged]) -> None:
        event = received.event
        rescue = await self._rescuing.rescues.get(event.rescue_id)
        if rescue is None:
            return
        told = RescueRang(rescue.id, rescue.interview_id, event.change)
        for topic in _topics(rescue):
            await self._live.publish(topic, "rescue", told)
        if event.change == "accepted":
            await self._coming.look(rescue.interview_id)
            await self._attending(rescue)
        if event.change in _NOTED:
            await self._tidings.note(rescue, event.change)

    async def _attending(self, rescue: Rescue) -> None:
        """Shows on every monitor who looks after it."""
        if rescue.reacted_by is None or rescue.reacted_at is None or rescue.response_s is None:
            return
        for name in await self._tidings.names([rescue.reacted_by]):
            attending = Attending(rescue.interview_id, name, rescue.reacted_at, rescue.response_s)
            await self._live.publish(STAFF_TOPIC, "attending", attending)

    async def person_erased(self, received: Received[PersonErased]) -> None:
        for rescue in await self._rescuing.rescues.find({"candidate_id": received.event.account_id}):
            await self._rescuing.rescues.delete(rescue.id)


def _topics(rescue: Rescue) -> list[str]:
    people = [*rescue.members, *([rescue.reacted_by] if rescue.reacted_by else [])]
    return [interview_topic(rescue.interview_id), *(f"account:{member}" for member in dict.fromkeys(people))]
