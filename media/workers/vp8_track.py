"""The odd leg's video → VP8, so that legs of different codecs or H.264 settings join into one file."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

BIT_RATE = 800_000
KEY_FRAME_DISTANCE = 100
_OPTIONS = {"deadline": "realtime", "cpu-used": "6", "lag-in-frames": "0", "auto-alt-ref": "0"}
_MILLISECONDS = Fraction(1, 1000)


class Vp8Track:
    """One leg: packets of any codec in, VP8 packets and their places in ms out. A new picture size, a new encoder."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self._encoder: Any = None

    def feed(self, packet: Any, at_ms: int) -> Iterator[tuple[int, Any]]:
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            return
        for frame in frames:
            yield from self._encode(frame, at_ms)

    def prime(self, packet: Any) -> None:
        """A packet ahead of what is wanted: decoded, for the next ones refer to it."""
        try:
            packet.decode()
        except av.error.FFmpegError:
            return

    def _encode(self, frame: Any, at_ms: int) -> Iterator[tuple[int, Any]]:
        if self._encoder is None or (self._encoder.width, self._encoder.height) != (frame.width, frame.height):
            yield from self.finish()
            self._encoder = self._open(frame.width, frame.height)
        picture = frame.reformat(format="yuv420p")
        picture.pts, picture.time_base = at_ms, _MILLISECONDS
        picture.pict_type = 0
        yield from self._out(self._encoder.encode(picture))

    def _open(self, width: int, height: int) -> Any:
        encoder: Any = av.CodecContext.create("libvpx", "w")
        encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
        encoder.time_base, encoder.framerate = _MILLISECONDS, Fraction(25)
        encoder.bit_rate, encoder.gop_size, encoder.thread_count = BIT_RATE, KEY_FRAME_DISTANCE, 1
        encoder.options = _OPTIONS
        return encoder

    def finish(self) -> Iterator[tuple[int, Any]]:
        if self._encoder is not None:
            yield from self._out(self._encoder.encode(None))
            self._encoder = None

    @staticmethod
    def _out(packets: list[Any]) -> Iterator[tuple[int, Any]]:
        for packet in packets:
            yield int(packet.pts * packet.time_base * 1000), packet
