"""How a call for help moves on, and how quickly people come. Pure; time is handed in."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from backend.interviews.model import Interview
from backend.interviews.monitor import alerts
from backend.kernel.errors import Conflict
from backend.kernel.fsm import Machine
from backend.participants.model import LiveRoom, Participant
from backend.rescue.model import Called, Cause, EndedBy, Reaction, Rescue, RescueState, Round, rescue_of
from backend.rescue.schemas import ResponseTimes

SAME_CALL = timedelta(minutes=30)
COMES_WITHIN = timedelta(minutes=1)
Step = Literal["answer", "exhaust", "end"]

RESCUE: Machine[RescueState, Step] = Machine(
    "rescue",
    {
        "calling": "People on duty are being called, level after level.",
        "unanswered": "Every level was called and nobody has come yet; whoever was called still can.",
        "accepted": "Somebody has it.",
        "over": "Nobody is needed any more.",
    },
    {
        ("calling", "answer"): "accepted",
        ("calling", "exhaust"): "unanswered",
        ("calling", "end"): "over",
        ("unanswered", "answer"): "accepted",
        ("unanswered", "end"): "over",
    },
)


def rescue_from(interview: Interview, cause: Cause, asked_at: datetime) -> Rescue:
    """A fresh call; nobody has been called yet."""
    return Rescue(
        id=rescue_of(interview.id, asked_at),
        interview_id=interview.id,
        application_id=interview.application_id,
        candidate_id=interview.candidate_id,
        cause=cause,
        asked_at=asked_at,
        state="calling",
        open_for=interview.id,
    )


def wanted(interview: Interview, now: datetime) -> Rescue | None:
    """The rescue that the interview's alerts ask for: a call for help before what the monitor has found."""
    found = alerts(interview, now)
    if not found:
        return None
    alert = next((each for each in found if each.kind == "help"), found[0])
    return rescue_from(interview, alert.kind, alert.since)


def called_next(
    rescue: Rescue, levels: Sequence[Sequence[str]], here: frozenset[str], now: datetime, wait_s: int
) -> Rescue:
    """The next level that has anybody on duty is called; where none is left, nobody could come.

    Those who have said that they cannot are not called again. Only a calling one changes.
    """
    if rescue.state != "calling":
        return rescue
    done = rescue.rounds[-1].level if rescue.rounds else -1
    for number, members in enumerate(levels):
        asked = [member for member in members if member not in rescue.declined]
        if number > done and asked:
            called = [Called(member, member in here) for member in asked]
            due = now + timedelta(seconds=wait_s)
            return msgspec.structs.replace(rescue, rounds=[*rescue.rounds, Round(number, now, called)], next_at=due)
    return msgspec.structs.replace(rescue, state=RESCUE.after(rescue.state, "exhaust"), next_at=None)


def answered(rescue: Rescue, member_id: str, reaction: Reaction, now: datetime) -> Rescue:
    """With the first reaction; the same member again changes nothing.

    Raises: Conflict rescue_taken, rescue_over.
    """
    if rescue.reacted_by == member_id:
        return rescue
    if rescue.reacted_by is not None:
        raise Conflict("rescue_taken", "Somebody else has it already.", member_id=rescue.reacted_by)
    if not rescue.is_open:
        raise Conflict("rescue_over", "Nobody is needed there any more.")
    return msgspec.structs.replace(
        rescue, state=RESCUE.after(rescue.state, "answer"), open_for=None, next_at=None,
        reacted_at=max(now, rescue.asked_at), reacted_by=member_id, reaction=reaction,
    )  # fmt: skip


def declined(rescue: Rescue, member_id: str, now: datetime) -> Rescue:
    """Without this member; where nobody of the last level is left, the next one is due at once."""
    if member_id not in rescue.members or not rescue.is_open:
        return rescue
    rounds = [
        msgspec.structs.replace(each, called=[_declining(called, member_id, now) for called in each.called])
        for each in rescue.rounds
    ]
    left = any(called.declined_at is None for called in rounds[-1].called)
    next_at = rescue.next_at if left or rescue.state != "calling" else now
    return msgspec.structs.replace(rescue, rounds=rounds, next_at=next_at)


def _declining(called: Called, member_id: str, now: datetime) -> Called:
    if called.member_id != member_id or called.declined_at is not None:
        return called
    return msgspec.structs.replace(called, declined_at=now)


def over(rescue: Rescue, why: EndedBy, now: datetime) -> Rescue:
    """Nobody is needed any more; what somebody has taken stays theirs."""
    if not rescue.is_open:
        return rescue
    state = RESCUE.after(rescue.state, "end")
    return msgspec.structs.replace(rescue, state=state, open_for=None, next_at=None, ended_at=now, ended_by=why)


def has_gone_on(rescue: Rescue, interview: Interview) -> bool:
    """Whether who was stuck is no longer, or a person has led and handed back since the call."""
    moved_at = interview.step_since if rescue.cause == "long_step" else None
    return any(at is not None and at >= rescue.asked_at for at in (moved_at, interview.helped_at))


def seen(rescue: Rescue, now: datetime) -> Rescue:
    """A person's picture stands on the candidate's screen; the first time counts."""
    if rescue.state != "accepted" or rescue.face_at is not None:
        return rescue
    return msgspec.structs.replace(rescue, face_at=now)


def helper_in(rescue: Rescue, room: LiveRoom | None) -> Participant | None:
    """Whoever has taken the call, where they take part in the room and have not led for this call yet."""
    if rescue.state != "accepted" or rescue.led_at is not None or room is None:
        return None
    return next((each for each in room.here if each.has_seat and each.account_id == rescue.reacted_by), None)


def led(rescue: Rescue, now: datetime) -> Rescue:
    """With the moment from which they led; the first counts."""
    return rescue if rescue.led_at is not None else msgspec.structs.replace(rescue, led_at=now)


def standing(rescues: Sequence[Rescue], now: datetime) -> Rescue | None:
    """The newest one that still counts for a call at this moment, answered or not."""
    return next((rescue for rescue in rescues if rescue.asked_at + SAME_CALL > now and rescue.state != "over"), None)


def is_repeated(rescues: Sequence[Rescue], now: datetime) -> bool:
    """Whether pressing help now says nothing new: people are being called, or somebody has just said they come."""
    return any(
        rescue.state == "calling"
        or (rescue.state == "accepted" and rescue.reacted_at is not None and rescue.reacted_at + COMES_WITHIN > now)
        for rescue in rescues
    )


def response_times(rescues: Sequence[Rescue]) -> ResponseTimes:
    """Nearest-rank percentiles, each over the calls that got so far."""
    taken = sorted(rescue.response_s for rescue in rescues if rescue.response_s is not None)
    reached = [_between(rescue.asked_at, rescue.called_at) for rescue in rescues]
    faces = [_between(rescue.asked_at, rescue.face_at) for rescue in rescues]
    return ResponseTimes(
        calls=len(rescues),
        answered=len(taken),
        median_s=_percentile(taken, 0.5),
        p90_s=_percentile(taken, 0.9),
        called_median_s=_median(reached),
        face_median_s=_median(faces),
        unanswered=sum(
            1 for rescue in rescues if rescue.state == "unanswered" or rescue.ended_by in ("again", "too_old")
        ),
    )


def _between(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else max(0.0, (end - start).total_seconds())


def _median(values: Sequence[float | None]) -> float | None:
    return _percentile(sorted(value for value in values if value is not None), 0.5)


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None
