"""Which commands would be accepted now: what the candidate's screen offers, and what the conductor asks. Pure."""

from backend.interviews import plan
from backend.interviews.live_schemas import CommandKind
from backend.interviews.machine import BEFORE, OVER
from backend.interviews.model import Interview
from backend.interviews.pausing import pauses_left
from backend.interviews.turn import Turn
from backend.interviews.turns import gap_s
from backend.questions.model import SWITCHES, AnswerKind

ALWAYS: tuple[CommandKind, ...] = ("leave", "help", "rung")
KEEPING: frozenset[CommandKind] = frozenset({"draft", "choose"})
PRACTICE_RETAKES = 3


def allowed(interview: Interview) -> list[CommandKind]:
    """In no particular order; empty before the start and after the end. In a preview there is nobody to call."""
    if interview.state in BEFORE or interview.state in OVER:
        return []
    always = [kind for kind in ALWAYS if kind != "help" or not interview.is_preview]
    if interview.state == "paused":
        return ["resume", *always]
    now = [*always, *_in_phase(interview)]
    return [kind for kind in now if kind in ALWAYS or kind in KEEPING] if interview.held is not None else now


def _in_phase(interview: Interview) -> list[CommandKind]:
    match interview.phase:
        case "greeting":
            return ["continue", "repeat", "slower"]
        case "acknowledged":
            return ["continue", *_between(interview), *_pause(interview)]
        case "break":
            return ["continue", *_return(interview)]
        case "closing":
            return ["continue"]
        case "thinking" | "answering":
            return [*_asked(interview), *_pause(interview)]
    return []


def _asked(interview: Interview) -> list[CommandKind]:
    turn = interview.turn
    if turn is None:
        return []
    question = plan.question_of(interview, turn)
    kinds: list[CommandKind] = ["repeat", "slower"]
    kinds += ["start_answer"] if interview.phase == "thinking" else ["done"]
    kinds += ["more_time"] if turn.extensions < interview.flow.pacing.extensions else []
    kinds += ["think"] if turn.is_spoken else []
    kinds += ["draft"] if not turn.is_spoken and turn.kind != "choice" else []
    kinds += ["choose"] if turn.kind == "choice" else []
    kinds += ["switch_kind"] if len(answer_kinds(turn)) > 1 else []
    kinds += ["rephrase"] if question is not None and question.rephrased is not None and not turn.follows else []
    return [*kinds, "skip"] if question is None or question.may_skip or turn.is_practice else kinds


def _between(interview: Interview) -> list[CommandKind]:
    kinds: list[CommandKind] = ["longer_gap"] if gap_s(interview) < interview.flow.pacing.gap_max_s else []
    turn = interview.turn
    if turn is not None and turn.ended_at is not None and retakes_left(interview, turn) > 0:
        kinds.append("retake")
    return [*kinds, *_return(interview)]


def _return(interview: Interview) -> list[CommandKind]:
    return ["return_to"] if interview.waiting else []


def _pause(interview: Interview) -> list[CommandKind]:
    return ["pause"] if pauses_left(interview) else []


def answer_kinds(turn: Turn) -> list[AnswerKind]:
    """How the turn may be answered, as it was meant first."""
    meant = turn.asked_kind or turn.kind
    return list(dict.fromkeys([meant, *SWITCHES.get(meant, ()), turn.kind]))


def retakes_left(interview: Interview, turn: Turn) -> int:
    """Of an answer that was given; a question that was left out is over."""
    if turn.ended_by == "skipped":
        return 0
    if turn.is_practice:
        return max(0, PRACTICE_RETAKES - turn.retakes)
    question = plan.question_of(interview, turn)
    most = (question.retakes if question else 0) + interview.in_force.retakes_extra
    return max(0, most - turn.retakes)
