"""How long an interview is kept, and what is left of it when it is erased. Pure; time is handed in."""

from datetime import datetime, timedelta

import msgspec

from backend.contracts.events.interviews import RoomClosed
from backend.interviews.machine import BEFORE, OVER, after
from backend.interviews.model import Accommodations, Erased, Interview, Presence
from backend.kernel.errors import Conflict


def erase_after(interview: Interview) -> datetime | None:
    """When the promised retention ends: the position's days after the answers were handed in, or after the interview
    ended in another way. None while it may still go on.
    """
    if interview.state not in OVER:
        return None
    ended_at = interview.submitted_at or interview.ended_at or interview.declined_at or interview.updated_at
    return ended_at + timedelta(days=interview.occasion.retention_days)


def is_due(interview: Interview, now: datetime) -> bool:
    """Whether retention ends the interview's data now."""
    due = erase_after(interview)
    return interview.erased is None and due is not None and due <= now


def tombstone(interview: Interview, erasure_id: str, now: datetime) -> tuple[Interview, list[msgspec.Struct]]:
    """The interview without the person: ids, states, times and the consent's version stay, as proof that it was.

    One that was not over counts as withdrawn. Erasing twice is erasing once.

    Raises: Conflict interview_running while the candidate is in it.
    """
    if interview.erased is not None:
        return interview, []
    if interview.state == "live":
        raise Conflict("interview_running", "The interview is running. Its data can be erased once it is over.")
    is_open = interview.state in BEFORE or interview.state == "paused"
    bare = msgspec.structs.replace(
        interview,
        state=after(interview.state, "withdraw") if is_open else interview.state,
        erased=Erased(now, erasure_id, [take.id for take in interview.takes]),
        ended_at=interview.ended_at or now,
        updated_at=now,
        decline_note_sealed=None,
        device_check=None,
        identity=None,
        say=None,
        until=None,
        turns=[],
        takes=[],
        offline=[],
        booked=None,
        presence=Presence(),
        commands=[],
        help_asked=[],
        has_work=False,
        waits_for_model=False,
        erase_after=None,
        pause=None,
        held=None,
        rungs=[],
        proposal=None,
        model_calls=[],
        accommodations=Accommodations(),
        conversations=[],
    )
    closed = [RoomClosed(interview.id, interview.room)] if interview.state == "paused" else []
    return bare, [*closed]
