"""Scorecards: one rater's judgement of one interview, and what holds the cards of an interview together."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

import msgspec

from backend.kernel.repository import Document

SCORECARDS = "scorecards"
PANELS = "panels"
REASON_CHARS_MAX = 1_000
COMMENT_CHARS_MAX = 4_000
EVIDENCE_MAX = 20

Recommendation = Literal["strong_yes", "yes", "no", "strong_no"]
Source = Literal["transcript", "correction", "text"]
Place = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class EvidencePick(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that a rater picked in the wording `seen`, all ends inclusive but `to_char`.

    transcript: from `from_word` of `from_segment` to `to_word` of `to_segment`, words counted from 0, segments by
    their index; a segment without words is taken whole. correction: what the candidate says they said in
    `from_segment`. text: the characters from `from_char` up to `to_char` of a typed answer, counted in UTF-16 units as
    browsers do. `id` is the rater's device's.
    """

    id: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{4,40}$")]
    turn_id: Annotated[str, msgspec.Meta(max_length=64)]
    source: Source
    seen: Annotated[str, msgspec.Meta(max_length=64)]
    from_segment: Place = 0
    from_word: Place = 0
    to_segment: Place = 0
    to_word: Place = 0
    from_char: Place = 0
    to_char: Place = 0


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A pick with what it says, as the server read it: the words, and where they are in the recording.

    `quote` is as it stood in the wording `seen`; later corrections do not change it. Times are seconds in the
    rendition of `take_id`, whose content is `media_sha256`; None for typed answers.
    """

    pick: EvidencePick
    quote: str
    take_id: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    media_sha256: str | None = None
    picked_at: datetime


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """Of one competency. `is_unassessed`: the interview gave nothing to judge it by, which counts for nothing."""

    competency_id: str
    level: int | None = None
    is_unassessed: bool = False
    reason: str = ""
    evidence: list[Evidence] = []


class CardContent(msgspec.Struct, frozen=True, kw_only=True):
    ratings: list[Rating] = []
    recommendation: Recommendation | None = None
    comment: str = ""


class CardVersion(msgspec.Struct, frozen=True):
    """What was submitted, never to be changed. `reason_sealed` says why it differs from the version before.

    `revision` is that of the draft which was submitted. `was_open`: the rater could already read the others' cards.
    """

    number: int
    revision: int
    content_sealed: bytes
    at: datetime
    reason_sealed: bytes | None = None
    was_open: bool = False


class Scorecard(Document, frozen=True, kw_only=True):
    """The id follows from interview and rater. `draft_sealed` is what is being written: before the submission, or an
    amendment. All words lie sealed, for they are about a person.
    """

    id_prefix: ClassVar[str] = "crd"

    interview_id: str
    candidate_id: str
    rater_id: str
    rubric_id: str
    begun_at: datetime
    saved_at: datetime
    draft_sealed: bytes | None
    versions: list[CardVersion] = msgspec.field(default_factory=list)

    @property
    def is_submitted(self) -> bool:
        """At least once; an amendment may be under way."""
        return bool(self.versions)


class Panel(Document, frozen=True, kw_only=True):
    """The cards of one interview are all on the same `rubric_id`, that of the first one begun. The id follows from the
    interview's. `seen_by` are members who read the cards without being asked to score, and may not score any more.
    """

    id_prefix: ClassVar[str] = "pnl"

    interview_id: str
    candidate_id: str
    rubric_id: str
    seen_by: list[str] = msgspec.field(default_factory=list)


def card_of(interview_id: str, rater_id: str) -> str:
    return f"crd_{interview_id.removeprefix('int_')}_{rater_id.removeprefix('mem_')}"


def panel_of(interview_id: str) -> str:
    return f"pnl_{interview_id.removeprefix('int_')}"
