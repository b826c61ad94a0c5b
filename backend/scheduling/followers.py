"""What bookings do when interviews and people change, and what follows from their own events."""

import msgspec

from backend.contracts.events.interviews import FOLLOWS_HAND_IN, MOVED, InterviewChanged, changes
from backend.contracts.events.privacy import PersonErased
from backend.contracts.events.scheduling import BookingChanged, BookingPlanChanged
from backend.interviews.machine import OVER
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.events import Received, mentioning
from backend.kernel.live import LiveBus
from backend.scheduling import policy
from backend.scheduling.bookable import is_bookable
from backend.scheduling.calendar_links import Calendars
from backend.scheduling.desk import Desk
from backend.scheduling.model import Booking, BookingPlan, booking_of, plan_of
from backend.scheduling.queue import WaitingList
from backend.scheduling.repository import Availabilities, Bookings, BusyFeeds, Plans
from backend.scheduling.tidings import Tidings

_FREES = frozenset({"cancelled", "moved", "missed", "offer_gone"})
_BEGAN = frozenset({"started"})


class Followers:
    """Handlers of events; each may be called twice, to the same effect."""

    def __init__(
        self, desk: Desk, bookings: Bookings, plans: Plans, interviews: Interviews, availabilities: Availabilities,
        feeds: BusyFeeds, calendars: Calendars, waiting_list: WaitingList, tidings: Tidings, live: LiveBus,
        clock: Clock,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._bookings = bookings
        self._plans = plans
        self._interviews = interviews
        self._availabilities = availabilities
        self._feeds = feeds
        self._calendars = calendars
        self._waiting_list = waiting_list
        self._tidings = tidings
        self._live = live
        self._clock = clock

    @mentioning(MOVED, *changes("erased", *_BEGAN))
    async def interview_changed(self, received: Received[InterviewChanged]) -> None:
        """Who begins has kept the appointment; an interview that is over needs none."""
        event = received.event
        is_over = event.has_moved and event.state in OVER and event.change not in FOLLOWS_HAND_IN
        if not (is_over or event.change == "erased" or event.change in _BEGAN):
            return
        booking = await self._bookings.get(booking_of(event.interview_id))
        if booking is not None:
            await self._follow(booking, event)
        if event.has_moved and event.state == "human_route":
            interview = await self._interviews.get(event.interview_id)
            if interview is not None:
                await self._offer_talk(interview)

    async def _follow(self, booking: Booking, event: InterviewChanged) -> None:
        if event.change == "erased":
            await self._strip(booking)
        elif event.change in _BEGAN:
            await self._desk.mark_kept(booking.id)
        else:
            await self._give_up(booking, event.state)

    async def plan_changed(self, received: Received[BookingPlanChanged]) -> None:
        """Who asked for a person may choose a time from now on, or no longer."""
        for interview in await self._interviews.on_human_route(received.event.position_id):
            await self._offer_talk(interview)

    async def _offer_talk(self, interview: Interview) -> None:
        """Who asked for a person instead of the AI may choose a time, where people can be booked; as the plan says at
        the end, for it may change meanwhile.
        """
        plan = await self._plan_of_talks(interview)
        while True:
            if plan is not None:
                await self._desk.invite(interview, plan)
            else:
                await self._desk.uninvite(interview.id)
            before, plan = plan, await self._plan_of_talks(interview)
            if (plan is None) == (before is None):
                return

    async def _plan_of_talks(self, interview: Interview) -> BookingPlan | None:
        """None where they cannot book a talk with people."""
        plan = await self._plans.get(plan_of(interview.position_id))
        is_offered = plan is not None and plan.mode == "people" and plan.is_open and is_bookable(interview, plan)
        return plan if is_offered else None

    async def _give_up(self, booking: Booking, state: str) -> None:
        """What stands of it goes; a talk with people stays for whoever asked for a person."""
        hold, appointment = booking.hold, booking.appointment
        if state == "human_route" and (appointment is None or appointment.mode == "people"):
            return
        if booking.waiting is not None:
            await self._desk.leave_queue(booking.id)
        if hold is not None:
            await self._desk.give_up_hold(booking.id)
        if policy.is_booked(booking):
            try:
                await self._desk.cancel(booking.id)
            except Conflict:
                return

    async def booking_changed(self, received: Received[BookingChanged]) -> None:
        """What a process saved and did not live to do; and a time that came free finds its next."""
        event = received.event
        booking = await self._bookings.get(event.booking_id)
        if booking is None:
            return
        await self._tidings.tell_interview(booking)
        await self._tidings.show(booking, event.change)
        await self._tidings.show_times(booking, event.change)
        if event.change == "cancelled":
            interview = await self._interviews.get(event.interview_id)
            if interview is not None and interview.state == "human_route" and not await self._plan_of_talks(interview):
                await self._desk.uninvite(interview.id)
        if event.change in _FREES:
            try:
                await self._waiting_list.serve(event.position_id)
            except NotFound:
                return

    async def person_erased(self, received: Received[PersonErased]) -> None:
        """Nothing of the person is left: their calendar's address, their availability, what they had booked."""
        account_id = received.event.account_id
        await self._calendars.forget(account_id)
        await self._availabilities.delete(account_id)
        await self._feeds.collection.delete_many({"member_id": account_id})
        for booking in await self._bookings.find({"candidate_id": account_id}):
            await self._strip(booking)

    async def _strip(self, booking: Booking) -> None:
        """Without times and zone: an id stays, as the application's does."""
        await self._give_up(booking, "erased")

        def bare(known: Booking) -> tuple[Booking, list[msgspec.Struct]]:
            kept = msgspec.structs.replace(
                known, zone=known.employer_zone, appointment=None, past=[], waiting=None, state="cancelled"
            )
            return (known if kept == known else kept), []

        await self._bookings.update(booking.id, bare)
        await self._live.forget(f"booking:{booking.interview_id}")
