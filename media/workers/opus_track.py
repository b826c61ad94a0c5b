"""Sound that is no Opus → Opus packets, so that it joins with what is."""

from collections.abc import Iterator
from typing import Any

import av
from av.audio.fifo import AudioFifo
from av.audio.resampler import AudioResampler

from media.workers.aac_track import RATE, sound_decoder

FRAME_MS = 20
_FRAME_SAMPLES = RATE * FRAME_MS // 1000
_BIT_RATE = 48_000
_JITTER_MS = 60


class OpusTrack:
    """One leg: packets of any codec in, Opus packets of 20 ms and their places in ms out."""

    def __init__(self, source: Any) -> None:
        self._decoder = sound_decoder(source, "mono")
        self._resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        self._encoder: Any = opus_encoder()
        self._fifo = AudioFifo()
        self._next_ms: float | None = None

    def feed(self, data: bytes, at_ms: int) -> Iterator[tuple[int, Any]]:
        try:
            frames = self._decoder.decode(av.Packet(data))
        except av.error.FFmpegError:
            return
        waiting_ms = self._fifo.samples * 1000 / RATE
        if self._next_ms is None or abs(at_ms - waiting_ms - self._next_ms) > _JITTER_MS:
            self._next_ms = at_ms - waiting_ms
        for frame in frames:
            frame.pts = None
            for block in self._resampler.resample(frame):
                block.pts = None
                self._fifo.write(block)
        while (whole := self._fifo.read(_FRAME_SAMPLES)) is not None:
            whole.pts = None
            for packet in self._encoder.encode(whole):
                yield round(self._next_ms), packet
            self._next_ms += FRAME_MS


def opus_encoder() -> Any:
    encoder: Any = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = RATE, "mono", "s16", _BIT_RATE
    return encoder


def opus_stream(output: Any) -> Any:
    """A track for such packets where no other leg brings one."""
    stream = output.add_stream("libopus", rate=RATE, layout="mono")
    stream.bit_rate = _BIT_RATE
    return stream
