"""What a rubric must fulfil before anyone is scored by it. Pure."""

import math
import re
from collections.abc import Iterator, Sequence

import msgspec

from backend.kernel.errors import Invalid
from backend.kernel.language import LocalText
from backend.positions.model import Competency
from backend.positions.rubric import LEVELS, RubricCompetency

COMPETENCIES_MAX = 12
NAME_CHARS_MAX = 80
ANCHOR_CHARS_MAX = 300
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NOTHING = LocalText("", "")


class RubricProblem(msgspec.Struct, frozen=True):
    """`field` is where, such as `competencies.2.anchors.0.en`; `code` is stable."""

    code: str
    field: str


def begun(competencies: Sequence[Competency]) -> list[RubricCompetency]:
    """A position's competencies with the anchors still to be written."""
    return [RubricCompetency(each.id, each.name, each.weight, [_NOTHING] * LEVELS) for each in competencies]


def rubric_problems(competencies: Sequence[RubricCompetency]) -> list[RubricProblem]:
    """All that keeps it from being published, in the order of the form; empty where nothing does."""
    return [*_whole(competencies), *(each for place, c in enumerate(competencies) for each in _one(c, place))]


def refuse(problems: Sequence[RubricProblem]) -> None:
    """Raises: Invalid rubric_incomplete with all `problems`, where there are any."""
    if problems:
        told = [msgspec.to_builtins(each) for each in problems]
        raise Invalid("rubric_incomplete", "The rubric is not complete yet.", problems=told)


def _whole(competencies: Sequence[RubricCompetency]) -> Iterator[RubricProblem]:
    if not competencies:
        yield RubricProblem("rubric_without_competencies", "competencies")
    if len(competencies) > COMPETENCIES_MAX:
        yield RubricProblem("too_many_competencies", "competencies")
    if competencies and not math.isclose(sum(each.weight for each in competencies), 100, abs_tol=0.01):
        yield RubricProblem("weights_not_100", "weights")
    ids = [each.id for each in competencies]
    for place, each in enumerate(ids):
        if ids.index(each) < place or not _ID.fullmatch(each):
            yield RubricProblem("competency_twice", f"competencies.{place}.id")


def _one(competency: RubricCompetency, place: int) -> Iterator[RubricProblem]:
    field = f"competencies.{place}"
    yield from _words(competency.name, f"{field}.name", NAME_CHARS_MAX)
    if not 0 < competency.weight <= 100:
        yield RubricProblem("weight_out_of_range", f"{field}.weight")
    if len(competency.anchors) != LEVELS:
        yield RubricProblem("anchors_not_five", f"{field}.anchors")
    for level, anchor in enumerate(competency.anchors):
        yield from _words(anchor, f"{field}.anchors.{level}", ANCHOR_CHARS_MAX)


def _words(text: LocalText, field: str, chars_max: int) -> Iterator[RubricProblem]:
    for language, words in (("zh-CN", text.zh_cn), ("en", text.en)):
        if not words.strip():
            yield RubricProblem("words_missing", f"{field}.{language}")
        elif len(words) > chars_max:
            yield RubricProblem("words_too_long", f"{field}.{language}")
