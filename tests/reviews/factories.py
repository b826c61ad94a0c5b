"""Rubrics, answered interviews and cards to test with."""

from datetime import datetime
from typing import Any

import msgspec

from backend.contracts.media import RenditionMedia, TranscriptWord
from backend.interviews.model import Interview
from backend.interviews.staff_schemas import Segment
from backend.interviews.take import Take
from backend.interviews.turn import Turn
from backend.interviews.versions import wording_version
from backend.kernel.language import LocalText
from backend.positions.rubric import LEVELS, Rubric, RubricCompetency
from backend.reviews.model import EvidencePick
from tests.interviews.factories import T0, an_interview, both

TYPED = "I rang her twice 🦉. Then I wrote down what she had said."
SPOKEN = "I first asked her to tell me the whole story"
SECOND = "and then we agreed a day"


def competency(name: str, weight: float) -> RubricCompetency:
    anchors = [both(f"{name} at {level}") for level in range(1, LEVELS + 1)]
    return RubricCompetency(name, LocalText(f"{name}（中）", name.title()), weight, anchors)


def a_rubric(*competencies: RubricCompetency, **changes: Any) -> Rubric:
    rubric = Rubric(
        id="rub_1", position_id="pos_1", number=1, state="published", created_at=T0, changed_at=T0, published_at=T0,
        competencies=list(competencies or (competency("customer", 60), competency("calm", 40))),
    )  # fmt: skip
    return msgspec.structs.replace(rubric, **changes)


def segment(index: int, start_s: float, text: str) -> Segment:
    """A word each half second."""
    words = [
        TranscriptWord(f" {word}", start_s + at / 2, start_s + (at + 1) / 2, 0.9)
        for at, word in enumerate(text.split())
    ]
    return Segment(index, start_s, start_s + len(words) / 2, f"{text}.", 0.9, words)


def a_take(take_id: str = "tak_1", turn_id: str = "t1") -> Take:
    media = RenditionMedia(f"takes/{take_id}/rendition.webm", "video/webm", 1_000, "ab" * 32, 20.0)
    return Take(
        take_id, turn_id, ["audio"], T0, finished_at=T0, processed_at=T0, transcript="done", rendition=media,
        segments=[segment(0, 2.0, SPOKEN), segment(1, 9.0, SECOND)], corrections={"1": "and then we fixed a day"},
    )  # fmt: skip


def turns(now: datetime = T0) -> list[Turn]:
    """A spoken and a typed answer."""
    return [
        Turn("t1", 0, "q1", "voice", both("Tell us."), 1, 2, 3, [], now, ended_at=now, take_id="tak_1"),
        Turn("t2", 1, "q2", "text", both("And then?"), 1, 2, 3, [], now, ended_at=now, text=TYPED),
    ]


def answered(take_id: str = "tak_1", **changes: Any) -> Interview:
    spoken, typed = turns()
    defaults: dict[str, Any] = {
        "state": "reviewable", "started_at": T0, "submitted_at": T0, "takes": [a_take(take_id)],
        "turns": [msgspec.structs.replace(spoken, take_id=take_id), typed],
    }  # fmt: skip
    return an_interview(("voice", "text"), **(defaults | changes))


def pick(interview: Interview, source: str = "transcript", **changes: Any) -> EvidencePick:
    """Of the spoken answer's first three words, or of the typed answer's first sentence."""
    turn = interview.turns[1 if source == "text" else 0]
    take = interview.take(turn.take_id) if turn.take_id else None
    places: dict[str, Any] = {"to_char": 16} if source == "text" else {"to_word": 2}
    values = {
        "id": "pick-1", "turn_id": turn.id, "source": source, "seen": wording_version(turn, take), **places, **changes
    }  # fmt: skip
    return EvidencePick(**values)
