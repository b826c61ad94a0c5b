"""Collection `staff_notes`."""

from typing import ClassVar

from backend.kernel.errors import NotFound
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.notes.model import STAFF_NOTES, StaffNote


class StaffNotes(Repository[StaffNote]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("interview_id", 1)]), Index(keys=[("candidate_id", 1)])]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, STAFF_NOTES, StaffNote, relay=relay, noun="note")

    async def of(self, interview_id: str) -> list[StaffNote]:
        """Of one interview, by the moment that they are about."""
        found = await self.find({"interview_id": interview_id})
        return sorted(found, key=lambda note: (note.at, note.id))

    async def own(self, interview_id: str, note_id: str, account_id: str) -> StaffNote:
        """Raises: NotFound note_unknown, for other people's as well."""
        found = await self.find_one({"_id": note_id, "interview_id": interview_id, "by": account_id})
        if found is None:
            raise NotFound("note_unknown", "There is no such note of yours.")
        return found
