"""Receipts: our signature under what has been received, verified and joined. Issued once; the same is given again."""

import msgspec

from backend.interviews.offline_answer import AnswerTiming
from backend.kernel.errors import Conflict
from backend.offline.model import ReceiptRecord
from backend.offline.repository import Receipts
from backend.offline.signing import RECEIPT_TYPE, Signer
from backend.offline.upload_schemas import ReceiptClaims


class Issuing:
    def __init__(self, receipts: Receipts, signer: Signer) -> None:
        self._receipts = receipts
        self._signer = signer

    async def issue(self, account_id: str, claims: ReceiptClaims) -> ReceiptRecord:
        record = ReceiptRecord(
            id=claims.upload_id,
            account_id=account_id,
            interview_id=claims.interview_id,
            take=claims.take,
            take_id=claims.take_id,
            source=claims.source,
            sha256=claims.sha256,
            size_bytes=claims.size_bytes,
            received_at=claims.received_at,
            token=self._signer.sign(RECEIPT_TYPE, claims),
            timing=claims.timing,
        )
        return await self._kept(record)

    async def repeat(self, upload_id: str, first: ReceiptRecord) -> ReceiptRecord:
        """The same bytes came again: the receipt of the first stands for them as well."""
        return await self._kept(msgspec.structs.replace(first, id=upload_id, version=0, duplicate_of=first.id))

    async def _kept(self, record: ReceiptRecord) -> ReceiptRecord:
        try:
            return await self._receipts.insert(record)
        except Conflict:
            return await self._receipts.require(record.id)


def claims_of(
    upload_id: str, record: tuple[str, str, str], content: tuple[str, int], duration_s: float, timing: AnswerTiming
) -> ReceiptClaims:
    """`record`: take, take id, interview · `content`: SHA-256 and length, of a typed answer."""
    take, take_id, interview_id = record
    sha256, size_bytes = content
    return ReceiptClaims(
        upload_id=upload_id, take=take, take_id=take_id, interview_id=interview_id, source="offline",
        size_bytes=size_bytes, sha256=sha256, duration_s=duration_s, received_at=timing.received_at, timing=timing,
    )  # fmt: skip
