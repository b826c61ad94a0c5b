"""Routes of a candidate's own appointment."""

from typing import Annotated

from litestar import Response, delete, get, post
from litestar.params import Parameter

from backend.scheduling.calendar_file import ICS, calendar_of
from backend.scheduling.candidate import CandidateBookings
from backend.scheduling.schemas import BookingView, HoldNamed, HoldWanted, TimeWished, WaitWanted
from backend.web.auth import Actor
from backend.web.policy import Permission

_TAKE = {"permission": Permission.INTERVIEW_TAKE}
Zone = Annotated[str | None, Parameter(max_length=64, description="The reader's IANA time zone.")]


@get("/interviews/{interview_id:str}/booking", opt=_TAKE)
async def get_booking(
    interview_id: str, actor: Actor, own_bookings: CandidateBookings, zone: Zone = None
) -> BookingView:
    """What can be booked, and what is."""
    return await own_bookings.view(interview_id, actor.account_id, zone)


@post("/interviews/{interview_id:str}/booking/hold", opt=_TAKE, status_code=200)
async def hold_time(interview_id: str, data: HoldWanted, actor: Actor, own_bookings: CandidateBookings) -> BookingView:
    """Keeps a time for two minutes."""
    return await own_bookings.hold(interview_id, actor.account_id, data)


@delete("/interviews/{interview_id:str}/booking/hold", opt=_TAKE, status_code=200)
async def let_time_go(interview_id: str, actor: Actor, own_bookings: CandidateBookings) -> BookingView:
    """Gives up what is held."""
    return await own_bookings.let_go(interview_id, actor.account_id)


@post("/interviews/{interview_id:str}/booking/confirm", opt=_TAKE, status_code=200)
async def confirm_time(
    interview_id: str, data: HoldNamed, actor: Actor, own_bookings: CandidateBookings
) -> BookingView:
    """Books what is held; a booked time that was there before is given up in the same step."""
    return await own_bookings.confirm(interview_id, actor.account_id, data)


@post("/interviews/{interview_id:str}/booking/wish", opt=_TAKE, status_code=200)
async def wish_for_time(
    interview_id: str, data: TimeWished, actor: Actor, own_bookings: CandidateBookings
) -> BookingView:
    """Books a time that was chosen without a network, or moves to it; the same wish twice is one."""
    return await own_bookings.wish(interview_id, actor.account_id, data)


@post("/interviews/{interview_id:str}/booking/cancel", opt=_TAKE, status_code=200)
async def cancel_booking(interview_id: str, actor: Actor, own_bookings: CandidateBookings) -> BookingView:
    """Gives the appointment up."""
    return await own_bookings.cancel(interview_id, actor.account_id)


@post("/interviews/{interview_id:str}/booking/wait", opt=_TAKE, status_code=200)
async def wait_for_time(
    interview_id: str, data: WaitWanted, actor: Actor, own_bookings: CandidateBookings
) -> BookingView:
    """Joins the waiting list."""
    return await own_bookings.wait(interview_id, actor.account_id, data)


@delete("/interviews/{interview_id:str}/booking/wait", opt=_TAKE, status_code=200)
async def stop_waiting(interview_id: str, actor: Actor, own_bookings: CandidateBookings) -> BookingView:
    """Leaves the waiting list."""
    return await own_bookings.leave_queue(interview_id, actor.account_id)


@get("/interviews/{interview_id:str}/booking/appointment.ics", opt=_TAKE, media_type=ICS)
async def calendar_file(interview_id: str, actor: Actor, own_bookings: CandidateBookings) -> Response[bytes]:
    """The appointment for any calendar (RFC 5545)."""
    entry = await own_bookings.entry(interview_id, actor.account_id)
    return Response(
        calendar_of([entry], entry.language, is_feed=False),
        media_type=ICS,
        headers={"Content-Disposition": 'attachment; filename="interview.ics"', "Cache-Control": "private, no-store"},
    )


ROUTES = [
    get_booking, hold_time, let_time_go, confirm_time, wish_for_time, cancel_booking, wait_for_time, stop_waiting,
    calendar_file,
]  # fmt: skip
