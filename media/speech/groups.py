"""What the recogniser reads at once: neighbouring stretches of speech, some 15 s together.

    voice     ▁▁███▁▁█████▁▁▁▁▁▁▁▁▁▁▁▁▁████▁▁▁▁▁█████████████▁▁▁▁▁██████████████████████████████▁▁
    groups      └──────────0──────────────┘     └─────1─────┘     └────2────┴─────3────┴──4────┘

They go together by what they hold, never by how long a pause between them is, so a longer pause moves no border.
A stretch too long to be read at once is cut where it is quietest, and stands apart.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from media.speech.silero import PER_MS, SAMPLE_RATE, WINDOW_SAMPLES, Samples, probabilities
from media.speech.stretches import Stretch
from media.speech.transcript import KnownSegment

GAP = SAMPLE_RATE
"""Samples of nothing between two stretches: shorter ones cost errors in Chinese, where sentences then run together."""

FULL = 15 * SAMPLE_RATE
LONGEST = 18 * SAMPLE_RATE
_NEAR = 300 * PER_MS
"""Two listeners date a border of speech so closely: half of the shortest pause."""
_UNSURE = 500 * PER_MS
"""By so much they differ in how much a group holds."""


def fits(held: int, more: int) -> bool:
    """Whether a stretch of `more` samples goes into a group that holds `held` (0: none yet), pauses counted alike."""
    return not held or held + GAP + more <= FULL


def quietest(voice: Samples, begin: int, longest: int = LONGEST) -> int:
    """Where speech that begins at sample `begin` and is too long is cut: in the second half of what could be read.

    `voice` (w,): probabilities of 512-sample windows that are counted from sample 0.
    """
    low, high = (begin + longest // 2) // WINDOW_SAMPLES, (begin + longest) // WINDOW_SAMPLES - 1
    around = np.convolve(voice[low : high + 1], np.ones(3), mode="same")
    return (low + int(around.argmin())) * WINDOW_SAMPLES + WINDOW_SAMPLES // 2


def groups(
    pcm: Samples, spoken: Sequence[Stretch], known: Sequence[KnownSegment] = ()
) -> Iterator[KnownSegment | list[Stretch]]:
    """The stretches of (n,) float32 mono 16 kHz, in order, as they are to be read.

    Where a `known` text covers what may be one group it stands for it.
    """
    rest = list(spoken)
    while rest:
        texts = [each for each in known if _covers(each, rest)]
        if texts:
            text = max(texts, key=lambda each: each.end_ms)
            yield text
            rest = _behind(text.end_ms * PER_MS, rest)
            continue
        group, rest = _next_group(pcm, rest)
        yield group


def _next_group(pcm: Samples, rest: list[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    first = rest[0]
    if first.voice_length > LONGEST:
        at = first.begin + quietest(probabilities(pcm[first.begin : first.end]), 0)
        return [Stretch(first.begin, at)], [Stretch(at, first.end, is_rest=True), *rest[1:]]
    count, held = 1, _weight(first)
    while count < len(rest) and fits(held, rest[count].voice_length):
        held += GAP + rest[count].voice_length
        count += 1
    return rest[:count], rest[count:]


def _weight(first: Stretch) -> int:
    """What is left of a stretch that was cut is read alone."""
    return FULL if first.is_rest else first.voice_length


def _covers(known: KnownSegment, rest: Sequence[Stretch]) -> bool:
    """Whether it begins with the first and ends where one of the groups that may begin there ends."""
    begin, end, first = known.start_ms * PER_MS, known.end_ms * PER_MS, rest[0]
    if abs(begin - first.voice_begin) > _NEAR:
        return False
    if first.voice_length > LONGEST:
        return LONGEST // 2 - _NEAR <= end - begin <= LONGEST + _NEAR and end < first.end
    held = 0
    for index, stretch in enumerate(rest):
        if index and (held + GAP + stretch.voice_length > FULL + _UNSURE or first.is_rest):
            return False
        held += (GAP if index else 0) + stretch.voice_length
        if abs(end - stretch.voice_end) <= _NEAR:
            is_last = index + 1 == len(rest)
            return is_last or first.is_rest or held + GAP + rest[index + 1].voice_length > FULL - _UNSURE
    return False


def _behind(end: int, rest: list[Stretch]) -> list[Stretch]:
    """What lies behind sample `end`, which is near the end of a stretch or within a long one."""
    while rest and rest[0].voice_end <= end + _NEAR:
        rest = rest[1:]
    if rest and rest[0].begin < end - _NEAR:
        return [Stretch(end, rest[0].end, is_rest=True), *rest[1:]]
    return rest
