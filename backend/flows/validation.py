"""All that is wrong with a flow at once: what publishing asks for. Pure."""

import math
import re
from collections.abc import Iterator, Sequence
from typing import get_args

from backend.flows.branches import branch_problems
from backend.flows.model import (
    BranchStep,
    BreakStep,
    ClosingStep,
    DeviceStep,
    Flow,
    FlowStep,
    GreetingStep,
    IdentityStep,
    PracticeStep,
    QuestionStep,
    Segment,
)
from backend.flows.pacing import pacing_problems
from backend.flows.paths import always_asked, longest_s, reached
from backend.flows.problem import FlowProblem, problem
from backend.kernel.language import LocalText
from backend.positions.model import Position
from backend.questions.model import Question
from backend.questions.rules import QuestionProblem, half_said, missing_words, question_problems

STEPS_MAX = 60
SHORTEST_BREAK_S = 15.0
LONGEST_BREAK_S = 1800.0
PLACEHOLDERS = frozenset({"first_name", "position"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def flow_problems(flow: Flow, position: Position) -> list[FlowProblem]:
    """In the order of its steps, after what is wrong with the whole; empty where it may be published."""
    return [
        *_whole(flow.steps),
        *(found for place in range(len(flow.steps)) for found in _step(flow.steps, place, position)),
        *_competencies(flow.steps, position),
        *pacing_problems(flow.pacing),
        *_duration(flow, position),
    ]


def _whole(steps: Sequence[FlowStep]) -> Iterator[FlowProblem]:
    if not any(isinstance(step, QuestionStep) for step in steps):
        yield problem("flow_without_questions")
    if len(steps) > STEPS_MAX:
        yield problem("too_many_steps")
    kinds = [type(step) for step in steps if not isinstance(step, IdentityStep | DeviceStep)]
    if kinds.count(GreetingStep) != 1 or kinds[:1] != [GreetingStep]:
        yield problem("greeting_not_first")
    if kinds.count(ClosingStep) != 1 or kinds[-1:] != [ClosingStep]:
        yield problem("closing_not_last")
    ids = [step.id for step in steps]
    for step_id in dict.fromkeys(ids):
        if ids.count(step_id) > 1 or not step_id:
            yield problem("step_twice", step_id)


def _step(steps: Sequence[FlowStep], place: int, position: Position) -> Iterator[FlowProblem]:
    step = steps[place]
    yield from _place(steps, place)
    match step:
        case GreetingStep():
            yield from _greeting(step)
        case QuestionStep():
            yield from _question(steps, place, step.question, position)
        case PracticeStep():
            yield from _named(step.id, question_problems(step.question), "question")
        case BranchStep():
            yield from branch_problems(steps, place, step)
        case BreakStep():
            if not SHORTEST_BREAK_S <= step.suggested_s <= LONGEST_BREAK_S:
                yield problem("break_out_of_range", step.id, "suggested_s")
            yield from _named(step.id, half_said(step.text, "text"))
        case ClosingStep():
            yield from _named(step.id, missing_words(step.text, "closing_missing", "text"))
            yield from _placeholders(step.id, step.text, "text")


def _place(steps: Sequence[FlowStep], place: int) -> Iterator[FlowProblem]:
    step = steps[place]
    before = steps[:place]
    if isinstance(step, IdentityStep | DeviceStep) and any(
        isinstance(each, type(step)) or not isinstance(each, IdentityStep | DeviceStep) for each in before
    ):
        yield problem("step_out_of_place", step.id)
    if isinstance(step, PracticeStep) and any(isinstance(each, QuestionStep) for each in before):
        yield problem("practice_after_question", step.id)
    if place not in reached(steps):
        yield problem("step_unreachable", step.id)


def _greeting(step: GreetingStep) -> Iterator[FlowProblem]:
    for segment in get_args(Segment):
        text = step.texts.get(segment, LocalText("", ""))
        yield from _named(step.id, missing_words(text, "greeting_missing_for_segment", f"texts.{segment}"))
        yield from _placeholders(step.id, text, f"texts.{segment}")


def _placeholders(step_id: str, text: LocalText, field: str) -> Iterator[FlowProblem]:
    for language, words in (("zh-CN", text.zh_cn), ("en", text.en)):
        if not PLACEHOLDERS.issuperset(_PLACEHOLDER.findall(words)):
            yield problem("placeholder_unknown", step_id, f"{field}.{language}")


def _question(steps: Sequence[FlowStep], place: int, question: Question, position: Position) -> Iterator[FlowProblem]:
    step_id = steps[place].id
    yield from _named(step_id, question_problems(question), "question")
    if not {competency.id for competency in position.competencies}.issuperset(question.competencies):
        yield problem("competency_unknown", step_id, "question.competencies")
    earlier = [step.question.id for step in steps[:place] if isinstance(step, QuestionStep)]
    if question.id in earlier:
        yield problem("question_twice", step_id, "question.id")


def _named(step_id: str, found: Sequence[QuestionProblem], inside: str = "") -> Iterator[FlowProblem]:
    for each in found:
        yield problem(each.code, step_id, f"{inside}.{each.field}" if inside else each.field)


def _competencies(steps: Sequence[FlowStep], position: Position) -> Iterator[FlowProblem]:
    """Each competency is asked on every way, or people would be scored on what they were never asked."""
    asked = {each for step in steps if isinstance(step, QuestionStep) for each in step.question.competencies}
    for competency in position.competencies:
        field = f"competencies.{competency.id}"
        if competency.id not in asked:
            yield problem("competency_without_question", None, field, name=competency.name)
        elif not always_asked(steps, competency.id):
            yield problem("competency_skippable", None, field, name=competency.name)


def _duration(flow: Flow, position: Position) -> Iterator[FlowProblem]:
    if position.promised_min is None:
        return
    longest_min = math.ceil(longest_s(flow.steps, flow.pacing) / 60)
    if longest_min > position.promised_min:
        promised = str(position.promised_min)
        yield problem(
            "duration_over_promise", None, "steps",
            longest=LocalText(str(longest_min), str(longest_min)), promised=LocalText(promised, promised),
        )  # fmt: skip
