from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.speech.endpointing import Endpointer, EndpointingPolicy, SpeechEnded, SpeechStarted
from media.speech.silero import WINDOW_MS, probabilities
from tests.media.speech.recordings import long_answers

VOICE, DOUBT, QUIET = 0.9, 0.4, 0.02


def decisions(*stretches: tuple[float, int]) -> list[tuple[int, SpeechStarted | SpeechEnded]]:
    """Stretches of (probability, windows) → (ms at which it was decided, decision)."""
    endpointer, found, index = Endpointer(), [], 0
    for probability, windows in stretches:
        for _ in range(windows):
            found += [((index + 1) * WINDOW_MS, decision) for decision in endpointer.push(index, probability)]
            index += 1
    return found


def test_speech_is_dated_when_it_happened_and_told_when_it_is_sure() -> None:
    assert decisions((QUIET, 10), (VOICE, 20), (QUIET, 30)) == [
        (576, SpeechStarted(288)),
        (1472, SpeechEnded(960)),
    ]


def test_a_click_is_not_speech() -> None:
    assert decisions((QUIET, 10), (VOICE, 5), (QUIET, 30)) == []


def test_a_dip_within_the_first_word_does_not_delay_it() -> None:
    assert decisions((QUIET, 3), (VOICE, 3), (QUIET, 2), (VOICE, 6)) == [(352, SpeechStarted(64))]


def test_a_pause_shorter_than_half_a_second_is_part_of_the_speech() -> None:
    found = decisions((VOICE, 20), (QUIET, 14), (VOICE, 20), (QUIET, 20))
    assert [decision for _, decision in found] == [SpeechStarted(0), SpeechEnded(54 * WINDOW_MS)]


def test_doubt_keeps_what_is() -> None:
    assert decisions((DOUBT, 100)) == []
    assert [d for _, d in decisions((VOICE, 20), (DOUBT, 100))] == [SpeechStarted(0)]


def test_a_fading_voice_ends_when_it_has_faded() -> None:
    found = decisions((VOICE, 20), (0.3, 1), (0.2, 1), (QUIET, 20))
    assert found[-1][1] == SpeechEnded(22 * WINDOW_MS)


def test_lost_windows_count_as_silence() -> None:
    endpointer = Endpointer()
    for index in range(20):
        endpointer.push(index, VOICE)
    assert endpointer.push(60, VOICE) == [SpeechEnded(20 * WINDOW_MS)]
    assert not endpointer.is_speaking


def test_the_end_of_the_stream_ends_the_speech() -> None:
    endpointer = Endpointer()
    for index in range(20):
        endpointer.push(index, VOICE)
    assert endpointer.finish() == [SpeechEnded(640)]
    assert endpointer.finish() == []


@given(st.lists(st.floats(0, 1), max_size=300))
def test_starts_and_ends_alternate_and_time_goes_forward(voice: list[float]) -> None:
    endpointer = Endpointer()
    found = [decision for index, p in enumerate(voice) for decision in endpointer.push(index, p)]
    found += endpointer.finish()
    assert [type(decision) for decision in found] == [SpeechStarted, SpeechEnded] * (len(found) // 2)
    times = [decision.at_ms for decision in found]
    assert times == sorted(times)


def test_long_pauses_of_real_speech_are_found_and_nobody_is_cut_off(speech_dir: Path) -> None:
    """BUDGETS.md: all pauses ≥ 2.5 s, their edges within 150 ms (p95); no long silence where somebody speaks."""
    errors_ms = []
    for pcm, speech in long_answers(speech_dir):
        endpointer = Endpointer(EndpointingPolicy())
        found = [d for i, p in enumerate(probabilities(pcm)) for d in endpointer.push(i, float(p))]
        found += endpointer.finish()
        silences = [(a.at_ms, b.at_ms) for a, b in zip(found[1::2], found[2::2], strict=False)]
        pauses = [(a[1] * 1000, b[0] * 1000) for a, b in pairwise(speech)]
        long_pauses = [pause for pause in pauses if pause[1] - pause[0] >= 2_500]
        long_silences = [silence for silence in silences if silence[1] - silence[0] >= 2_200]
        assert len(long_silences) == len(long_pauses)
        for pause, silence in zip(long_pauses, long_silences, strict=True):
            errors_ms += [abs(pause[0] - silence[0]), abs(pause[1] - silence[1])]
        errors_ms += [abs(speech[0][0] * 1000 - found[0].at_ms), abs(speech[-1][1] * 1000 - found[-1].at_ms)]
    assert np.percentile(errors_ms, 95) <= 150


@pytest.mark.parametrize("min_silence_ms", [300, 600, 1_000])
def test_the_policy_sets_how_long_a_pause_ends_speech(min_silence_ms: int) -> None:
    endpointer = Endpointer(EndpointingPolicy(min_silence_ms=min_silence_ms))
    for index in range(20):
        endpointer.push(index, VOICE)
    index = 20
    while not endpointer.push(index, QUIET):
        index += 1
    assert 0 <= (index - 19) * WINDOW_MS - min_silence_ms < WINDOW_MS
