"""Questions that staff keep for a conversation, seen by nobody else."""

from collections.abc import Callable

import msgspec

from backend.contracts.events.participants import RoomChanged
from backend.interviews.model import Interview
from backend.kernel.clock import Clock
from backend.kernel.errors import Invalid
from backend.kernel.ids import new_id
from backend.participants import rules
from backend.participants.model import LiveRoom, Queued
from backend.participants.repository import LiveRooms
from backend.participants.schemas import QueuedQuestion, QueueQuestion
from backend.participants.service import Participants
from backend.privacy.audit import Audit
from backend.web.auth import Actor


class Queue:
    def __init__(self, participants: Participants, rooms: LiveRooms, audit: Audit, clock: Clock) -> None:
        self._participants = participants
        self._rooms = rooms
        self._audit = audit
        self._clock = clock

    async def add(self, actor: Actor, interview_id: str, question: QueueQuestion) -> list[QueuedQuestion]:
        """Raises: as `Participants.visible` · Conflict queue_full."""
        text = one_line(question.text)
        kept = Queued(new_id("que"), actor.account_id, self._clock(), question.question_id, text=text)
        return await self._change(actor, interview_id, "room.question_added", lambda room: rules.queued(room, kept))

    async def take(self, actor: Actor, interview_id: str, question_id: str) -> list[QueuedQuestion]:
        """Raises: as `Participants.visible` · NotFound question_unknown · Conflict question_taken."""
        now = self._clock()
        return await self._change(
            actor, interview_id, "room.question_taken",
            lambda room: rules.taken(room, question_id, actor.account_id, now),
        )  # fmt: skip

    async def drop(self, actor: Actor, interview_id: str, question_id: str) -> list[QueuedQuestion]:
        """Raises: as `Participants.visible` · NotFound question_unknown."""
        return await self._change(
            actor, interview_id, "room.question_dropped", lambda room: rules.dropped(room, question_id)
        )

    async def asked(self, interview: Interview, question_id: str) -> None:
        """It is put and leaves the list; one that is gone already changes nothing."""

        def without(room: LiveRoom) -> LiveRoom:
            kept = [each for each in room.queue if each.id != question_id]
            return room if len(kept) == len(room.queue) else msgspec.structs.replace(room, queue=kept)

        await self._save(interview, without)

    async def _change(
        self, actor: Actor, interview_id: str, action: str, change: Callable[[LiveRoom], LiveRoom]
    ) -> list[QueuedQuestion]:
        interview = await self._participants.visible(actor, interview_id)
        room = await self._save(interview, change)
        await self._audit.record(actor, action, interview.id)
        return (await self._participants.viewed(actor, interview, room)).queue

    async def _save(self, interview: Interview, change: Callable[[LiveRoom], LiveRoom]) -> LiveRoom:
        now = self._clock()

        def apply(room: LiveRoom) -> tuple[LiveRoom, list[msgspec.Struct]]:
            after = change(room)
            return after, [] if after is room else [RoomChanged(interview.id, room.id, "queue", now)]

        return await self._rooms.change(interview, apply)


def one_line(text: str) -> str:
    """Raises: Invalid text_missing."""
    flat = " ".join(text.split())
    if not flat:
        raise Invalid("text_missing", "Write the question first.")
    return flat
