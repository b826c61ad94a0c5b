"""Finds who has fallen silent, and interviews led by somebody who is gone, whatever event was lost. One at a time."""

from datetime import timedelta

import structlog
from redis.asyncio import Redis

from backend.interviews.machine import OVER
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import GreenroomError
from backend.kernel.turns import look_in_turns
from backend.participants.leading import Leading
from backend.participants.model import LiveRoom
from backend.participants.repository import LiveRooms
from backend.participants.seen import Seen
from backend.participants.service import Participants

EVERY_S = 2.0
LEASE_MS = 1_500
SILENT_AFTER = timedelta(seconds=20)
_log = structlog.get_logger()


class RoomWatch:
    def __init__(
        self, participants: Participants, leading: Leading, rooms: LiveRooms, interviews: Interviews, seen: Seen,
        redis: Redis, clock: Clock,
    ) -> None:  # fmt: skip
        self._participants = participants
        self._leading = leading
        self._rooms = rooms
        self._interviews = interviews
        self._seen = seen
        self._redis = redis
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        await look_in_turns(self._redis, "participants:watch", self.look, every_s=EVERY_S, lease_ms=LEASE_MS)

    async def look(self) -> None:
        """Once over all rooms with somebody in them. A broken one does not hold up the others."""
        for room in await self._rooms.occupied():
            try:
                await self._tend(room)
            except GreenroomError as error:
                _log.warning("room_skipped", room=room.id, code=error.code)
        for interview in await self._interviews.held():
            try:
                await self._leading.follow(interview, await self._rooms.get(interview.room))
            except GreenroomError as error:
                _log.warning("room_skipped", room=interview.room, code=error.code)

    async def _tend(self, room: LiveRoom) -> None:
        """Who sends media is here. Of whom nothing is known (Redis was lost) the time begins now."""
        interview = await self._interviews.get(room.interview_id)
        if interview is None:
            return
        now, heard = self._clock(), await self._seen.of(room.id)
        for each in room.here:
            if interview.state in OVER:
                await self._participants.part(interview, each.id, "over")
            elif each.resource_id is None and (at := heard.get(each.id)) is None:
                await self._seen.note(room.id, each.id, now)
            elif each.resource_id is None and at is not None and now - at > SILENT_AFTER:
                await self._participants.part(interview, each.id, "silent")
