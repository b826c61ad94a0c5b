"""Voice activity of many live streams at once: one network call a window for all of them.

`feed` is cheap and may be called from the event loop; `step` runs the network and belongs in a thread. Both may run at
the same time. One `step` at a time.
"""

from collections.abc import Sequence
from threading import Lock
from typing import NewType

import numpy as np

from media.speech.silero import CONTEXT_SAMPLES, SAMPLE_RATE, STATE_SIZE, WINDOW_SAMPLES, Samples, stream_session

StreamId = NewType("StreamId", int)
Reading = tuple[StreamId, int, float]
"""Stream, index of the 512-sample window counted from the stream's first sample, probability of voice 0..1."""

MAX_PENDING_SAMPLES = 10 * SAMPLE_RATE


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

    def take_window(self) -> tuple[int, Samples]:
        index, self.next_window = self.next_window, self.next_window + 1
        return index, self._take(WINDOW_SAMPLES)

    def _take(self, count: int) -> Samples:
        if self._pieces:
            self._pending = np.concatenate([self._pending, *self._pieces])
            self._pieces = []
        taken, self._pending = self._pending[:count], self._pending[count:]
        self.pending_samples = len(self._pending)
        return taken


class VoiceActivityDetector:
    """Silero over any number of streams, each with a state of its own; the result does not depend on the company."""

    def __init__(self) -> None:
        self._session = stream_session()
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

    def _take_batch(self) -> list[tuple[StreamId, _Stream, int, Samples]]:
        """One window of each stream that has one; the backlog of all streams shrinks evenly."""
        with self._lock:
            return [
                (stream, state, *state.take_window())
                for stream, state in self._streams.items()
                if state.pending_samples >= WINDOW_SAMPLES
            ]

    def _run(self, batch: Sequence[tuple[StreamId, _Stream, int, Samples]]) -> list[Reading]:
        states = [state for _, state, _, _ in batch]
        windows = np.stack([window for *_, window in batch])
        feed = {
            "input": np.hstack([np.stack([state.context for state in states]), windows]),
            "h": np.stack([state.h for state in states])[np.newaxis],
            "c": np.stack([state.c for state in states])[np.newaxis],
        }
        voice, h, c = self._session.run(["speech_probs", "hn", "cn"], feed)
        for row, state in enumerate(states):
            state.h, state.c, state.context = h[0, row], c[0, row], windows[row, -CONTEXT_SAMPLES:]
        return [(stream, index, float(p)) for (stream, _, index, _), p in zip(batch, voice.reshape(-1), strict=True)]
