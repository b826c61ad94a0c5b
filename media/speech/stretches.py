"""Where somebody speaks, to the sample, told by the sound of that place alone.

Silero remembers what it heard: silence put in anywhere moves the borders that it finds behind by a window or two, and
the recogniser then reads other samples. So each stretch is read anew, from a place that only its own sound decides:

    voice      ▁▁▁▁▁▁▁▁▂▅██▇██▆█▇▅▂▁▁▁▁▁▁▁▁▁▁▁
    start              ├ Silero, reading on from the stretch before: about here
    anchor                 ▲ the loudest tenth of a second near it
    begin            ├─────┘ Silero backwards from behind the anchor, to where the voice is silent
    end              └───────────────────┤ Silero, started anew at `begin`
"""

from collections.abc import Iterator

import msgspec
import numpy as np

from media.speech.endpointing import SpeechEnded, SpeechStarted
from media.speech.segments import Span, endpointer
from media.speech.silero import PER_MS, WINDOW_SAMPLES, Samples, probabilities
from media.speech.silero_network import VoiceReader

BEFORE, AFTER = 180 * PER_MS, 220 * PER_MS
"""Of the room's sound around the voice, in samples: less than half of the shortest pause on each side."""

_LOUD = 100 * PER_MS
_FIRST, _AROUND = 600 * PER_MS, 400 * PER_MS
_CLIMBS = 10
_WORD = 250 * PER_MS
"""A voice lasts so long at least."""
_WARM, _BACK = 300 * PER_MS, 1_600 * PER_MS
_SILENT, _SILENT_WINDOWS = 0.35, 8


class Stretch(msgspec.Struct, frozen=True):
    """Samples begin..end of a recording, end exclusive, with some of the room's sound around the voice.

    `is_rest`: what is left of a stretch too long to be read at once; it begins with the voice.
    """

    begin: int
    end: int
    is_rest: bool = False

    @property
    def length(self) -> int:
        return self.end - self.begin

    @property
    def voice_begin(self) -> int:
        return self.begin if self.is_rest else self.begin + BEFORE

    @property
    def voice_end(self) -> int:
        return self.end - AFTER

    @property
    def voice_length(self) -> int:
        return self.voice_end - self.voice_begin


def stretches(pcm: Samples) -> Iterator[Stretch]:
    """(n,) float32 mono 16 kHz → what is spoken between pauses of 0.6 s and more, in order, not overlapping.

    That a pause is long enough is known when somebody may be speaking again: Silero listens on from a little earlier,
    else it would begin within a word, and in noise not know it for one.
    """
    position = before = 0
    while (start := _next_start(pcm, position)) is not None:
        begin = max(before, _onset(pcm, start, before) - BEFORE)
        end, position = _end(pcm, begin)
        if end is None:
            position = max(position, start) + WINDOW_SAMPLES
            continue
        before = min(len(pcm), end + AFTER)
        position = max(before, position - _WARM)
        yield Stretch(begin, before)


def stretches_within(pcm: Samples, sound: Span) -> list[Stretch]:
    """The same in a part of a recording of which the rest is not there."""
    origin = sound.start_ms * PER_MS
    found = stretches(sound.of(pcm))
    return [Stretch(origin + each.begin, origin + each.end) for each in found]


def _next_start(pcm: Samples, position: int) -> int | None:
    listening = endpointer()
    for index, probability in enumerate(VoiceReader(pcm, position)):
        for decision in listening.push(index, probability):
            if isinstance(decision, SpeechStarted):
                return position + decision.at_ms * PER_MS
    return None


def _end(pcm: Samples, begin: int) -> tuple[int | None, int]:
    """Where the voice that is heard from `begin` on ends, None where there is none; and where that was known."""
    listening = endpointer()
    for index, probability in enumerate(VoiceReader(pcm, begin)):
        for decision in listening.push(index, probability):
            if isinstance(decision, SpeechEnded):
                return begin + decision.at_ms * PER_MS, begin + (index + 1) * WINDOW_SAMPLES
    for last in listening.finish():
        return begin + last.at_ms * PER_MS, len(pcm)
    return None, len(pcm)


def _onset(pcm: Samples, start: int, lowest: int) -> int:
    """Where the voice near `start` sets in, not before `lowest`. A soft word may stand apart before a loud one."""
    onset = _silent_before(pcm, _anchor(pcm, start, len(pcm)), lowest)
    if onset - start > _WORD:
        return _silent_before(pcm, _anchor(pcm, start, onset), lowest)
    return onset


def _silent_before(pcm: Samples, anchor: int, lowest: int) -> int:
    """Where the voice at `anchor` sets in."""
    low, high = max(lowest, anchor - _BACK), min(len(pcm), anchor + _WARM)
    heard = probabilities(np.ascontiguousarray(pcm[low:high][::-1]))
    for window in range(-(-(high - anchor) // WINDOW_SAMPLES), len(heard)):
        if (heard[window : window + _SILENT_WINDOWS] < _SILENT).all():
            return max(low, high - window * WINDOW_SAMPLES)
    return low


def _anchor(pcm: Samples, start: int, last: int) -> int:
    """The middle of the loudest tenth of a second: of those near `start`, then of those near it, until it stays.

    What is behind sample `last` is left out.
    """
    at = _loudest(pcm, start, min(start + _FIRST, last))
    for _ in range(_CLIMBS):
        louder = _loudest(pcm, at - _AROUND, min(at + _AROUND + _LOUD, last))
        if louder == at:
            break
        at = louder
    return min(len(pcm), at + _LOUD // 2)


def _loudest(pcm: Samples, low: int, high: int) -> int:
    low = max(0, low)
    power = np.concatenate([[0.0], np.cumsum(pcm[low:high].astype(np.float64) ** 2)])
    return low + int((power[_LOUD:] - power[:-_LOUD]).argmax()) if len(power) > _LOUD else low
