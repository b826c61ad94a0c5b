"""What staff do with bookings: the overview with its coverage, plans, booking for a candidate, no-shows.

Reading a candidate's name is written to the audit log.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from backend.accounts.model import CANDIDATES, MEMBERS
from backend.accounts.people import People
from backend.interviews.announcer import STAFF_TOPIC
from backend.interviews.model import INTERVIEWS, Interview
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.kernel.clock import Clock
from backend.kernel.errors import NotFound
from backend.kernel.lately import TOLD_LIFE_S, Lately
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.positions.model import POSITIONS, Position
from backend.positions.repository import Positions
from backend.privacy.audit import Audit
from backend.scheduling import policy
from backend.scheduling.availability import AvailabilityDesk, ensure_span
from backend.scheduling.bookable import ensure_bookable
from backend.scheduling.candidate import times
from backend.scheduling.desk import Desk
from backend.scheduling.model import BOOKINGS, PLANS, Booking, BookingPlan, booking_of
from backend.scheduling.offers import TIMES, Offers
from backend.scheduling.queue import WaitingList
from backend.scheduling.repository import Bookings, Plans
from backend.scheduling.schemas import (
    BookingsView,
    CalendarView,
    Coverage,
    DayCoverage,
    StaffBooking,
    TimesView,
    Unbooked,
)
from backend.scheduling.slots import Offer
from backend.scheduling.tidings import BOOKINGS_TOPIC
from backend.scheduling.zones import local_date, zone_of
from backend.web.auth import Actor

UNBOOKED_SHOWN = 200
STAFF_HOLD = timedelta(minutes=1)
_SHOWN = (BOOKINGS, PLANS, INTERVIEWS, POSITIONS, CANDIDATES, MEMBERS, *TIMES)


class StaffBookings:
    def __init__(
        self, desk: Desk, bookings: Bookings, plans: Plans, interviews: Interviews, positions: Positions,
        offers: Offers, scope: StaffScope, availability: AvailabilityDesk, people: People, waiting_list: WaitingList,
        audit: Audit, live: LiveBus, mongo: Mongo, clock: Clock,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._bookings = bookings
        self._plans = plans
        self._interviews = interviews
        self._positions = positions
        self._offers = offers
        self._scope = scope
        self._availability = availability
        self._people = people
        self._waiting_list = waiting_list
        self._audit = audit
        self._clock = clock
        told = live.told(BOOKINGS_TOPIC), live.told(STAFF_TOPIC, "row")
        self._overviews: Lately[BookingsView] = Lately(mongo.writes_to(*_SHOWN), *told, clock=clock, life_s=TOLD_LIFE_S)

    async def overview(self, actor: Actor, start: datetime, end: datetime) -> BookingsView:
        """The same for everybody who may see it, so one look serves all for some seconds, until a change of a booking
        or an interview is told live. Raises: Invalid span_invalid.
        """
        ensure_span(start, end)
        await self._audit.record_once(actor, "bookings.listed", "bookings", {})
        return await self._overviews.look((start, end), lambda: self._overview(start, end))

    async def _overview(self, start: datetime, end: datetime) -> BookingsView:
        bookings, known = await asyncio.gather(self._bookings.between(start, end), self._plans.find({}))
        found = await self._positions.find({"_id": {"$in": [plan.position_id for plan in known]}})
        positions = {position.id: position for position in found}
        plans = [plan for plan in known if plan.position_id in positions]
        people, shown, waiting = await asyncio.gather(
            self._unbooked(list(positions)), self._shown(bookings), self._bookings.in_queues(list(positions))
        )
        coverage = [
            await self._coverage(plan, positions[plan.position_id], bookings, people, waiting[plan.position_id])
            for plan in plans
        ]
        return BookingsView(self._clock(), start, end, coverage, shown, people[:UNBOOKED_SHOWN])

    async def calendar(self, actor: Actor, start: datetime, end: datetime) -> CalendarView:
        """A member's own days. Raises: Invalid span_invalid."""
        zone, there, busy = await self._availability.times(actor.account_id, start, end)
        bookings = await self._bookings.between(start - timedelta(days=1), end, member_id=actor.account_id)
        for booking in bookings:
            await self._audit.record_once(actor, "booking.seen", booking.id, {})
        return CalendarView(
            member_id=actor.account_id,
            name=(await self._people.person(actor.account_id)).name,
            zone=zone,
            start=start,
            end=end,
            open=there,
            busy=busy,
            bookings=await self._shown(bookings),
        )

    async def times(self, actor: Actor, interview_id: str) -> TimesView:
        """What can be booked for a candidate. Raises: NotFound interview_unknown, nothing_to_book."""
        interview, plan = await self._visible(actor, interview_id)
        booking = await self._desk.booking(interview, plan)
        scene = await self._desk.scene(plan, booking, interview, is_staff=True)
        offer = scene.offer()
        return TimesView(interview.id, booking.zone, plan.zone, times(Offer(offer.free, [], offer.why)), offer.why)

    async def book(self, actor: Actor, interview_id: str, start: datetime) -> StaffBooking:
        """Books or moves for the candidate, without their deadlines and without notice.

        Raises: as `Desk.hold` · Conflict booking_closed.
        """
        interview, plan = await self._visible(actor, interview_id)
        ensure_bookable(interview, plan)
        known = await self._desk.booking(interview, plan)
        held = await self._desk.hold(interview, plan, start, known.zone, is_staff=True, keep_for=STAFF_HOLD)
        assert held.hold is not None
        booked = await self._desk.confirm(held.id, held.hold.claimed.claim_id, actor.account_id)
        await self._audit.record(actor, "booking.made", interview.id, {"start": start.isoformat()})
        return (await self._shown([booked]))[0]

    async def cancel(self, actor: Actor, interview_id: str) -> None:
        """Raises: NotFound interview_unknown · Conflict nothing_booked."""
        interview, _ = await self._visible(actor, interview_id)
        await self._desk.cancel((await self._stored(interview)).id)
        await self._audit.record(actor, "booking.cancelled", interview.id)

    async def mark_missed(self, actor: Actor, interview_id: str) -> None:
        """They did not come, and are invited to choose another time.

        Raises: NotFound interview_unknown · Conflict nothing_booked, not_over_yet.
        """
        interview, _ = await self._visible(actor, interview_id)
        await self._desk.mark_missed((await self._stored(interview)).id)
        await self._audit.record(actor, "booking.missed", interview.id)

    async def lift(self, actor: Actor, interview_id: str) -> None:
        """They may begin at any time. Raises: NotFound interview_unknown · Conflict nothing_booked."""
        interview, _ = await self._visible(actor, interview_id)
        await self._desk.lift((await self._stored(interview)).id)
        await self._audit.record(actor, "booking.lifted", interview.id)

    async def _visible(self, actor: Actor, interview_id: str) -> tuple[Interview, BookingPlan]:
        interview = await self._interviews.assigned(interview_id, await self._scope.applications_of(actor))
        return interview, await self._plans.of_position(interview.position_id)

    async def _stored(self, interview: Interview) -> Booking:
        booking = await self._bookings.of_interview(interview.id)
        if booking is None:
            raise NotFound("nothing_booked", "Nothing is booked.")
        return booking

    async def _coverage(
        self, plan: BookingPlan, position: Position, bookings: Sequence[Booking], people: Sequence[Unbooked],
        waiting: int,
    ) -> Coverage:  # fmt: skip
        _, offer = await self._offers.shown(plan, None)
        zone = zone_of(plan.zone)
        free = Counter(local_date(zone, slot.start).isoformat() for slot in offer.free)
        mine = [booking for booking in bookings if booking.position_id == plan.position_id and booking.appointment]
        booked = Counter(
            local_date(zone, booking.appointment.start).isoformat() for booking in mine if booking.appointment
        )
        return Coverage(
            position_id=plan.position_id,
            position=position.title,
            mode=plan.mode,
            zone=plan.zone,
            is_open=plan.is_open,
            free=sum(slot.places for slot in offer.free) if plan.mode == "ai" else len(offer.free),
            booked=sum(booking.state == "booked" for booking in mine),
            waiting=waiting,
            unbooked=sum(person.position_id == plan.position_id for person in people),
            why=offer.why,
            days=[DayCoverage(day, free[day], booked[day]) for day in sorted(free.keys() | booked.keys())],
        )

    async def _unbooked(self, position_ids: Sequence[str]) -> list[Unbooked]:
        """Who may book and has not, those who wait in line first."""
        found = await self._interviews.before_start(position_ids)
        known = await self._bookings.by_ids([booking_of(interview.id) for interview in found])
        names = await self._people.names(interview.candidate_id for interview in found)
        people = []
        for interview in found:
            booking = known.get(booking_of(interview.id))
            if booking is not None and policy.is_booked(booking):
                continue
            name = names.get(interview.candidate_id, "")
            waits, state = booking is not None and booking.waiting is not None, booking.state if booking else "open"
            people.append(Unbooked(interview.id, name, interview.position_id, waits, state))
        return sorted(people, key=lambda person: (not person.waits, person.state != "missed", person.interview_id))

    async def _shown(self, bookings: Sequence[Booking]) -> list[StaffBooking]:
        """With names; those whose interview is erased are nobody's any more."""
        found = await self._interviews.by_ids({booking.interview_id for booking in bookings})
        about = {interview.id: interview for interview in found if interview.erased is None}
        shown = [each for each in bookings if each.interview_id in about and each.appointment is not None]
        names = await self._people.names(_people_of(shown))
        return [self._row(booking, about[booking.interview_id], names) for booking in shown]

    def _row(self, booking: Booking, interview: Interview, names: Mapping[str, str]) -> StaffBooking:
        appointment = booking.appointment
        assert appointment is not None
        return StaffBooking(
            interview_id=interview.id,
            candidate=names.get(booking.candidate_id, ""),
            position_id=booking.position_id,
            position=interview.occasion.position,
            start=appointment.start,
            end=appointment.end,
            mode=appointment.mode,
            state=booking.state,
            zone=booking.zone,
            members=[names[member_id] for member_id in appointment.member_ids if member_id in names],
            is_lifted=booking.is_lifted,
            is_begun=interview.started_at is not None,
        )


def _people_of(bookings: Sequence[Booking]) -> Iterator[str]:
    for booking in bookings:
        yield booking.candidate_id
        yield from booking.appointment.member_ids if booking.appointment else ()
