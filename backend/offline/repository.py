"""Collections `packs`, `receipts` and `phone_recordings`. A person's own are found by their account alone."""

from typing import ClassVar

from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import NotFound
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.offline.model import PACKS, RECEIPTS, RECORDINGS, Pack, PhoneRecordingRecord, ReceiptRecord


class Packs(Repository[Pack]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("interview_id", 1)]), Index(keys=[("account_id", 1)])]

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None, clock: Clock = utc_now) -> None:
        super().__init__(mongo, PACKS, Pack, relay=relay, clock=clock, noun="pack")

    async def own(self, pack_id: str, account_id: str) -> Pack:
        """Raises: NotFound pack_unknown, for foreign ones too."""
        found = await self.find_one({"_id": pack_id, "account_id": account_id})
        if found is None:
            raise NotFound("pack_unknown", "There is no such question pack.")
        return found

    async def of_interview(self, interview_id: str) -> list[Pack]:
        return await self.find({"interview_id": interview_id})


class Receipts(Repository[ReceiptRecord]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("interview_id", 1), ("sha256", 1)]),
        Index(keys=[("account_id", 1)]),
    ]

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None, clock: Clock = utc_now) -> None:
        super().__init__(mongo, RECEIPTS, ReceiptRecord, relay=relay, clock=clock, noun="receipt")

    async def of_content(self, interview_id: str, sha256: str) -> ReceiptRecord | None:
        """The first receipt for the same bytes in the same interview."""
        found = await self.find({"interview_id": interview_id, "sha256": sha256})
        originals = [receipt for receipt in found if receipt.duplicate_of is None]
        return min(originals, key=lambda receipt: receipt.id, default=None)

    async def of_account(self, account_id: str) -> dict[str, ReceiptRecord]:
        """By the upload's id."""
        return {receipt.id: receipt for receipt in await self.find({"account_id": account_id})}


class PhoneRecordings(Repository[PhoneRecordingRecord]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("interview_id", 1)]), Index(keys=[("account_id", 1)])]

    def __init__(self, mongo: Mongo, clock: Clock = utc_now) -> None:
        super().__init__(mongo, RECORDINGS, PhoneRecordingRecord, clock=clock, noun="phone_recording")
