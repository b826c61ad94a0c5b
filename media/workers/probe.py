"""What an uploaded file holds, and whether it decodes: all of its sound, and its key pictures."""

from pathlib import Path
from typing import Any

import av
import msgspec

from backend.contracts.media import MediaKind, UploadedMedia

_NAMES = {
    "matroska,webm": "webm",
    "mov,mp4,m4a,3gp,3g2,mj2": "mp4",
    "ogg": "ogg",
    "wav": "wav",
    "mp3": "mp3",
}
MAX_FAILED_SHARE = 0.5


class NoMedia(Exception):
    """No sound and no picture that could be decoded."""


class _Track(msgspec.Struct):
    """Counts of one stream; `end_s` is where its last packet ends."""

    kind: MediaKind
    codec: str
    begin_s: float | None = None
    end_s: float = 0.0
    decoded: int = 0
    failed: int = 0

    @property
    def is_good(self) -> bool:
        return self.decoded > 0 and self.failed <= MAX_FAILED_SHARE * (self.decoded + self.failed)


def probe_upload(path: Path) -> UploadedMedia:
    """A file that was cut off is read as far as it goes. Raises: NoMedia."""
    try:
        container: Any = av.open(str(path), metadata_errors="ignore")
    except (av.error.FFmpegError, OSError, ValueError):
        raise NoMedia from None
    with container:
        name = _NAMES.get(container.format.name)
        streams = [*container.streams.video[:1], *container.streams.audio[:1]]
        tracks = {stream.index: _track(stream) for stream in streams if stream.codec_context is not None}
        if name is None or not tracks:
            raise NoMedia
        _read(container, [stream for stream in streams if stream.index in tracks], tracks)
    good = [track for track in tracks.values() if track.is_good]
    if not good:
        raise NoMedia
    begin_s = min(track.begin_s or 0.0 for track in good)
    kinds = [track.kind for track in good]
    return UploadedMedia(
        mime_type=f"{'video' if 'video' in kinds else 'audio'}/{name}",
        duration_s=round(max(track.end_s for track in good) - begin_s, 3),
        kinds=sorted(kinds),
        codecs=[track.codec for track in good],
    )


def _track(stream: Any) -> _Track:
    if stream.type == "video":
        stream.codec_context.skip_frame = "NONKEY"
    stream.codec_context.thread_count = 1
    return _Track("video" if stream.type == "video" else "audio", str(stream.codec_context.name))


def _read(container: Any, streams: list[Any], tracks: dict[int, _Track]) -> None:
    try:
        for packet in container.demux(streams):
            if packet.size:
                _count(packet, tracks[packet.stream.index])
    except (av.error.FFmpegError, OSError):
        return  # the file ends here


def _count(packet: Any, track: _Track) -> None:
    if packet.pts is not None and packet.time_base is not None:
        at_s = float(packet.pts * packet.time_base)
        track.begin_s = at_s if track.begin_s is None else min(track.begin_s, at_s)
        track.end_s = max(track.end_s, at_s + float((packet.duration or 0) * packet.time_base))
    if track.kind == "video" and not packet.is_keyframe:
        return
    try:
        track.decoded += len(packet.decode())
    except (av.error.FFmpegError, ValueError):
        track.failed += 1
