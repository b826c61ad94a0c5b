"""The segments of a recording that still runs, each as soon as nothing that follows can change it.

    voice       ▁▁███▁██████▁▁▁▁▁▁████▁▁▁▁▁▁▁▁▁▁▁▁█████████████████▁…now
    segments   └────────0───────────┘          └──1──────┴──… still open
                                       ▲       ▲
                                       │       └ or here, where the next speech begins too far away to be joined
                                       └ 0 stands when the silence behind it is long enough

They are those that `segments` finds in the whole recording, so a text of one may stand for the other.
"""

from array import array

import numpy as np

from media.speech.endpointing import Endpointer, EndpointingPolicy, SpeechStarted
from media.speech.segments import SegmentingPolicy, Span, segments_of
from media.speech.silero import WINDOW_MS

LOOK_EVERY_WINDOWS = 16
"""While speech is open or a silence has not yet lasted long enough (0.5 s)."""


class LiveSegmenter:
    """Feed windows in order; a skipped index (lost audio) counts as silence, one that comes again is ignored."""

    def __init__(self, policy: SegmentingPolicy | None = None) -> None:
        self._policy = policy or SegmentingPolicy()
        self._endpointer = Endpointer(EndpointingPolicy(min_silence_ms=self._policy.min_silence_ms))
        self._settling_ms = max(self._policy.join_gap_ms + 1, 2 * self._policy.pad_after_ms)
        self._voice = array("f")
        self._spans: list[Span] = []
        self._open_ms: int | None = None
        self._told = 0
        self._untold_ms: int | None = None

    @property
    def needed_from_ms(self) -> int:
        """What was recorded before this belongs to no segment that is still to come."""
        begin_ms = self._endpointer.next_start_ms if self._untold_ms is None else self._untold_ms
        return max(0, begin_ms - self._policy.pad_before_ms)

    def push(self, window_index: int, probability: float) -> list[Span]:
        """The segments that stand with this window, in order."""
        if window_index < len(self._voice):
            return []
        self._voice.extend([0.0] * (window_index - len(self._voice)))
        self._voice.append(probability)
        decisions = self._endpointer.push(window_index, probability)
        for decision in decisions:
            if isinstance(decision, SpeechStarted):
                self._open_ms = decision.at_ms
                self._untold_ms = decision.at_ms if self._untold_ms is None else self._untold_ms
            elif self._open_ms is not None:
                self._spans.append(Span(self._open_ms, decision.at_ms))
                self._open_ms = None
        is_time = bool(decisions) or window_index % LOOK_EVERY_WINDOWS == 0
        return self._settled() if is_time and self._untold_ms is not None else []

    def _settled(self) -> list[Span]:
        """All but the last stand: what follows is too far away to be joined. The last does after a long silence."""
        now_ms = len(self._voice) * WINDOW_MS
        spans = list(self._spans)
        if self._open_ms is not None:
            spans.append(Span(self._open_ms, self._endpointer.next_end_ms))
        found = segments_of(spans, np.array(self._voice, np.float32), now_ms, self._policy)
        is_last_over = (
            self._open_ms is None and self._endpointer.next_start_ms - self._spans[-1].end_ms >= self._settling_ms
        )
        standing = len(found) if is_last_over else len(found) - 1
        fresh, self._told = found[self._told : standing], max(self._told, standing)
        self._untold_ms = found[self._told].start_ms if self._told < len(found) else None
        return fresh
