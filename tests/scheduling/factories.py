"""Sample availability, plans and claims."""

from datetime import UTC, datetime, timedelta
from typing import Any

from backend.scheduling.model import Availability, BookingPlan, Claim, Hours, Pattern, WeeklyHours
from backend.scheduling.slots import Horizon, Person

MONDAY = datetime(2037, 11, 23, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def a_pattern(zone: str = BERLIN, start_min: int = 9 * 60, end_min: int = 17 * 60, **values: Any) -> Pattern:
    """The same hours every day of the week."""
    weekly = [WeeklyHours(weekday, [Hours(start_min, end_min)]) for weekday in range(1, 8)]
    return Pattern(zone, weekly, **values)


def a_plan(mode: str = "people", **values: Any) -> BookingPlan:
    defaults: dict[str, Any] = {
        "id": "pln_1", "position_id": "pos_1", "mode": mode, "pattern": a_pattern(), "notice_h": 0, "horizon_days": 7,
    }  # fmt: skip
    if mode == "people":
        defaults["all_of"] = ["mem_a"]
    return BookingPlan(**(defaults | values))


def a_person(member_id: str = "mem_a", *, claims: Any = (), busy: Any = (), **values: Any) -> Person:
    defaults: dict[str, Any] = {"pattern": a_pattern(), "notice_h": 0, "buffer_after_min": 0}
    return Person(member_id, Availability(id=member_id, **(defaults | values)), list(busy), list(claims))


def a_claim(start: datetime, minutes: int = 30, **values: Any) -> Claim:
    defaults: dict[str, Any] = {"id": f"clm_{start:%d%H%M}", "booking_id": "bkg_other"}
    return Claim(start=start, end=start + timedelta(minutes=minutes), **(defaults | values))


def a_horizon(days: float = 7, now: datetime = MONDAY) -> Horizon:
    return Horizon(now, now + timedelta(days=days))
