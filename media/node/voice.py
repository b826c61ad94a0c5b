"""One stream of decoded audio on its way to voice activity: laid on the node's time, its gaps filled, judged, told.

```
samples ─▶ gaps become silence ─▶ windows of the shared detector ─▶ endpointing ─▶ Speech, on the node's clock
```
The node's audio branch feeds it what its decoder gives; `media.node.rehearsal` feeds it a recording.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from media.node.rhythm import BEAT_S
from media.speech.endpointing import Endpointer, SpeechEnded, SpeechStarted
from media.speech.silero import SAMPLE_RATE, WINDOW_MS
from media.speech.vad import Reading, StreamId, VoiceActivityDetector

Samples = NDArray[np.float32]
BEATS = 3
PERIOD_MS = 1000 * BEATS * BEAT_S
"""How often the branch works off what has come: three windows of the detector."""
MAX_FILL_MS = 5_000


class Speech(msgspec.Struct, frozen=True):
    """Voice began or ended at `local_ms` on the node's clock; the stream's first packet was at `stream_began_ms`."""

    is_start: bool
    local_ms: float
    stream_began_ms: float


class VoiceStream:
    """`feed` in the detector's thread; all else on the loop."""

    def __init__(
        self,
        detector: VoiceActivityDetector,
        on_speech: Callable[[Speech], None],
        on_window: Callable[[float, float], None] | None = None,
    ) -> None:
        """`on_window` hears the beginning of each window on the node's clock, in ms, and its probability of voice."""
        self._detector = detector
        self._on_speech = on_speech
        self._on_window = on_window
        self._began_ms: float | None = None
        self._next_ms: float | None = None
        self._segments: deque[tuple[StreamId, float, Endpointer]] = deque()

    @property
    def is_speaking(self) -> bool:
        return bool(self._segments) and self._segments[-1][2].is_speaking

    def owns(self) -> list[StreamId]:
        return [stream for stream, _, _ in self._segments]

    def feed(self, local_ms: float, samples: Samples, duration_ms: float) -> None:
        """(n,) float32 mono 16 kHz that was taken at `local_ms`, with silence before it where something is missing."""
        self._bridge(local_ms)
        self._detector.feed(self._segments[-1][0], samples)
        assert self._next_ms is not None
        self._next_ms += duration_ms

    def _bridge(self, local_ms: float) -> None:
        """Half a packet's deviation is rounding; a long gap begins another stream of windows."""
        if self._began_ms is None:
            self._began_ms = local_ms
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
                if self._on_window is not None:
                    self._on_window(zero_ms + window * WINDOW_MS, probability)

    def expire(self, *, is_over: bool, is_idle: bool) -> None:
        """End segments that a later one replaced; `is_over` the newest too; `is_idle`: nothing has come for long."""
        while len(self._segments) > (0 if is_over else 1):
            self._end_segment()
        if self._segments and is_idle:
            self._end_segment()
            self._next_ms = None

    def _end_segment(self) -> None:
        stream, zero_ms, endpointer = self._segments.popleft()
        self._detector.close_stream(stream)
        self._tell(zero_ms, endpointer.finish())

    def _tell(self, zero_ms: float, decisions: Sequence[SpeechStarted | SpeechEnded]) -> None:
        began_ms = zero_ms if self._began_ms is None else self._began_ms
        for decision in decisions:
            self._on_speech(Speech(isinstance(decision, SpeechStarted), zero_ms + decision.at_ms, began_ms))


def judge_all(readings: Iterable[Reading], streams: Iterable[VoiceStream]) -> None:
    """Each reading to the stream it belongs to; readings of streams that are gone say nothing."""
    owners = {owned: stream for stream in streams for owned in stream.owns()}
    for stream_id, window, probability in readings:
        if (owner := owners.get(stream_id)) is not None:
            owner.judge(stream_id, window, probability)
