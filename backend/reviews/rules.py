"""Who may score, what stays hidden from whom until when, and what a card lacks. Pure.

Hidden from all who score, because it is in none of what they are sent: accommodations, pacing, what the law protects.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from backend.interviews.model import Interview
from backend.interviews.staff_views import answers_in_order
from backend.kernel.errors import Invalid
from backend.positions.rubric import Rubric
from backend.reviews.model import CardContent, Rating

Hidden = Literal["own_first", "unopened", "not_all_in"]
Refused = Literal["not_a_rater", "cards_seen", "accommodations_decided", "rubric_missing", "not_begun", "withdrawn"]
ProblemCode = Literal["level_missing", "reason_missing", "evidence_missing", "recommendation_missing"]


class CardProblem(msgspec.Struct, frozen=True):
    """What keeps a card from being submitted; `competency_id` None: it is about the whole."""

    code: ProblemCode
    competency_id: str | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a member stands to the cards of an interview.

    `is_asked`: one of the interviewers assigned · `may_write`: carries the permission · `sees_all`: an auditor, who
    never scores · `has_draft`: began a card and has not submitted it yet · `is_submitted`: own card is in, amended or
    not · `has_opened`: gave up scoring to read the others' · `is_complete`: all who were asked have submitted.
    """

    is_asked: bool
    may_write: bool
    sees_all: bool
    has_draft: bool
    is_submitted: bool
    has_opened: bool
    is_complete: bool


def hidden_because(standing: Standing) -> Hidden | None:
    """Why the others' cards (and whatever else scores this interview) are closed to the member; None: they are open.

    Who scores judges alone first. Who need not score but could opens the cards on purpose and scores no more.
    """
    if standing.is_submitted:
        return None
    if standing.has_draft or (standing.is_asked and standing.may_write):
        return "own_first"
    if standing.may_write:
        return None if standing.has_opened else "unopened"
    if standing.sees_all or standing.is_complete:
        return None
    return "not_all_in"


def refused_because(
    standing: Standing, interview: Interview, member_id: str, rubric: Rubric | None, *, is_audience: bool
) -> Refused | None:
    """Why the member may not begin a card; None: they may. `is_audience`: others' cards were opened to them."""
    if not standing.may_write:
        return "not_a_rater"
    if interview.accommodations.decided_by == member_id:
        return "accommodations_decided"
    if is_audience:
        return "cards_seen"
    if interview.state == "withdrawn":
        return "withdrawn"
    if rubric is None:
        return "rubric_missing"
    return "not_begun" if interview.started_at is None else None


def fit(rubric: Rubric, ratings: Sequence[Rating]) -> None:
    """Raises: Invalid rating_unknown for a competency that the rubric has not, or rated twice."""
    seen: set[str] = set()
    for rating in ratings:
        if rubric.competency(rating.competency_id) is None or rating.competency_id in seen:
            raise Invalid("rating_unknown", "The card does not fit its rubric.", competency_id=rating.competency_id)
        seen.add(rating.competency_id)


def card_problems(rubric: Rubric, content: CardContent, *, needs_evidence: bool) -> list[CardProblem]:
    """All that is still missing, in the order of the rubric; empty where the card may be submitted."""
    ratings = {each.competency_id: each for each in content.ratings}
    problems = []
    for competency in rubric.competencies:
        rating = ratings.get(competency.id, Rating(competency_id=competency.id))
        if rating.is_unassessed:
            continue
        if rating.level is None:
            problems.append(CardProblem("level_missing", competency.id))
        if not rating.reason.strip():
            problems.append(CardProblem("reason_missing", competency.id))
        if needs_evidence and not rating.evidence:
            problems.append(CardProblem("evidence_missing", competency.id))
    if content.recommendation is None:
        problems.append(CardProblem("recommendation_missing"))
    return problems


def has_words(interview: Interview) -> bool:
    """Whether there is anything that evidence could be picked from."""
    takes = {take.id: take for take in interview.takes}
    return any(
        turn.text or (turn.take_id in takes and takes[turn.take_id].segments) for turn in answers_in_order(interview)
    )
