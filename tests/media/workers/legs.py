"""Legs as a media node stores them: real VP8, H.264 and Opus frames in append-only Matroska, cut into chunks."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import msgspec
import numpy as np

from backend.contracts.media import ChunkRef, LegManifest
from backend.kernel.storage import ObjectStore
from media.node.matroska import AUDIO_TRACK, VIDEO_TRACK, AudioTrack, Block, VideoTrack, cluster, file_header
from media.speech.silero import SAMPLE_RATE, Samples

STARTED_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FPS = 20
_START_CODE = re.compile(rb"\0\0\0?\x01")


class Leg(msgspec.Struct, frozen=True):
    """`pieces`: header and first cluster, then a cluster a second. Joined they are the file."""

    pieces: list[bytes]
    duration_ms: int
    video_codec: Literal["vp8", "h264"] | None
    has_audio: bool

    @property
    def data(self) -> bytes:
        return b"".join(self.pieces)

    def at(self, path: Path) -> Path:
        path.write_bytes(self.data)
        return path


def leg(
    duration_ms: int,
    codec: Literal["vp8", "h264"] | None = "vp8",
    *,
    size: tuple[int, int] = (160, 120),
    speech: Samples | None = None,
    has_audio: bool = True,
    video_delay_ms: int = 0,
    hole_ms: tuple[int, int] | None = None,
) -> Leg:
    """A test picture and a tone (or `speech`). Nothing is recorded within `hole_ms`."""
    blocks = []
    video = None
    if codec is not None:
        frames, private = _video(codec, size, (duration_ms - video_delay_ms) * FPS // 1000)
        video = VideoTrack(codec, *size, private)
        blocks += [Block(VIDEO_TRACK, at_ms + video_delay_ms, is_key, data) for at_ms, is_key, data in frames]
    if has_audio:
        blocks += [Block(AUDIO_TRACK, at_ms, True, data) for at_ms, data in _opus(duration_ms, speech)]
    if hole_ms is not None:
        blocks = [block for block in blocks if not hole_ms[0] <= block.at_ms < hole_ms[1]]
    blocks = sorted((block for block in blocks if block.at_ms < duration_ms), key=lambda block: block.at_ms)
    pieces = [
        cluster(second)
        for start in range(0, duration_ms, 1_000)
        if (second := [block for block in blocks if start <= block.at_ms < start + 1_000])
    ]
    pieces[0] = file_header(AudioTrack(2) if has_audio else None, video) + pieces[0]
    return Leg(pieces, duration_ms, codec, has_audio)


def _video(codec: str, size: tuple[int, int], count: int) -> tuple[list[tuple[int, bool, bytes]], bytes]:
    encoder: Any = av.CodecContext.create("libvpx" if codec == "vp8" else "libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = *size, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, FPS), FPS
    encoder.bit_rate, encoder.gop_size = 200_000, 2 * FPS
    encoder.options = (
        {"deadline": "realtime", "cpu-used": "8"} if codec == "vp8" else {"preset": "ultrafast", "tune": "zerolatency"}
    )
    if codec == "h264":
        encoder.flags |= av.codec.context.Flags.global_header
    packets = []
    for number in range(count):
        picture = np.full((size[1], size[0], 3), number * 3 % 255, np.uint8)
        picture[:, number * 5 % size[0] :][:, :20] = 255
        frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    is_h264 = codec == "h264"
    frames = [
        (p.pts * 1000 // FPS, p.is_keyframe, _length_prefixed(bytes(p)) if is_h264 else bytes(p)) for p in packets
    ]
    return frames, _avcc(bytes(encoder.extradata)) if is_h264 else b""


def _units(annex_b: bytes) -> list[bytes]:
    return [unit for unit in _START_CODE.split(annex_b) if unit]


def _length_prefixed(annex_b: bytes) -> bytes:
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in _units(annex_b))


def _avcc(extradata: bytes) -> bytes:
    sps = next(unit for unit in _units(extradata) if unit[0] & 31 == 7)
    pps = next(unit for unit in _units(extradata) if unit[0] & 31 == 8)
    return (
        b"\x01" + sps[1:4] + b"\xff\xe1" + len(sps).to_bytes(2, "big") + sps
        + b"\x01" + len(pps).to_bytes(2, "big") + pps
    )  # fmt: skip


def _opus(duration_ms: int, speech: Samples | None) -> list[tuple[int, bytes]]:
    encoder: Any = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "stereo", "s16"
    if speech is None:
        speech = 0.2 * np.sin(2 * np.pi * 440 * np.arange(duration_ms * SAMPLE_RATE // 1000) / SAMPLE_RATE)
    mono = np.repeat((speech * 32_000).astype(np.int16), 3)
    stereo = np.repeat(np.pad(mono, (0, max(0, duration_ms * 48 - len(mono)))), 2)
    packets = []
    for start in range(0, duration_ms * 96 - 1_919, 1_920):
        frame = av.AudioFrame.from_ndarray(stereo[np.newaxis, start : start + 1_920].copy(), "s16", "stereo")
        frame.sample_rate, frame.pts = 48_000, start // 2
        packets += encoder.encode(frame)
    return [(number * 20, bytes(packet)) for number, packet in enumerate(packets)]


async def store_leg(
    store: ObjectStore, take_id: str, leg_id: str, recorded: Leg, *, after_s: float = 0, seconds_a_chunk: int = 4
) -> LegManifest:
    """Put the leg's chunks and manifest where a node puts them; it began `after_s` after STARTED_AT."""
    chunks = []
    for index, start in enumerate(range(0, len(recorded.pieces), seconds_a_chunk)):
        data = b"".join(recorded.pieces[start : start + seconds_a_chunk])
        key = f"takes/{take_id}/{leg_id}/{index:06d}.webm"
        await store.put(key, data)
        chunks.append(ChunkRef(index, key, len(data), hashlib.sha256(data).hexdigest()))
    started_at = STARTED_AT + timedelta(seconds=after_s)
    manifest = LegManifest(
        take_id=take_id,
        leg_id=leg_id,
        node_id="node_1",
        started_at=started_at,
        ended_at=started_at + timedelta(milliseconds=recorded.duration_ms),
        duration_ms=recorded.duration_ms,
        video_codec=recorded.video_codec,
        has_audio=recorded.has_audio,
        is_final=True,
        chunks=chunks,
    )
    await store.put(f"takes/{take_id}/{leg_id}/manifest.json", msgspec.json.encode(manifest))
    return manifest
