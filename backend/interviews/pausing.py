"""Standing still by somebody's wish: the candidate's own pauses, and a person who leads instead of the AI. Pure.

Time never runs in either. A pause is ended by the candidate alone, a take-over by who leads (or another member).
"""

from datetime import datetime, timedelta

from backend.interviews import conversing, utterances
from backend.interviews.machine import BEFORE
from backend.interviews.model import Held, Interview, Pause
from backend.interviews.outcome import Outcome
from backend.interviews.presence import ensure_not_over
from backend.interviews.takes import close_unfinished
from backend.interviews.turns import clocked, gap_s, submit
from backend.kernel.errors import Conflict


def pauses_left(interview: Interview) -> int:
    allowed = interview.flow.pacing.pauses + interview.in_force.pauses_extra
    return max(0, allowed - interview.pauses)


def pause(outcome: Outcome, now: datetime) -> Outcome:
    """Raises: Conflict no_more_pauses."""
    interview = outcome.interview
    if not pauses_left(interview):
        raise Conflict("no_more_pauses", "There are no more pauses, but you can leave and come back at any time.")
    until = now + timedelta(seconds=interview.flow.pacing.pause_s)
    paused = outcome.moved("leave", "paused", pause=Pause(now, until), pauses=interview.pauses + 1)
    return clocked(paused, now).saying("break", utterances.PAUSED)


def hold(interview: Interview, account_id: str, name: str, now: datetime) -> Outcome:
    """A member leads from now on: the AI falls silent and all clocks stand. The same member again changes nothing.

    Raises: Conflict interview_over, interview_not_live, interview_paused, interview_held (by another).
    """
    ensure_not_over(interview)
    if interview.state in BEFORE:
        raise Conflict("interview_not_live", "The interview has not started yet.", state=interview.state)
    if interview.state == "paused":
        raise Conflict("interview_paused", "The candidate has paused the interview.")
    if interview.held is not None:
        if interview.held.account_id == account_id:
            return Outcome(interview)
        raise Conflict("interview_held", "Somebody else is leading this interview.", name=interview.held.name)
    held = Outcome(interview).having("held", held=Held(account_id, name, now))
    return clocked(conversing.begun(held, account_id, now), now).saying(
        "held", utterances.filled(utterances.HELD, name=name)
    )


def hand_back(interview: Interview, now: datetime) -> Outcome:
    """The AI goes on where it was, with somebody who was helped. Handing back what nobody holds changes nothing."""
    back = _going_on(interview, now)
    return back.having(helped_at=now) if interview.held is not None else back


def _going_on(interview: Interview, now: datetime) -> Outcome:
    if interview.held is None:
        return Outcome(interview)
    was_asked = interview.conversation is not None and bool(interview.conversation.asked)
    words = utterances.HANDED_BACK_AFTER_QUESTIONS if was_asked else utterances.HANDED_BACK
    back = conversing.ended(Outcome(interview), now).having("handed_back", held=None)
    if interview.state != "live":
        return back
    back = conversing.resumed(back)
    if interview.phase in ("acknowledged", "closing"):
        back = back.having(until=now + timedelta(seconds=gap_s(interview)))
    words = utterances.filled(words, name=interview.held.name)
    return clocked(back, now).saying("handed_back", words)


def hand_back_from(interview: Interview, account_id: str, now: datetime) -> Outcome:
    """Who led is gone, and nobody else is there; nothing where another leads by now. Whether they helped is unknown."""
    held = interview.held
    return _going_on(interview, now) if held is not None and held.account_id == account_id else Outcome(interview)


def finish(interview: Interview, now: datetime) -> Outcome:
    """A conversation that was the interview, or has become it: what was answered is handed in.

    Raises: Conflict interview_over, interview_paused, nobody_leads.
    """
    ensure_not_over(interview)
    if interview.state == "paused":
        raise Conflict("interview_paused", "The candidate has paused the interview.")
    if interview.held is None:
        raise Conflict("nobody_leads", "The AI leads the interview. Take over first.")
    return submit(close_unfinished(Outcome(interview), now).having("handed_back"), now)
