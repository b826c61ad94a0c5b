from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from media.speech.segments import SegmentingPolicy, Span, segments, segments_between
from media.speech.silero import WINDOW_MS

PERCENT = st.integers(0, 100)


def voice(*stretches: tuple[float, float]) -> np.ndarray:
    """(probability, seconds) stretches → windows."""
    return np.concatenate([np.full(round(s * 1000 / WINDOW_MS), p, np.float32) for p, s in stretches])


def test_silence_has_no_segments() -> None:
    assert segments(voice((0.02, 30)), 30_000) == []


def test_neighbours_join_and_a_long_pause_parts() -> None:
    found = segments(voice((0.02, 2), (0.9, 3), (0.02, 1), (0.9, 3), (0.02, 6), (0.9, 3), (0.02, 2)), 20_000)
    assert len(found) == 2
    assert found[0].start_ms < 2_000
    assert found[0].end_ms > 9_000


def test_padding_stays_within_the_recording_and_apart() -> None:
    found = segments(voice((0.9, 3), (0.02, 2.4), (0.9, 3)), 8_400)
    assert found[0].start_ms == 0
    assert found[0].end_ms <= found[1].start_ms
    assert found[-1].end_ms <= 8_400 + WINDOW_MS


def test_speech_without_end_is_cut_where_it_is_quietest() -> None:
    found = segments(voice((0.9, 12), (0.4, 0.3), (0.9, 12)), 24_300)
    assert len(found) == 2
    assert 12_000 <= found[0].end_ms <= 12_400
    assert found[0].end_ms == found[1].start_ms


@given(st.lists(st.tuples(PERCENT, st.integers(1, 400)), min_size=1, max_size=30))
def test_segments_lie_in_order_within_the_recording_and_are_bounded(stretches: list[tuple[int, int]]) -> None:
    windows = np.concatenate([np.full(n, p / 100, np.float32) for p, n in stretches])
    policy, duration_ms = SegmentingPolicy(), len(windows) * WINDOW_MS
    found = segments(windows, duration_ms, policy)
    edges = [edge for span in found for edge in (span.start_ms, span.end_ms)]
    assert edges == sorted(edges)
    longest = policy.max_ms + policy.pad_before_ms + policy.pad_after_ms
    assert all(0 <= span.start_ms < span.end_ms <= duration_ms and span.duration_ms <= longest for span in found)


def test_a_span_cuts_its_samples() -> None:
    assert len(Span(500, 1_500).of(np.zeros(32_000, np.float32))) == 16_000


def test_what_is_known_is_left_out_and_nothing_reaches_into_it() -> None:
    heard = np.full(1_000, 0.02, np.float32)
    for begin, end in ((100, 200), (230, 300), (500, 600), (700, 990)):
        heard[begin:end] = 0.95
    duration_ms = 1_000 * WINDOW_MS
    whole = segments(heard, duration_ms)
    assert segments_between([], heard, duration_ms) == whole
    for known in ([whole[0]], [whole[1]], whole[1:], whole):
        left = segments_between(known, heard, duration_ms)
        assert len(left) == len(whole) - len(known)
        ordered = sorted([*left, *known], key=lambda span: span.start_ms)
        assert all(one.end_ms <= other.start_ms + WINDOW_MS for one, other in pairwise(ordered))
    cut = Span(whole[-1].start_ms, 850 * WINDOW_MS)
    *_, rest = segments_between([cut], heard, duration_ms)
    assert 0 <= rest.start_ms - cut.end_ms < WINDOW_MS
    assert rest.end_ms >= 990 * WINDOW_MS
