"""Voice activity of many live streams at once: the windows of all of them in a few calls of the network.

`feed` is cheap and may be called from the event loop; `step` runs the network and belongs in a thread. Both may run at
the same time. One `step` at a time.
"""

from collections.abc import Sequence
from threading import Lock
from typing import NewType

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from media.speech.silero import CONTEXT_SAMPLES, SAMPLE_RATE, STATE_SIZE, WINDOW_SAMPLES, Samples
from media.speech.silero_network import INPUT_SAMPLES, StreamNetwork

StreamId = NewType("StreamId", int)
Reading = tuple[StreamId, int, float]
"""Stream, index of the 512-sample window counted from the stream's first sample, probability of voice 0..1."""

MAX_PENDING_SAMPLES = 10 * SAMPLE_RATE
WINDOWS_A_TURN = 4
"""Of one stream, so that the backlog of all shrinks evenly."""


class _Stream:
    """What one stream has been fed and where the network stands in it. Pieces are joined when a window is taken."""

    __slots__ = ("_pending", "_pieces", "c", "context", "h", "next_window", "pending_samples")

    def __init__(self) -> None:
        self._pending = np.zeros(0, np.float32)
        self._pieces: list[Samples] = []
        self.pending_samples = 0
        self.next_window = 0
        self.reset()

    def reset(self) -> None:
        self.h = np.zeros(STATE_SIZE, np.float32)
        self.c = np.zeros(STATE_SIZE, np.float32)
        self.context = np.zeros(CONTEXT_SAMPLES, np.float32)

    def append(self, pcm: Samples) -> None:
        """Beyond 10 s of backlog the oldest whole windows are given up; indices keep counting them."""
        self._pieces.append(pcm)
        self.pending_samples += len(pcm)
        surplus = self.pending_samples - MAX_PENDING_SAMPLES
        if surplus > 0:
            dropped = -(-surplus // WINDOW_SAMPLES)
            self._take(dropped * WINDOW_SAMPLES)
            self.next_window += dropped
            self.reset()

    def take_windows(self) -> tuple[int, Samples]:
        """The index of the first, and (n, 576): each whole window with the samples before it, four at most."""
        count = min(self.pending_samples // WINDOW_SAMPLES, WINDOWS_A_TURN)
        first, self.next_window = self.next_window, self.next_window + count
        samples = np.concatenate([self.context, self._take(count * WINDOW_SAMPLES)])
        self.context = samples[-CONTEXT_SAMPLES:]
        return first, sliding_window_view(samples, INPUT_SAMPLES)[::WINDOW_SAMPLES]

    def _take(self, count: int) -> Samples:
        if self._pieces:
            self._pending = np.concatenate([self._pending, *self._pieces])
            self._pieces = []
        taken, self._pending = self._pending[:count], self._pending[count:]
        self.pending_samples = len(self._pending)
        return taken


_Taken = tuple[StreamId, _Stream, int, Samples]


class VoiceActivityDetector:
    """Silero over any number of streams, each with a state of its own; the result does not depend on the company."""

    def __init__(self) -> None:
        self._network = StreamNetwork()
        self._streams: dict[StreamId, _Stream] = {}
        self._last_id = 0
        self._lock = Lock()

    def open_stream(self) -> StreamId:
        with self._lock:
            self._last_id += 1
            stream = StreamId(self._last_id)
            self._streams[stream] = _Stream()
            return stream

    def feed(self, stream: StreamId, pcm: Samples) -> None:
        """Append (n,) float32 mono 16 kHz audio in -1..1, any n. Unknown (closed) streams are ignored."""
        with self._lock:
            if (known := self._streams.get(stream)) is not None:
                known.append(pcm)

    def close_stream(self, stream: StreamId) -> None:
        """Forget the stream; idempotent. A `step` that runs meanwhile may still report it."""
        with self._lock:
            self._streams.pop(stream, None)

    def step(self) -> list[Reading]:
        """Work off every whole window that has been fed, in order within each stream."""
        readings: list[Reading] = []
        while batch := self._take_batch():
            readings += self._run(batch)
        return readings

    def _take_batch(self) -> list[_Taken]:
        """Whole windows of each stream that has any; who has most comes first."""
        with self._lock:
            taken = [
                (stream, state, *state.take_windows())
                for stream, state in self._streams.items()
                if state.pending_samples >= WINDOW_SAMPLES
            ]
        return sorted(taken, key=lambda each: -len(each[3]))

    def _run(self, batch: Sequence[_Taken]) -> list[Reading]:
        """The first windows of all streams, then the second ones of those that have one, and so on."""
        turns = [[windows[turn] for *_, windows in batch if len(windows) > turn] for turn in range(len(batch[0][3]))]
        gates = self._network.gates(np.stack([window for windows in turns for window in windows]))
        h, c = np.stack([state.h for _, state, _, _ in batch]), np.stack([state.c for _, state, _, _ in batch])
        readings, begin = [], 0
        for turn, windows in enumerate(turns):
            count = len(windows)
            voice, h[:count], c[:count] = self._network.remember(gates[begin : begin + count], h[:count], c[:count])
            begin += count
            readings += [
                (stream, first + turn, p) for (stream, _, first, _), p in zip(batch, voice.tolist(), strict=False)
            ]
        for row, (_, state, _, _) in enumerate(batch):
            state.h, state.c = h[row], c[row]
        return readings
