"""What the routes of scorecards say and hear."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.interviews.states import InterviewState
from backend.kernel.language import LocalText
from backend.positions.rubric import LEVELS, RubricCompetency
from backend.reviews.model import (
    COMMENT_CHARS_MAX,
    EVIDENCE_MAX,
    REASON_CHARS_MAX,
    CardContent,
    EvidencePick,
    Recommendation,
)
from backend.reviews.rules import CardProblem, Hidden, Refused
from backend.reviews.summary import CardsSummary

CardState = Literal["none", "draft", "submitted", "amending"]


class RatingDraft(msgspec.Struct, frozen=True):
    competency_id: Annotated[str, msgspec.Meta(max_length=64)]
    level: Annotated[int, msgspec.Meta(ge=1, le=LEVELS)] | None = None
    is_unassessed: bool = False
    reason: Annotated[str, msgspec.Meta(max_length=REASON_CHARS_MAX)] = ""
    evidence: Annotated[list[EvidencePick], msgspec.Meta(max_length=EVIDENCE_MAX)] = []


class CardDraft(msgspec.Struct, frozen=True):
    """The whole card as it is written now. `revision` is that of the card that was read, None: there was none."""

    revision: int | None
    ratings: Annotated[list[RatingDraft], msgspec.Meta(max_length=50)]
    recommendation: Recommendation | None = None
    comment: Annotated[str, msgspec.Meta(max_length=COMMENT_CHARS_MAX)] = ""


class CardSubmission(msgspec.Struct, frozen=True):
    """`reason` is asked for where the card was submitted before."""

    revision: int
    reason: Annotated[str, msgspec.Meta(max_length=REASON_CHARS_MAX)] = ""


class CardVersionView(msgspec.Struct, frozen=True):
    """`was_open`: when it was submitted, its rater could read the others' cards. `mean` is weighted, from 1 to 5."""

    number: int
    at: datetime
    content: CardContent
    reason: str
    was_open: bool
    mean: float | None


class OwnCard(msgspec.Struct, frozen=True):
    """`content` is what is being written, or else what was submitted last. Versions: newest first."""

    revision: int
    state: CardState
    content: CardContent
    saved_at: datetime
    problems: list[CardProblem]
    versions: list[CardVersionView]


class RaterView(msgspec.Struct, frozen=True):
    """`is_asked`: assigned to the interview; others score by their own wish."""

    name: str
    is_you: bool
    is_asked: bool
    state: CardState
    submitted_at: datetime | None


class RaterCard(msgspec.Struct, frozen=True):
    """Somebody else's submitted card, newest version first."""

    rater: str
    versions: list[CardVersionView]


class CardRubric(msgspec.Struct, frozen=True):
    id: str
    number: int
    competencies: list[RubricCompetency]


class ScorecardPanel(msgspec.Struct, frozen=True):
    """All about the cards of one interview, as far as the reader may see it.

    `refused` says why the reader may not score, `hidden` why `cards` is empty though there may be some. `summary`
    stands once all who were asked have submitted, for those who may see the cards. `waiting` counts who has not.
    """

    interview_id: str
    rubric: CardRubric | None
    refused: Refused | None
    hidden: Hidden | None
    own: OwnCard | None
    raters: list[RaterView]
    waiting: int
    cards: list[RaterCard]
    summary: CardsSummary | None


class CardWaiting(msgspec.Struct, frozen=True):
    """An interview that waits for the reader's card."""

    interview_id: str
    candidate: str
    position: LocalText
    interview_state: InterviewState
    submitted_at: datetime
    state: CardState


class ScorecardsChanged(msgspec.Struct, frozen=True):
    """Event name `changed` on `scorecards:{interview_id}`: somebody's card is in, or is no more."""

    interview_id: str
