"""How far the interview is and how long it will take, from what this person's answers have really taken. Pure."""

import math
from datetime import datetime

from backend.interviews import plan
from backend.interviews.live_schemas import Progress
from backend.interviews.model import Interview
from backend.interviews.turn import Turn
from backend.interviews.turns import gap_s

BETWEEN_S = 10.0
PLANNED_COUNTS_S = 180.0
"""The plan counts as much as this many seconds of answers: the first short answer halves nothing."""


def progress(interview: Interview, now: datetime) -> Progress:
    done, total = interview.answers, plan.total(interview)
    if interview.phase == "done":
        return Progress(done, total, 0)
    ours = interview.in_force
    ahead_s = sum(
        question.thinking_s * ours.thinking_factor + question.soft_limit_s * ours.time_factor
        for question in plan.questions_ahead(interview)
    )
    ahead_s += sum(turn.thinking_s + turn.soft_limit_s for turn in interview.waiting)
    gaps_s = (gap_s(interview) + BETWEEN_S) * (total - done)
    left_s = pace(interview) * (ahead_s + _open_s(interview, now)) + gaps_s
    return Progress(done, total, math.ceil(max(0.0, left_s) / 60))


def pace(interview: Interview) -> float:
    """What answers have taken so far as a share of what was planned for them, 0.5 to 2."""
    closed = [
        turn for turn in interview.turns if turn.ended_at is not None and turn.ended_by not in ("skipped", "person")
    ]
    planned_s = PLANNED_COUNTS_S + sum(turn.thinking_s + turn.soft_limit_s for turn in closed)
    taken_s = PLANNED_COUNTS_S + sum(turn.thinking.spent_s + turn.answering.spent_s for turn in closed)
    return min(2.0, max(0.5, taken_s / planned_s))


def _open_s(interview: Interview, now: datetime) -> float:
    """Planned seconds of the open question that are still to come."""
    turn: Turn | None = interview.turn
    if turn is None or not turn.is_open:
        return 0.0
    spent_s = turn.thinking.elapsed_s(now) + min(turn.soft_limit_s, turn.answering.elapsed_s(now))
    return max(0.0, turn.thinking_s + turn.soft_limit_s - spent_s)
