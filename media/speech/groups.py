"""What the recogniser reads at once: neighbouring stretches of speech, some 15 s together.

    voice     ▁▁███▁▁█████▁▁▁▁▁▁▁▁▁▁▁▁▁████▁▁▁▁▁█████████████▁▁▁▁▁██████████████████████████████▁▁
    groups      └──────────0──────────────┘     └─────1─────┘     └────2────┴─────3────┴──4────┘

They go together by what they hold, never by how long a pause between them is, so a longer pause moves no border.
A stretch too long to be read at once is cut where it is quietest, and stands apart.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from media.speech.silero import PER_MS, SAMPLE_RATE, WINDOW_SAMPLES, Samples, probabilities
from media.speech.stretches import Stretch
from media.speech.transcript import KnownSegment

GAP = SAMPLE_RATE
"""Samples of nothing between two stretches: shorter ones cost errors in Chinese, where sentences then run together."""

PAUSE = 550 * PER_MS
"""What a pause counts: as long as those are of which two listeners may not agree that they are one."""
FULL = 14 * SAMPLE_RATE
LONGEST = 18 * SAMPLE_RATE
_NEAR = 300 * PER_MS
"""Two listeners date a border of speech so closely: half of the shortest pause."""
_SHORT = 900 * PER_MS
_UNSURE = 500 * PER_MS
"""By so much they differ in how much a group holds."""


def fits(held: int, more: int) -> bool:
    """Whether a stretch of `more` samples goes into a group that holds `held` (0: none yet), pauses counted alike."""
    return not held or held + PAUSE + more <= FULL


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
        held += PAUSE + rest[count].voice_length
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
    if first.voice_length > LONGEST and end < first.voice_end - _NEAR:
        return LONGEST // 2 - _NEAR <= end - begin <= LONGEST + _NEAR
    count = next((index for index, each in enumerate(rest, 1) if abs(end - each.voice_end) <= _NEAR), 0)
    group, behind = rest[:count], rest[count : count + _one_breath(rest[count:])]
    if not group or (first.is_rest and count > _one_breath(rest)):
        return False
    may_be_one = _held(group) <= FULL + _UNSURE or count <= _one_breath(rest)
    return may_be_one and (not behind or first.is_rest or _held([*group, *behind]) > FULL - _UNSURE)


def _one_breath(rest: Sequence[Stretch]) -> int:
    """How many stretches, of which another listener may hear no pause between, lie in front."""
    pauses = [other.voice_begin - one.voice_end for one, other in pairwise(rest)]
    return next((index for index, pause in enumerate(pauses, 1) if pause > _SHORT), len(rest))


def _held(group: Sequence[Stretch]) -> int:
    return sum(each.voice_length for each in group) + PAUSE * (len(group) - 1)


def _behind(end: int, rest: list[Stretch]) -> list[Stretch]:
    """What lies behind sample `end`, which is near the end of a stretch or within a long one."""
    while rest and rest[0].voice_end <= end + _NEAR:
        rest = rest[1:]
    if rest and rest[0].begin < end - _NEAR:
        return [Stretch(end, rest[0].end, is_rest=True), *rest[1:]]
    return rest
