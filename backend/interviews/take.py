"""One recording, of a spoken answer or of somebody in a conversation: from the first packet to the playable file."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from backend.contracts.media import MediaGap, MediaKind, RenditionMedia, TakePart, TakePreview
from backend.interviews.conversation import Track
from backend.interviews.staff_schemas import Segment

TranscriptState = Literal["none", "running", "done", "waiting_for_model"]
COPY_UNANSWERED_AFTER = timedelta(hours=6)
COPY_REQUESTS_MAX = 3


class Leg(msgspec.Struct, frozen=True):
    """One peer connection's stretch of a take; `is_stored` once it is whole in the object store."""

    id: str
    is_stored: bool = False
    duration_ms: int = 0


class Mp4Copy(msgspec.Struct, frozen=True):
    """The recording once more as MP4, made in idle time. `requested_at`: the worker was asked, `requests` times."""

    requests: int = 0
    requested_at: datetime | None = None
    rendition: RenditionMedia | None = None
    problem: str | None = None


class Anew(msgspec.Struct, frozen=True):
    """A transcript that is made while an earlier one stands. `count`: of how many segments, once that is known."""

    segments: list[Segment] = []
    count: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.count is not None and len(self.segments) >= self.count


class Take(msgspec.Struct, frozen=True):
    """One recording.

    `finished_at`: the answer was closed · `stored_at`: the node has stored all it holds · `requested_at`: the worker
    was asked, `requests` times so far · `processed_at`: it answered, with or without a rendition. `problem` is the
    recording's, `transcript_problem` the transcript's. `corrections` maps a segment's index to what the candidate says
    was said. `anew`: what has come of another transcript, which replaces `segments` once it is whole. `parts`: what of
    it came through the room and what from the phone; empty where all came through the room. `track`: it is no
    answer's, but a participant's in a conversation. `began_at` is the rendition's time 0 on the node's clock.
    """

    id: str
    turn_id: str
    kinds: list[MediaKind]
    wanted_at: datetime
    legs: list[Leg] = []
    finished_at: datetime | None = None
    stored_at: datetime | None = None
    requested_at: datetime | None = None
    requests: int = 0
    processed_at: datetime | None = None
    rendition: RenditionMedia | None = None
    gaps: list[MediaGap] = []
    problem: str | None = None
    segments: list[Segment] = []
    transcript: TranscriptState = "none"
    transcript_model: str | None = None
    transcript_problem: str | None = None
    preview: TakePreview | None = None
    corrections: dict[str, str] = {}
    parts: list[TakePart] = []
    mp4: Mp4Copy = Mp4Copy()
    track: Track | None = None
    began_at: datetime | None = None
    anew: Anew | None = None

    @property
    def is_open(self) -> bool:
        return self.finished_at is None

    @property
    def is_settled(self) -> bool:
        """Nothing more is to be expected without someone asking: unreadable, transcribed or waiting for a model."""
        is_transcript_settled = self.rendition is None or self.transcript in ("done", "waiting_for_model")
        return self.processed_at is not None and is_transcript_settled

    @property
    def shown_preview(self) -> TakePreview | None:
        """The preview of this rendition, not of one before."""
        if self.rendition is None or self.preview is None:
            return None
        return self.preview if self.preview.source_sha256 == self.rendition.sha256 else None

    @property
    def copy_due_at(self) -> datetime | None:
        """When a worker shall be asked for an MP4 copy (again). None: there is one, needs none, or cannot be."""
        is_webm = self.rendition is not None and self.rendition.mime_type.endswith("/webm")
        is_answered = self.mp4.rendition is not None or self.mp4.problem is not None
        if not is_webm or is_answered or self.mp4.requests >= COPY_REQUESTS_MAX:
            return None
        return self.mp4.requested_at + COPY_UNANSWERED_AFTER if self.mp4.requested_at else self.processed_at
