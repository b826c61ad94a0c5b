"""How phone and server agree on what the server missed of a live take (two paths)."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.contracts.media import MediaKind
from backend.offline.schemas import OwnId


class PhoneChunk(msgspec.Struct, frozen=True):
    """One chunk of the phone's recording, media time in milliseconds from the recording's begin."""

    index: Annotated[int, msgspec.Meta(ge=0)]
    start_ms: Annotated[int, msgspec.Meta(ge=0)]
    end_ms: Annotated[int, msgspec.Meta(ge=0)]
    size_bytes: Annotated[int, msgspec.Meta(ge=0)]


class PhoneRecording(msgspec.Struct, frozen=True):
    """What the phone itself kept of a live take. `began_at`: its media time 0 on the server's clock, as well as the
    phone knows it (the worker aligns by the sound). `is_complete` once the recorder has stopped.
    """

    recording: OwnId
    mime_type: Annotated[str, msgspec.Meta(max_length=200)]
    kinds: list[MediaKind]
    began_at: datetime
    is_complete: bool
    chunks: Annotated[list[PhoneChunk], msgspec.Meta(max_length=10_000)]


class MissingStretch(msgspec.Struct, frozen=True):
    """The server has nothing of start_at..end_at; `start_ms`/`end_ms` in the phone's recording."""

    start_at: datetime
    end_at: datetime
    start_ms: int
    end_ms: int
    reason: Literal["before_first", "between_legs", "after_last", "loss", "never_connected"]


class WantedChunks(msgspec.Struct, frozen=True):
    """Send chunk 0 (unless `first` is 0) and behind it the chunks first..last, joined, as one upload with `chunks`
    "first-last". `upload_id`: it has been received, or is on its way.
    """

    first: int
    last: int
    size_bytes: int
    upload_id: str | None = None


class Reconciliation(msgspec.Struct, frozen=True):
    """running: the answer is not closed yet · settling: the node is still storing; ask again after `retry_after_s` ·
    complete: the server has everything, the phone may forget this recording · wanted: send `wanted`, then ask again ·
    filled: what was sent has been joined, the phone may forget.
    """

    take_id: str
    state: Literal["running", "settling", "complete", "wanted", "filled"]
    missing: list[MissingStretch]
    wanted: list[WantedChunks]
    retry_after_s: int | None = None
