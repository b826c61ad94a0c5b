from pathlib import Path

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from media.speech.live_segments import LiveSegmenter
from media.speech.segments import SegmentingPolicy, Span, segments
from media.speech.silero import SAMPLE_RATE, WINDOW_MS, probabilities
from tests.media.speech.recordings import long_answers

runs = st.lists(st.tuples(st.sampled_from([0.02, 0.2, 0.4, 0.6, 0.95]), st.integers(1, 200)), min_size=1, max_size=60)


def live(voice: np.ndarray) -> tuple[list[Span], list[float]]:
    """The segments and when each stood, in ms."""
    segmenter, found, known = LiveSegmenter(), [], []
    for window, probability in enumerate(voice):
        needed_ms = segmenter.needed_from_ms
        for span in segmenter.push(window, float(probability)):
            assert span.start_ms >= needed_ms
            found.append(span)
            known.append((window + 1) * WINDOW_MS)
    return found, known


@settings(max_examples=60, deadline=None)
@given(runs)
@example([(0.02, 2), (0.6, 8), (0.02, 53), (0.4, 200), (0.6, 200), (0.02, 18)])
def test_what_stands_is_never_changed_by_what_follows(shape: list[tuple[float, int]]) -> None:
    voice = np.concatenate([np.full(count, probability, np.float32) for probability, count in shape])
    found, known = live(voice)
    whole = segments(voice, len(voice) * WINDOW_MS)
    assert found == whole[: len(found)]
    assert all(at_ms >= span.end_ms for span, at_ms in zip(found, known, strict=True))


def test_of_a_recorded_answer_only_its_last_words_are_left_open(speech_dir: Path) -> None:
    for pcm, _ in long_answers(speech_dir):
        voice = probabilities(pcm)
        found, known = live(voice)
        whole = segments(voice, len(pcm) * 1000 // SAMPLE_RATE)
        assert found == whole[: len(found)]
        assert len(whole) - len(found) <= 1
        waits_s = [(at_ms - span.end_ms) / 1000 for span, at_ms in zip(found, known, strict=True)]
        assert max(waits_s) <= (SegmentingPolicy().join_up_to_ms + 1_000) / 1000


def test_somebody_who_never_pauses_is_cut_while_speaking() -> None:
    found, known = live(np.full(60_000 // WINDOW_MS, 0.9, np.float32))
    assert len(found) >= 2
    assert [span.start_ms for span in found[1:]] == [span.end_ms for span in found[:-1]]
    assert all(at_ms - span.end_ms <= 10_000 for span, at_ms in zip(found, known, strict=True))


def test_lost_windows_are_silence_and_old_ones_nothing() -> None:
    segmenter = LiveSegmenter()
    found = [span for window in range(60) for span in segmenter.push(window, 0.9)]
    assert segmenter.push(30, 0.9) == []
    found += [span for window in range(260, 300) for span in segmenter.push(window, 0.01)]
    assert [span.start_ms for span in found] == [0]
    assert 60 * WINDOW_MS <= found[0].end_ms <= 60 * WINDOW_MS + SegmentingPolicy().pad_after_ms + 100


def test_in_silence_only_the_last_second_is_kept() -> None:
    segmenter = LiveSegmenter()
    for window in range(600):
        segmenter.push(window, 0.01)
    assert 0 < 600 * WINDOW_MS - segmenter.needed_from_ms < 1_000
