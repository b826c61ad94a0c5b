"""The audio branch: Opus → 16 kHz mono → voice activity, for every publisher of the node in one thread.

```
packets (loop) ─▶ bounded list a peer ─▶ every 96 ms, a thread: decode, fill gaps, VAD of all ─▶ endpointing ─▶ events
```
Measured on speech of 32 kbit/s, CPU-ms an audio-second: FFmpeg's own Opus decoder through PyAV with its resampler 2.2,
libopus through PyAV 3.3, libopus at 16 kHz through ctypes 1.0. PyAV is here anyway and sound; a binding to libopus
would save 0.1 % of a core a stream.
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
from numpy.typing import NDArray

from media.node import opus
from media.speech.endpointing import Endpointer, SpeechEnded, SpeechStarted
from media.speech.vad import StreamId, VoiceActivityDetector

Samples = NDArray[np.float32]
SAMPLE_RATE = 16_000
PERIOD_S = 0.096
MAX_PENDING = 500
"""Packets a peer may have waiting (10 s); beyond that the oldest go and count as lost."""
MAX_FILL_MS = 5_000
SILENT_TRACK_MS = 1_500.0
"""A track that has sent nothing for so long has ended what was being said."""


class HeardPacket(msgspec.Struct, frozen=True, gc=False):
    local_ms: float
    arrived_ms: float
    data: bytes


class Speech(msgspec.Struct, frozen=True):
    """Voice began or ended at `local_ms` on the node's clock; the stream's first packet was at `stream_began_ms`."""

    is_start: bool
    local_ms: float
    stream_began_ms: float


class OpusDecoder:
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


class AudioStream:
    """One peer's audio on its way to the detector. `hear` on the loop, `decode` in the thread, `judge` on the loop."""

    def __init__(self, detector: VoiceActivityDetector, on_speech: Callable[[Speech], None]) -> None:
        self._on_speech = on_speech
        self.is_closed = False
        self._detector = detector
        self._pending: deque[HeardPacket] = deque(maxlen=MAX_PENDING)
        self._decoder = OpusDecoder()
        self._last_arrived_ms = 0.0
        self._began_ms: float | None = None
        self._next_ms: float | None = None
        self._segments: deque[tuple[StreamId, float, Endpointer]] = deque()

    @property
    def is_speaking(self) -> bool:
        return bool(self._segments) and self._segments[-1][2].is_speaking

    def hear(self, local_ms: float, arrived_ms: float, packet: bytes) -> None:
        if self._began_ms is None:
            self._began_ms = local_ms
        self._pending.append(HeardPacket(local_ms, arrived_ms, packet))
        self._last_arrived_ms = arrived_ms

    def decode(self) -> None:
        """Decode what is pending and feed it, with silence where packets are missing."""
        while self._pending:
            packet = self._pending.popleft()
            self._bridge(packet.local_ms)
            samples = self._decoder.decode(packet.data)
            self._detector.feed(self._segments[-1][0], samples)
            assert self._next_ms is not None
            self._next_ms += opus.duration_samples(packet.data) / 48

    def _bridge(self, local_ms: float) -> None:
        """Half a packet's deviation is rounding; a long gap begins another stream of windows."""
        missing_ms = 0.0 if self._next_ms is None else local_ms - self._next_ms
        if self._next_ms is None or not -MAX_FILL_MS < missing_ms < MAX_FILL_MS:
            self._segments.append((self._detector.open_stream(), local_ms, Endpointer()))
            self._next_ms = local_ms
        elif missing_ms >= 10:
            self._detector.feed(self._segments[-1][0], np.zeros(round(missing_ms * SAMPLE_RATE / 1000), np.float32))
            self._next_ms += missing_ms

    def judge(self, stream: StreamId, window: int, probability: float) -> None:
        """A reading of one window: tell what it makes of the speech."""
        for segment, zero_ms, endpointer in self._segments:
            if segment == stream:
                self._tell(zero_ms, endpointer.push(window, probability))

    def owns(self) -> list[StreamId]:
        return [stream for stream, _, _ in self._segments]

    def expire(self, now_ms: float) -> None:
        """End segments that a later one replaced, and the newest where nothing has come for long."""
        while len(self._segments) > (0 if self.is_closed else 1):
            self._end_segment()
        if self._segments and not self._pending and now_ms - self._last_arrived_ms >= SILENT_TRACK_MS:
            self._end_segment()
            self._next_ms = None

    def close(self) -> None:
        """The peer is gone: with the next round open speech ends where it was last heard."""
        self.is_closed = True

    def _end_segment(self) -> None:
        stream, zero_ms, endpointer = self._segments.popleft()
        self._detector.close_stream(stream)
        self._tell(zero_ms, endpointer.finish())

    def _tell(self, zero_ms: float, decisions: list[SpeechStarted | SpeechEnded] | list[SpeechEnded]) -> None:
        for decision in decisions:
            is_start = isinstance(decision, SpeechStarted)
            self._on_speech(Speech(is_start, zero_ms + decision.at_ms, self._began_ms or zero_ms))


class AudioBranch:
    """All streams of the node. `run` is owned by the recorder."""

    def __init__(self) -> None:
        self._detector = VoiceActivityDetector()
        self._streams: list[AudioStream] = []
        self._thread = ThreadPoolExecutor(1, "audio-branch")

    def open_stream(self, on_speech: Callable[[Speech], None]) -> AudioStream:
        stream = AudioStream(self._detector, on_speech)
        self._streams.append(stream)
        return stream

    async def run(self, now_ms: Callable[[], float]) -> None:
        """Until cancelled. What a busy period leaves is worked off by the next."""
        while True:
            await asyncio.sleep(PERIOD_S)
            await self.step(now_ms())

    async def step(self, now_ms: float) -> None:
        """One round over all streams."""
        streams = list(self._streams)
        if not streams:
            return
        readings = await asyncio.get_running_loop().run_in_executor(self._thread, self._work, streams)
        owners = {owned: stream for stream in streams for owned in stream.owns()}
        for stream_id, window, probability in readings:
            if (owner := owners.get(stream_id)) is not None:
                owner.judge(stream_id, window, probability)
        for stream in streams:
            stream.expire(now_ms)
            if stream.is_closed:
                self._streams.remove(stream)

    def _work(self, streams: list[AudioStream]) -> list[tuple[StreamId, int, float]]:
        for stream in streams:
            stream.decode()
        return self._detector.step()

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
