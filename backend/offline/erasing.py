"""Erasure: uploads, packs, receipts and what phones told of their recordings go with the interview, or the person."""

from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.kernel.events import Received
from backend.kernel.storage import ObjectStore
from backend.offline.repository import Packs, PhoneRecordings, Receipts
from backend.uploads.repository import Uploads

ERASED = "erased"


class Erasing:
    """Each handler may be called twice."""

    def __init__(
        self, uploads: Uploads, packs: Packs, receipts: Receipts, recordings: PhoneRecordings, store: ObjectStore
    ) -> None:
        self._uploads = uploads
        self._others = (packs, receipts, recordings)
        self._store = store

    async def interview_changed(self, received: Received[InterviewChanged]) -> None:
        if received.event.change == ERASED:
            await self.forget({"interview_id": received.event.interview_id})

    async def person_erased(self, received: Received[PersonErased]) -> None:
        await self.forget({"account_id": received.event.account_id})

    async def forget(self, whose: dict[str, str]) -> int:
        """Gives how many records there were. Raises: Unavailable."""
        uploads = await self._uploads.find(whose)
        for upload in uploads:
            await self._uploads.move(upload.id, ["receiving", "verifying", "received", "refused"], "ending")
            await self._store.delete_prefix(f"takes/{upload.folder.split('/')[1]}")
            await self._uploads.delete(upload.id)
        counts = [(await records.collection.delete_many(whose)).deleted_count for records in self._others]
        return len(uploads) + sum(counts)
