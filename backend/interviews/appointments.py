"""When an interview with an appointment can be begun. Pure; time is handed in."""

from datetime import datetime, timedelta

from backend.interviews.model import BookedTime, Interview
from backend.interviews.outcome import Outcome
from backend.interviews.schemas import AppointmentView
from backend.kernel.errors import Conflict

EARLY = timedelta(minutes=15)
GRACE = timedelta(minutes=10)


def ensure_open(booked: BookedTime | None, now: datetime) -> None:
    """Begun between a quarter of an hour before the start and ten minutes after the end, unless staff lifted it.

    Without an appointment at any time. Who has begun may go on: this is asked at the first start alone.

    Raises: Conflict appointment_ahead, appointment_over, both with the times of `AppointmentView`.
    """
    view = appointment_view(booked)
    if view is None or view.is_lifted or view.opens_at <= now <= view.closes_at:
        return
    times = {
        "opens_at": view.opens_at.isoformat(),
        "starts_at": view.starts_at.isoformat(),
        "ends_at": view.ends_at.isoformat(),
    }
    if now < view.opens_at:
        raise Conflict("appointment_ahead", "Your time has not come yet.", **times)
    raise Conflict("appointment_over", "Your time is over. Please choose another one.", **times)


def appointment_view(booked: BookedTime | None) -> AppointmentView | None:
    """None also where a time was booked and given up again."""
    if booked is None or booked.starts_at is None or booked.ends_at is None:
        return None
    opens_at, closes_at = booked.starts_at - EARLY, booked.ends_at + GRACE
    return AppointmentView(booked.starts_at, booked.ends_at, opens_at, closes_at, booked.is_lifted)


def with_time(interview: Interview, booked: BookedTime) -> Outcome:
    """The interview with what scheduling says of its time; an older or equal revision changes nothing."""
    known = interview.booked
    if interview.erased is not None or (known is not None and known.revision >= booked.revision):
        return Outcome(interview)
    return Outcome(interview).having("time_changed", booked=booked)
