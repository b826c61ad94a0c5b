"""Jobs of the media workers. At least once: a job done twice has the effect of once."""

from datetime import datetime
from typing import Literal

import msgspec


class ProcessTake(msgspec.Struct, frozen=True, tag="media.process_take"):
    """Join the legs of a take into its rendition, then transcribe it segment by segment.

    The worker finds the legs by listing `takes/{take_id}/*/manifest.json`. It answers with `TakeProcessed`, one
    `SegmentTranscribed` a segment, and `TakeTranscribed`. A run without a speech model ends with the problem
    `speech_model_missing`; the backend sends the job again when a model is there (`wants_rendition` false).
    """

    take_id: str
    interview_id: str
    language: str
    wants_rendition: bool = True
    wants_transcript: bool = True


class TranscodeTake(msgspec.Struct, frozen=True, tag="media.transcode_take"):
    """Make an MP4 (H.264, AAC) of a take's WebM rendition, in idle time. Answered by `TakeTranscoded`.

    `source_sha256` names the rendition that is meant; where the take has another one by now, nothing is done.
    """

    take_id: str
    interview_id: str
    source_sha256: str


class TranscribeSegment(msgspec.Struct, frozen=True, tag="media.transcribe_segment"):
    """Recognise what was said in a take that still runs (the event `SegmentSpoken` says what the fields mean).

    The worker keeps the text beside the object at `key` and removes that; `ProcessTake` reuses it. Where the object or
    the speech model is missing nothing happens. Nor when the worker comes to it long after `asked_at`: under load this
    work is shed first.
    """

    take_id: str
    interview_id: str
    language: str
    leg_id: str
    begin_ms: int
    start_ms: int
    end_ms: int
    sounds: list[tuple[int, int]]
    key: str
    asked_at: datetime | None = None


class UploadedPart(msgspec.Struct, frozen=True):
    key: str
    size_bytes: int


class VerifyUpload(msgspec.Struct, frozen=True, tag="media.verify_upload"):
    """Check that an upload is whole, is what was meant (`sha256`, where it is known) and decodes.

    What is good is entered beside its parts, in `takes/{take_id}/{leg_id}/`: a take of its own (source offline) as the
    manifest of a leg that began at `began_at`, a piece of a phone's recording of a live take (two_path) as `phone.json`
    (`PhonePiece`). Answered by `UploadVerified`.
    """

    upload_id: str
    source: Literal["offline", "two_path"]
    take_id: str
    leg_id: str
    parts: list[UploadedPart]
    began_at: datetime
    sha256: str | None = None
    recording: str = ""
    chunks: str = ""
