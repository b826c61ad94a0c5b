"""Offline answers in the shape of turns, for all who read answers. Pure."""

from backend.interviews.model import Interview
from backend.interviews.offline_answer import OfflineAnswer
from backend.interviews.turn import Turn


def offline_turns(interview: Interview) -> list[Turn]:
    """In the order in which they came; `place` is the question's in the flow."""
    return [_turn(interview, answer) for answer in interview.offline]


def _turn(interview: Interview, answer: OfflineAnswer) -> Turn:
    questions = interview.flow.questions
    place = next((number for number, each in enumerate(questions, 1) if each.id == answer.question_id), 0)
    question = questions[place - 1] if place else None
    timing = answer.timing
    return Turn(
        id=answer.id,
        index=max(0, place - 1),
        question_id=answer.question_id,
        kind=answer.kind,
        prompt=answer.prompt,
        thinking_s=question.thinking_s if question else 0.0,
        soft_limit_s=question.soft_limit_s if question else 0.0,
        hard_limit_s=question.hard_limit_s if question else 0.0,
        competencies=answer.competencies,
        opened_at=timing.opened_at or timing.received_at,
        started_at=timing.began_at,
        ended_at=timing.ended_at or timing.received_at,
        ended_by="candidate",
        text=answer.text,
        take_id=answer.take_id,
        number=place,
        chosen=answer.text.split(",") if answer.kind == "choice" and answer.text else [],
    )
