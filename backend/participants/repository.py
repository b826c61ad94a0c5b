"""Collection `live_rooms`. What staff mean to ask lies sealed."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import ClassVar

import msgspec

from backend.interviews.model import Interview
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo, Row
from backend.kernel.repository import OutboxNudge, Repository
from backend.participants.model import LIVE_ROOMS, LiveRoom

TRIES = 20
Change = Callable[[LiveRoom], tuple[LiveRoom, Sequence[msgspec.Struct]]]


class LiveRooms(Repository[LiveRoom]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("is_occupied", 1)], partial={"is_occupied": True}),
        Index(keys=[("candidate_id", 1)]),
    ]

    def __init__(
        self, mongo: Mongo, keyring: Keyring, relay: OutboxNudge | None = None, clock: Clock = utc_now
    ) -> None:
        super().__init__(mongo, LIVE_ROOMS, LiveRoom, relay=relay, clock=clock, noun="room")
        self._keyring = keyring

    async def of(self, interview: Interview) -> LiveRoom:
        """What is stored, or an empty room that is not."""
        return await self.get(interview.room) or _empty(interview)

    async def change(self, interview: Interview, change: Change) -> LiveRoom:
        """As `update`; the room is made where there is none."""
        if await self.get(interview.room) is None:
            with suppress(Conflict):
                await self.insert(_empty(interview))
        return await self.update(interview.room, change, tries=TRIES)

    async def occupied(self) -> list[LiveRoom]:
        return await self.find({"is_occupied": True})

    def _encode(self, doc: LiveRoom) -> Row:
        row = super()._encode(doc)
        for question in row["queue"]:
            question["text"] = self._keyring.seal(question["text"].encode(), _place(doc.id, question["id"]))
        return row

    def _decode(self, row: Row) -> LiveRoom:
        for question in row.get("queue", ()):
            question["text"] = self._keyring.open(question["text"], _place(row["_id"], question["id"])).decode()
        return super()._decode(row)


def _empty(interview: Interview) -> LiveRoom:
    return LiveRoom(id=interview.room, interview_id=interview.id, candidate_id=interview.candidate_id)


def _place(room: str, question_id: str) -> bytes:
    return f"live_rooms/{room}/{question_id}".encode()
