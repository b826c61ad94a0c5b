"""One leg's file as the remuxer sees it: what it holds, and its packets on a time line that begins at 0.

A file that was cut off, or lost a chunk, is read as far as it goes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import av
import msgspec

MAX_HOLE_MS = 2_000
"""Longer stretches without any packet are no recording: they are taken out and reported."""
_DEFAULT_FRAME_MS = {"audio": 20, "video": 50}
_SPS = 7


class LegFormat(msgspec.Struct, frozen=True):
    """`video_private` is the codec's header (avcC of H.264); `is_uniform`: it holds for the whole leg."""

    video_codec: str | None
    video_private: bytes
    is_uniform: bool
    has_audio: bool
    packets: int
    audio_codec: str | None = None


class LegPacket(msgspec.Struct):
    """`at_ms` from the leg's first packet, holes taken out; `packet` still has the file's own time stamps."""

    kind: Literal["audio", "video"]
    at_ms: int
    duration_ms: int
    packet: Any


class Hole(msgspec.Struct, frozen=True):
    """Nothing came for `lost_ms`; what follows has been moved up to `at_ms`."""

    at_ms: int
    lost_ms: int


class LegFile:
    """Opened for one pass. Raises: av.error.FFmpegError where the file's header cannot be read."""

    def __init__(self, path: Path) -> None:
        self.container = av.open(str(path), metadata_errors="ignore")
        self.audio = next(iter(self.container.streams.audio), None)
        self.video = next(iter(self.container.streams.video), None)
        self.holes: list[Hole] = []
        self.duration_ms = 0

    def close(self) -> None:
        self.container.close()

    def packets(self) -> Iterator[LegPacket]:
        """In order of the file; video from its first key frame on. Fills `holes` and `duration_ms` on the way."""
        origin_ms: int | None = None
        newest_ms = 0
        has_key_frame = False
        for packet in self.demuxed():
            kind: Literal["audio", "video"] = "audio" if packet.stream is self.audio else "video"
            file_ms = round(packet.pts * packet.time_base * 1000)
            origin_ms = file_ms if origin_ms is None else origin_ms
            at_ms = file_ms - origin_ms
            if at_ms - newest_ms > MAX_HOLE_MS:
                lost_ms = at_ms - self.duration_ms
                self.holes.append(Hole(self.duration_ms, lost_ms))
                origin_ms += lost_ms
                at_ms -= lost_ms
            at_ms = max(0, at_ms)
            newest_ms = max(newest_ms, at_ms)
            has_key_frame = has_key_frame or (kind == "video" and packet.is_keyframe)
            if kind == "video" and not has_key_frame:
                continue
            duration_ms = round((packet.duration or 0) * packet.time_base * 1000) or _DEFAULT_FRAME_MS[kind]
            self.duration_ms = max(self.duration_ms, at_ms + duration_ms)
            yield LegPacket(kind, at_ms, duration_ms, packet)

    def demuxed(self) -> Iterator[Any]:
        """Packets with a time, as far as the file goes."""
        streams = [stream for stream in (self.audio, self.video) if stream is not None]
        try:
            for packet in self.container.demux(streams) if streams else ():
                if packet.pts is not None and packet.size:
                    yield packet
        except av.error.FFmpegError:
            return  # the file ends here


def _parameter_sets(data: bytes) -> Iterator[bytes]:
    """The sequence parameter sets in an access unit of length-prefixed NAL units (ISO/IEC 14496-15)."""
    position = 0
    while position + 5 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        unit = data[position + 4 : position + 4 + length]
        if unit and unit[0] & 0x1F == _SPS:
            yield unit
        position += 4 + length


def probe(path: Path) -> LegFormat | None:
    """What the leg holds, None where nothing in it can be read."""
    try:
        leg = LegFile(path)
    except (av.error.FFmpegError, OSError):
        return None
    try:
        private = bytes(leg.video.codec_context.extradata or b"") if leg.video is not None else b""
        codec = leg.video.codec_context.name if leg.video is not None else None
        audio = leg.audio.codec_context.name if leg.audio is not None else None
        counts, is_uniform = {"audio": 0, "video": 0}, True
        for item in leg.packets():
            counts[item.kind] += 1
            if codec == "h264" and item.kind == "video" and item.packet.is_keyframe:
                is_uniform &= all(sps in private for sps in _parameter_sets(bytes(item.packet)))
    finally:
        leg.close()
    if not any(counts.values()):
        return None
    has_audio = counts["audio"] > 0
    return LegFormat(
        codec if counts["video"] else None, private, is_uniform, has_audio, sum(counts.values()),
        audio if has_audio else None,
    )  # fmt: skip
