"""Where a recording is cut for recognition: voiced stretches, in silence if possible, about 20 s at most.

voice      ▁▁███▁██████▁▁▁▁▁▁████▁▁▁▁▁▁▁▁▁▁▁▁█████████████████▁▁
spans        └──0──────┘     └1─┘            └──2─────────────┘    silence ≥ `min_silence_ms` ends a span
segments    └────────0───────────┘          └──1──────┴──2─────┘   neighbours joined, long ones cut, edges padded
"""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from media.speech.endpointing import Endpointer, EndpointingPolicy, SpeechStarted
from media.speech.silero import SAMPLE_RATE, WINDOW_MS, Samples


class Span(msgspec.Struct, frozen=True):
    """start_ms inclusive, end_ms exclusive, in the recording."""

    start_ms: int
    end_ms: int

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def of(self, pcm: Samples) -> Samples:
        return pcm[self.start_ms * SAMPLE_RATE // 1000 : self.end_ms * SAMPLE_RATE // 1000]


class SegmentingPolicy(msgspec.Struct, frozen=True):
    """Measured on recorded speech: the recogniser wants the room's own sound around the words, most of all behind."""

    min_silence_ms: int = 600
    join_gap_ms: int = 2_000
    join_up_to_ms: int = 15_000
    max_ms: int = 18_000
    pad_before_ms: int = 600
    pad_after_ms: int = 1_500


def voiced_spans(voice: Samples, policy: SegmentingPolicy) -> list[Span]:
    """Probabilities (w,) a 32 ms window → the stretches that hold speech."""
    endpointer = Endpointer(EndpointingPolicy(min_silence_ms=policy.min_silence_ms))
    decisions = [decision for i, p in enumerate(voice) for decision in endpointer.push(i, float(p))]
    spans, started_ms = [], 0
    for decision in [*decisions, *endpointer.finish()]:
        if isinstance(decision, SpeechStarted):
            started_ms = decision.at_ms
        else:
            spans.append(Span(started_ms, decision.at_ms))
    return spans


def _joined(spans: Sequence[Span], policy: SegmentingPolicy) -> Iterator[Span]:
    """Short neighbours go together: more context for the recogniser, fewer calls."""
    current: Span | None = None
    for span in spans:
        if current is None:
            current = span
        elif (
            span.start_ms - current.end_ms <= policy.join_gap_ms
            and span.end_ms - current.start_ms <= policy.join_up_to_ms
        ):
            current = Span(current.start_ms, span.end_ms)
        else:
            yield current
            current = span
    if current is not None:
        yield current


def _cut(span: Span, voice: Samples, max_ms: int) -> Iterator[Span]:
    """Where speech goes on past `max_ms` it is cut in its quietest 100 ms of the second half."""
    while span.duration_ms > max_ms:
        low = (span.start_ms + max_ms // 2) // WINDOW_MS
        high = (span.start_ms + max_ms) // WINDOW_MS - 1
        quiet = np.convolve(voice[low : high + 1], np.ones(3), mode="same")
        cut_ms = (low + int(quiet.argmin())) * WINDOW_MS + WINDOW_MS // 2
        yield Span(span.start_ms, cut_ms)
        span = Span(cut_ms, span.end_ms)
    yield span


def _padded(spans: Sequence[Span], policy: SegmentingPolicy, end_ms: int) -> Iterator[Span]:
    """Room around each segment for soft onsets, at most to the middle of the silence between two."""
    for index, span in enumerate(spans):
        before_ms = spans[index - 1].end_ms if index else 0
        after_ms = spans[index + 1].start_ms if index + 1 < len(spans) else end_ms
        gap_before_ms = (span.start_ms - before_ms) // 2 if index else span.start_ms
        gap_after_ms = (after_ms - span.end_ms) // 2 if index + 1 < len(spans) else max(0, end_ms - span.end_ms)
        yield Span(
            span.start_ms - min(policy.pad_before_ms, gap_before_ms),
            span.end_ms + min(policy.pad_after_ms, gap_after_ms),
        )


def segments(voice: Samples, duration_ms: int, policy: SegmentingPolicy | None = None) -> list[Span]:
    """Probabilities (w,) of a recording of `duration_ms` → segments in order, not overlapping, ≤ max_ms + pads."""
    policy = policy or SegmentingPolicy()
    return segments_of(voiced_spans(voice, policy), voice, duration_ms, policy)


def segments_between(
    known: Sequence[Span], voice: Samples, duration_ms: int, policy: SegmentingPolicy | None = None
) -> list[Span]:
    """The segments of what lies outside the `known` ones, which are in order; none reaches into a known one."""
    found: list[Span] = []
    begins_ms = [0, *(span.end_ms for span in known)]
    ends_ms = [*(span.start_ms for span in known), duration_ms]
    for begin_ms, end_ms in zip(begins_ms, ends_ms, strict=True):
        first, last = -(-begin_ms // WINDOW_MS), end_ms // WINDOW_MS if end_ms < duration_ms else len(voice)
        if first < last:
            origin_ms = first * WINDOW_MS
            stretch = segments(voice[first:last], end_ms - origin_ms, policy)
            found += [Span(origin_ms + span.start_ms, origin_ms + span.end_ms) for span in stretch]
    return found


def segments_of(spans: Sequence[Span], voice: Samples, duration_ms: int, policy: SegmentingPolicy) -> list[Span]:
    """The same where the voiced stretches are known."""
    cut = [part for span in _joined(spans, policy) for part in _cut(span, voice, policy.max_ms)]
    return list(_padded(cut, policy, duration_ms))
