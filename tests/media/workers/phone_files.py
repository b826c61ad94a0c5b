"""What an iPhone's MediaRecorder leaves: MP4 in fragments of a second, H.264 and AAC, made with PyAV."""

import io
import struct
from fractions import Fraction
from typing import Any

import av
import numpy as np

from media.speech.silero import SAMPLE_RATE, Samples

FPS = 20
RATE = 48_000
_FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}


def phone_mp4(speech: Samples, size: tuple[int, int] | None = (160, 120)) -> list[bytes]:
    """The chunks of a recording: the head with the first second, then a second each. Without `size` sound alone.

    Frame n of the picture is as light as `lightness(n)`.
    """
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", options=_options(size)) as container:
        video = _picture_stream(container, size) if size else None
        sound: Any = container.add_stream("aac", rate=RATE, layout="mono")
        sound.bit_rate = 48_000
        seconds = len(speech) // SAMPLE_RATE
        for second in range(seconds):
            for number in range(second * FPS, (second + 1) * FPS) if video and size else ():
                container.mux(video.encode(_picture(number, size or (0, 0))))
            part = speech[second * SAMPLE_RATE : (second + 1) * SAMPLE_RATE]
            container.mux(_sound_packets(sound, part, second))
        for stream in (video, sound):
            if stream is not None:
                container.mux(stream.encode(None))
    return _chunks(file.getvalue())


def lightness(number: int) -> int:
    return 40 + number * 3 % 160


def _options(size: tuple[int, int] | None) -> dict[str, str]:
    return _FRAGMENTED if size else {"movflags": "empty_moov+default_base_moof", "frag_duration": "1000000"}


def _picture_stream(container: Any, size: tuple[int, int]) -> Any:
    video: Any = container.add_stream("libx264", rate=FPS)
    video.width, video.height, video.pix_fmt = *size, "yuv420p"
    video.time_base, video.codec_context.time_base = Fraction(1, FPS), Fraction(1, FPS)
    video.codec_context.gop_size = FPS
    video.codec_context.options = {
        "preset": "ultrafast", "tune": "zerolatency", "profile": "baseline", "x264-params": f"keyint={FPS}:scenecut=0",
    }  # fmt: skip
    return video


def _picture(number: int, size: tuple[int, int]) -> av.VideoFrame:
    picture = np.full((size[1], size[0], 3), lightness(number), np.uint8)
    frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format="yuv420p")
    frame.pts, frame.time_base = number, Fraction(1, FPS)
    return frame


def _sound_packets(stream: Any, speech: Samples, second: int) -> list[Any]:
    samples = np.repeat(speech.astype(np.float32), RATE // SAMPLE_RATE)[np.newaxis]
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", "mono")
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), second * RATE
    return list(stream.encode(frame))


def _chunks(file: bytes) -> list[bytes]:
    """Cut before each `moof` box; the first chunk has the head as well, the index at the end is left out."""
    chunks, begin, at = [], 0, 0
    while at < len(file):
        length, kind = struct.unpack(">I4s", file[at : at + 8])
        if kind == b"mfra":
            return [*chunks, file[begin:at]]
        if kind == b"moof" and b"moof" in file[begin:at]:
            chunks.append(file[begin:at])
            begin = at
        at += length
    return [*chunks, file[begin:]]
