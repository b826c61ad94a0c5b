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


class KnownSegment(msgspec.Struct, frozen=True):
    """What was recognised before in the stretch start_ms..end_ms of a recording, which begins and ends with a voice.

    `segment` None: nothing was said. Another may begin with the same and hold more.
    """

    start_ms: int
    end_ms: int
    segment: RecognisedSegment | None


class RecognisedPart(msgspec.Struct, frozen=True):
    """`done` of `total` stretches of speech; the newest one's words, if it had any."""

    done: int
    total: int
    segment: RecognisedSegment | None


def moved(segment: RecognisedSegment, by_ms: int) -> RecognisedSegment:
    """The same words later, for a recording in which they stand later."""
    by_s = by_ms / 1000
    words = [
        msgspec.structs.replace(word, start_s=round(word.start_s + by_s, 3), end_s=round(word.end_s + by_s, 3))
        for word in segment.words
    ]
    return msgspec.structs.replace(
        segment, start_s=round(segment.start_s + by_s, 3), end_s=round(segment.end_s + by_s, 3), words=words
    )


def spoken_language(language: str) -> SpokenLanguage:
    """The recogniser's name of one of the product's languages ("zh-CN", "en")."""
    return "zh" if language.split("-")[0].lower() == "zh" else "en"
