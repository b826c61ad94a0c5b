"""What is wrong with a branch: where it leads, and what it looks at. Pure."""

from collections.abc import Iterator, Sequence

from backend.flows.model import BranchStep, ChoiceIs, Condition, FlowStep, LanguageIs, QuestionStep, SegmentIs
from backend.flows.problem import FlowProblem, problem

ARMS_MAX = 12


def branch_problems(steps: Sequence[FlowStep], place: int, branch: BranchStep) -> Iterator[FlowProblem]:
    """All of them; `place` is the branch's in `steps`."""
    if not branch.arms and branch.otherwise is None:
        yield problem("branch_does_nothing", branch.id, "arms")
    if len(branch.arms) > ARMS_MAX:
        yield problem("too_many_arms", branch.id, "arms")
    for number, arm in enumerate(branch.arms):
        yield from _condition(steps, place, branch, arm.when, f"arms.{number}.when")
        yield from _aim(steps, place, branch, arm.go_to, f"arms.{number}.go_to")
    if branch.otherwise is not None:
        yield from _aim(steps, place, branch, branch.otherwise, "otherwise")


def _aim(steps: Sequence[FlowStep], place: int, branch: BranchStep, go_to: str, field: str) -> Iterator[FlowProblem]:
    ids = [step.id for step in steps]
    if go_to not in ids:
        yield problem("branch_to_nowhere", branch.id, field)
    elif go_to not in ids[place + 1 :]:
        yield problem("branch_in_a_circle", branch.id, field)


def _condition(
    steps: Sequence[FlowStep], place: int, branch: BranchStep, when: Condition, field: str
) -> Iterator[FlowProblem]:
    match when:
        case SegmentIs(segments=wanted) | LanguageIs(languages=wanted):
            if not wanted:
                yield problem("condition_empty", branch.id, field)
        case ChoiceIs():
            yield from _choice(steps, place, branch, when, field)


def _choice(
    steps: Sequence[FlowStep], place: int, branch: BranchStep, when: ChoiceIs, field: str
) -> Iterator[FlowProblem]:
    asked = [
        (at, step.question)
        for at, step in enumerate(steps)
        if isinstance(step, QuestionStep) and step.id == when.step and step.question.kind == "choice"
    ]
    if not asked:
        yield problem("condition_step_unknown", branch.id, f"{field}.step")
        return
    at, question = asked[0]
    if at > place:
        yield problem("condition_step_later", branch.id, f"{field}.step")
    if not when.options:
        yield problem("condition_empty", branch.id, f"{field}.options")
    if not {option.id for option in question.options}.issuperset(when.options):
        yield problem("condition_option_unknown", branch.id, f"{field}.options")
