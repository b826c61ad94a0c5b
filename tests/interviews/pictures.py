"""Photos for tests, made by a real encoder."""

from fractions import Fraction

import av
import numpy as np


def jpeg(width: int = 800, height: int = 600) -> bytes:
    return _encoded("mjpeg", "yuvj420p", width, height)


def png(width: int = 800, height: int = 600) -> bytes:
    return _encoded("png", "rgb24", width, height)


def with_exif(photo: bytes, text: bytes) -> bytes:
    """A JPEG with a segment as cameras write it, right after the start."""
    body = b"Exif\x00\x00" + text
    return photo[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body + photo[2:]


def _encoded(codec: str, layout: str, width: int, height: int) -> bytes:
    context = av.CodecContext.create(codec, "w")
    context.width, context.height, context.pix_fmt = width, height, layout  # type: ignore[attr-defined]
    context.time_base = Fraction(1, 25)
    shade = np.linspace(0, 255, width, dtype=np.uint8)[None, :, None].repeat(height, 0).repeat(3, 2)
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(shade), format="rgb24").reformat(format=layout)
    return b"".join(bytes(packet) for packet in [*context.encode(frame), *context.encode(None)])  # type: ignore[attr-defined]
