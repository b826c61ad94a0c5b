"""Pictures of a recording: one to show before it plays, and a strip of small ones for looking along the time line."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import msgspec
import numpy as np

THUMBNAIL_MAX_BYTES = 20_000
THUMBNAIL_WIDTH = 480
THUMBNAIL_AT_S = 1.0
_SEARCHED_S = 6.0
_GOOD_CONTRAST = 12.0
"""Standard deviation of the luma, of 255: below it a picture is black, fogged, or a covered lens."""

STRIP_MAX_TILES = 24
STRIP_TILE_HEIGHT = 72
STRIP_EVERY_S = 2.0
_STRIP_MAX_BYTES = 60_000

_COARSENESS = (3, 5, 8, 12, 18, 26, 31)
"""Quantiser scales of the JPEG encoder, finest first."""
_ONE = Fraction(1)


class Strip(msgspec.Struct, frozen=True):
    """`tiles` pictures side by side in one JPEG at `path`, one for each `every_s` of the recording."""

    path: str
    tiles: int
    width: int
    height: int
    every_s: float


def thumbnail(path: Path, target: Path) -> bool:
    """Write one JPEG of at most 20 KB: the first good picture from 1 s on, or the best there is. False without any.

    Raises: av.error.FFmpegError where the file cannot be opened.
    """
    best: Any = None
    best_contrast = -1.0
    with av.open(str(path)) as file:
        for frame in _pictures(file):
            is_late = (frame.time or 0.0) >= THUMBNAIL_AT_S
            contrast = _contrast(frame)
            if contrast > best_contrast or (is_late and contrast >= _GOOD_CONTRAST):
                best, best_contrast = frame, contrast
            if is_late and contrast >= _GOOD_CONTRAST:
                break
            if (frame.time or 0.0) > _SEARCHED_S:
                break
    if best is None:
        return False
    width = min(THUMBNAIL_WIDTH, best.width)
    while not _write(_scaled(best, width), target, THUMBNAIL_MAX_BYTES):
        width = width * 3 // 4
    return True


def strip(path: Path, target: Path, duration_s: float) -> Strip | None:
    """Write the strip out of the recording's key frames. None without video, or where it lasts too short to look along.

    Raises: av.error.FFmpegError where the file cannot be opened.
    """
    tiles = min(STRIP_MAX_TILES, int(duration_s / STRIP_EVERY_S))
    if tiles < 2:
        return None
    every_s = duration_s / tiles
    with av.open(str(path)) as file:
        if not file.streams.video:
            return None
        pictures = [picture for at in range(tiles) if (picture := _key_frame(file, (at + 0.5) * every_s)) is not None]
    if len(pictures) < tiles:
        return None
    shape = pictures[0]
    height = STRIP_TILE_HEIGHT
    width = max(2, round(shape.width * height / shape.height / 2) * 2)
    row = np.hstack([_fitted(picture, width, height) for picture in pictures])
    if not _write(av.VideoFrame.from_ndarray(np.ascontiguousarray(row), "rgb24"), target, _STRIP_MAX_BYTES):
        return None
    return Strip(str(target), tiles, width, height, every_s)


def _pictures(file: Any) -> Iterator[Any]:
    if not file.streams.video:
        return
    for packet in file.demux(video=0):
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            continue


def _key_frame(file: Any, at_s: float) -> Any:
    """The key frame at or before `at_s`; the first picture where there is none before."""
    file.seek(max(0, round(at_s * av.time_base)))
    return next(_pictures(file), None)


def _contrast(frame: Any) -> float:
    return float(frame.reformat(width=64, height=48, format="gray").to_ndarray().std())


def _scaled(frame: Any, width: int) -> Any:
    height = max(2, round(frame.height * width / frame.width / 2) * 2)
    return frame.reformat(width=max(2, width // 2 * 2), height=height)


def _fitted(frame: Any, width: int, height: int) -> Any:
    """(height, width, 3) uint8, the whole picture on black: the phone may have been turned in between."""
    scale = min(width / frame.width, height / frame.height)
    inner_width, inner_height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    inner = frame.reformat(width=inner_width, height=inner_height, format="rgb24").to_ndarray()
    tile = np.zeros((height, width, 3), np.uint8)
    top, left = (height - inner_height) // 2, (width - inner_width) // 2
    tile[top : top + inner_height, left : left + inner_width] = inner
    return tile


def _write(frame: Any, target: Path, max_bytes: int) -> bool:
    """As fine as fits. False where even the coarsest is larger."""
    picture = frame.reformat(format="yuvj420p")
    for scale in _COARSENESS:
        data = _jpeg(picture, scale)
        if len(data) <= max_bytes:
            target.write_bytes(data)
            return True
    return False


def _jpeg(picture: Any, scale: int) -> bytes:
    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = picture.width, picture.height, "yuvj420p"
    encoder.time_base = _ONE
    encoder.qmin = encoder.qmax = scale
    picture.pts, picture.time_base, picture.pict_type = 0, _ONE, 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(picture), *encoder.encode(None)])
