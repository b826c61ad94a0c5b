"""A running answer is told of in the groups in which the whole recording is read."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from media.speech.groups import FULL, LONGEST, groups
from media.speech.live_segments import PAUSED_MS, ROOM_MS, LiveGroup, LiveSegmenter
from media.speech.silero import PER_MS, WINDOW_MS, Samples, probabilities
from media.speech.stretches import stretches
from media.speech.transcript import KnownSegment
from tests.media.speech.recordings import long_answers

END = np.full(60, 0.01, np.float32)
runs = st.lists(st.tuples(st.sampled_from([0.02, 0.2, 0.4, 0.6, 0.95]), st.integers(1, 200)), min_size=1, max_size=60)


def live(voice: Samples) -> tuple[list[LiveGroup], list[int]]:
    """What is told and when, in ms."""
    segmenter, found, known = LiveSegmenter(), [], []
    for window, probability in enumerate(voice):
        needed_ms, sounds = segmenter.needed_from_ms, list(segmenter.sounds)
        for group in segmenter.push(window, float(probability)):
            for sound in group.sounds:
                assert sound.end_ms <= (window + 1) * WINDOW_MS + ROOM_MS
                assert sound.start_ms >= needed_ms or any(kept.start_ms == sound.start_ms for kept in sounds)
            found.append(group)
            known.append((window + 1) * WINDOW_MS)
    return found, known


def last_ones(told: list[LiveGroup]) -> list[LiveGroup]:
    """Of each group what was told of it last."""
    return list({group.start_ms: group for group in told}.values())


@settings(max_examples=60, deadline=None)
@given(runs)
def test_groups_lie_in_order_and_are_not_too_long(shape: list[tuple[float, int]]) -> None:
    told, known = live(np.concatenate([np.full(count, p, np.float32) for p, count in shape]))
    whole = last_ones(told)
    edges = [edge for group in whole for edge in (group.start_ms, group.end_ms)]
    assert edges == sorted(edges)
    assert all(at_ms >= group.end_ms for group, at_ms in zip(told, known, strict=True))
    for group in told:
        held_ms = sum(sound.duration_ms for sound in group.sounds) - 2 * ROOM_MS * len(group.sounds)
        assert held_ms * PER_MS <= LONGEST
        assert group.sounds[0].start_ms <= group.start_ms < group.end_ms <= group.sounds[-1].end_ms


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(20, 400), min_size=1, max_size=10), st.lists(st.integers(40, 500), min_size=10, max_size=10)
)
def test_longer_pauses_change_no_group(lengths: list[int], pauses: list[int]) -> None:
    """Windows of voice, and of silence behind each."""

    def spoken(silences: list[int]) -> list[int]:
        parts = [
            np.concatenate([np.full(length, 0.95), np.full(silence, 0.01)])
            for length, silence in zip(lengths, silences, strict=False)
        ]
        told, _ = live(np.concatenate([*parts, END]).astype(np.float32))
        return [sum(sound.duration_ms for sound in group.sounds) // 1_000 for group in last_ones(told)]

    assert spoken(pauses) == spoken([pause + 94 for pause in pauses])


def test_each_text_of_a_recorded_answer_fits_the_whole_recording(speech_dir: Path) -> None:
    for pcm, _ in long_answers(speech_dir):
        told, known_ms = live(np.concatenate([probabilities(pcm), END]))
        texts = [KnownSegment(group.start_ms, group.end_ms, None) for group in told]
        read = list(groups(pcm, list(stretches(pcm)), texts))
        assert all(isinstance(group, KnownSegment) for group in read)
        paused = [at_ms - group.end_ms for group, at_ms in zip(told, known_ms, strict=True)]
        assert max(paused) <= FULL // PER_MS + 1_000
        assert min(paused) >= 500


def test_a_pause_tells_what_was_said_and_more_tells_it_anew() -> None:
    parts = [(0.95, 100), (0.01, 45), (0.95, 100), (0.01, 100), (0.95, 300), (0.01, 60)]
    told, known_ms = live(np.concatenate([np.full(count, p, np.float32) for p, count in parts]))
    first, second, third = told
    assert first.start_ms == second.start_ms == 0
    assert first.end_ms < second.end_ms < third.start_ms
    assert len(second.sounds) == 2
    assert PAUSED_MS <= known_ms[0] - first.end_ms <= PAUSED_MS + 200


def test_somebody_who_never_pauses_is_cut_while_speaking() -> None:
    told, known_ms = live(np.full(60_000 // WINDOW_MS, 0.9, np.float32))
    assert len(told) >= 2
    assert [group.start_ms for group in told[1:]] == [group.end_ms for group in told[:-1]]
    assert [group.sounds[0].start_ms for group in told[1:]] == [group.sounds[0].end_ms for group in told[:-1]]
    assert all(at_ms - group.end_ms <= 10_000 for group, at_ms in zip(told, known_ms, strict=True))


def test_lost_windows_are_silence_and_old_ones_nothing() -> None:
    segmenter = LiveSegmenter()
    told = [group for window in range(60) for group in segmenter.push(window, 0.9)]
    assert segmenter.push(30, 0.9) == []
    told += [group for window in range(260, 300) for group in segmenter.push(window, 0.01)]
    [group] = told
    assert (group.start_ms, group.sounds[0].start_ms) == (0, 0)
    assert 60 * WINDOW_MS <= group.end_ms <= 60 * WINDOW_MS + 100


def test_in_silence_only_the_last_second_is_kept() -> None:
    segmenter = LiveSegmenter()
    for window in range(600):
        segmenter.push(window, 0.01)
    assert 0 < 600 * WINDOW_MS - segmenter.needed_from_ms < 1_000
