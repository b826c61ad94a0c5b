"""Brings together what an answer's signed times are judged by: pack, question, other devices, what was recorded."""

from datetime import datetime

from backend.interviews.model import Interview
from backend.interviews.offline_answer import AnswerTiming
from backend.kernel.errors import Invalid
from backend.offline.model import Pack
from backend.offline.packing import first_opened
from backend.offline.repository import Packs
from backend.offline.schemas import TakeStatement
from backend.offline.timing import Terms, judged
from backend.questions.model import Question


class Judging:
    def __init__(self, packs: Packs) -> None:
        self._packs = packs

    async def timing(
        self,
        interview: Interview,
        pack: Pack,
        statement: TakeStatement | None,
        question_id: str,
        received_at: datetime,
        media_s: float | None,
    ) -> AnswerTiming:
        """Without a statement nothing is known of the times. Raises: Invalid question_unknown."""
        if statement is None:
            return AnswerTiming("unsure", ["unsigned"], None, None, None, received_at, "none")
        others = [other for other in await self._packs.of_interview(interview.id) if other.id != pack.id]
        terms = Terms(
            issued_at=pack.issued_at,
            expires_at=pack.expires_at,
            deadline=pack.deadline,
            limit_s=longest_s(interview, question_id),
            received_at=received_at,
            opened_before=first_opened(question_id, interview, others),
            media_s=media_s,
        )
        return judged(statement, terms)


def longest_s(interview: Interview, question_id: str) -> float:
    """With every extension that may be taken: how many were, the phone alone knows."""
    pacing = interview.flow.pacing
    hard_limit_s = question_of(interview, question_id).hard_limit_s * interview.in_force.time_factor
    return hard_limit_s + pacing.extensions * pacing.extension_s


def question_of(interview: Interview, question_id: str) -> Question:
    """Raises: Invalid question_unknown."""
    for question in interview.flow.questions:
        if question.id == question_id:
            return question
    raise Invalid("question_unknown", "This question is not in the interview.")
