"""The hesitant speakers of interview-*.flac, clean and at 15 dB, before a patient interviewer and an impatient one."""

from pathlib import Path

import numpy as np
import pytest

from backend.app.rehearse import Line, moments
from backend.flows.model import PacingPolicy
from media.speech.silero import SAMPLE_RATE, Samples
from tests.media.speech.recordings import long_answers

SNR_DB = 15.0
PAUSE_S = 2.5
EDGE_S = 0.15
MADE_EDGE_S = 0.2
"""Where espeak-ng speaks: its words fade."""
HEARD_S = 0.35
"""A voice is known this long after it began: what is said in between meets it."""
SOFT_LIMIT_S = 5.0
"""So short that all but the first words look like a finished answer where nothing is transcribed."""
IMPATIENT = PacingPolicy(moves_on=True, move_on_after_s=6.0)
Clip = tuple[Samples, list[tuple[float, float]]]


def noisy(pcm: Samples, spans: list[tuple[float, float]], seed: int) -> Samples:
    """With white noise 15 dB below the speech's mean power."""
    speech = np.concatenate([pcm[round(a * SAMPLE_RATE) : round(b * SAMPLE_RATE)] for a, b in spans])
    power = float(np.mean(speech.astype(np.float64) ** 2)) / 10 ** (SNR_DB / 10)
    noise = np.random.default_rng(seed).normal(0.0, np.sqrt(power), len(pcm))
    return np.clip(pcm + noise, -1, 1).astype(np.float32)


@pytest.fixture(scope="module")
def clips(speech_dir: Path) -> list[Clip]:
    clean = long_answers(speech_dir)
    return [*clean, *((noisy(pcm, spans, seed), spans) for seed, (pcm, spans) in enumerate(clean))]


@pytest.fixture(scope="module")
def patient(clips: list[Clip]) -> list[list[Line]]:
    return [[moment.line for moment in moments(pcm, PacingPolicy())] for pcm, _ in clips]


@pytest.fixture(scope="module")
def impatient(clips: list[Clip]) -> list[list[Line]]:
    return [[moment.line for moment in moments(pcm, IMPATIENT, SOFT_LIMIT_S)] for pcm, _ in clips]


def times(lines: list[Line], event: str) -> list[float]:
    return [line.at_s for line in lines if line.event == event]


def pauses(clip: Clip) -> list[tuple[float, float]]:
    pcm, spans = clip
    starts = [start for start, _ in spans[1:]] + [len(pcm) / SAMPLE_RATE]
    return [(end, start) for (_, end), start in zip(spans, starts, strict=True) if start - end >= PAUSE_S]


def test_all_pauses_are_found_and_their_beginnings_known_within_150_ms(
    clips: list[Clip], patient: list[list[Line]], speech_dir: Path
) -> None:
    errors = [
        min(abs(at - begin) for at in times(lines, "speech_ended"))
        for clip, lines in zip(clips, patient, strict=True)
        for begin, _ in pauses(clip)
    ]
    assert len(errors) >= 8
    is_recorded = any(speech_dir.glob("interview-*.json"))
    assert np.percentile(errors, 95) <= (EDGE_S if is_recorded else MADE_EDGE_S)


def test_nobody_is_spoken_to_or_moved_on_while_they_speak(
    clips: list[Clip], patient: list[list[Line]], impatient: list[list[Line]]
) -> None:
    for clip, *both in zip(clips, patient, impatient, strict=True):
        for line in [line for lines in both for line in lines if not line.event.startswith("speech")]:
            assert not any(start + HEARD_S < line.at_s < end - EDGE_S for start, end in clip[1]), line


def test_each_pause_is_reassured_at_most_once_and_a_short_one_never(
    clips: list[Clip], patient: list[list[Line]]
) -> None:
    for clip, lines in zip(clips, patient, strict=True):
        for begin, end in pauses(clip):
            told = [at for at in times(lines, "reassured") if begin <= at <= end + EDGE_S]
            assert len(told) <= (1 if end - begin >= 4.0 - EDGE_S else 0)
        assert not times(lines, "offered_next")
        assert not times(lines, "moved_on")


def test_an_offer_comes_in_a_pause_alone_and_any_word_takes_it_back(
    clips: list[Clip], impatient: list[list[Line]]
) -> None:
    """The pauses of 4 s and 8 s bring offers; six seconds more of silence, which nobody leaves, would move on."""
    for clip, lines in zip(clips, impatient, strict=True):
        offers = times(lines, "offered_next")
        assert offers
        for at in offers:
            assert any(begin + 3.0 - EDGE_S <= at <= end + EDGE_S for begin, end in pauses(clip))
        assert len(offers) == len({max(begin for begin, _ in pauses(clip) if begin <= at) for at in offers})
        assert not times(lines, "moved_on")
