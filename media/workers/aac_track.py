"""The sound of several legs → one gapless AAC track: what is missing becomes silence, so it stays in step."""

from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.audio.fifo import AudioFifo
from av.audio.resampler import AudioResampler

RATE = 48_000
BIT_RATE = 96_000
_JITTER_SAMPLES = RATE * 60 // 1000


class AacTrack:
    """Feed packets with their place in the rendition; `mux` goes to the output as soon as frames are whole."""

    def __init__(self, output: Any, channels: int) -> None:
        self._output = output
        self._layout = "stereo" if channels == 2 else "mono"
        self._channels = 2 if channels == 2 else 1
        self.stream = output.add_stream("aac", rate=RATE, layout=self._layout)
        self.stream.bit_rate = BIT_RATE
        self._fifo = AudioFifo()
        self._length = self._encoded = 0
        self.begin_leg(None)

    def begin_leg(self, source: Any) -> None:
        """A leg has an encoder of its own behind it: the decoder starts afresh, for what the stream `source` holds
        (Opus where it is None).
        """
        self._decoder = sound_decoder(source, self._layout)
        self._resampler = AudioResampler(format="fltp", layout=self._layout, rate=RATE)

    def feed(self, data: bytes, at_ms: int) -> None:
        try:
            frames = self._decoder.decode(av.Packet(data))
        except av.error.FFmpegError:
            return  # its 20 ms become silence
        place = at_ms * RATE // 1000
        for frame in frames:
            frame.pts = None
            for block in self._resampler.resample(frame):
                self._lay(block.to_ndarray(), place)
                place += block.samples

    def _lay(self, samples: Any, place: int) -> None:
        if place - self._length > _JITTER_SAMPLES:
            self._write(np.zeros((self._channels, place - self._length), np.float32))
        elif self._length - place > _JITTER_SAMPLES:
            samples = samples[:, self._length - place :]
        if samples.shape[1]:
            self._write(samples)

    def _write(self, samples: Any) -> None:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=self._layout)
        frame.sample_rate = RATE
        self._fifo.write(frame)
        self._length += samples.shape[1]
        self._encode(is_last=False)

    def _encode(self, *, is_last: bool) -> None:
        """With times: what the encoder puts in front of the first sample lies before 0 then, and is not played."""
        while (frame := self._fifo.read(1024, partial=is_last)) is not None:
            frame.pts, frame.time_base = self._encoded, Fraction(1, RATE)
            self._encoded += frame.samples
            self._output.mux(self.stream.encode(frame))

    def finish(self) -> None:
        self._encode(is_last=True)
        self._output.mux(self.stream.encode(None))


def sound_decoder(source: Any, layout: str) -> Any:
    """A fresh decoder of a stream's sound."""
    context = source.codec_context if source is not None else None
    if context is None or context.name == "opus":
        decoder: Any = av.CodecContext.create("opus", "r")
        decoder.layout, decoder.sample_rate = layout, RATE
        return decoder
    decoder = av.CodecContext.create(context.name, "r")
    decoder.layout, decoder.sample_rate = context.layout, context.sample_rate
    if context.extradata:
        decoder.extradata = bytes(context.extradata)
    return decoder
