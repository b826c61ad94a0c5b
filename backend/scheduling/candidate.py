"""What a candidate does with their own appointment. Foreign interviews do not exist for them."""

from datetime import datetime

from backend.accounts.people import People
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, NotFound
from backend.scheduling import policy
from backend.scheduling.bookable import ensure_bookable, is_bookable
from backend.scheduling.calendar_file import Entry, entry_of, google_url, outlook_url
from backend.scheduling.desk import Desk
from backend.scheduling.model import Booking, BookingPlan
from backend.scheduling.offers import Scene
from backend.scheduling.queue import WaitingList
from backend.scheduling.repository import Bookings, Plans
from backend.scheduling.schemas import (
    AppointmentOwn,
    BookingView,
    HeldView,
    HoldNamed,
    HoldWanted,
    TimeView,
    TimeWished,
    WaitingView,
    WaitWanted,
)
from backend.scheduling.slots import Offer
from backend.scheduling.zones import zone_of

TIMES_SHOWN = 300


class CandidateBookings:
    def __init__(
        self, desk: Desk, bookings: Bookings, plans: Plans, interviews: Interviews, people: People,
        waiting_list: WaitingList, base_url: str, clock: Clock,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._bookings = bookings
        self._plans = plans
        self._interviews = interviews
        self._people = people
        self._waiting_list = waiting_list
        self._base_url = base_url
        self._clock = clock

    async def view(self, interview_id: str, candidate_id: str, zone: str | None) -> BookingView:
        """Raises: NotFound interview_unknown, nothing_to_book · Invalid zone_unknown."""
        interview = await self._interviews.own(interview_id, candidate_id)
        return await self._viewed(interview, await self._plans.shown(interview.position_id), zone)

    async def hold(self, interview_id: str, candidate_id: str, wanted: HoldWanted) -> BookingView:
        """Keeps a time for two minutes.

        Raises: SlotTaken · Invalid zone_unknown, slot_past, slot_unknown · Conflict booking_closed, move_too_late,
        moves_used_up.
        """
        interview, plan = await self._open(interview_id, candidate_id)
        zone_of(wanted.zone)
        booking = await self._desk.booking(interview, plan)
        policy.ensure_may_hold(booking, plan, self._clock())
        scene = await self._desk.scene(plan, booking, interview)
        held = await self._desk.hold_of(booking, scene, interview, wanted.start, wanted.zone)
        return await self._viewed(interview, plan, wanted.zone, held, scene)

    async def confirm(self, interview_id: str, candidate_id: str, named: HoldNamed) -> BookingView:
        """Raises: Gone hold_over · Conflict booking_closed, move_too_late, moves_used_up."""
        interview, plan = await self._open(interview_id, candidate_id)
        booking = await self._stored(interview, plan)
        if booking.hold is not None:
            policy.ensure_may_hold(booking, plan, self._clock())
        booked = await self._desk.confirm(booking.id, named.id, candidate_id, known=booking, interview=interview)
        return await self._viewed(interview, plan, None, booked)

    async def wish(self, interview_id: str, candidate_id: str, wished: TimeWished) -> BookingView:
        """Books or moves in one step, as chosen without a network. What is theirs already stays; so the same wish may
        come twice, and nothing is undone that was done elsewhere meanwhile.

        Raises: Conflict appointment_changed · as `hold` and `confirm`.
        """
        interview, plan = await self._open(interview_id, candidate_id)
        zone_of(wished.zone)
        booking = await self._desk.booking(interview, plan)
        if policy.is_booked(booking) and booking.appointment and booking.appointment.start == wished.start:
            return await self._viewed(interview, plan, wished.zone, booking)
        policy.ensure_unchanged(booking, wished.sequence)
        policy.ensure_may_hold(booking, plan, self._clock())
        scene = await self._desk.scene(plan, booking, interview)
        held = await self._desk.hold_of(booking, scene, interview, wished.start, wished.zone)
        try:
            policy.ensure_unchanged(held, wished.sequence)
        except Conflict:
            await self._desk.give_up_hold(held.id)
            raise
        claim_id = held.hold.claimed.claim_id if held.hold else ""
        booked = await self._desk.confirm(held.id, claim_id, candidate_id, known=held, interview=interview)
        return await self._viewed(interview, plan, wished.zone, booked)

    async def let_go(self, interview_id: str, candidate_id: str) -> BookingView:
        """Gives up what is held, which is no harm where nothing is."""
        interview, plan = await self._own(interview_id, candidate_id)
        booking = await self._stored(interview, plan)
        if booking.hold is not None:
            await self._desk.give_up_hold(booking.id)
            await self._waiting_list.serve(plan.position_id)
        return await self._viewed(interview, plan, None)

    async def cancel(self, interview_id: str, candidate_id: str) -> BookingView:
        """Raises: Conflict nothing_booked, cancel_too_late."""
        interview, plan = await self._own(interview_id, candidate_id)
        booking = await self._stored(interview, plan)
        policy.ensure_may_cancel(booking, plan, self._clock())
        await self._desk.cancel(booking.id)
        return await self._viewed(interview, plan, None)

    async def wait(self, interview_id: str, candidate_id: str, wanted: WaitWanted) -> BookingView:
        """In line for a time, or with other wishes in the same place.

        Raises: Invalid zone_unknown · Conflict booking_closed, booked_already.
        """
        interview, plan = await self._open(interview_id, candidate_id)
        zone_of(wanted.zone)
        booking = await self._desk.booking(interview, plan)
        if policy.is_booked(booking) and not wanted.wishes:
            raise Conflict("booked_already", "There is an appointment already.")
        queued = await self._desk.queue(booking, wanted.wishes, wanted.zone)
        return await self._viewed(interview, plan, wanted.zone, queued)

    async def leave_queue(self, interview_id: str, candidate_id: str) -> BookingView:
        interview, plan = await self._own(interview_id, candidate_id)
        booking = await self._stored(interview, plan)
        await self._desk.leave_queue(booking.id)
        return await self._viewed(interview, plan, None)

    async def entry(self, interview_id: str, candidate_id: str) -> Entry:
        """The appointment for a calendar. Raises: NotFound nothing_booked."""
        interview, plan = await self._own(interview_id, candidate_id)
        booking = await self._desk.booking(interview, plan)
        entry = await self._entry(interview, booking, candidate_id)
        if entry is None:
            raise NotFound("nothing_booked", "Nothing is booked.")
        return entry

    async def _entry(self, interview: Interview, booking: Booking, candidate_id: str) -> Entry | None:
        person = await self._people.person(candidate_id)
        return entry_of(booking, interview.occasion.position, interview.occasion.employer, person, self._base_url)

    async def _own(self, interview_id: str, candidate_id: str) -> tuple[Interview, BookingPlan]:
        interview = await self._interviews.own(interview_id, candidate_id)
        return interview, await self._plans.of_position(interview.position_id)

    async def _open(self, interview_id: str, candidate_id: str) -> tuple[Interview, BookingPlan]:
        interview, plan = await self._own(interview_id, candidate_id)
        ensure_bookable(interview, plan)
        return interview, plan

    async def _stored(self, interview: Interview, plan: BookingPlan) -> Booking:
        """Raises: Conflict nothing_booked, where nothing was ever held."""
        booking = await self._bookings.of_interview(interview.id)
        if booking is None:
            raise Conflict("nothing_booked", "Nothing is booked.")
        return booking

    async def _viewed(
        self, interview: Interview, plan: BookingPlan, zone: str | None, booking: Booking | None = None,
        scene: Scene | None = None,
    ) -> BookingView:  # fmt: skip
        """`booking` as it is now and `scene`, others' claims, where they were looked at just now."""
        if zone is not None:
            zone_of(zone)
        booking = booking or await self._desk.booking(interview, plan)
        is_open = is_bookable(interview, plan) and plan.is_open
        offer, now = (
            await self._offered(interview, plan, booking, scene) if is_open else Offer([], [], {}),
            self._clock(),
        )
        entry = await self._entry(interview, booking, interview.candidate_id) if booking.appointment else None
        occasion = interview.occasion
        return BookingView(
            revision=booking.version,
            sequence=booking.sequence,
            now=now,
            state=booking.state,
            is_open=is_open,
            mode=plan.mode,
            duration_min=occasion.duration_min if plan.mode == "ai" else plan.duration_min,
            length_min=int(plan.length.total_seconds() // 60),
            move_until_h=plan.move_until_h,
            cancel_until_h=plan.cancel_until_h,
            zone=zone or booking.zone,
            employer_zone=plan.zone,
            position_id=plan.position_id,
            position=occasion.position,
            employer=occasion.employer,
            contact_name=occasion.contact_name,
            contact_email=occasion.contact_email,
            times=times(offer),
            why=offer.why,
            appointment=await self._appointment(booking, plan, entry, now),
            held=held_view(booking, now),
            waiting=await self._waiting(booking),
        )

    async def _offered(self, interview: Interview, plan: BookingPlan, booking: Booking, scene: Scene | None) -> Offer:
        return scene.offer() if scene else (await self._desk.shown(plan, booking, interview))[1]

    async def _appointment(
        self, booking: Booking, plan: BookingPlan, entry: Entry | None, now: datetime
    ) -> AppointmentOwn | None:
        appointment = booking.appointment
        if appointment is None or entry is None or booking.state not in ("booked", "missed", "kept"):
            return None
        people = [(await self._people.person(member_id)).name for member_id in appointment.member_ids]
        can_move = booking.moves < plan.moves_max
        return AppointmentOwn(
            start=appointment.start,
            end=appointment.end,
            opens_at=entry.opens_at,
            mode=appointment.mode,
            people=people,
            move_until=in_future(policy.move_until(booking, plan), now) if can_move else None,
            cancel_until=in_future(policy.cancel_until(booking, plan), now),
            google_url=google_url(entry),
            outlook_url=outlook_url(entry),
        )

    async def _waiting(self, booking: Booking) -> WaitingView | None:
        if booking.waiting is None:
            return None
        place = await self._bookings.before_in_queue(booking) + 1
        return WaitingView(booking.waiting.since, booking.waiting.wishes, place)


def in_future(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment > now else None


def times(offer: Offer) -> list[TimeView]:
    """Free and taken starts in order of time."""
    free = [TimeView(slot.start, slot.end, is_free=True) for slot in offer.free]
    taken = [TimeView(slot.start, slot.end, is_free=False) for slot in offer.taken]
    return sorted([*free, *taken], key=lambda view: view.start)[:TIMES_SHOWN]


def held_view(booking: Booking, now: datetime) -> HeldView | None:
    hold = booking.hold
    if hold is None or hold.until <= now:
        return None
    return HeldView(hold.claimed.claim_id, hold.start, hold.end, hold.until, hold.is_offer)
