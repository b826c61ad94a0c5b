"""Three seconds of silence wherever somebody pauses leave the transcript as it was: no word lost, none invented."""

from pathlib import Path

import numpy as np
import pytest

from media.speech.recognise import Recogniser
from media.speech.silero import SAMPLE_RATE, Samples
from tests.media.speech.recordings import error_rate, long_answers

SILENCE_S = 3
OTHERWISE = 0.06
"""Of the words: another machine's arithmetic may read one of them differently; a lost phrase is more."""


@pytest.mark.parametrize("place", ["before", "between", "behind"])
def test_silence_leaves_the_words_as_they_were(recogniser: Recogniser, speech_dir: Path, place: str) -> None:
    pcm, spans = long_answers(speech_dir)[0]
    first, second = spans[2:4]
    begin_s = first[0] - 0.5
    at_s = {"before": first[0] - 0.3, "between": (first[1] + second[0]) / 2, "behind": second[1] + 1.6}[place]
    answer = _cut(pcm, begin_s, second[1] + 1.8)
    at = round((at_s - begin_s) * SAMPLE_RATE)
    longer = np.concatenate([answer[:at], np.zeros(SILENCE_S * SAMPLE_RATE, np.float32), answer[at:]])
    plain, quiet = _said(recogniser, answer), _said(recogniser, longer)
    assert plain
    assert error_rate([plain], [quiet], "en") <= OTHERWISE


def _cut(pcm: Samples, begin_s: float, end_s: float) -> Samples:
    return pcm[round(begin_s * SAMPLE_RATE) : round(end_s * SAMPLE_RATE)]


def _said(recogniser: Recogniser, pcm: Samples) -> str:
    return " ".join(segment.text for segment in recogniser.transcribe(pcm, "en"))
