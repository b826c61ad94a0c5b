"""What is said in a recording that still runs, in the groups in which it will be read.

    voice       ▁▁███▁██████▁▁▁▁▁▁████▁▁▁▁▁▁▁▁▁▁▁▁█████████████████▁…now
    group 0       └─────────┘ ▲
                  └───────────────────┘ ▲            so far: told at each pause, for who waits for the words
    group 1                                └──────…            ▲ 0 is over when what follows does not fit into it

A group ends by what it holds (`media.speech.groups`), so a longer pause changes none, and the last word that is told of
it covers what the whole recording's group does.
"""

from array import array

import msgspec
import numpy as np

from media.speech.endpointing import SpeechStarted
from media.speech.groups import FULL, LONGEST, PAUSE, fits, quietest
from media.speech.segments import Span, endpointer
from media.speech.silero import PER_MS

PAUSED_MS = 1_000
"""Of silence, before what is open is told as it is."""
ROOM_MS = 500
"""Of the room's sound on each side of the voice."""


class LiveGroup(msgspec.Struct, frozen=True):
    """What is spoken from start_ms to end_ms of a leg's media time. `sounds`: the parts to be read, with some room."""

    start_ms: int
    end_ms: int
    sounds: list[Span]


class _OpenGroup:
    """What will be read together, as far as it has been said."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self.sounds: list[Span] = []
        self._held = 0
        self._is_told = True

    @property
    def end_ms(self) -> int | None:
        """Of what is not told yet."""
        return None if self._is_told else self._spans[-1].end_ms

    def takes(self, length_ms: int) -> bool:
        return fits(self._held, length_ms * PER_MS)

    def add(self, span: Span, *, is_cut_before: bool = False, is_cut_behind: bool = False) -> None:
        """What was cut is read alone."""
        is_alone = is_cut_before or is_cut_behind
        self._held += FULL if is_alone else span.duration_ms * PER_MS + (PAUSE if self._spans else 0)
        sound = Span(
            span.start_ms - (0 if is_cut_before else min(ROOM_MS, span.start_ms)),
            span.end_ms + (0 if is_cut_behind else ROOM_MS),
        )
        if self.sounds and sound.start_ms <= self.sounds[-1].end_ms:
            sound = Span(self.sounds.pop().start_ms, sound.end_ms)
        self.sounds.append(sound)
        self._spans.append(span)
        self._is_told = False

    def tell(self) -> list[LiveGroup]:
        """As it is; nothing where that has been told."""
        if self._is_told:
            return []
        self._is_told = True
        return [LiveGroup(self._spans[0].start_ms, self._spans[-1].end_ms, list(self.sounds))]


class LiveSegmenter:
    """Feed windows in order; a skipped index (lost audio) counts as silence, one that comes again is ignored."""

    def __init__(self) -> None:
        self._endpointer = endpointer()
        self._voice = array("f")
        self._open = _OpenGroup()
        self._speaking_ms: int | None = None
        self._is_rest = False

    @property
    def needed_from_ms(self) -> int:
        """Of what was recorded before this, no more is needed than the `sounds`."""
        begin_ms = self._endpointer.next_start_ms if self._speaking_ms is None else self._speaking_ms
        return max(0, begin_ms - ROOM_MS)

    @property
    def sounds(self) -> list[Span]:
        """Of the open group, without what is being said."""
        return self._open.sounds

    def push(self, window_index: int, probability: float) -> list[LiveGroup]:
        """The groups that stand with this window, in order; after a pause the open one as it is."""
        if window_index < len(self._voice):
            return []
        self._voice.extend([0.0] * (window_index - len(self._voice)))
        self._voice.append(probability)
        told: list[LiveGroup] = []
        for decision in self._endpointer.push(window_index, probability):
            if isinstance(decision, SpeechStarted):
                self._speaking_ms = decision.at_ms
            elif self._speaking_ms is not None:
                told += self._going_on(self._speaking_ms, decision.at_ms)
                self._open.add(Span(self._speaking_ms, decision.at_ms), is_cut_before=self._is_rest)
                self._speaking_ms, self._is_rest = None, False
        if self._speaking_ms is not None:
            return told + self._going_on(self._speaking_ms, self._endpointer.next_end_ms)
        end_ms = self._open.end_ms
        has_paused = end_ms is not None and self._endpointer.next_start_ms - end_ms >= PAUSED_MS
        return told + self._open.tell() if has_paused else told

    def _going_on(self, start_ms: int, end_ms: int) -> list[LiveGroup]:
        """Speech that lasts may not fit into the open group any more, or be too long to be read at once."""
        told: list[LiveGroup] = []
        if not self._open.takes(end_ms - start_ms):
            told = self._open.tell()
            self._open = _OpenGroup()
        while (end_ms - start_ms) * PER_MS > LONGEST:
            cut_ms = quietest(np.array(self._voice, np.float32), start_ms * PER_MS) // PER_MS
            self._open.add(Span(start_ms, cut_ms), is_cut_before=self._is_rest, is_cut_behind=True)
            told += self._open.tell()
            self._open = _OpenGroup()
            self._speaking_ms = start_ms = cut_ms
            self._is_rest = True
        return told
