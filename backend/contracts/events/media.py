"""What media nodes and workers report. Times of speech are media time: milliseconds since the leg's first packet."""

from datetime import datetime

import msgspec

from backend.contracts.media import MediaGap, RenditionMedia, TakePart, TakePreview, TranscriptWord, UploadedMedia


class NodeStarted(msgspec.Struct, frozen=True, tag="media.node_started"):
    """A run of a node has begun, and its heartbeat stands: whatever an earlier run under its name carried is lost."""

    node_id: str
    started_at: datetime


class PeerJoined(msgspec.Struct, frozen=True, tag="media.peer_joined"):
    """ICE and DTLS are up and media flows. `resource_id` is the WHIP resource."""

    room: str
    resource_id: str
    node_id: str
    at: datetime


class PeerLost(msgspec.Struct, frozen=True, tag="media.peer_lost"):
    """The publisher went: `reason` is closed, silent (no packet for 2.5 s), replaced, node_lost or node_stopped.

    `at` is when the last packet came, not when the loss was noticed.
    """

    room: str
    resource_id: str
    node_id: str
    at: datetime
    reason: str


class ViewerLeft(msgspec.Struct, frozen=True, tag="media.viewer_left"):
    """A viewer's connection is over, or never came about. `resource_id` is the WHEP resource."""

    room: str
    resource_id: str
    node_id: str
    at: datetime


class SpeechStarted(msgspec.Struct, frozen=True, tag="media.speech_started"):
    room: str
    resource_id: str
    take_id: str | None
    leg_id: str | None
    at_ms: int
    at: datetime


class SpeechEnded(msgspec.Struct, frozen=True, tag="media.speech_ended"):
    """`at_ms` and `at` are when the voice stopped, not when the detector was sure of it."""

    room: str
    resource_id: str
    take_id: str | None
    leg_id: str | None
    at_ms: int
    at: datetime


class SegmentSpoken(msgspec.Struct, frozen=True, tag="media.segment_spoken"):
    """What has been said in a take that still runs, as far as it will be read together; the next event may hold more
    of the same, from the same `start_ms` on.

    The object at `key` is a WebM of the leg's Opus packets whose time 0 is `begin_ms` of the leg's media time. Of
    start_ms..end_ms, where something is said, it holds the `sounds` (start and end in ms) with some of the room around
    them, and not the pauses between. An event or object that is lost costs time alone: `ProcessTake` recognises
    whatever has no text yet.
    """

    room: str
    take_id: str
    leg_id: str
    index: int
    begin_ms: int
    start_ms: int
    end_ms: int
    sounds: list[tuple[int, int]]
    key: str


class TakeOpened(msgspec.Struct, frozen=True, tag="media.take_opened"):
    """The first packet of a leg is recorded. A rejoin opens a further leg of the same take."""

    room: str
    take_id: str
    leg_id: str
    at: datetime


class LegStored(msgspec.Struct, frozen=True, tag="media.leg_stored"):
    """A leg is whole in the object store; its manifest is at `takes/{take_id}/{leg_id}/manifest.json`.

    Sent when the take closes, the peer goes, or a restarted node has recovered the leg from its spool.
    """

    take_id: str
    leg_id: str
    duration_ms: int
    is_recovered: bool = False


class TakeStored(msgspec.Struct, frozen=True, tag="media.take_stored"):
    """After a CloseTake: every leg that this node holds of the take is stored."""

    take_id: str
    at: datetime


class TakeProcessed(msgspec.Struct, frozen=True, tag="media.take_processed"):
    """The worker made the playable rendition of a take. `rendition` is None where no media could be read.

    `parts` tell what came from where, in order; empty where all of it came through the room. `began_at` is the
    rendition's time 0 on the node's clock, where it all came through the room.
    """

    take_id: str
    interview_id: str
    rendition: RenditionMedia | None
    gaps: list[MediaGap]
    problem: str | None = None
    parts: list[TakePart] = []
    began_at: datetime | None = None


class TakePreviewed(msgspec.Struct, frozen=True, tag="media.take_previewed"):
    """Thumbnail, waveform and loudness of a take's rendition are made; after the transcript, which is more urgent."""

    take_id: str
    interview_id: str
    preview: TakePreview


class TakeTranscoded(msgspec.Struct, frozen=True, tag="media.take_transcoded"):
    """The MP4 of the WebM rendition with `source_sha256` is made, or cannot be: then `problem` says why."""

    take_id: str
    interview_id: str
    source_sha256: str
    rendition: RenditionMedia | None
    problem: str | None = None


class SegmentTranscribed(msgspec.Struct, frozen=True, tag="media.segment_transcribed"):
    """One final transcript segment. `index` counts from 0 within the take; times are seconds in the rendition."""

    take_id: str
    interview_id: str
    index: int
    start_s: float
    end_s: float
    text: str
    confidence: float
    words: list[TranscriptWord]
    language: str
    model: str


class SegmentHeard(msgspec.Struct, frozen=True, tag="media.segment_heard"):
    """The words of a stretch of a take that still runs; for the conversation alone. The transcript that counts is made
    of the whole take (`SegmentTranscribed`). Times are milliseconds of the leg's media time, `sound_ms` how long of
    them is no pause. Again from the same `start_ms` it is the same and more. `confidence` is 0..1, as of a segment.
    """

    take_id: str
    interview_id: str
    leg_id: str
    start_ms: int
    end_ms: int
    text: str
    sound_ms: int = 0
    confidence: float = 1.0


class TakeTranscribed(msgspec.Struct, frozen=True, tag="media.take_transcribed"):
    """All segments of a take are out. `problem` is set (e.g. speech_model_missing) where the transcript must wait."""

    take_id: str
    interview_id: str
    segments: int
    problem: str | None = None


class UploadVerified(msgspec.Struct, frozen=True, tag="media.upload_verified"):
    """An upload was looked at. `media` is None where there is a `problem`: checksum_mismatch, media_unreadable,
    upload_damaged (a part is missing or does not open).
    """

    upload_id: str
    sha256: str
    size_bytes: int
    media: UploadedMedia | None
    problem: str | None = None
