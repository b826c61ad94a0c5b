"""The ways through a flow: which steps can be reached, what every way asks, and how long they take. Pure.

Steps follow one another in the list; a branch leads further down. What leads nowhere or back up is a problem of its own
(`flows.validation`) and is left out here, so that every way ends.
"""

from collections.abc import Callable, Iterable, Sequence

from backend.flows.model import (
    BranchStep,
    BreakStep,
    FlowStep,
    GreetingStep,
    PacingPolicy,
    PracticeStep,
    QuestionStep,
)

GREETING_S = 30.0
BETWEEN_S = 10.0


def next_of(steps: Sequence[FlowStep]) -> list[list[int]]:
    """For each step the places that may follow it; `len(steps)` is the end."""
    places = {step.id: place for place, step in reversed(list(enumerate(steps)))}
    return [_next(step, place, places) for place, step in enumerate(steps)]


def _next(step: FlowStep, place: int, places: dict[str, int]) -> list[int]:
    if not isinstance(step, BranchStep):
        return [place + 1]
    named = [arm.go_to for arm in step.arms] + ([step.otherwise] if step.otherwise is not None else [])
    down = [places[name] for name in named if places.get(name, -1) > place]
    return sorted({*down, *([] if _always_leads(step, place, places) else [place + 1])})


def _always_leads(step: BranchStep, place: int, places: dict[str, int]) -> bool:
    return step.otherwise is not None and places.get(step.otherwise, -1) > place


def reached(steps: Sequence[FlowStep], *, without: Iterable[int] = ()) -> set[int]:
    """Places that some way from the first step comes to, `len(steps)` among them where a way ends.

    No way leads through the places `without`.
    """
    closed, following = set(without), next_of(steps)
    found: set[int] = set() if 0 in closed else {0}
    for place in range(len(steps)):
        if place in found and place not in closed:
            found.update(each for each in following[place] if each not in closed)
    return found


def always_asked(steps: Sequence[FlowStep], competency: str) -> bool:
    """Whether every way from the first step to the end has a question for the competency."""
    asking = [
        place
        for place, step in enumerate(steps)
        if isinstance(step, QuestionStep) and competency in step.question.competencies
    ]
    return bool(asking) and len(steps) not in reached(steps, without=asking)


def longest_s(steps: Sequence[FlowStep], pacing: PacingPolicy) -> float:
    """The longest way with every follow-up and rest."""
    return _farthest(steps, lambda step: _most_s(step, pacing), max)


def usual_s(steps: Sequence[FlowStep], pacing: PacingPolicy) -> float:
    """The longest way at the soft limits, without follow-ups: what a candidate is told."""
    return _farthest(steps, lambda step: _usual_s(step, pacing), max)


def shortest_s(steps: Sequence[FlowStep], pacing: PacingPolicy) -> float:
    """The shortest way at the soft limits, without follow-ups, practice and rests."""
    return _farthest(steps, lambda step: _usual_s(step, pacing), min)


def _farthest(
    steps: Sequence[FlowStep], cost: Callable[[FlowStep], float], choose: Callable[[list[float]], float]
) -> float:
    following = next_of(steps)
    left = [0.0] * (len(steps) + 1)
    for place in range(len(steps) - 1, -1, -1):
        left[place] = cost(steps[place]) + choose([left[each] for each in following[place]])
    return left[0]


def _usual_s(step: FlowStep, pacing: PacingPolicy) -> float:
    match step:
        case GreetingStep():
            return GREETING_S
        case QuestionStep(question=question):
            return question.thinking_s + question.soft_limit_s + pacing.gap_s + BETWEEN_S
    return 0.0


def _most_s(step: FlowStep, pacing: PacingPolicy) -> float:
    match step:
        case QuestionStep(question=question):
            rule = question.follow_up
            each = rule.thinking_s + rule.soft_limit_s + pacing.gap_s + BETWEEN_S
            return _usual_s(step, pacing) + rule.most * each
        case PracticeStep(question=question):
            return question.thinking_s + question.soft_limit_s
        case BreakStep(suggested_s=rest_s):
            return rest_s
    return _usual_s(step, pacing)
