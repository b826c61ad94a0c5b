"""What keeps a rubric from being published."""

from collections.abc import Callable

import msgspec
import pytest

from backend.kernel.errors import Invalid
from backend.kernel.language import LocalText
from backend.positions.model import Competency
from backend.positions.rubric import LEVELS, RubricCompetency
from backend.positions.rubric_rules import begun, refuse, rubric_problems
from tests.interviews.factories import both
from tests.reviews.factories import competency

GOOD = [competency("customer", 60), competency("calm", 40)]
HALF_SAID = [both("x"), LocalText("一", ""), *GOOD[0].anchors[2:]]


def changed(**values: object) -> Callable[[], list[RubricCompetency]]:
    return lambda: [msgspec.structs.replace(GOOD[0], **values), GOOD[1]]


def test_a_whole_rubric_has_no_problem() -> None:
    assert rubric_problems(GOOD) == []
    refuse([])


def test_a_new_one_begins_with_the_positions_competencies_and_lacks_its_anchors() -> None:
    found = begun([Competency("customer", both("Customer"), 100)])
    assert [(each.id, each.weight, len(each.anchors)) for each in found] == [("customer", 100, LEVELS)]
    problems = rubric_problems(found)
    assert len(problems) == LEVELS * 2
    assert {each.code for each in problems} == {"words_missing"}
    with pytest.raises(Invalid) as refused:
        refuse(problems)
    assert (refused.value.code, len(refused.value.extra["problems"])) == ("rubric_incomplete", LEVELS * 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "field", "make"),
    [
        ("rubric_without_competencies", "competencies", list),
        ("weights_not_100", "weights", changed(weight=59)),
        ("weight_out_of_range", "competencies.0.weight", changed(weight=-1)),
        ("competency_twice", "competencies.1.id", changed(id="calm")),
        ("competency_twice", "competencies.0.id", changed(id="Not An Id")),
        ("words_missing", "competencies.0.name.zh-CN", changed(name=LocalText("  ", "Customer"))),
        ("words_too_long", "competencies.0.name.en", changed(name=LocalText("客户", "C" * 81))),
        ("anchors_not_five", "competencies.0.anchors", changed(anchors=GOOD[0].anchors[:3])),
        ("words_missing", "competencies.0.anchors.1.en", changed(anchors=HALF_SAID)),
        ("too_many_competencies", "competencies", lambda: [competency(f"c{n}", 100 / 13) for n in range(13)]),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place(code: str, field: str, make: Callable[[], list[RubricCompetency]]) -> None:
    assert (code, field) in [(each.code, each.field) for each in rubric_problems(make())]
