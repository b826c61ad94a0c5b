"""What an upload says of itself, and what is said of it: metadata, views, receipts. Routes: see `schemas`."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.interviews.offline_answer import AnswerTiming
from backend.offline.schemas import Id, OwnId, Sha256

UploadSource = Literal["offline", "two_path"]
UploadState = Literal["receiving", "verifying", "received", "refused"]


class UploadMetadata(msgspec.Struct, frozen=True):
    """The keys of `Upload-Metadata` (tus creation extension; each value base64 of UTF-8).

    always       source   offline · two_path
                 interview  the interview's id
                 take     offline: the phone's own id of the recording · two_path: the id of the live take
                 filetype as MediaRecorder said; what counts is the content
                 sha256   hex, of the whole file; needed unless the length is deferred
                 device   the phone's id of itself
    offline      pack · question · statement (JWS of TakeStatement; needed unless the length is deferred, its times
                 are unsure without)
    two_path     recording (the phone's id of its own recording) · began_at (ISO 8601, the recording's time 0 on the
                 server's clock) · chunks ("14-29": which of the recording's chunks the file holds behind chunk 0)

    `filename` and unknown keys are ignored. A file that is known (same interview and sha256, received) is refused with
    409 upload_known, which carries the first one's `upload_id` and `receipt`: nothing needs to be sent.
    """

    source: UploadSource
    interview: Id
    take: Id
    device: OwnId
    filetype: Annotated[str, msgspec.Meta(max_length=200)] = ""
    sha256: Sha256 | None = None
    pack: Id | None = None
    question: Id | None = None
    statement: Annotated[str, msgspec.Meta(max_length=16_000)] | None = None
    recording: OwnId | None = None
    began_at: datetime | None = None
    chunks: Annotated[str, msgspec.Meta(pattern=r"^\d{1,6}-\d{1,6}$")] | None = None


class ReceiptClaims(msgspec.Struct, frozen=True):
    """The payload of a receipt's JWS. The phone forgets a recording only when `sha256` and `size_bytes` are its own."""

    upload_id: str
    take: str
    take_id: str
    interview_id: str
    source: UploadSource
    size_bytes: int
    sha256: str
    duration_s: float
    received_at: datetime
    timing: AnswerTiming | None = None
    v: Literal[1] = 1


class UploadView(msgspec.Struct, frozen=True):
    """One upload of the candidate's.

    `problem` where it was refused: checksum_mismatch (send it again), media_unreadable, statement_broken, … `receipt`
    is a compact JWS (typ greenroom-receipt+jws, payload `ReceiptClaims`), there once the state is `received`.
    `duplicate_of`: the same content had come before; the receipt is for that one.
    """

    id: str
    url: str
    interview_id: str
    take: str
    source: UploadSource
    state: UploadState
    offset_bytes: int
    size_bytes: int | None
    created_at: datetime
    expires_at: datetime | None
    question_id: str | None = None
    recording: str | None = None
    chunks: str | None = None
    sha256: str | None = None
    problem: str | None = None
    duplicate_of: str | None = None
    receipt: str | None = None
    timing: AnswerTiming | None = None


class OwnUploads(msgspec.Struct, frozen=True):
    """Newest first. `allowed_bytes` may still be sent before the quota is reached."""

    items: list[UploadView]
    allowed_bytes: int
    max_upload_bytes: int
