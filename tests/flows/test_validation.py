"""What publishing asks for: each thing that can be wrong is found, named by step and field, and said in words."""

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.flows.frame import new_steps
from backend.flows.model import (
    BranchArm,
    BranchStep,
    BreakStep,
    ChoiceIs,
    ClosingStep,
    DeviceStep,
    FlowStep,
    GreetingStep,
    PacingPolicy,
    PracticeStep,
    QuestionStep,
    SegmentIs,
)
from backend.flows.paths import next_of, reached
from backend.flows.problem import FlowProblem
from backend.flows.rules import duration_min, duration_range_min
from backend.flows.validation import STEPS_MAX, flow_problems
from backend.flows.words import CODES
from backend.kernel.language import LocalText
from backend.questions.model import ChoiceOption, FollowUpRule
from tests.flows.factories import CLOSING, GREETING, POSITION, a_flow, a_question, asking, both, choosing, forked, whole

HALF = LocalText("只有中文", "")


def found(steps: list[FlowStep], **changes: Any) -> list[FlowProblem]:
    return flow_problems(a_flow(steps, **changes), POSITION)


def named(steps: list[FlowStep], **changes: Any) -> set[tuple[str, str | None, str | None]]:
    return {(each.code, each.step, each.field) for each in found(steps, **changes)}


def a_branch(*arms: BranchArm, otherwise: str | None = None) -> list[FlowStep]:
    return whole(choosing("choice", "a", "b"), BranchStep("fork", list(arms), otherwise), asking("left"))


def test_whole_flows_have_no_problem() -> None:
    assert found(whole()) == []
    assert found(forked()) == []


def options(*ids: str) -> dict[str, Any]:
    return {"kind": "choice", "options": [ChoiceOption(each, both(each)) for each in ids]}


QUESTION_FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"prompt": HALF}, "prompt_missing", "prompt.en"),
    ({"rephrased": HALF}, "translation_missing", "rephrased.en"),
    ({"material": HALF}, "translation_missing", "material.en"),
    ({"key_points": [HALF]}, "key_point_missing", "key_points.0.en"),
    ({"key_points": [both("x")] * 21}, "too_many_key_points", "key_points"),
    ({"thinking_s": -1}, "thinking_time_out_of_range", "thinking_s"),
    ({"thinking_s": float("nan")}, "thinking_time_out_of_range", "thinking_s"),
    ({"hard_limit_s": 5, "soft_limit_s": 5}, "time_limit_out_of_range", "hard_limit_s"),
    ({"soft_limit_s": 121}, "soft_limit_above_hard_limit", "soft_limit_s"),
    ({"retakes": 9}, "retakes_out_of_range", "retakes"),
    ({"kind": "choice"}, "too_few_options", "options"),
    (options(*map(str, range(21))), "too_many_options", "options"),
    ({**options("a"), "options": [ChoiceOption(n, HALF if n == "a" else both(n)) for n in "ab"]}, "option_missing",
     "options.0.text.en"),
    (options("a", "a"), "option_twice", "options.1.id"),
    ({**options("a", "b"), "choices_max": 3}, "choices_out_of_range", "choices_max"),
    ({"kind": "code"}, "code_language_missing", "code_languages"),
    ({"kind": "scenario"}, "material_missing", "material"),
    ({"follow_up": FollowUpRule(9), "key_points": [both("x")]}, "follow_ups_out_of_range", "follow_up.most"),
    ({"follow_up": FollowUpRule(1)}, "follow_up_without_key_points", "key_points"),
    ({"follow_up": FollowUpRule(1, soft_limit_s=200), "key_points": [both("x")]}, "soft_limit_above_hard_limit",
     "follow_up.soft_limit_s"),
    ({"competencies": ["talking", "thinking", "singing"]}, "competency_unknown", "competencies"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "code", "field"), QUESTION_FAULTS, ids=[f"{f[1]}:{f[2]}" for f in QUESTION_FAULTS])
def test_each_fault_of_a_question_is_named_by_its_field(fault: dict[str, Any], code: str, field: str) -> None:
    assert named(whole(asking("one", **fault))) == {(code, "one", f"question.{field}")}


def test_a_choice_or_code_has_no_follow_ups() -> None:
    rule = {"follow_up": FollowUpRule(1), "kind": "code", "code_languages": ["python"]}
    assert named(whole(asking("one", **rule))) == {("follow_up_not_for_kind", "one", "question.follow_up.most")}


def test_what_belongs_before_the_greeting_stands_there_once() -> None:
    steps = whole()
    assert named([*steps[:-1], DeviceStep("late"), CLOSING]) == {("step_out_of_place", "late", None)}
    assert named([DeviceStep("twice"), *steps]) == {("step_out_of_place", "device", None)}


def test_greeting_and_closing_are_one_each_at_the_ends() -> None:
    without_closing = [code for code, _, _ in named(whole()[:-1])]
    assert without_closing == ["closing_not_last"]
    assert {code for code, _, _ in named([*whole(), CLOSING])} >= {"closing_not_last", "step_twice"}
    assert {code for code, _, _ in named([asking("early", competencies=[]), *whole()[2:]])} >= {"greeting_not_first"}
    assert named([]) >= {("flow_without_questions", None, None), ("greeting_not_first", None, None)}


def test_words_are_wanted_in_both_languages_and_placeholders_that_can_be_filled() -> None:
    greeting = GreetingStep("greeting", {"graduate": HALF, "experienced": both("Hi {nickname}")})
    closing = ClosingStep("closing", LocalText("谢谢", ""))
    steps: list[FlowStep] = [greeting, asking("one"), BreakStep("rest", 5, HALF), closing]
    assert named(steps) == {
        ("greeting_missing_for_segment", "greeting", "texts.graduate.en"),
        ("greeting_missing_for_segment", "greeting", "texts.returning.en"),
        ("greeting_missing_for_segment", "greeting", "texts.returning.zh-CN"),
        ("placeholder_unknown", "greeting", "texts.experienced.en"),
        ("placeholder_unknown", "greeting", "texts.experienced.zh-CN"),
        ("break_out_of_range", "rest", "suggested_s"),
        ("translation_missing", "rest", "text.en"),
        ("closing_missing", "closing", "text.en"),
    }


def test_practice_comes_before_what_counts() -> None:
    steps = whole(asking("one"), PracticeStep("late", a_question("late")))
    assert named(steps) == {("practice_after_question", "late", None)}


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        (a_branch(), ("branch_does_nothing", "fork", "arms")),
        (a_branch(BranchArm(SegmentIs(["graduate"]), "gone")), ("branch_to_nowhere", "fork", "arms.0.go_to")),
        (a_branch(BranchArm(SegmentIs(["graduate"]), "choice")), ("branch_in_a_circle", "fork", "arms.0.go_to")),
        (a_branch(BranchArm(SegmentIs(["graduate"]), "fork")), ("branch_in_a_circle", "fork", "arms.0.go_to")),
        (a_branch(otherwise="greeting"), ("branch_in_a_circle", "fork", "otherwise")),
        (a_branch(BranchArm(SegmentIs([]), "closing")), ("condition_empty", "fork", "arms.0.when")),
        (a_branch(BranchArm(ChoiceIs("choice", []), "closing")), ("condition_empty", "fork", "arms.0.when.options")),
        (a_branch(BranchArm(ChoiceIs("left", ["a"]), "closing")),
         ("condition_step_unknown", "fork", "arms.0.when.step")),
        (a_branch(BranchArm(ChoiceIs("choice", ["c"]), "closing")),
         ("condition_option_unknown", "fork", "arms.0.when.options")),
        (a_branch(*[BranchArm(SegmentIs(["graduate"]), "closing")] * 13), ("too_many_arms", "fork", "arms")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_each_fault_of_a_branch_is_named(steps: list[FlowStep], problem: tuple[str, str, str]) -> None:
    assert named(steps) == {problem}


def test_a_condition_looks_back_and_not_ahead() -> None:
    steps = whole(
        asking("one"),
        BranchStep("fork", [BranchArm(ChoiceIs("choice", ["a"]), "closing")]),
        choosing("choice", "a", "b"),
    )
    assert named(steps) == {("condition_step_later", "fork", "arms.0.when.step")}


def test_a_step_that_no_way_leads_to_is_named() -> None:
    steps = whole(asking("one"), BranchStep("jump", [], "closing"), asking("lost"))
    assert named(steps) == {("step_unreachable", "lost", None)}


def test_every_competency_is_asked_on_every_way() -> None:
    only_left = forked()
    place = next(at for at, step in enumerate(only_left) if step.id == "choice")
    only_left[place] = msgspec.structs.replace(
        only_left[place],
        question=msgspec.structs.replace(only_left[place].question, competencies=["talking"]),  # type: ignore[union-attr]
    )
    last = next(at for at, step in enumerate(only_left) if step.id == "right")
    only_left[last] = asking("right", competencies=["talking"])
    assert named(only_left) == {("competency_skippable", None, "competencies.thinking")}
    missing = found(whole(asking("one", competencies=["talking"])))
    assert [(each.code, each.field) for each in missing] == [("competency_without_question", "competencies.thinking")]
    assert missing[0].text.en == "No question assesses “Thinking”. Give it to one of them."


def test_pacing_has_limits_and_an_order() -> None:
    pacing = PacingPolicy(reassure_after_s=12, encourage_after_s=8, warn_before_s=5, extensions=99)
    assert named(whole(), pacing=pacing) == {
        ("pacing_out_of_range", None, "pacing.warn_before_s"),
        ("pacing_out_of_range", None, "pacing.extensions"),
        ("pacing_out_of_order", None, "pacing.encourage_after_s"),
    }


def test_the_longest_way_keeps_what_the_position_promises() -> None:
    flow = a_flow(whole(asking("one", follow_up=FollowUpRule(2), key_points=[both("x")])))
    shortest, longest = duration_range_min(flow)
    assert shortest <= duration_min(flow) < longest
    generous = msgspec.structs.replace(POSITION, promised_min=longest)
    assert flow_problems(flow, generous) == []
    strict = msgspec.structs.replace(POSITION, promised_min=longest - 1)
    assert [each.code for each in flow_problems(flow, strict)] == ["duration_over_promise"]


def test_the_shorter_of_two_ways_is_the_shortest_and_a_candidate_is_told_the_longer() -> None:
    steps = forked()
    straight = a_flow(whole(choosing("choice", "a", "b"), asking("left")))
    assert duration_min(a_flow(steps)) == duration_min(straight)


def test_too_many_steps_are_refused() -> None:
    steps = whole(*(asking(f"q{number}") for number in range(STEPS_MAX)))
    assert ("too_many_steps", None, None) in named(steps)


FAULTY: list[FlowStep] = [
    *forked(),
    asking("broken", prompt=HALF, soft_limit_s=500),
    BranchStep("circle", [BranchArm(SegmentIs([]), "greeting")], "gone"),
    BreakStep("rest", 1),
    PracticeStep("late", a_question("late", retakes=-1)),
    ClosingStep("end", HALF),
]
ALWAYS = {"prompt_missing", "soft_limit_above_hard_limit", "condition_empty", "break_out_of_range", "branch_to_nowhere",
          "retakes_out_of_range", "closing_missing", "closing_not_last"}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.permutations(FAULTY), st.integers(0, len(FAULTY)))
def test_any_order_of_steps_is_judged_and_loses_no_problem(steps: list[FlowStep], doubled: int) -> None:
    """Reordering, and a step twice, never crash; what is wrong inside a step is told wherever it stands."""
    problems = found([*steps, *steps[doubled : doubled + 1]])
    assert {each.code for each in problems} >= ALWAYS
    assert {each.code for each in problems} <= CODES
    assert all(each.text.en and each.text.zh_cn for each in problems)
    faults = next(step for step in steps if step.id == "broken")
    assert isinstance(faults, QuestionStep)
    assert {each.field for each in problems if each.step == "broken"} >= {"question.prompt.en", "question.soft_limit_s"}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 14))
def test_every_way_through_any_branches_ends(seed: int, length: int) -> None:
    """Whatever branches name, a walk only goes down, and where it goes is what `reached` says."""
    chance = random.Random(seed)
    names = [f"s{place}" for place in range(length)]
    steps: list[FlowStep] = [_any_step(name, names, chance) for name in names]
    following = next_of(steps)
    assert all(each > place for place, places in enumerate(following) for each in places)
    place, walked = 0, {0}
    while place < length:
        place = chance.choice(following[place])
        walked.add(place)
    assert walked <= reached(steps)


def _any_step(name: str, names: list[str], chance: random.Random) -> FlowStep:
    if chance.random() < 0.5:
        return asking(name)
    aims = [*names, "gone"]
    arms = [BranchArm(SegmentIs(["graduate"]), chance.choice(aims)) for _ in range(chance.randrange(3))]
    return BranchStep(name, arms, chance.choice([None, *aims]))


def test_the_greeting_of_the_frame_is_whole() -> None:
    steps = new_steps()
    assert {each.code for each in found(steps)} == {"flow_without_questions", "competency_without_question"}
    assert found([*steps[:-1], asking("one"), steps[-1]]) == []
    assert GREETING.texts.keys() == steps[2].texts.keys()  # type: ignore[union-attr]
