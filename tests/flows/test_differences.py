"""What a new version changes, as HR reads it before publishing."""

import msgspec

from backend.flows.differences import differences
from backend.flows.model import FlowStep, PacingPolicy
from tests.flows.factories import a_flow, asking, both, whole


def told(before: list[FlowStep], after: list[FlowStep]) -> list[tuple[str, str | None, list[str]]]:
    return [(each.kind, each.step, each.fields) for each in differences(a_flow(before), a_flow(after))]


def test_the_same_flow_has_no_differences() -> None:
    assert told(whole(), whole()) == []


def test_added_changed_and_removed_steps_are_told_in_the_new_order() -> None:
    before = whole(asking("one"), asking("two"))
    after = whole(asking("new"), asking("one", prompt=both("Other"), retakes=1))
    assert told(before, after) == [
        ("added", "new", []),
        ("changed", "one", ["question.prompt", "question.retakes"]),
        ("removed", "two", []),
    ]


def test_one_step_that_was_moved_is_one_difference() -> None:
    one, two, three = asking("one"), asking("two"), asking("three")
    assert told(whole(one, two, three), whole(three, one, two)) == [("moved", "three", [])]


def test_pacing_is_told_by_its_values() -> None:
    before = a_flow()
    after = msgspec.structs.replace(before, pacing=PacingPolicy(gap_s=7, moves_on=True))
    assert [(each.kind, each.fields) for each in differences(before, after)] == [("pacing", ["gap_s", "moves_on"])]


def test_the_first_version_is_all_added_and_named_by_its_words() -> None:
    steps = whole()
    found = differences(None, a_flow(steps))
    assert [each.kind for each in found] == ["added"] * len(steps)
    assert {each.step_kind for each in found} == {"identity", "device", "greeting", "practice", "question", "closing"}
    assert next(each.title for each in found if each.step == "one") == both("Tell us.")
