"""WebM rendition → MP4 (H.264, AAC) for browsers that do not play WebM. Encodes; done in idle time.

The picture keeps the size that it begins with: Safari does not follow a change of size within a file, so what a turned
phone recorded lies fitted on black.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from media.workers.aac_track import AacTrack
from media.workers.codec_names import codecs_of
from media.workers.remux import NothingReadable
from media.workers.rendition import Rendition

_MILLISECONDS = Fraction(1, 1000)
_KEY_FRAME_DISTANCE = 60
_OPTIONS = {"preset": "veryfast", "crf": "25", "profile": "main", "bf": "0"}


def mp4_copy(path: Path, folder: Path, duration_s: float) -> Rendition:
    """Write `{folder}/copy.mp4`, the same pictures and sounds at the same times.

    Raises: NothingReadable; av.error.FFmpegError where the file cannot be opened.
    """
    target = folder / "copy.mp4"
    with av.open(str(path)) as source:
        if not source.streams.video and not source.streams.audio:
            raise NothingReadable
        output = _Mp4(target, source)
        try:
            for packet in source.demux():
                if packet.pts is not None and packet.size:
                    output.feed(packet, round(packet.pts * packet.time_base * 1000))
            output.flush()
        finally:
            output.close()
    kind = "video" if output.picture is not None else "audio"
    return Rendition(
        path=str(target),
        mime_type=f"{kind}/mp4",
        duration_s=duration_s,
        width=output.picture.width if output.picture else None,
        height=output.picture.height if output.picture else None,
        legs=[],
        holes=[],
        codecs=codecs_of(target),
    )


class _Mp4:
    def __init__(self, target: Path, source: Any) -> None:
        self._container: Any = av.open(
            str(target), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
        )
        video = next(iter(source.streams.video), None)
        audio = next(iter(source.streams.audio), None)
        self.picture = _PictureTrack(self._container, video) if video is not None else None
        self._sound = AacTrack(self._container, audio.codec_context.channels) if audio is not None else None

    def feed(self, packet: Any, at_ms: int) -> None:
        if packet.stream.type == "video" and self.picture is not None:
            self.picture.feed(packet, at_ms)
        elif packet.stream.type == "audio" and self._sound is not None:
            self._sound.feed(bytes(packet), at_ms)

    def flush(self) -> None:
        if self.picture is not None:
            self.picture.finish()
        if self._sound is not None:
            self._sound.finish()

    def close(self) -> None:
        self._container.close()


class _PictureTrack:
    """Packets of any codec in; H.264 of one size goes to the output."""

    def __init__(self, output: Any, source: Any) -> None:
        self._output = output
        self.width = max(2, source.codec_context.width // 2 * 2)
        self.height = max(2, source.codec_context.height // 2 * 2)
        self._last_ms = -1
        self._stream = output.add_stream("libx264", rate=25, options=_OPTIONS)
        self._stream.width, self._stream.height, self._stream.pix_fmt = self.width, self.height, "yuv420p"
        context = self._stream.codec_context
        context.time_base, context.gop_size, context.thread_count = _MILLISECONDS, _KEY_FRAME_DISTANCE, 1

    def feed(self, packet: Any, at_ms: int) -> None:
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            return  # the picture before stays
        for frame in frames:
            self._last_ms = max(self._last_ms + 1, at_ms)
            picture = self._fitted(frame)
            picture.pts, picture.time_base, picture.pict_type = self._last_ms, _MILLISECONDS, 0
            self._output.mux(self._stream.encode(picture))

    def finish(self) -> None:
        self._output.mux(self._stream.encode(None))

    def _fitted(self, frame: Any) -> Any:
        if (frame.width // 2 * 2, frame.height // 2 * 2) == (self.width, self.height):
            return frame.reformat(width=self.width, height=self.height, format="yuv420p")
        scale = min(self.width / frame.width, self.height / frame.height)
        width, height = (max(2, int(side * scale) // 2 * 2) for side in (frame.width, frame.height))
        inner = frame.reformat(width=width, height=height, format="rgb24").to_ndarray()
        canvas = np.zeros((self.height, self.width, 3), np.uint8)
        top, left = (self.height - height) // 2, (self.width - width) // 2
        canvas[top : top + height, left : left + width] = inner
        return av.VideoFrame.from_ndarray(canvas, "rgb24").reformat(format="yuv420p")
