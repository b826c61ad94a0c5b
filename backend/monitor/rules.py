"""What the monitor calls a rescue, and how quickly people come. Pure; time is handed in."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from backend.interviews.model import Interview
from backend.interviews.monitor import alerts
from backend.monitor.model import Cause, Reaction, Rescue, rescue_of
from backend.monitor.schemas import ResponseTimes

SAME_CALL = timedelta(minutes=30)


def rescue_from(interview: Interview, cause: Cause, asked_at: datetime) -> Rescue:
    return Rescue(
        id=rescue_of(interview.id, asked_at),
        interview_id=interview.id,
        application_id=interview.application_id,
        candidate_id=interview.candidate_id,
        cause=cause,
        asked_at=asked_at,
    )


def wanted(interview: Interview, now: datetime) -> Rescue | None:
    """The rescue that the interview's alerts ask for: a call for help before what the monitor has found."""
    found = alerts(interview, now)
    if not found:
        return None
    alert = next((each for each in found if each.kind == "help"), found[0])
    return rescue_from(interview, alert.kind, alert.since)


def standing(rescues: Sequence[Rescue], now: datetime) -> Rescue | None:
    """The newest one that still counts for a call at this moment, answered or not."""
    return next((rescue for rescue in rescues if rescue.asked_at + SAME_CALL > now), None)


def answered(rescue: Rescue, member_id: str, reaction: Reaction, now: datetime) -> Rescue:
    """With the first reaction; later ones change nothing."""
    if rescue.reacted_at is not None:
        return rescue
    return msgspec.structs.replace(rescue, reacted_at=now, reacted_by=member_id, reaction=reaction)


def response_times(rescues: Sequence[Rescue]) -> ResponseTimes:
    """Nearest-rank percentiles over the answered ones."""
    taken = sorted(rescue.response_s for rescue in rescues if rescue.response_s is not None)
    return ResponseTimes(len(rescues), len(taken), _percentile(taken, 0.5), _percentile(taken, 0.9))


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None
