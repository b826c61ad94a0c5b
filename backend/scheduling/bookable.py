"""For whom a time can be booked. Pure."""

from backend.interviews.machine import BEFORE
from backend.interviews.model import Interview
from backend.kernel.errors import Conflict
from backend.scheduling.model import BookingPlan


def is_bookable(interview: Interview, plan: BookingPlan) -> bool:
    """Before the interview has begun; with people also for those who asked for a person instead of the AI."""
    if interview.erased is not None:
        return False
    return interview.state in BEFORE or (interview.state == "human_route" and plan.mode == "people")


def ensure_bookable(interview: Interview, plan: BookingPlan) -> None:
    """Raises: Conflict booking_closed."""
    if not is_bookable(interview, plan):
        raise Conflict("booking_closed", "There is nothing left to book.", state=interview.state)
