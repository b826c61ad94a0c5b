"""Stretches of a recording in milliseconds, and where its voice is.

voice      ▁▁███▁██████▁▁▁▁▁▁████▁▁▁▁▁▁▁▁▁▁▁▁█████████████████▁▁
spans        └──0──────┘     └1─┘            └──2─────────────┘    silence ≥ `MIN_SILENCE_MS` ends a span
"""

import msgspec

from media.speech.endpointing import Endpointer, EndpointingPolicy, SpeechStarted
from media.speech.silero import PER_MS, Samples

MIN_SILENCE_MS = 600
"""Between two stretches of speech."""


class Span(msgspec.Struct, frozen=True):
    """start_ms inclusive, end_ms exclusive, in the recording."""

    start_ms: int
    end_ms: int

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def of(self, pcm: Samples) -> Samples:
        return pcm[self.start_ms * PER_MS : self.end_ms * PER_MS]


def endpointer() -> Endpointer:
    """Of stretches of speech that are to be read."""
    return Endpointer(EndpointingPolicy(min_silence_ms=MIN_SILENCE_MS))


def voiced_spans(voice: Samples) -> list[Span]:
    """Probabilities (w,) a 32 ms window → the stretches that hold speech."""
    listening = endpointer()
    decisions = [decision for i, p in enumerate(voice) for decision in listening.push(i, float(p))]
    spans, started_ms = [], 0
    for decision in [*decisions, *listening.finish()]:
        if isinstance(decision, SpeechStarted):
            started_ms = decision.at_ms
        else:
            spans.append(Span(started_ms, decision.at_ms))
    return spans
