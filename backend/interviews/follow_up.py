"""Follow-ups in the course of an interview: when one may be asked, and the proposal that waits to be asked. Pure."""

from datetime import datetime

import msgspec

from backend.interviews import plan
from backend.interviews.model import MODEL_CALLS_REMEMBERED, Interview, ModelCall, Proposal
from backend.interviews.outcome import Outcome
from backend.interviews.turn import Turn
from backend.questions.model import Question


class Occasion(msgspec.Struct, frozen=True):
    """A turn just answered that may be followed up. `family` are the turns of its question so far, in order."""

    turn: Turn
    question: Question
    family: list[Turn]

    @property
    def asked(self) -> int:
        return sum(1 for turn in self.family if turn.follows)


def occasion(interview: Interview) -> Occasion | None:
    """None where no follow-up may be asked now: never more than the flow's number, none in practice, none after a
    question that was left out, chosen or written in code, and none once the next question has come.
    """
    turn = interview.turn
    is_between = interview.state == "live" and interview.phase == "acknowledged"
    if turn is None or not is_between or turn.ended_at is None or turn.is_practice or turn.ended_by == "skipped":
        return None
    question = plan.question_of(interview, turn)
    if question is None or question.kind in ("choice", "code"):
        return None
    origin = turn.follows or turn.id
    family = [other for other in interview.turns if origin in (other.id, other.follows)]
    found = Occasion(turn, question, family)
    return found if found.asked < question.follow_up.most else None


def proposed(interview: Interview, proposal: Proposal | None, call: ModelCall | None, now: datetime) -> Outcome:
    """Kept until the next step; what comes too late is nothing but logged. The model's words replace the rules'."""
    outcome = Outcome(interview)
    if call is not None:
        outcome = outcome.having("model_called", model_calls=[*interview.model_calls, call][-MODEL_CALLS_REMEMBERED:])
    found = occasion(interview)
    is_timely = found is not None and proposal is not None and found.turn.id == proposal.turn_id
    known = interview.proposal
    is_better = known is None or proposal is None or known.source == "rules" or proposal.source == "model"
    if not is_timely or not is_better or known == proposal:
        return outcome
    return outcome.having("follow_up_proposed", proposal=proposal)
