"""Where speech begins and ends: window probabilities in, two kinds of decision out. No clock, no audio.

    probability  ..▁▁▂▆██▇██▆▂▁▇██▇▆▁▁▁▁▁▁▁▁▁▁▁..
    state          silent │starting│ speaking  │pausing│sp…│ pausing      │ silent
                          ▲        ▲           ▲       ▲   ▲              ▲
                          │        │           └ dip ──┘   │              └ decided here, `min_silence_ms` after
                          │        └ decided here, `min_speech_ms` later  │
                          └ SpeechStarted.at_ms                           └ SpeechEnded.at_ms

Times are media time: milliseconds from the stream's first sample. `at_ms` is when it happened; the decision falls
`min_speech_ms` or `min_silence_ms` later. Between the thresholds (0.35..0.5) a state keeps what it has. A candidate
start that falls silent again for more than `max_dip_ms` before it lasted `min_speech_ms` was a click, not speech.
Silero says so about one window after the voice set in, so a start is dated `onset_lead_ms` before the first window
that rose above the lower threshold on its way up. A voice fades: its end is dated when the probability has fallen to
`faded`, at most `max_fade_ms` after it fell below the lower threshold.
"""

from enum import Enum

import msgspec

from media.speech.silero import WINDOW_MS


class SpeechStarted(msgspec.Struct, frozen=True):
    at_ms: int


class SpeechEnded(msgspec.Struct, frozen=True):
    at_ms: int


class EndpointingPolicy(msgspec.Struct, frozen=True):
    """Thresholds on Silero's probability, and durations in ms (BUDGETS.md, speech facts)."""

    enter: float = 0.5
    leave: float = 0.35
    min_speech_ms: int = 250
    min_silence_ms: int = 500
    max_dip_ms: int = 96
    onset_lead_ms: int = WINDOW_MS
    faded: float = 0.15
    max_fade_ms: int = 64


class _State(Enum):
    SILENT = "no voice"
    STARTING = "voice, not yet long enough to count"
    SPEAKING = "speech"
    PAUSING = "speech has paused, not yet long enough to count as its end"


class Endpointer:
    """The machine of one stream. Feed windows in order; a skipped index (lost audio) counts as silence."""

    def __init__(self, policy: EndpointingPolicy | None = None) -> None:
        self._policy = policy or EndpointingPolicy()
        self._state = _State.SILENT
        self._started_ms = 0
        self._voiced_since_ms: int | None = None
        self._silent_since_ms: int | None = None
        self._fade_ms = 0
        self._next_index = 0

    @property
    def is_speaking(self) -> bool:
        return self._state in (_State.SPEAKING, _State.PAUSING)

    @property
    def next_start_ms(self) -> int:
        """No `SpeechStarted` that is still to come will be dated before this."""
        if self._state is _State.STARTING:
            begin_ms = self._started_ms
        elif self._state is _State.SILENT and self._voiced_since_ms is not None:
            begin_ms = self._voiced_since_ms
        else:
            begin_ms = self._next_index * WINDOW_MS
        return max(0, begin_ms - self._policy.onset_lead_ms)

    @property
    def next_end_ms(self) -> int:
        """No `SpeechEnded` that is still to come will be dated before this."""
        return self._next_index * WINDOW_MS if self._silent_since_ms is None else self._silent_since_ms

    def push(self, window_index: int, probability: float) -> list[SpeechStarted | SpeechEnded]:
        """The decisions that this window makes possible: none, one, or two after a skip."""
        decisions: list[SpeechStarted | SpeechEnded] = []
        if window_index > self._next_index:
            decisions += self._advance(self._next_index * WINDOW_MS, window_index * WINDOW_MS, 0.0)
        begin_ms = window_index * WINDOW_MS
        decisions += self._advance(begin_ms, begin_ms + WINDOW_MS, probability)
        self._next_index = window_index + 1
        return decisions

    def finish(self) -> list[SpeechEnded]:
        """The stream is over: open speech ends where voice was last heard."""
        is_speaking, end_ms = self.is_speaking, self._next_index * WINDOW_MS
        if self._silent_since_ms is not None:
            end_ms = self._silent_since_ms + self._fade_ms
        self._state, self._silent_since_ms = _State.SILENT, None
        return [SpeechEnded(end_ms)] if is_speaking else []

    def _advance(self, begin_ms: int, end_ms: int, probability: float) -> list[SpeechStarted | SpeechEnded]:
        """Apply one stretch begin_ms..end_ms of constant probability."""
        policy = self._policy
        self._note(begin_ms, probability)
        silence_ms = 0 if self._silent_since_ms is None else end_ms - self._silent_since_ms
        match self._state:
            case _State.SILENT if probability >= policy.enter:
                onset_ms = begin_ms if self._voiced_since_ms is None else self._voiced_since_ms
                self._state, self._started_ms = _State.STARTING, onset_ms
            case _State.STARTING if silence_ms > policy.max_dip_ms:
                self._state = _State.SILENT
            case _State.STARTING if silence_ms == 0 and end_ms - self._started_ms >= policy.min_speech_ms:
                self._state = _State.SPEAKING
                return [SpeechStarted(max(0, self._started_ms - policy.onset_lead_ms))]
            case _State.SPEAKING if silence_ms:
                self._state = _State.PAUSING
                return self._end_if_long_enough(silence_ms)
            case _State.PAUSING if not silence_ms:
                self._state = _State.SPEAKING
            case _State.PAUSING:
                return self._end_if_long_enough(silence_ms)
            case _:
                pass
        return []

    def _note(self, begin_ms: int, probability: float) -> None:
        policy = self._policy
        if probability < policy.leave:
            self._voiced_since_ms = None
            if self._silent_since_ms is None:
                self._silent_since_ms, self._fade_ms = begin_ms, 0
            if probability > policy.faded and begin_ms == self._silent_since_ms + self._fade_ms:
                self._fade_ms = min(self._fade_ms + WINDOW_MS, policy.max_fade_ms)
        elif self._voiced_since_ms is None:
            self._voiced_since_ms = begin_ms
        if probability >= policy.enter:
            self._silent_since_ms = None

    def _end_if_long_enough(self, silence_ms: int) -> list[SpeechStarted | SpeechEnded]:
        if silence_ms < self._policy.min_silence_ms or self._silent_since_ms is None:
            return []
        self._state = _State.SILENT
        return [SpeechEnded(self._silent_since_ms + self._fade_ms)]
