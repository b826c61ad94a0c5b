"""What several cards say together: per competency the levels, their middle and how far they lie apart. Pure.

A mean alone would hide that raters disagree; what was not assessed counts for nothing. Nothing here decides anything.
"""

import math
from collections import Counter
from collections.abc import Sequence

import msgspec

from backend.positions.rubric import Rubric, RubricCompetency
from backend.reviews.model import CardContent, Rating, Recommendation


class CompetencySummary(msgspec.Struct, frozen=True):
    """`levels` are those given, lowest first. `spread` is the highest less the lowest; None without any level."""

    competency_id: str
    levels: list[int]
    mean: float | None
    spread: int | None
    deviation: float | None
    unassessed: int


class CardsSummary(msgspec.Struct, frozen=True):
    """`mean` is that of the cards' own weighted means, `low` and `high` the outermost of these."""

    cards: int
    competencies: list[CompetencySummary]
    recommendations: dict[Recommendation, int]
    mean: float | None
    low: float | None
    high: float | None


def summary(rubric: Rubric, cards: Sequence[CardContent]) -> CardsSummary:
    """Of one or more submitted cards."""
    totals = [total for card in cards if (total := weighted_mean(rubric, card)) is not None]
    given: Counter[Recommendation] = Counter(card.recommendation for card in cards if card.recommendation is not None)
    return CardsSummary(
        cards=len(cards),
        competencies=[_competency(each, cards) for each in rubric.competencies],
        recommendations=dict(given),
        mean=_mean(totals),
        low=min(totals, default=None),
        high=max(totals, default=None),
    )


def weighted_mean(rubric: Rubric, card: CardContent) -> float | None:
    """From 1 to 5, by the weights of what was assessed; None while something is not rated or nothing was assessed."""
    ratings = {each.competency_id: each for each in card.ratings}
    share, points = 0.0, 0.0
    for competency in rubric.competencies:
        rating = ratings.get(competency.id, Rating(competency_id=competency.id))
        if rating.is_unassessed:
            continue
        if rating.level is None:
            return None
        share += competency.weight
        points += competency.weight * rating.level
    return points / share if share > 0 else None


def _competency(competency: RubricCompetency, cards: Sequence[CardContent]) -> CompetencySummary:
    ratings = [rating for card in cards for rating in card.ratings if rating.competency_id == competency.id]
    levels = sorted(each.level for each in ratings if each.level is not None and not each.is_unassessed)
    return CompetencySummary(
        competency_id=competency.id,
        levels=levels,
        mean=_mean(levels),
        spread=levels[-1] - levels[0] if levels else None,
        deviation=_deviation(levels),
        unassessed=sum(1 for each in ratings if each.is_unassessed),
    )


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _deviation(values: Sequence[float]) -> float | None:
    """The standard deviation of all values there are, not an estimate for more."""
    middle = _mean(values)
    if middle is None:
        return None
    return math.sqrt(math.fsum((value - middle) ** 2 for value in values) / len(values))
