"""A recording that stops dead and later goes on at full life: nothing was recorded between, so nothing is missing.

    recording   ▃▅▂▆▃0000000000000000▅▃▆▂        silence put into sound: both sides are alive up to the border
    spliced     ▃▅▂▆▃▅▃▆▂
    left alone  ▆▃▂▁ 0000000000000000 ▁▂▆        somebody paused behind a gate: the sound fades

However little a room sounds, it is never zero. So silence that was put in, even within a word, takes nothing apart.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from media.speech.silero import PER_MS, SAMPLE_RATE, Samples
from media.speech.transcript import KnownSegment, RecognisedSegment

NOTHING = 2.0**-15
LONG = SAMPLE_RATE // 2
_BLOCK = SAMPLE_RATE // 100
_BESIDE, _ALIVE = SAMPLE_RATE // 200, 1e-4
"""The 5 ms beside it, and their root mean square (-80 dB)."""


class Splice(msgspec.Struct, frozen=True):
    """Before sample `at` of what is left, `length` samples of nothing were taken out."""

    at: int
    length: int


class Spliced(msgspec.Struct, frozen=True):
    pcm: Samples
    splices: list[Splice]

    @classmethod
    def of(cls, pcm: Samples) -> Self:
        """(n,) float32 mono 16 kHz."""
        dead = [(begin, end) for begin, end in _silences(pcm) if _alive(pcm, begin, end)]
        if not dead:
            return cls(pcm, [])
        splices, parts, at = [], [], 0
        for begin, end in dead:
            parts.append(pcm[at:begin])
            splices.append(Splice(sum(map(len, parts)), end - begin))
            at = end
        return cls(np.concatenate([*parts, pcm[at:]]), splices)

    def recorded(self, segment: RecognisedSegment) -> RecognisedSegment:
        """The same with the times of the recording, s."""
        words = [
            msgspec.structs.replace(word, start_s=self._recorded(word.start_s), end_s=self._recorded(word.end_s))
            for word in segment.words
        ]
        return msgspec.structs.replace(
            segment, start_s=self._recorded(segment.start_s), end_s=self._recorded(segment.end_s), words=words
        )

    def known(self, text: KnownSegment) -> KnownSegment:
        """Where the stretch that it covers lies in what is left. Its words stay as they are."""
        start_ms, end_ms = self._left(text.start_ms), self._left(text.end_ms)
        return msgspec.structs.replace(text, start_ms=start_ms, end_ms=end_ms)

    def _recorded(self, at_s: float) -> float:
        before = sum(splice.length for splice in self.splices if splice.at <= at_s * SAMPLE_RATE)
        return round(at_s + before / SAMPLE_RATE, 3)

    def _left(self, at_ms: int) -> int:
        at = at_ms * PER_MS
        for splice in self.splices:
            at -= min(max(0, at - splice.at), splice.length)
        return at // PER_MS


def _silences(pcm: Samples) -> Iterator[tuple[int, int]]:
    """Where at least half a second is nothing, between sounds."""
    blocks = pcm[: len(pcm) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    sounds = np.flatnonzero((blocks.max(axis=1) >= NOTHING) | (blocks.min(axis=1) <= -NOTHING))
    for before, behind in pairwise(sounds.tolist()):
        if (behind - before) * _BLOCK > LONG:
            begin = before * _BLOCK + _sounding(blocks[before])[-1] + 1
            end = behind * _BLOCK + _sounding(blocks[behind])[0]
            if end - begin >= LONG:
                yield int(begin), int(end)


def _sounding(block: Samples) -> NDArray[np.intp]:
    return np.flatnonzero(np.abs(block) >= NOTHING)


def _alive(pcm: Samples, begin: int, end: int) -> bool:
    beside = pcm[max(0, begin - _BESIDE) : begin], pcm[end : end + _BESIDE]
    return all(float(np.sqrt(np.mean(np.square(sound)))) >= _ALIVE for sound in beside)
