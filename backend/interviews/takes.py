"""Recordings of the open turn: begun, finished, replaced by a newer one. Pure; time is handed in."""

from datetime import datetime

import msgspec

from backend.contracts.events.interviews import TakeFinished, TakeWanted
from backend.interviews import conversing
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.take import Take
from backend.interviews.turn import Turn
from backend.questions.model import RECORDED


def open_take(outcome: Outcome, now: datetime) -> Outcome:
    """A recording for the open turn, which becomes the one that counts. Practice and previews are not recorded."""
    interview = outcome.interview
    turn = interview.turn
    if turn is None or not turn.is_spoken or turn.is_practice or interview.is_preview:
        return outcome
    kinds = RECORDED[turn.kind]
    take = Take(take_id(interview, turn), turn.id, kinds, now)
    before = [*turn.takes_before, turn.take_id] if turn.take_id else turn.takes_before
    wanted = TakeWanted(interview.id, interview.room, take.id, kinds, interview.language)
    counted = msgspec.structs.replace(turn, take_id=take.id, takes_before=before)
    return outcome.with_turn(counted).having(None, wanted, takes=[*interview.takes, take])


def take_id(interview: Interview, turn: Turn) -> str:
    """Follows from the turn, so that two processes that open it at once open the same one."""
    number = sum(1 for take in interview.takes if take.turn_id == turn.id)
    again = f"r{number}" if number else ""
    return f"tak_{interview.id.removeprefix('int_')}{turn.index + 1:02d}{again}"


def finish_take(outcome: Outcome, now: datetime) -> Outcome:
    """Without an open take: what was recorded is closed, and the node told to store it."""
    interview = outcome.interview
    take = interview.open_take
    if take is None:
        return outcome
    finished = msgspec.structs.replace(take, finished_at=now)
    takes = [finished if other.id == take.id else other for other in interview.takes]
    return outcome.having(None, TakeFinished(interview.id, interview.room, take.id, now), takes=takes)


def close_unfinished(outcome: Outcome, now: datetime) -> Outcome:
    """The interview ends in mid-answer, or in a conversation: what is recorded is closed; an unfinished retake does not
    replace what it retook.
    """
    outcome = finish_take(conversing.ended(outcome, now).having(held=None), now)
    turn = outcome.interview.turn
    if turn is None or turn.ended_at is not None or not turn.retakes:
        return outcome
    ended = msgspec.structs.replace(turn, ended_at=now, ended_by="expiry")
    if turn.started_at is not None and turn.is_spoken and turn.takes_before and turn.take_id is not None:
        before = [*turn.takes_before[:-1], turn.take_id]
        ended = msgspec.structs.replace(ended, take_id=turn.takes_before[-1], takes_before=before)
    return outcome.with_turn(ended)
