"""The summary of cards: what must hold whatever people rate."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.positions.rubric import Rubric
from backend.reviews.model import CardContent, Rating
from backend.reviews.summary import summary, weighted_mean
from tests.reviews.factories import a_rubric, competency

RUBRIC = a_rubric(competency("customer", 50), competency("calm", 30), competency("plain", 20))
LEVELS = st.integers(1, 5)
RECOMMENDED = st.sampled_from([None, "strong_yes", "yes", "no", "strong_no"])


def rating(name: str, level: int | None) -> Rating:
    """Without a level: not assessed."""
    return Rating(competency_id=name, level=level, is_unassessed=level is None)


def a_card(levels: list[int | None], recommendation: object = None) -> CardContent:
    ratings = [rating(each.id, level) for each, level in zip(RUBRIC.competencies, levels, strict=True)]
    return CardContent(ratings=ratings, recommendation=recommendation)  # type: ignore[arg-type]


CARDS = st.lists(
    st.builds(a_card, st.lists(st.none() | LEVELS, min_size=3, max_size=3), RECOMMENDED), min_size=1, max_size=8
)


@given(CARDS)
@settings(max_examples=150)
def test_the_mean_lies_between_the_extremes_and_the_spread_is_their_distance(cards: list[CardContent]) -> None:
    for each in summary(RUBRIC, cards).competencies:
        assert len(each.levels) + each.unassessed == len(cards)
        if not each.levels:
            assert (each.mean, each.spread, each.deviation) == (None, None, None)
            continue
        assert each.mean is not None
        assert each.deviation is not None
        assert each.levels[0] - 1e-9 <= each.mean <= each.levels[-1] + 1e-9
        assert each.spread == each.levels[-1] - each.levels[0]
        assert (each.spread == 0) == math.isclose(each.deviation, 0, abs_tol=1e-9)
        assert each.deviation <= each.spread / 2 + 1e-9


@given(CARDS, st.randoms(use_true_random=False))
@settings(max_examples=80)
def test_nobody_is_first(cards: list[CardContent], random: object) -> None:
    shuffled = list(cards)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert summary(RUBRIC, shuffled) == summary(RUBRIC, cards)


@given(CARDS, CARDS)
@settings(max_examples=80)
def test_a_further_card_never_brings_the_others_closer(cards: list[CardContent], more: list[CardContent]) -> None:
    few, many = summary(RUBRIC, cards), summary(RUBRIC, [*cards, *more])
    assert sum(many.recommendations.values()) >= sum(few.recommendations.values())
    for before, after in zip(few.competencies, many.competencies, strict=True):
        assert (after.spread or 0) >= (before.spread or 0)


@given(st.lists(st.none() | LEVELS, min_size=3, max_size=3), LEVELS)
@settings(max_examples=120)
def test_what_was_not_assessed_counts_for_nothing(levels: list[int | None], other: int) -> None:
    card = a_card(levels)
    kept = [each.id for each, level in zip(RUBRIC.competencies, levels, strict=True) if level is not None]
    smaller = Rubric(
        id="rub_2", position_id="pos_1", number=2, created_at=RUBRIC.created_at, changed_at=RUBRIC.changed_at,
        competencies=[each for each in RUBRIC.competencies if each.id in kept],
    )  # fmt: skip
    mean = weighted_mean(RUBRIC, card)
    assert mean == weighted_mean(smaller, card)
    assert (mean is None) == (not kept)
    if mean is not None:
        assert 1 - 1e-9 <= mean <= 5 + 1e-9
        assert math.isclose(weighted_mean(RUBRIC, a_card([other if each else None for each in levels])) or 0, other)


def test_there_is_no_mean_before_all_is_rated() -> None:
    assert weighted_mean(RUBRIC, CardContent(ratings=[rating("customer", 4)])) is None
