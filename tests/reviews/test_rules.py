"""Who may see and write which card when, in every standing; and what a card lacks."""

from itertools import product
from typing import Any

import msgspec
import pytest

from backend.kernel.errors import Invalid
from backend.reviews.evidence import resolved
from backend.reviews.model import CardContent, Rating
from backend.reviews.rules import Standing, card_problems, fit, has_words, hidden_because, refused_because
from tests.interviews.factories import T0, an_interview
from tests.reviews.factories import a_rubric, answered, pick

NOBODY = Standing(
    is_asked=False, may_write=False, sees_all=False, has_draft=False, is_submitted=False, has_opened=False,
    is_complete=False,
)  # fmt: skip


def standing(**changes: bool) -> Standing:
    return msgspec.structs.replace(NOBODY, **changes)


@pytest.mark.parametrize(
    ("who", "hidden"),
    [
        (standing(is_asked=True, may_write=True), "own_first"),
        (standing(is_asked=True, may_write=True, is_complete=True), "own_first"),
        (standing(is_asked=True, may_write=True, has_draft=True), "own_first"),
        (standing(is_asked=True, may_write=True, is_submitted=True), None),
        (standing(may_write=True), "unopened"),
        (standing(may_write=True, is_complete=True), "unopened"),
        (standing(may_write=True, has_draft=True), "own_first"),
        (standing(may_write=True, has_opened=True), None),
        (standing(may_write=True, is_submitted=True), None),
        (standing(sees_all=True), None),
        (standing(), "not_all_in"),
        (standing(is_complete=True), None),
    ],
)
def test_others_cards_are_closed_until(who: Standing, hidden: str | None) -> None:
    assert hidden_because(who) == hidden


def test_nobody_who_may_still_score_sees_the_others() -> None:
    """Over all standings: open cards and the right to begin one exclude each other."""
    names = [field.name for field in msgspec.structs.fields(Standing)]
    interview, rubric = answered(), a_rubric()
    for values in product((False, True), repeat=len(names)):
        who = Standing(**dict(zip(names, values, strict=True)))
        if who.has_draft and who.is_submitted:
            continue
        refused = refused_because(who, interview, "mem_1", rubric, is_audience=who.has_opened)
        if hidden_because(who) is None and refused is None:
            assert who.is_submitted, who


def test_a_card_is_refused_for_a_reason() -> None:
    rater, interview, rubric = standing(may_write=True), answered(), a_rubric()
    decided = msgspec.structs.replace(interview.accommodations, decided_by="mem_1")
    cases: list[tuple[str | None, dict[str, Any]]] = [
        (None, {}),
        ("not_a_rater", {"standing": standing(sees_all=True)}),
        ("cards_seen", {"is_audience": True}),
        ("rubric_missing", {"rubric": None}),
        ("not_begun", {"interview": an_interview()}),
        ("withdrawn", {"interview": answered(state="withdrawn")}),
        ("accommodations_decided", {"interview": answered(accommodations=decided)}),
    ]
    for why, changes in cases:
        values = {"standing": rater, "interview": interview, "rubric": rubric, "is_audience": False} | changes
        assert refused_because(member_id="mem_1", **values) == why


def test_a_card_lacks_what_it_lacks() -> None:
    interview, rubric = answered(), a_rubric()
    evidence = [resolved(interview, pick(interview), T0)]
    full = Rating(competency_id="customer", level=4, reason="Listens.", evidence=evidence)
    bare = CardContent(ratings=[full])
    told = [(each.code, each.competency_id) for each in card_problems(rubric, bare, needs_evidence=True)]
    assert told == [
        ("level_missing", "calm"), ("reason_missing", "calm"), ("evidence_missing", "calm"),
        ("recommendation_missing", None),
    ]  # fmt: skip
    skipped = Rating(competency_id="calm", is_unassessed=True)
    whole = CardContent(ratings=[full, skipped], recommendation="yes")
    assert card_problems(rubric, whole, needs_evidence=True) == []
    unquoted = msgspec.structs.replace(whole, ratings=[msgspec.structs.replace(full, evidence=[]), skipped])
    assert card_problems(rubric, unquoted, needs_evidence=False) == []


def test_evidence_is_asked_for_where_there_are_words() -> None:
    assert has_words(answered())
    assert not has_words(answered(takes=[], turns=[]))


@pytest.mark.parametrize("names", [["elsewhere"], ["customer", "customer"]])
def test_a_card_fits_its_rubric(names: list[str]) -> None:
    with pytest.raises(Invalid, match="rubric"):
        fit(a_rubric(), [Rating(competency_id=name, level=1) for name in names])
