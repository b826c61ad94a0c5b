"""Where the flow leads: the next step after one, past branches, and the questions still ahead. Pure."""

from collections.abc import Iterator

from backend.flows.model import (
    BranchStep,
    ChoiceIs,
    Condition,
    DeviceStep,
    FlowStep,
    GreetingStep,
    IdentityStep,
    LanguageIs,
    PracticeStep,
    QuestionStep,
    SegmentIs,
)
from backend.interviews.live_schemas import StepKind
from backend.interviews.model import Interview
from backend.interviews.turn import Turn
from backend.questions.model import Question

_BEFORE = (IdentityStep, DeviceStep, GreetingStep)


def reached(interview: Interview) -> str:
    """The step that the interview has come to; of one begun before steps were kept, it follows from its turns."""
    turn = next((turn for turn in reversed(interview.turns) if turn.put_by is None), None)
    if interview.step or turn is None:
        return interview.step
    step = _step_of_question(interview, turn.question_id)
    return step.id if step else ""


def next_step(interview: Interview) -> FlowStep | None:
    """The step to go on to: question, practice, break or closing; None where the flow has no more."""
    return next(ahead(interview), None)


def ahead(interview: Interview) -> Iterator[FlowStep]:
    """What comes after the step that was reached, as far as the answers so far tell which way."""
    steps = interview.flow.steps
    places = {step.id: place for place, step in enumerate(steps)}
    place = places.get(reached(interview), -1) + 1
    put = {turn.step_id for turn in interview.turns if turn.put_by is not None}
    while place < len(steps):
        step = steps[place]
        place += 1
        if isinstance(step, BranchStep):
            place = max(place, places.get(_way(step, interview) or "", 0))
        elif not isinstance(step, _BEFORE) and not _is_answered_offline(step, interview) and step.id not in put:
            yield step


def questions_ahead(interview: Interview) -> list[Question]:
    """Of the path as it stands; a branch that hangs on a choice not made yet is taken as its `otherwise`."""
    return [step.question for step in ahead(interview) if isinstance(step, QuestionStep)]


def asked(interview: Interview) -> list[Turn]:
    """The turns that count as questions: no follow-up, no practice."""
    return [turn for turn in interview.turns if not turn.follows and not turn.is_practice]


def total(interview: Interview) -> int:
    """How many questions this interview asks, follow-ups apart, on the path as it stands."""
    here = len(asked(interview)) + len(questions_ahead(interview))
    return here + sum(1 for answer in interview.offline if answer.counts)


def question_of(interview: Interview, turn: Turn) -> Question | None:
    """The question that a turn asks, or that its follow-up belongs to."""
    step = interview.flow.step(turn.step_id) or _step_of_question(interview, turn.question_id)
    return step.question if isinstance(step, QuestionStep | PracticeStep) else None


def step_kind(interview: Interview) -> StepKind:
    """What the candidate is at, in the words of the screens."""
    match interview.phase:
        case "greeting":
            return "greeting"
        case "closing" | "done":
            return "closing"
        case "break":
            return "break"
    return "practice" if interview.turn is not None and interview.turn.is_practice else "question"


def _way(branch: BranchStep, interview: Interview) -> str | None:
    return next((arm.go_to for arm in branch.arms if _holds(arm.when, interview)), branch.otherwise)


def _is_answered_offline(step: FlowStep, interview: Interview) -> bool:
    return isinstance(step, QuestionStep) and interview.offline_answer(step.question.id) is not None


def _chosen_offline(step_id: str, interview: Interview) -> set[str]:
    """The options of a choice that was made without a network: its text names them, with commas between."""
    step = interview.flow.step(step_id)
    answer = interview.offline_answer(step.question.id) if isinstance(step, QuestionStep) else None
    return set(answer.text.split(",")) if answer is not None else set()


def _holds(condition: Condition, interview: Interview) -> bool:
    match condition:
        case ChoiceIs(step, options):
            return bool(_chosen_offline(step, interview) & set(options)) or any(
                turn.step_id == step and not turn.follows and set(turn.chosen) & set(options)
                for turn in interview.turns
                if turn.ended_at is not None
            )
        case SegmentIs(segments):
            return interview.segment in segments
        case LanguageIs(languages):
            return interview.language in languages


def _step_of_question(interview: Interview, question_id: str) -> FlowStep | None:
    return next(
        (
            step
            for step in interview.flow.steps
            if isinstance(step, QuestionStep | PracticeStep) and step.question.id == question_id
        ),
        None,
    )
