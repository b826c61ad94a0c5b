"""Packs, receipts, and what phones told of their recordings of live takes."""

from datetime import datetime
from typing import ClassVar

import msgspec

from backend.interviews.offline_answer import AnswerTiming
from backend.kernel.repository import Document
from backend.offline.reconcile_schemas import PhoneChunk, WantedChunks
from backend.offline.schemas import DeviceKey
from backend.offline.upload_schemas import UploadSource

PACKS = "packs"
RECEIPTS = "receipts"
RECORDINGS = "phone_recordings"


class Pack(Document, frozen=True, kw_only=True):
    """Questions given to one device. `waiting` is how many answers it told us lie on it, None: it never did.

    `notices` counts how often reminders were set anew; `is_reminding` while some may be sent. `is_over`: no
    answers are awaited any more.
    """

    id_prefix: ClassVar[str] = "pck"

    account_id: str
    interview_id: str
    device: str
    encryption: DeviceKey
    signing: DeviceKey
    question_ids: list[str]
    issued_at: datetime
    expires_at: datetime
    deadline: datetime
    opened: dict[str, datetime] = msgspec.field(default_factory=dict)
    answered: dict[str, datetime] = msgspec.field(default_factory=dict)
    waiting: int | None = None
    notices: int = 0
    is_reminding: bool = False
    is_over: bool = False


class ReceiptRecord(Document, frozen=True, kw_only=True):
    """`id` is the upload's (or the typed answer's). `token` is the signed receipt, as the phone has it."""

    account_id: str
    interview_id: str
    take: str
    take_id: str
    source: UploadSource
    sha256: str
    size_bytes: int
    received_at: datetime
    token: str
    duplicate_of: str | None = None
    timing: AnswerTiming | None = None


class PhoneRecordingRecord(Document, frozen=True, kw_only=True):
    """What a phone told of its own recording of a live take; `id` is `{take_id}.{recording}`.

    `wanted` is what it was asked for last.
    """

    account_id: str
    interview_id: str
    take_id: str
    recording: str
    began_at: datetime
    chunks: list[PhoneChunk]
    is_complete: bool
    wanted: list[WantedChunks] = msgspec.field(default_factory=list)
