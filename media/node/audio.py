"""The audio branch: Opus → 16 kHz mono → voice activity, for every publisher of the node in one thread.

```
packets (loop) ─▶ bounded list a peer ─▶ every 96 ms, a thread: decode, fill gaps, VAD of all ─▶ endpointing ─▶ events
```
Measured on speech of 32 kbit/s, CPU-ms an audio-second: libopus at 16 kHz through ctypes 1.0, FFmpeg's own Opus decoder
through PyAV with its resampler 2.2, libopus through PyAV 3.3. So libopus decodes where there is one (PyAV's wheels
bring it), and PyAV where there is none.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import av
import msgspec
import numpy as np
from av.audio.resampler import AudioResampler
from av.codec.context import CodecContext

from media.node import opus
from media.node.libopus import LibOpusDecoder, library
from media.node.rhythm import until_beat
from media.node.voice import BEATS, Samples, Speech, VoiceStream, judge_all
from media.speech.silero import SAMPLE_RATE
from media.speech.vad import Reading, VoiceActivityDetector

MAX_PENDING = 500
"""Packets a peer may have waiting (10 s); beyond that the oldest go and count as lost."""
SILENT_TRACK_MS = 1_500.0
"""A track that has sent nothing for so long has ended what was being said."""


class HeardPacket(msgspec.Struct, frozen=True, gc=False):
    local_ms: float
    arrived_ms: float
    data: bytes


class FfmpegDecoder:
    """One stream of Opus packets to float32 mono of 16 kHz in -1..1. What does not decode becomes silence."""

    def __init__(self) -> None:
        self._codec = CodecContext.create("opus", "r")
        self._codec.extradata = opus.opus_head(1, pre_skip=0)
        self._resampler = AudioResampler("flt", "mono", SAMPLE_RATE)

    def decode(self, packet: bytes) -> Samples:
        """(n,) samples; the resampler holds back about 1 ms."""
        try:
            frames = self._codec.decode(av.Packet(packet))
            pieces = [piece.to_ndarray()[0] for frame in frames for piece in self._resampler.resample(frame)]
        except av.error.FFmpegError:
            return np.zeros(opus.duration_samples(packet) // 3, np.float32)
        return pieces[0] if len(pieces) == 1 else np.concatenate([*pieces, np.zeros(0, np.float32)])


def open_decoder() -> LibOpusDecoder | FfmpegDecoder:
    """A decoder for one stream."""
    found = library()
    return LibOpusDecoder(found) if found is not None else FfmpegDecoder()


class AudioStream:
    """One peer's audio on its way to the detector. `hear` on the loop, `decode` in the thread."""

    def __init__(self, voice: VoiceStream) -> None:
        self.voice = voice
        self.is_closed = False
        self._pending: deque[HeardPacket] = deque(maxlen=MAX_PENDING)
        self._decoder = open_decoder()
        self._last_arrived_ms = 0.0

    @property
    def is_speaking(self) -> bool:
        return self.voice.is_speaking

    @property
    def has_pending(self) -> bool:
        return bool(self._pending)

    def hear(self, local_ms: float, arrived_ms: float, packet: bytes) -> None:
        self._pending.append(HeardPacket(local_ms, arrived_ms, packet))
        self._last_arrived_ms = arrived_ms

    def decode(self) -> None:
        """Decode what is pending and feed it."""
        while self._pending:
            packet = self._pending.popleft()
            samples = self._decoder.decode(packet.data)
            self.voice.feed(packet.local_ms, samples, opus.duration_samples(packet.data) / 48)

    def expire(self, now_ms: float) -> None:
        """End what is over: after `close`, or where the track has sent nothing for long."""
        is_idle = not self._pending and now_ms - self._last_arrived_ms >= SILENT_TRACK_MS
        self.voice.expire(is_over=self.is_closed, is_idle=is_idle)

    def close(self) -> None:
        """The peer is gone: with the next round open speech ends where it was last heard."""
        self.is_closed = True


class AudioBranch:
    """All streams of the node. `run` is owned by the recorder."""

    def __init__(self) -> None:
        self._detector = VoiceActivityDetector()
        self._streams: list[AudioStream] = []
        self._thread = ThreadPoolExecutor(1, "audio-branch")

    def open_stream(
        self, on_speech: Callable[[Speech], None], on_window: Callable[[float, float], None] | None = None
    ) -> AudioStream:
        """What the two hear is said in `VoiceStream`."""
        stream = AudioStream(VoiceStream(self._detector, on_speech, on_window))
        self._streams.append(stream)
        return stream

    async def run(self, now_ms: Callable[[], float]) -> None:
        """Until cancelled. What a busy period leaves is worked off by the next."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(until_beat(BEATS, loop.time()))
            await self.step(now_ms())

    async def step(self, now_ms: float) -> None:
        """One round over all streams."""
        streams = list(self._streams)
        if any(stream.has_pending for stream in streams):
            readings = await asyncio.get_running_loop().run_in_executor(self._thread, self._work, streams)
            judge_all(readings, [stream.voice for stream in streams])
        for stream in streams:
            stream.expire(now_ms)
            if stream.is_closed:
                self._streams.remove(stream)

    def _work(self, streams: list[AudioStream]) -> list[Reading]:
        for stream in streams:
            stream.decode()
        return self._detector.step()

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
