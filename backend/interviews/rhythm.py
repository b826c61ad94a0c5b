"""How this person speaks: their own pauses, and their speed. It stretches patience and serves nothing else. Pure.

Both are running medians over what was heard last. They live in Redis for hours, never in the interview.
"""

from collections.abc import Sequence
from statistics import median

import msgspec

from backend.kernel.language import Language

NEEDS = 4
KEEPS = 24
PAUSE_FACTOR = 2.0
PAUSE_MIN_S = 0.4
LONGEST_STRETCH = 2.5
SPEECH_MIN_S = 1.0
USUAL_SPEED: dict[Language, float] = {"en": 2.4, "zh-CN": 4.0}
"""Words a second in English, characters in Chinese, of unhurried speech."""


class Rhythm(msgspec.Struct, frozen=True):
    """`pauses` in seconds; `speeds` as shares of the usual speed of the language."""

    pauses: list[float] = []
    speeds: list[float] = []


def with_pause(rhythm: Rhythm, pause_s: float) -> Rhythm:
    """Gaps within a phrase do not count."""
    if pause_s < PAUSE_MIN_S:
        return rhythm
    return msgspec.structs.replace(rhythm, pauses=[*rhythm.pauses, pause_s][-KEEPS:])


def with_speech(rhythm: Rhythm, words: int, length_s: float, language: Language) -> Rhythm:
    """A stretch of speech whose words are known; a short one says nothing about speed."""
    if length_s < SPEECH_MIN_S or words < 1:
        return rhythm
    speed = words / length_s / USUAL_SPEED[language]
    return msgspec.structs.replace(rhythm, speeds=[*rhythm.speeds, round(speed, 3)][-KEEPS:])


def stretch(rhythm: Rhythm, first_wait_s: float) -> float:
    """How many times longer than planned to wait for this person, 1 to `LONGEST_STRETCH`.

    A median pause of half of `first_wait_s` or less changes nothing, nor does the usual speed or more.
    """
    by_pauses = PAUSE_FACTOR * _median(rhythm.pauses) / first_wait_s if first_wait_s > 0 else 1.0
    speed = _median(rhythm.speeds)
    by_speed = 1 / speed if speed > 0 else 1.0
    return min(LONGEST_STRETCH, max(1.0, by_pauses, by_speed))


def _median(known: Sequence[float]) -> float:
    """0 while too little is known."""
    return median(known) if len(known) >= NEEDS else 0.0
