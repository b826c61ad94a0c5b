"""Routes of staff: their own calendars, and for those who arrange them, everybody's bookings."""

from litestar import Response, delete, get, post, put

from backend.scheduling.availability import AvailabilityDesk
from backend.scheduling.calendar_file import ICS
from backend.scheduling.calendar_links import Calendars
from backend.scheduling.model import Holiday
from backend.scheduling.planning import Planning
from backend.scheduling.schemas import (
    AvailabilityGiven,
    AvailabilityView,
    BookedByStaff,
    BookingPlanGiven,
    BookingPlanView,
    BookingsView,
    CalendarAddress,
    CalendarState,
    CalendarView,
    FeedGiven,
    FeedView,
    HolidaysGiven,
    Instant,
    MemberName,
    StaffBooking,
    TimesView,
)
from backend.scheduling.staff import StaffBookings
from backend.scheduling.zones import zone_names
from backend.web.auth import Actor
from backend.web.policy import Permission

_OWN = {"permission": Permission.CALENDAR_OWN}
_SHARE = {"permission": Permission.CALENDAR_FEED}
_READ = {"permission": Permission.BOOKING_READ}
_MANAGE = {"permission": Permission.BOOKING_MANAGE}


@get("/zones", opt={"permission": Permission.SELF})
async def list_zones() -> list[str]:
    """The IANA time zones that are known here."""
    return sorted(zone_names())


@get("/staff/calendar", opt=_OWN)
async def own_calendar(actor: Actor, staff_bookings: StaffBookings, start: Instant, end: Instant) -> CalendarView:
    """One's own days: open hours, other appointments, candidates."""
    return await staff_bookings.calendar(actor, start, end)


@get("/staff/availability/{member_id:str}", opt=_OWN)
async def get_availability(member_id: str, actor: Actor, availability: AvailabilityDesk) -> AvailabilityView:
    """When a member is there; `me` is oneself."""
    return await availability.view(actor, member_id)


@put("/staff/availability/{member_id:str}", opt=_OWN)
async def give_availability(
    member_id: str, data: AvailabilityGiven, actor: Actor, availability: AvailabilityDesk
) -> AvailabilityView:
    """Says when a member is there."""
    return await availability.give(actor, member_id, data)


@post("/staff/calendar/feeds", opt={**_OWN, "limit_per_minute": 20}, status_code=201)
async def subscribe_calendar(data: FeedGiven, actor: Actor, availability: AvailabilityDesk) -> FeedView:
    """Subscribes to another calendar, whose busy times then count."""
    return await availability.subscribe(actor, data.url)


@post("/staff/calendar/feeds/{feed_id:str}/refresh", opt={**_OWN, "limit_per_minute": 20}, status_code=200)
async def refresh_calendar(feed_id: str, actor: Actor, availability: AvailabilityDesk) -> FeedView:
    """Reads a subscribed calendar now."""
    return await availability.refresh(actor, feed_id)


@delete("/staff/calendar/feeds/{feed_id:str}", opt=_OWN, status_code=204)
async def unsubscribe_calendar(feed_id: str, actor: Actor, availability: AvailabilityDesk) -> None:
    """Ends a subscription."""
    await availability.unsubscribe(actor, feed_id)


@get("/calendar-feed", opt=_SHARE)
async def calendar_state(actor: Actor, calendars: Calendars) -> CalendarState:
    """Whether one's own calendar has an address."""
    return await calendars.state(actor)


@post("/calendar-feed", opt=_SHARE, status_code=201)
async def share_calendar(actor: Actor, calendars: Calendars) -> CalendarAddress:
    """Gives one's own calendar a new address; one before ends."""
    return await calendars.share(actor)


@delete("/calendar-feed", opt=_SHARE, status_code=204)
async def unshare_calendar(actor: Actor, calendars: Calendars) -> None:
    """Takes the address back."""
    await calendars.forget(actor.account_id)


@get("/staff/holidays", opt=_OWN)
async def list_holidays(availability: AvailabilityDesk) -> list[Holiday]:
    """The employer's holidays."""
    return await availability.holidays()


@put("/staff/holidays", opt=_MANAGE)
async def give_holidays(data: HolidaysGiven, actor: Actor, availability: AvailabilityDesk) -> list[Holiday]:
    """Replaces the employer's holidays."""
    return await availability.give_holidays(actor, data.days)


@get("/staff/booking-plans", opt=_READ)
async def list_plans(planning: Planning) -> list[BookingPlanView]:
    """What can be booked for each position."""
    return await planning.plans()


@put("/staff/booking-plans/{position_id:str}", opt=_MANAGE)
async def give_plan(position_id: str, data: BookingPlanGiven, actor: Actor, planning: Planning) -> BookingPlanView:
    """Lays down what can be booked for a position."""
    return await planning.give(actor, position_id, data)


@get("/staff/interviewers", opt=_READ)
async def list_interviewers(planning: Planning) -> list[MemberName]:
    """Members who can talk with candidates."""
    return await planning.members()


@get("/staff/bookings", opt=_READ)
async def list_bookings(actor: Actor, staff_bookings: StaffBookings, start: Instant, end: Instant) -> BookingsView:
    """Appointments and coverage."""
    return await staff_bookings.overview(actor, start, end)


@get("/staff/bookings/{interview_id:str}/times", opt=_MANAGE)
async def times_for_candidate(interview_id: str, actor: Actor, staff_bookings: StaffBookings) -> TimesView:
    """What can be booked for a candidate."""
    return await staff_bookings.times(actor, interview_id)


@post("/staff/bookings/{interview_id:str}", opt=_MANAGE, status_code=200)
async def book_for_candidate(
    interview_id: str, data: BookedByStaff, actor: Actor, staff_bookings: StaffBookings
) -> StaffBooking:
    """Books or moves a candidate's appointment."""
    return await staff_bookings.book(actor, interview_id, data.start)


@post("/staff/bookings/{interview_id:str}/cancel", opt=_MANAGE, status_code=204)
async def cancel_for_candidate(interview_id: str, actor: Actor, staff_bookings: StaffBookings) -> None:
    """Gives a candidate's appointment up."""
    await staff_bookings.cancel(actor, interview_id)


@post("/staff/bookings/{interview_id:str}/no-show", opt=_MANAGE, status_code=204)
async def mark_no_show(interview_id: str, actor: Actor, staff_bookings: StaffBookings) -> None:
    """They did not come, and are invited to choose another time."""
    await staff_bookings.mark_missed(actor, interview_id)


@post("/staff/bookings/{interview_id:str}/lift", opt=_MANAGE, status_code=204)
async def lift_window(interview_id: str, actor: Actor, staff_bookings: StaffBookings) -> None:
    """Lets a candidate begin at any time."""
    await staff_bookings.lift(actor, interview_id)


@get("/calendar/{file:str}", opt={"permission": Permission.PUBLIC}, media_type=ICS)
async def calendar_feed(file: str, calendars: Calendars) -> Response[bytes]:
    """Somebody's own calendar, by the token in its address (RFC 5545)."""
    return Response(
        await calendars.file(file.removesuffix(".ics")),
        media_type=ICS,
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
    )


ROUTES = [
    list_zones, own_calendar, get_availability, give_availability, subscribe_calendar, refresh_calendar,
    unsubscribe_calendar, calendar_state, share_calendar, unshare_calendar, list_holidays, give_holidays, list_plans,
    give_plan, list_interviewers, list_bookings, times_for_candidate, book_for_candidate, cancel_for_candidate,
    mark_no_show, lift_window,
]  # fmt: skip
FEED_ROUTES = [calendar_feed]
