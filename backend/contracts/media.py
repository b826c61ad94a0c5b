"""Media at rest and in rooms: manifests, renditions, node status, and the rpc between API and media node."""

from datetime import datetime
from typing import Literal

import msgspec

MediaKind = Literal["audio", "video"]


class TranscriptWord(msgspec.Struct, frozen=True):
    """Times are seconds in the rendition."""

    text: str
    start_s: float
    end_s: float
    probability: float


class ChunkRef(msgspec.Struct, frozen=True):
    """One slice of a leg's append-only WebM; the chunks of a leg joined in order are the file."""

    index: int
    key: str
    size_bytes: int
    sha256: str


class LostStretch(msgspec.Struct, frozen=True):
    """Within a leg nothing could be recorded from `start_ms` to `end_ms` of its media time: packets were lost."""

    start_ms: int
    end_ms: int


class LegManifest(msgspec.Struct, frozen=True):
    """One uninterrupted stretch of a take, as one peer connection delivered it.

    Stored at `takes/{take_id}/{leg_id}/manifest.json`, rewritten after each chunk, so the newest copy is the truth
    about what the object store holds. Leg ids sort in the order of recording. `started_at` is the leg's time 0 on the
    node's wall clock, by the packet that was quickest to come, `ended_at` when the last packet came; both are what is
    known so far while `is_final` is false.
    """

    take_id: str
    leg_id: str
    node_id: str
    started_at: datetime
    ended_at: datetime
    duration_ms: int
    video_codec: Literal["vp8", "h264"] | None
    has_audio: bool
    is_final: bool
    chunks: list[ChunkRef]
    lost: list[LostStretch] = []


class PhonePiece(msgspec.Struct, frozen=True):
    """A part of what the phone itself recorded of a live take, stored at `takes/{take_id}/{leg_id}/phone.json`.

    The chunks joined are a file whose time stamps are the recording's media time; `began_at` is where its time 0 lies
    on the server's clock, as well as the phone knew. `chunk_range` ("14-29") tells which of the phone's chunks it has.
    """

    take_id: str
    leg_id: str
    upload_id: str
    recording: str
    began_at: datetime
    chunk_range: str
    chunks: list[ChunkRef]


class TakePart(msgspec.Struct, frozen=True):
    """Where a stretch of a rendition came from: the room (the network's recording) or the phone's own recording.

    `placed_by` of a stretch of the phone's: how its place beside the room's was told, by the sound of both to the
    millisecond, or, where nothing could be heard that tells it, by the clocks to a second or so.
    """

    start_s: float
    end_s: float
    source: Literal["room", "phone"]
    placed_by: Literal["sound", "clocks"] | None = None


class UploadedMedia(msgspec.Struct, frozen=True):
    """What an uploaded file holds; `codecs` by their plain names (vp8, h264, opus, aac)."""

    mime_type: str
    duration_s: float
    kinds: list[MediaKind]
    codecs: list[str]


class MediaGap(msgspec.Struct, frozen=True):
    """Between two legs nothing arrived for `lost_ms`; the rendition joins them at `at_s`."""

    at_s: float
    lost_ms: int


class RenditionMedia(msgspec.Struct, frozen=True):
    """The playable file of a take, at `key` in the encrypted object store. `codecs` as in RFC 6381, e.g. `vp8,opus`."""

    key: str
    mime_type: str
    size_bytes: int
    sha256: str
    duration_s: float
    width: int | None = None
    height: int | None = None
    codecs: str | None = None


class StoredFile(msgspec.Struct, frozen=True):
    """A small file made from a rendition, at `key` in the encrypted object store."""

    key: str
    mime_type: str
    size_bytes: int
    sha256: str


class FilmStrip(msgspec.Struct, frozen=True):
    """One JPEG of `tiles` pictures side by side, each of `width` × `height`, one for each `every_s` of the take."""

    file: StoredFile
    tiles: int
    width: int
    height: int
    every_s: float


class TakePreview(msgspec.Struct, frozen=True):
    """What a player shows around a recording.

    `source_sha256` is the rendition's of which it was made. `peaks` is JSON (`media.workers.waveform.Peaks`).
    `loudness_lufs` is integrated (EBU R128); None where nothing is loud enough to be measured.
    """

    source_sha256: str
    thumbnail: StoredFile | None = None
    strip: FilmStrip | None = None
    peaks: StoredFile | None = None
    loudness_lufs: float | None = None


class NodeStatus(msgspec.Struct, frozen=True):
    """A media node's heartbeat, JSON in Redis at `gr:node:{node_id}` with a life of 4 s, renewed every second.

    A draining node takes nobody new. `unstored_legs` are still only in its spool, in part or whole.
    `viewers` are counted among the `peers`.
    """

    node_id: str
    peers: int
    capacity: int
    is_draining: bool
    started_at: datetime
    unstored_legs: int = 0
    viewers: int = 0

    @property
    def reserve(self) -> int:
        """Places of the capacity that are kept for running interviews that come back: a tenth, never all."""
        return min(-(-self.capacity // 10), self.capacity - 1)

    def has_room(self, *, is_rejoin: bool) -> bool:
        """Whether there is a place for one more publisher; `is_rejoin` as in `PublishRequest`."""
        return self.peers < self.capacity - (0 if is_rejoin else self.reserve)


class ActiveTake(msgspec.Struct, frozen=True):
    take_id: str
    kinds: list[MediaKind]


class PublishRequest(msgspec.Struct, frozen=True):
    """A WHIP offer for `room`, already authorised. rpc method `publish` of node `{node_id}`.

    `active_take` is the take that runs at this moment (a rejoin): the node records on as a further leg at once.
    `purpose` check: a device check; nothing is recorded or reported, and a live publisher is not displaced.
    `is_rejoin`: the interview runs already, so that it goes before new ones, and on a draining node too.
    """

    room: str
    resource_id: str
    offer_sdp: str
    purpose: Literal["interview", "check"] = "interview"
    active_take: ActiveTake | None = None
    is_rejoin: bool = False


class PublishAnswer(msgspec.Struct, frozen=True):
    answer_sdp: str


class WatchRequest(msgspec.Struct, frozen=True):
    """A WHEP offer to watch `room`, already authorised. rpc method `watch` of the node that has the room."""

    room: str
    resource_id: str
    offer_sdp: str


class WatchAnswer(msgspec.Struct, frozen=True):
    answer_sdp: str


class OpenTake(msgspec.Struct, frozen=True):
    """rpc `open_take`, idempotent by `take_id`. `kinds` without video records audio only."""

    room: str
    take: ActiveTake


class RestTake(msgspec.Struct, frozen=True):
    """rpc `rest_take`, idempotent: nothing is recorded into the take until it is opened again."""

    room: str
    take_id: str


class CloseTake(msgspec.Struct, frozen=True):
    """rpc `close_take`, idempotent; answers once the flush has begun. `LegStored`s and `TakeStored` follow."""

    room: str
    take_id: str


class ClosePeer(msgspec.Struct, frozen=True):
    """rpc `close_peer`: WHIP or WHEP DELETE."""

    room: str
    resource_id: str


class CloseRoom(msgspec.Struct, frozen=True):
    """rpc `close_room`: the interview is over."""

    room: str


class Drain(msgspec.Struct, frozen=True):
    """rpc `drain`, answered by the `NodeStatus`: take nobody new until the process ends. Idempotent."""


class Done(msgspec.Struct, frozen=True):
    """The empty rpc reply."""
