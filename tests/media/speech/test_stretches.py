"""Where somebody speaks is told by the sound of that place, and words go back to where they were said."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.media import TranscriptWord
from media.speech.condensed import condensed
from media.speech.groups import GAP
from media.speech.segments import Span
from media.speech.silero import PER_MS, SAMPLE_RATE, WINDOW_SAMPLES, probabilities
from media.speech.silero_network import VoiceReader
from media.speech.stretches import Stretch, stretches, stretches_within
from media.speech.transcript import RecognisedSegment
from tests.media.speech.recordings import long_answers, named, noisy

FOUND_WITHIN = 300 * PER_MS
SAYS_VOICE = 0.5


def test_all_that_is_spoken_is_read(speech_dir: Path) -> None:
    for pcm, spans in long_answers(speech_dir):
        found = list(stretches(pcm))
        assert all(one.end <= other.begin for one, other in pairwise(found))
        covered = np.zeros(len(pcm), bool)
        for stretch in found:
            covered[stretch.begin : stretch.end] = True
        for begin_s, end_s in spans:
            assert covered[round(begin_s * SAMPLE_RATE) + 800 : round(end_s * SAMPLE_RATE) - FOUND_WITHIN].mean() > 0.9


def test_what_follows_the_shortest_pause_is_read_in_noise_too(speech_dir: Path) -> None:
    """Somebody speaks again in the moment in which the pause is known for one."""
    pcm = noisy(named(speech_dir, "zh-aishell-st-0.flac"), 15)
    voice = probabilities(pcm) >= SAYS_VOICE
    read = np.zeros(len(voice), bool)
    for stretch in stretches(pcm):
        read[stretch.begin // WINDOW_SAMPLES : -(-stretch.end // WINDOW_SAMPLES)] = True
    assert read[voice].mean() > 0.9


def test_a_soft_word_before_a_loud_one_is_read(speech_dir: Path) -> None:
    spoken = named(speech_dir, "zh-aishell-BAC009S0724W0121.flac")
    loud = spoken[next(stretches(spoken)).voice_begin :]
    soft, room, pause = loud[: SAMPLE_RATE // 2] / 5, np.zeros(SAMPLE_RATE // 2), np.zeros(300 * PER_MS)
    pcm = noisy(np.concatenate([room, soft, pause, loud]).astype(np.float32), 35)
    (found,) = stretches(pcm)
    assert found.begin < len(room)


def test_a_part_with_its_room_gives_the_same_samples(speech_dir: Path) -> None:
    """As a worker sees what a running answer sends: the stretch and half a second of the room on each side."""
    for pcm, _ in long_answers(speech_dir):
        found = list(stretches(pcm))
        alone = []
        for before, stretch, behind in zip([None, *found], found, [*found[1:], None], strict=False):
            begin = max(before.voice_end if before else 0, stretch.voice_begin - 500 * PER_MS)
            end = min(behind.voice_begin if behind else len(pcm), stretch.voice_end + 500 * PER_MS)
            alone += stretches_within(pcm, Span(-(-begin // PER_MS), end // PER_MS))
        assert len(alone) == len(found)
        assert sum(one == other for one, other in zip(alone, found, strict=True)) >= len(found) - 1


def test_silence_and_nothing_hold_no_speech() -> None:
    assert list(stretches(np.zeros(0, np.float32))) == list(stretches(np.zeros(3 * SAMPLE_RATE, np.float32))) == []


def test_read_as_far_as_it_is_asked_a_recording_sounds_as_it_does_at_once(speech_dir: Path) -> None:
    pcm = long_answers(speech_dir)[0][0][: 12 * SAMPLE_RATE + 100]
    np.testing.assert_allclose(list(VoiceReader(pcm, 0)), probabilities(pcm), atol=1e-4)
    np.testing.assert_allclose(list(VoiceReader(pcm, 700)), probabilities(pcm[700:]), atol=1e-4)


@given(
    st.lists(st.tuples(st.integers(0, 300_000), st.integers(3_000, 200_000)), min_size=1, max_size=6),
    st.lists(st.floats(0, 1), min_size=1, max_size=8),
)
def test_words_go_back_to_where_they_were_said(parts: list[tuple[int, int]], moments: list[float]) -> None:
    given_stretches, at = [], 0
    for pause, length in parts:
        given_stretches.append(Stretch(at + pause, at + pause + length))
        at += pause + length
    whole = condensed(np.zeros(at, np.float32), given_stretches)
    assert len(whole.pcm) == sum(each.length for each in given_stretches) + GAP * (len(parts) - 1)
    starts_s = sorted(share * len(whole.pcm) / SAMPLE_RATE for share in moments)
    words = [TranscriptWord("so", begin_s, begin_s + 0.02, 0.9) for begin_s in starts_s]
    heard = whole.segment(RecognisedSegment(words[0].start_s, words[-1].end_s, "so", 0.9, words))
    assert (heard.start_s, heard.end_s) == (heard.words[0].start_s, heard.words[-1].end_s)
    for said, word in zip(words, heard.words, strict=True):
        assert word.start_s <= word.end_s
        middle = (said.start_s + said.end_s) / 2 * SAMPLE_RATE
        for place, stretch in zip(whole.places, given_stretches, strict=True):
            if place <= said.start_s * SAMPLE_RATE and said.end_s * SAMPLE_RATE <= place + stretch.length:
                true_s = (said.start_s * SAMPLE_RATE - place + stretch.begin) / SAMPLE_RATE
                assert word.start_s == pytest.approx(true_s, abs=0.001)
            if place <= middle < place + stretch.length:
                assert stretch.begin / SAMPLE_RATE - 0.001 <= word.start_s
                assert word.end_s <= stretch.end / SAMPLE_RATE + 0.001


def test_a_segment_without_words_keeps_its_borders() -> None:
    whole = condensed(np.zeros(100_000, np.float32), [Stretch(16_000, 32_000), Stretch(64_000, 80_000)])
    heard = whole.segment(RecognisedSegment(0.0, 3.0, "…", 0.5, []))
    assert (heard.start_s, heard.end_s) == (1.0, 5.0)
