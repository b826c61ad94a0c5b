"""Three seconds of silence anywhere in an answer change neither what is read, to the sample, nor any word of it.

At every pause of the recorded interviews, in both languages, be the silence a room's or nothing at all (under noise of
15 dB, nothing at all: other noise is another sound); and nothing at all even in the middle of a word. Nothing else that
scorers see counts silence, see `tests/interviews/test_inserted_silence.py`.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.speech.condensed import condensed
from media.speech.groups import groups
from media.speech.pcm import read_pcm
from media.speech.recognise import Recogniser
from media.speech.segments import voiced_spans
from media.speech.silero import PER_MS, SAMPLE_RATE, Samples, probabilities
from media.speech.splices import Spliced
from media.speech.stretches import stretches
from media.speech.transcript import KnownSegment, RecognisedSegment, SpokenLanguage
from tests.media.speech.recordings import clips, long_answers, pcm_of

SILENCE = 3 * SAMPLE_RATE
NOTHING = np.zeros(SILENCE, np.float32)


def read(pcm: Samples) -> list[bytes]:
    """What the recogniser reads of a whole recording."""
    left = Spliced.of(pcm).pcm
    found = groups(left, list(stretches(left)))
    return [condensed(left, group).pcm.tobytes() for group in found if isinstance(group, list)]


def longer(pcm: Samples, at: int, silence: Samples) -> Samples:
    return np.concatenate([pcm[:at], silence, pcm[at:]])


def room(pcm: Samples) -> Samples:
    """As loud as the recording is where it is quietest."""
    power = np.convolve(np.square(pcm), np.ones(320) / 320, "valid")[::160]
    return np.random.default_rng(3).normal(0, np.sqrt(np.percentile(power, 5)), SILENCE).astype(np.float32)


def noisy(pcm: Samples) -> Samples:
    """15 dB over the noise."""
    rms = float(np.sqrt(np.mean(np.square(pcm))))
    return (pcm + np.random.default_rng(5).normal(0, rms * 10 ** (-15 / 20), len(pcm))).astype(np.float32)


def pauses(pcm: Samples) -> list[int]:
    spans = voiced_spans(probabilities(pcm))
    return [(one.end_ms + other.start_ms) // 2 * PER_MS for one, other in pairwise(spans)]


@pytest.mark.parametrize("is_noisy", [False, True])
def test_a_longer_pause_changes_no_sample_that_is_read(speech_dir: Path, is_noisy: bool) -> None:
    for clean, _ in long_answers(speech_dir):
        pcm = noisy(clean) if is_noisy else clean
        plain, places = read(pcm), pauses(clean)
        assert places
        for at in places:
            assert read(longer(pcm, at, NOTHING)) == plain, at / SAMPLE_RATE
            assert is_noisy or read(longer(pcm, at, room(pcm))) == plain, at / SAMPLE_RATE


@settings(max_examples=12, deadline=None)
@given(share=st.floats(0.02, 0.98))
def test_nothing_at_all_changes_no_sample_even_within_a_word(speech_dir: Path, share: float) -> None:
    for pcm, _ in long_answers(speech_dir):
        assert np.array_equal(Spliced.of(longer(pcm, round(share * len(pcm)), NOTHING)).pcm, pcm)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_words_and_their_confidence_stay(
    recogniser: Recogniser, speech_dir: Path, language: SpokenLanguage
) -> None:
    recording = speech_dir / f"interview-{language}.flac"
    if not recording.is_file():
        pytest.skip(f"no recorded interview in {language}")
    pcm = read_pcm(recording)[: 26 * SAMPLE_RATE]
    plain, in_word = list(recogniser.transcribe(pcm, language)), round(len(pcm) * 0.4)
    assert plain
    for at in (*pauses(pcm)[:1], in_word):
        quiet = list(recogniser.transcribe(longer(pcm, at, NOTHING), language))
        assert [without_times(each) for each in quiet] == [without_times(each) for each in plain]
        starts = [[word.start_s for segment in found for word in segment.words] for found in (plain, quiet)]
        for before_s, after_s in zip(*starts, strict=True):
            expected_s = before_s + (3 if before_s > at / SAMPLE_RATE else 0)
            assert abs(after_s - expected_s) < 0.01 or abs(before_s - at / SAMPLE_RATE) < 0.5


def without_times(segment: RecognisedSegment) -> tuple[str, float, list[tuple[str, float]]]:
    return segment.text, segment.confidence, [(word.text, word.probability) for word in segment.words]


def test_who_pauses_behind_a_gate_has_paused(speech_dir: Path) -> None:
    """The sound fades to nothing and comes back: that is a pause, nobody cut it there."""
    faded = [pcm_of(speech_dir, clip) for clip in clips(speech_dir, "en")[:2]]
    for pcm in faded:
        pcm[: SAMPLE_RATE // 20] *= np.linspace(0, 1, SAMPLE_RATE // 20) ** 3
        pcm[-SAMPLE_RATE // 20 :] *= np.linspace(1, 0, SAMPLE_RATE // 20) ** 3
    gated = np.concatenate([faded[0], NOTHING, faded[1]])
    assert Spliced.of(gated).pcm is gated


def test_what_is_known_of_a_recording_is_known_of_what_is_left() -> None:
    sound = np.random.default_rng(1).normal(0, 0.01, 10 * SAMPLE_RATE).astype(np.float32)
    left = Spliced.of(longer(longer(sound, 4 * SAMPLE_RATE, NOTHING), 9 * SAMPLE_RATE, NOTHING))
    assert np.array_equal(left.pcm, sound)
    assert left.known(KnownSegment(1_000, 3_000, None)) == KnownSegment(1_000, 3_000, None)
    assert left.known(KnownSegment(2_000, 8_000, None)) == KnownSegment(2_000, 5_000, None)
    assert left.known(KnownSegment(13_000, 15_000, None)) == KnownSegment(7_000, 9_000, None)
    heard = left.recorded(RecognisedSegment(1.0, 7.0, "so", 0.5, []))
    assert (heard.start_s, heard.end_s) == (1.0, 13.0)
