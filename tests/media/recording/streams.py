"""Real encoded media as the network would bring it: frames made by PyAV, put into RTP by aiortc's packetisers.

That the packetisers are not ours is the point: they check the depacketisers.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import msgspec
import numpy as np
from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.vpx import Vp8Encoder
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.codec.context import CodecContext
from av.video.frame import VideoFrame as Picture

from media.node.sink import RtpPacket, TrackDescription

AUDIO = TrackDescription(kind="audio", codec="opus", clock_rate=48_000, payload_type=111)
VP8 = TrackDescription(kind="video", codec="vp8", clock_rate=90_000, payload_type=96)
H264 = TrackDescription(kind="video", codec="h264", clock_rate=90_000, payload_type=102)
FPS = 20
AUDIO_SSRC, VIDEO_SSRC = 0xA0D10, 0x71DE0


class Encoded(msgspec.Struct, frozen=True):
    """One encoded frame, `at_ms` after the stream's beginning, as RTP payloads."""

    at_ms: float
    is_key: bool
    payloads: list[bytes]


def picture(number: int, width: int, height: int) -> Picture:
    """A gradient with a bar that moves, so that each frame differs and needs bits."""
    y, x = np.mgrid[0:height, 0:width]
    image = np.stack([(x + number * 5) % 256, (y * 2) % 256, (x + y) % 256], axis=-1).astype(np.uint8)
    at = number * 7 % (width - 20)
    image[:, at : at + 20] = 255
    return Picture.from_ndarray(image, format="rgb24")


@cache
def video(
    codec: str, seconds: float, width: int = 320, height: int = 240, key_every: int = 40, bit_rate: int = 400_000
) -> tuple[Encoded, ...]:
    """`codec` vp8 or h264, at 20 fps."""
    encoder = CodecContext.create("libvpx" if codec == "vp8" else "libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, FPS), Fraction(FPS)
    encoder.bit_rate, encoder.gop_size = bit_rate, key_every
    if codec == "vp8":
        encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0", "error-resilient": "1"}
    else:
        encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline"}
    frames = []
    for number in range(round(seconds * FPS)):
        image = picture(number, width, height).reformat(format="yuv420p")
        image.pts = number
        frames += list(encoder.encode(image))
    frames += list(encoder.encode(None))
    return tuple(
        Encoded(packet.pts * 1000 / FPS, packet.is_keyframe, _payloads(codec, bytes(packet), packet.pts))
        for packet in frames
    )


def _payloads(codec: str, data: bytes, number: int) -> list[bytes]:
    if codec == "vp8":
        return list(Vp8Encoder._packetize(data, number & 0x7FFF))
    return list(H264Encoder._packetize(H264Encoder._split_bitstream(data)))


@cache
def speech(path: Path, seconds: float, skip_s: float = 0.0) -> tuple[Encoded, ...]:
    """A recording as Opus packets of 20 ms, mono, 32 kbit/s."""
    encoder = CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = 48_000, "mono", "s16", 32_000
    packets: list[bytes] = []
    resampler = AudioResampler("s16", "mono", 48_000, frame_size=960)
    skip = round(skip_s * 50)
    with av.open(str(path)) as source:
        for frame in source.decode(audio=0):
            frame.pts = None
            for piece in resampler.resample(frame):
                piece.pts = None
                packets += [bytes(packet) for packet in encoder.encode(piece)]
            if len(packets) >= skip + seconds * 50:
                break
    kept = packets[skip : skip + round(seconds * 50)]
    return tuple(Encoded(number * 20.0, True, [packet]) for number, packet in enumerate(kept))


@cache
def tone(seconds: float) -> tuple[Encoded, ...]:
    """A sound that needs no recording, as Opus packets of 20 ms, mono."""
    encoder = CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = 48_000, "mono", "s16", 32_000
    found: list[bytes] = []
    for number in range(round(seconds * 50) + 1):
        wave = np.sin(np.arange(number * 960, (number + 1) * 960) * 0.05) * 8_000
        frame = AudioFrame.from_ndarray(wave.astype(np.int16)[np.newaxis], format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, number * 960
        found += [bytes(packet) for packet in encoder.encode(frame)]
    return tuple(Encoded(number * 20.0, True, [data]) for number, data in enumerate(found[: round(seconds * 50)]))


def packets(
    frames: tuple[Encoded, ...],
    track: TrackDescription,
    *,
    ssrc: int | None = None,
    sequence: int = 0,
    timestamp: int = 0,
    begin_ms: float = 0.0,
    delay_ms: float = 10.0,
    drift: float = 0.0,
) -> Iterator[RtpPacket]:
    """Packets in order. `drift` is how much faster than the node's the sender's media clock runs (1e-4: 100 ppm)."""
    ssrc = ssrc if ssrc is not None else AUDIO_SSRC if track.kind == "audio" else VIDEO_SSRC
    for frame in frames:
        ticks = timestamp + round(frame.at_ms * (1 + drift) * track.clock_rate / 1000)
        for position, payload in enumerate(frame.payloads):
            is_last = position == len(frame.payloads) - 1
            yield RtpPacket(
                ssrc,
                track.payload_type,
                sequence & 0xFFFF,
                sequence,
                ticks & 0xFFFFFFFF,
                is_last if track.kind == "video" else False,
                payload,
                begin_ms + frame.at_ms + delay_ms,
            )
            sequence += 1


def decodable(data: bytes, codec: str) -> tuple[list[Picture], float]:
    """(pictures that come out, seconds of sound that come out) of a Matroska file, however it was cut."""
    import io

    pictures: list[Picture] = []
    sound = 0
    with av.open(io.BytesIO(data)) as file:
        for packet in file.demux():
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                continue
            for frame in frames:
                if isinstance(frame, Picture):
                    pictures.append(frame)
                else:
                    sound += frame.samples
    return pictures, sound / 48_000
