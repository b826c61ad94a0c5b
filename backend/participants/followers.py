"""What the room hears: media of its participants, steps of its interview, and its own changes, shown on all screens."""

from collections.abc import Callable

import msgspec

from backend.contracts.events.interviews import InterviewChanged, RoomClosed, changes
from backend.contracts.events.live import interview_topic, room_topic
from backend.contracts.events.media import PeerJoined, PeerLost, SpeechEnded, SpeechStarted
from backend.contracts.events.participants import ParticipantLeft, RoomChanged
from backend.contracts.events.privacy import PersonErased
from backend.interviews.model import interview_of, room_of
from backend.interviews.repository import Interviews
from backend.interviews.room_names import CANDIDATE, RoomName, is_main, named
from backend.kernel.events import Received, mentioning
from backend.kernel.live import LiveBus
from backend.participants.leading import Leading
from backend.participants.model import CandidateMedia, Participant
from backend.participants.repository import LiveRooms
from backend.participants.schemas import RoomLeft, SpeakingSeen
from backend.participants.seen import Seen
from backend.participants.service import Participants
from backend.participants.views import Views
from backend.web.module import EventHandler

Resource = Callable[[str | None], str | None]
"""From the connection that delivered to the one that delivers."""

_SHOWN = frozenset(
    {
        "started", "held", "handed_back", "lead_changed", "track_begun", "asked", "peer_joined", "peer_lost", "left",
        "paused", "returned", "submitted", "abandoned", "declined", "withdrawn", "turn_opened", "answer_closed",
        "answer_skipped", "returned_to", "closing",
    }
)  # fmt: skip
"""Steps of an interview that change what the room shows."""


class Followers:
    """Idempotent: each handler brings the stored room, and the screens, to what is so now."""

    def __init__(
        self, participants: Participants, leading: Leading, rooms: LiveRooms, interviews: Interviews, views: Views,
        seen: Seen, live: LiveBus,
    ) -> None:  # fmt: skip
        self._participants = participants
        self._leading = leading
        self._rooms = rooms
        self._interviews = interviews
        self._views = views
        self._seen = seen
        self._live = live

    @property
    def handlers(self) -> dict[type[msgspec.Struct], EventHandler]:
        return {
            RoomChanged: self.room_changed,
            ParticipantLeft: self.participant_left,
            InterviewChanged: self.interview_changed,
            RoomClosed: self.room_closed,
            PeerJoined: self.peer_joined,
            PeerLost: self.peer_lost,
            SpeechStarted: self.speech_started,
            SpeechEnded: self.speech_ended,
            PersonErased: self.person_erased,
        }

    async def room_changed(self, received: Received[RoomChanged]) -> None:
        interview = await self._interviews.get(received.event.interview_id)
        room = await self._rooms.get(received.event.room)
        if interview is None or interview.erased is not None:
            return
        await self._leading.follow(interview, room)
        await self.show(interview.id)

    async def participant_left(self, received: Received[ParticipantLeft]) -> None:
        """The device is told; who left by their own wish knows."""
        event = received.event
        if event.by != "self":
            told = RoomLeft(event.interview_id, event.participant_id, event.by)
            await self._live.publish(f"account:{event.account_id}", "room_left", told)

    @mentioning(*changes("erased", *_SHOWN))
    async def interview_changed(self, received: Received[InterviewChanged]) -> None:
        event = received.event
        if event.change == "erased":
            await self.forget(event.interview_id)
        elif event.change in _SHOWN:
            await self.show(event.interview_id)

    async def room_closed(self, received: Received[RoomClosed]) -> None:
        """The interview is over: everybody leaves."""
        event = received.event
        room = await self._rooms.get(event.room) if is_main(event.room) else None
        interview = await self._interviews.get(event.interview_id) if room is not None else None
        if room is None or interview is None:
            return
        for each in room.here:
            await self._participants.part(interview, each.id, "over")
        if room.candidate != CandidateMedia():
            await self._participants.change_candidate(interview, lambda _: CandidateMedia())

    async def peer_joined(self, received: Received[PeerJoined]) -> None:
        event = received.event
        await self._media(event.room, lambda _: event.resource_id)

    async def peer_lost(self, received: Received[PeerLost]) -> None:
        """Of the connection that delivers now; another one's loss changes nothing."""
        event = received.event
        await self._media(event.room, lambda now: None if now == event.resource_id else now)

    async def speech_started(self, received: Received[SpeechStarted]) -> None:
        await self._speaks(received.event.room, True)

    async def speech_ended(self, received: Received[SpeechEnded]) -> None:
        await self._speaks(received.event.room, False)

    async def person_erased(self, received: Received[PersonErased]) -> None:
        for room in await self._rooms.find({"candidate_id": received.event.account_id}):
            await self.forget(room.interview_id)

    async def forget(self, interview_id: str) -> None:
        for room in await self._rooms.find({"interview_id": interview_id}):
            await self._rooms.delete(room.id)
            await self._seen.forget(room.id)
        await self._live.forget(room_topic(interview_id))

    async def show(self, interview_id: str) -> None:
        """What is stored now, on the screens of everybody in the room; where nobody ever joined there is nothing.

        A room that is forgotten meanwhile leaves nothing that a screen could resume from.
        """
        room = await self._rooms.get(room_of(interview_id)) if await self._seen.has_any(room_of(interview_id)) else None
        interview = await self._interviews.get(interview_id) if room is not None else None
        if interview is None or room is None or interview.erased is not None:
            return
        view = await self._views.staff(interview, room, None)
        await self._live.publish(interview_topic(interview.id), "room", view.room)
        await self._live.publish(room_topic(interview.id), "staff_room", view)
        if await self._rooms.get(room.id) is None:
            for topic in (interview_topic(interview.id), room_topic(interview.id)):
                await self._live.forget(topic)

    async def _media(self, room: str, resource: Resource) -> None:
        name = named(room)
        if name is None or is_main(room):
            return
        interview = await self._interviews.get(interview_of(name.main))
        if interview is None or await self._rooms.get(name.main) is None:
            return
        if name.participant_id == CANDIDATE:
            await self._participants.change_candidate(
                interview, lambda known: msgspec.structs.replace(known, screen_id=resource(known.screen_id))
            )
        else:
            await self._participants.change_member(
                interview, name.participant_id, "media", lambda known: _with_media(known, name, resource)
            )

    async def _speaks(self, room: str, is_speaking: bool) -> None:
        name = named(room)
        if name is None or name.source != "camera":
            return
        if is_main(room) and not await self._seen.has_any(name.main):
            return
        seen = SpeakingSeen(name.participant_id, is_speaking)
        await self._live.publish(interview_topic(interview_of(name.main)), "speaking", seen, keep=False)


def _with_media(known: Participant, name: RoomName, resource: Resource) -> Participant:
    if name.source == "camera":
        return msgspec.structs.replace(known, resource_id=resource(known.resource_id))
    return msgspec.structs.replace(known, screen_id=resource(known.screen_id))
