"""What happens by itself: thinking ends, limits are announced and reached, gaps pass. Pure; time is handed in."""

from datetime import datetime, timedelta

import msgspec

from backend.interviews import utterances
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.turn import Turn
from backend.interviews.turns import begin_answer, end_answer, open_turn_of, proceed, submit

_TOLERANCE = timedelta(milliseconds=1)


def next_moment(interview: Interview) -> datetime | None:
    """When something happens by itself, if nobody does anything; None while only people can move it."""
    if interview.state == "paused":
        return interview.pause.until if interview.pause and not interview.pause.is_asked else None
    if interview.state != "live" or interview.held is not None:
        return None
    if interview.phase in ("acknowledged", "closing", "break"):
        return interview.until
    turn = interview.turn
    if turn is None:
        return None
    if interview.phase == "thinking":
        return thinking_warning(interview, turn) or turn.thinking.reaches(turn.thinking_s)
    if interview.phase != "answering":
        return None
    return answer_warning(interview, turn) or turn.answering.reaches(turn.hard_limit_s)


def tick(outcome: Outcome, now: datetime) -> Outcome:
    """All that is due by `now`, one after the other."""
    while (moment := next_moment(outcome.interview)) is not None and moment <= now + _TOLERANCE:
        outcome = _fall_due(outcome, now)
    return outcome


def _fall_due(outcome: Outcome, now: datetime) -> Outcome:
    interview = outcome.interview
    if interview.pause is not None and interview.state == "paused":
        asked = msgspec.structs.replace(interview.pause, is_asked=True)
        return outcome.having("pause_over", pause=asked).saying("welcome_back", utterances.PAUSE_OVER)
    match interview.phase:
        case "thinking":
            return _think_due(outcome, open_turn_of(interview), now)
        case "acknowledged":
            return proceed(outcome, now)
        case "closing":
            return submit(outcome, now)
        case "break":
            return outcome.having("rested", until=None).saying("break", utterances.BREAK_OVER)
    limit = open_turn_of(interview).answering.reaches(open_turn_of(interview).hard_limit_s)
    if limit is not None and limit <= now + _TOLERANCE:
        return end_answer(outcome, now, "limit")
    return _warn(outcome, now)


def _think_due(outcome: Outcome, turn: Turn, now: datetime) -> Outcome:
    """The end of thinking is announced on the screen alone: nobody is spoken to while they think."""
    end = turn.thinking.reaches(turn.thinking_s)
    if end is not None and end <= now + _TOLERANCE:
        return begin_answer(outcome, now)
    return outcome.with_turn(msgspec.structs.replace(turn, warned_thinking_s=turn.thinking_s)).having("time_warned")


def _warn(outcome: Outcome, now: datetime) -> Outcome:
    """Once per limit: the time that is left, and that more can be had."""
    turn = open_turn_of(outcome.interview)
    left_s = max(0.0, turn.hard_limit_s - turn.answering.elapsed_s(now))
    words = utterances.filled(utterances.TIME_WARNING[0], seconds=str(round(left_s)))
    warned = msgspec.structs.replace(turn, warned_limit_s=turn.hard_limit_s)
    return outcome.with_turn(warned).having("time_warned").saying("time_warning", words)


def thinking_warning(interview: Interview, turn: Turn) -> datetime | None:
    """When the end of thinking is to be announced (WCAG 2.2.1); None once it was, or where it shows from the start."""
    before_s = interview.flow.pacing.warn_before_s
    if turn.warned_thinking_s == turn.thinking_s or not 0 < before_s < turn.thinking_s:
        return None
    return turn.thinking.reaches(turn.thinking_s - before_s)


def answer_warning(interview: Interview, turn: Turn) -> datetime | None:
    before_s = interview.flow.pacing.warn_before_s
    if turn.warned_limit_s == turn.hard_limit_s or not 0 < before_s < turn.hard_limit_s:
        return None
    return turn.answering.reaches(turn.hard_limit_s - before_s)
