"""Append-only Matroska and WebM (RFC 9559, RFC 8794): bytes in the order of the file, never a step back.

```
EBML header │ Segment (size unknown) │ Info │ Tracks │ Cluster │ Cluster │ …
```
Every cluster has its size, so a file cut anywhere is valid up to its last whole block. There is no duration and there
are no cues: the worker's remux adds them.
"""

import struct
from collections.abc import Sequence
from typing import Literal

import msgspec

from media.node.opus import CLOCK_RATE, PRE_SKIP_SAMPLES, opus_head

AUDIO_TRACK, VIDEO_TRACK = 1, 2
SEEK_PRE_ROLL_NS = 80_000_000
MAX_RELATIVE_MS = 30_000
"""How far a block may lie from its cluster's time: 16 bits, signed, with room to spare."""
_UNKNOWN_SIZE = b"\x01" + b"\xff" * 7
_BLOCK = struct.Struct(">BhB")


class AudioTrack(msgspec.Struct, frozen=True):
    channels: int


class VideoTrack(msgspec.Struct, frozen=True):
    """`codec_private`: the avcC record of H.264, empty for VP8."""

    codec: Literal["vp8", "h264"]
    width: int
    height: int
    codec_private: bytes = b""


class Block:
    """One frame at `at_ms` of media time."""

    __slots__ = ("at_ms", "data", "is_key", "track")

    def __init__(self, track: int, at_ms: int, is_key: bool, data: bytes) -> None:
        self.track = track
        self.at_ms = at_ms
        self.is_key = is_key
        self.data = data


def _size(length: int) -> bytes:
    """A length as an EBML variable-size integer, the shortest (RFC 8794 4)."""
    width = 1
    while length >= (1 << 7 * width) - 1:
        width += 1
    return (1 << 7 * width | length).to_bytes(width, "big")


def _element(identifier: str, payload: bytes) -> bytes:
    return bytes.fromhex(identifier) + _size(len(payload)) + payload


def _unsigned(identifier: str, value: int) -> bytes:
    return _element(identifier, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def _text(identifier: str, value: str) -> bytes:
    return _element(identifier, value.encode())


def file_header(audio: AudioTrack | None, video: VideoTrack | None) -> bytes:
    """What stands before the first cluster. H.264 makes it Matroska, all else is WebM."""
    document = "matroska" if video and video.codec == "h264" else "webm"
    ebml = b"".join(
        [
            _unsigned("4286", 1),
            _unsigned("42f7", 1),
            _unsigned("42f2", 4),
            _unsigned("42f3", 8),
            _text("4282", document),
            _unsigned("4287", 4),
            _unsigned("4285", 2),
        ]
    )
    info = _unsigned("2ad7b1", 1_000_000) + _text("4d80", "Greenroom") + _text("5741", "Greenroom")
    tracks = (_audio_entry(audio) if audio else b"") + (_video_entry(video) if video else b"")
    segment = bytes.fromhex("18538067") + _UNKNOWN_SIZE
    return _element("1a45dfa3", ebml) + segment + _element("1549a966", info) + _element("1654ae6b", tracks)


def _entry(number: int, kind: int, codec: str, rest: bytes) -> bytes:
    common = _unsigned("d7", number) + _unsigned("73c5", number) + _unsigned("83", kind) + _unsigned("9c", 0)
    return _element("ae", common + _text("86", codec) + rest)


def _audio_entry(track: AudioTrack) -> bytes:
    """CodecDelay says what OpusHead's pre-skip says, in ns; SeekPreRoll lets the decoder converge (80 ms)."""
    delay_ns = PRE_SKIP_SAMPLES * 1_000_000_000 // CLOCK_RATE
    format_ = _element("b5", struct.pack(">d", CLOCK_RATE)) + _unsigned("9f", track.channels)
    rest = _element("63a2", opus_head(track.channels)) + _unsigned("56aa", delay_ns)
    return _entry(AUDIO_TRACK, 2, "A_OPUS", rest + _unsigned("56bb", SEEK_PRE_ROLL_NS) + _element("e1", format_))


def _video_entry(track: VideoTrack) -> bytes:
    codec = "V_VP8" if track.codec == "vp8" else "V_MPEG4/ISO/AVC"
    private = _element("63a2", track.codec_private) if track.codec_private else b""
    format_ = _unsigned("b0", track.width) + _unsigned("ba", track.height)
    return _entry(VIDEO_TRACK, 1, codec, private + _element("e0", format_))


def cluster(blocks: Sequence[Block]) -> bytes:
    """One cluster of at least one block, all within 30 s of each other; they are put in order of time."""
    ordered = sorted(blocks, key=lambda block: block.at_ms)
    begin_ms = ordered[0].at_ms
    parts = [_unsigned("e7", begin_ms)]
    for block in ordered:
        flags = 0x80 if block.is_key else 0
        parts += (
            b"\xa3",
            _size(len(block.data) + 4),
            _BLOCK.pack(0x80 | block.track, block.at_ms - begin_ms, flags),
            block.data,
        )
    return _element("1f43b675", b"".join(parts))
