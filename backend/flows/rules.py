"""Pure rules of flows: what publishing asks for, and how long an interview takes."""

import math
from datetime import datetime
from typing import get_args

import msgspec

from backend.flows.model import (
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
from backend.kernel.errors import Conflict, Invalid
from backend.positions.model import Position
from backend.questions.rules import lacks_words, question_problems

GREETING_S = 30.0
BETWEEN_S = 10.0


class FlowProblem(msgspec.Struct, frozen=True):
    """`code` is stable; `step` names the step it is about, None for the flow as a whole."""

    code: str
    step: str | None = None


def flow_problems(flow: Flow, position: Position) -> list[FlowProblem]:
    """All that is wrong with a flow at once, in the order of its steps; empty where it may be published."""
    return [
        *_whole(flow),
        *(problem for step in flow.steps for problem in _step(step, position)),
        *_pacing(flow),
    ]


def _whole(flow: Flow) -> list[FlowProblem]:
    problems = []
    if not flow.questions:
        problems.append(FlowProblem("flow_without_questions"))
    kinds = [type(step) for step in flow.steps if not isinstance(step, IdentityStep | DeviceStep)]
    if kinds.count(GreetingStep) != 1 or kinds[:1] != [GreetingStep]:
        problems.append(FlowProblem("greeting_not_first"))
    if kinds.count(ClosingStep) != 1 or kinds[-1:] != [ClosingStep]:
        problems.append(FlowProblem("closing_not_last"))
    ids = [step.id for step in flow.steps]
    problems += [FlowProblem("step_twice", step) for step in dict.fromkeys(ids) if ids.count(step) > 1]
    return problems


def _step(step: FlowStep, position: Position) -> list[FlowProblem]:
    match step:
        case GreetingStep():
            return [
                FlowProblem("greeting_missing_for_segment", step.id)
                for segment in get_args(Segment)
                if segment not in step.texts or lacks_words(step.texts[segment])
            ]
        case QuestionStep():
            known = {competency.id for competency in position.competencies}
            codes = question_problems(step.question)
            if not set(step.question.competencies) <= known:
                codes.append("competency_unknown")
            return [FlowProblem(code, step.id) for code in codes]
        case ClosingStep():
            return [FlowProblem("closing_missing", step.id)] if lacks_words(step.text) else []
        case PracticeStep():
            return [FlowProblem(code, step.id) for code in question_problems(step.question)]
    return []


def _pacing(flow: Flow) -> list[FlowProblem]:
    pacing = flow.pacing
    is_patient = 0 < pacing.reassure_after_s < pacing.encourage_after_s and pacing.gap_s >= 0
    is_bounded = pacing.extension_s > 0 and 0 <= pacing.extensions <= 20 and pacing.warn_before_s >= 0
    return [] if is_patient and is_bounded else [FlowProblem("pacing_out_of_range")]


def published(flow: Flow, position: Position, now: datetime) -> Flow:
    """The flow as published.

    Raises: Conflict flow_published · Invalid with the first problem's code, and all of them in `problems`.
    """
    ensure_draft(flow)
    problems = flow_problems(flow, position)
    if problems:
        raise Invalid(
            problems[0].code,
            "The flow cannot be published yet.",
            problems=[msgspec.to_builtins(problem) for problem in problems],
        )
    return msgspec.structs.replace(flow, state="published", published_at=now)


def ensure_draft(flow: Flow) -> None:
    """Raises: Conflict flow_published, because interviews may already run on it."""
    if flow.state == "published":
        raise Conflict("flow_published", "A published flow never changes. Make a new version of it.")


def duration_min(flow: Flow) -> int:
    """Minutes that an interview takes at the soft limits, rounded up."""
    questions = sum(question.thinking_s + question.soft_limit_s for question in flow.questions)
    return math.ceil((GREETING_S + questions + (flow.pacing.gap_s + BETWEEN_S) * len(flow.questions)) / 60)
