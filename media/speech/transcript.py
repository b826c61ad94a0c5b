"""What a recogniser gives back. Apart from the recogniser, so that reading a transcript needs no model in memory."""

from typing import Literal

import msgspec

from backend.contracts.media import TranscriptWord

SpokenLanguage = Literal["en", "zh"]


class RecognisedSegment(msgspec.Struct, frozen=True):
    """`start_s`..`end_s` lie in the recording; `confidence` 0..1 is the geometric mean of the tokens' probabilities."""

    start_s: float
    end_s: float
    text: str
    confidence: float
    words: list[TranscriptWord]


class RecognisedPart(msgspec.Struct, frozen=True):
    """`done` of `total` stretches of speech; the newest one's words, if it had any."""

    done: int
    total: int
    segment: RecognisedSegment | None


def spoken_language(language: str) -> SpokenLanguage:
    """The recogniser's name of one of the product's languages ("zh-CN", "en")."""
    return "zh" if language.split("-")[0].lower() == "zh" else "en"
