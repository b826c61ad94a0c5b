"""The desk: holds, confirms, moves and gives up times for a booking, whoever asks for it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec
import structlog

from backend.contracts.events.scheduling import BookingChange
from backend.interviews.model import Interview
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Gone, GreenroomError, Invalid
from backend.kernel.ids import new_id
from backend.scheduling import policy
from backend.scheduling.claiming import Claiming
from backend.scheduling.model import HOLD_FOR, Booking, BookingPlan, Claim, Claimed, Hold, booking_of
from backend.scheduling.offers import Offers, Scene
from backend.scheduling.repository import Bookings
from backend.scheduling.slots import Offer, Slot, nearest, sheets_of
from backend.scheduling.tidings import NOBODY, Tidings

_log = structlog.get_logger()

Change = Callable[[Booking], Booking]
Naming = Callable[[Booking], BookingChange]


class SlotTaken(Conflict):
    """`nearest` are the two free starts next to the one that is gone, `why` counts what the others lack."""


class Desk:
    def __init__(self, bookings: Bookings, offers: Offers, claiming: Claiming, tidings: Tidings, clock: Clock) -> None:
        self.bookings = bookings
        self._offers = offers
        self._claiming = claiming
        self._tidings = tidings
        self._clock = clock

    async def booking(self, interview: Interview, plan: BookingPlan) -> Booking:
        """The interview's booking as it stands; not stored before something is done with it."""
        return await self.bookings.of_interview(interview.id) or fresh_booking(interview, plan)

    async def scene(
        self, plan: BookingPlan, booking: Booking, interview: Interview, *, is_staff: bool = False
    ) -> Scene:
        """What the plan offers this booking, whose own claims are not in its way."""
        return await self._offers.scene(plan, _end(plan, interview), _claims(booking), has_notice=not is_staff)

    async def shown(self, plan: BookingPlan, booking: Booking, interview: Interview) -> tuple[Scene, Offer]:
        """The same for who looks only, see `Offers`."""
        return await self._offers.shown(plan, _end(plan, interview), _claims(booking))

    async def hold(
        self, interview: Interview, plan: BookingPlan, start: datetime, zone: str,
        *, is_staff: bool = False, keep_for: timedelta = HOLD_FOR, is_offer: bool = False,
    ) -> Booking:  # fmt: skip
        """Keeps a time for the booking; one that it held before is let go.

        Raises: SlotTaken slot_taken · Invalid slot_past, slot_unknown · whatever `policy.ensure_may_hold` raises.
        """
        booking = await self.booking(interview, plan)
        scene = await self.scene(plan, booking, interview, is_staff=is_staff)
        return await self.hold_of(
            booking, scene, interview, start, zone, is_staff=is_staff, keep_for=keep_for, is_offer=is_offer
        )

    async def hold_of(
        self, booking: Booking, scene: Scene, interview: Interview, start: datetime, zone: str,
        *, is_staff: bool = False, keep_for: timedelta = HOLD_FOR, is_offer: bool = False,
    ) -> Booking:  # fmt: skip
        """The same for who has looked at the booking and the scene just now."""
        slot = self._slot(scene, start)
        for team in slot.teams or [[]]:
            try:
                return await self._hold_with(booking, scene, slot, team, zone, keep_for, is_offer)
            except Conflict as error:
                if error.code not in ("slot_taken", "daily_limit"):
                    raise
        raise self._taken(await self.scene(scene.plan, booking, interview, is_staff=is_staff), start)

    async def _hold_with(
        self, booking: Booking, scene: Scene, slot: Slot, team: Sequence[str], zone: str, keep_for: timedelta,
        is_offer: bool,
    ) -> Booking:  # fmt: skip
        until = self._clock() + keep_for
        claimed = Claimed(new_id("clm"), sheets_of(scene.plan, team, slot.start, slot.end))
        hold = Hold(claimed, slot.start, slot.end, scene.plan.mode, list(team), until, is_offer)
        wanted = scene.wanted(Claim(claimed.claim_id, booking.id, slot.start, slot.end, until=until), team)
        await self._claiming.ensure_free(wanted)
        booking = await self.bookings.made_or_changed(
            booking, lambda known: msgspec.structs.replace(policy.held(known, hold), zone=zone or known.zone)
        )
        try:
            await self._claiming.take(wanted)
        except GreenroomError:
            await self.give_up_hold(booking.id, claimed.claim_id, known=booking)
            raise
        return await self.tidied(booking)

    async def give_up_hold(self, booking_id: str, claim_id: str = "", *, known: Booking | None = None) -> Booking:
        """Lets the hold go (this one, where it is named); none is fine. `known` is the booking as loaded just now."""

        def change(booking: Booking) -> Booking:
            is_meant = booking.hold is not None and claim_id in ("", booking.hold.claimed.claim_id)
            return policy.let_go(booking) if is_meant else booking

        return await self._changed(booking_id, change, "offer_gone", only_offers=True, known=known)

    async def confirm(
        self, booking_id: str, claim_id: str, by: str, *, known: Booking | None = None,
        interview: Interview | None = None,
    ) -> Booking:  # fmt: skip
        """The held time is theirs. Confirming what is confirmed changes nothing.

        `known` and `interview` are the booking and its interview as loaded just now. Raises: Gone hold_over.
        """
        booking = known or await self.bookings.require(booking_id)
        if policy.is_booked(booking) and booking.appointment and booking.appointment.claimed.claim_id == claim_id:
            return booking
        hold = booking.hold
        if hold is None or hold.claimed.claim_id != claim_id:
            raise Gone("hold_over", "The time was kept for two minutes, which are over.")
        try:
            await self._claiming.make_lasting(hold.claimed)
            return await self._changed(
                booking_id, lambda each: policy.confirmed(each, claim_id, by, self._clock()), _booked_or_moved,
                known=booking, interview=interview,
            )  # fmt: skip
        except Gone:
            await self._claiming.release([hold.claimed])
            await self.give_up_hold(booking_id, claim_id)
            raise

    async def cancel(self, booking_id: str) -> Booking:
        """Raises: Conflict nothing_booked."""
        return await self._changed(booking_id, lambda known: policy.cancelled(known, self._clock()), "cancelled")

    async def mark_missed(self, booking_id: str) -> Booking:
        """Raises: Conflict nothing_booked, not_over_yet."""
        return await self._changed(booking_id, lambda known: policy.missed(known, self._clock()), "missed")

    async def mark_kept(self, booking_id: str) -> Booking:
        return await self._changed(booking_id, lambda known: policy.kept(known, self._clock()), "kept")

    async def lift(self, booking_id: str) -> Booking:
        """Raises: Conflict nothing_booked."""
        return await self._changed(booking_id, lambda known: policy.lifted(known, self._clock()), "lifted")

    async def queue(self, booking: Booking, wishes: list[datetime], zone: str) -> Booking:
        """In line for a time. `booking` is as `self.booking` gave it just now."""

        def change(known: Booking) -> Booking:
            return msgspec.structs.replace(policy.queued(known, wishes, self._clock()), zone=zone or known.zone)

        return await self.bookings.made_or_changed(booking, change)

    async def leave_queue(self, booking_id: str) -> Booking:
        return await self._changed(booking_id, policy.left_queue, "offer_gone", only_offers=True)

    async def invite(self, interview: Interview, plan: BookingPlan) -> None:
        """Announces that a talk with people is theirs to book, unless one is booked; reminders follow from it."""
        fresh = await self.booking(interview, plan)
        if fresh.version == 0:
            try:
                first = msgspec.structs.replace(fresh, version=1)
                await self.bookings.insert(first, [policy.invited(fresh, self._clock())])
                return
            except Conflict:
                fresh = await self.bookings.require(fresh.id)

        def step(known: Booking) -> tuple[Booking, list[msgspec.Struct]]:
            return known, [] if policy.is_booked(known) else [policy.invited(known, self._clock())]

        await self.bookings.update(fresh.id, step, known=fresh)

    async def uninvite(self, interview_id: str) -> None:
        """Announces that there is nothing for them to book any more; an appointment that stands, stays."""
        known = await self.bookings.of_interview(interview_id)

        def step(known: Booking) -> tuple[Booking, list[msgspec.Struct]]:
            return known, [] if policy.is_booked(known) else [policy.uninvited(known, self._clock())]

        if known is not None:
            await self.bookings.update(known.id, step, known=known)

    async def announce_offer(self, booking_id: str) -> Booking:
        """Tells who is next in line of the time that is kept for them."""
        return await self._changed(booking_id, lambda known: msgspec.structs.replace(known), "offered")

    async def _changed(
        self, booking_id: str, change: Change, name: "BookingChange | Naming", *, only_offers: bool = False,
        known: Booking | None = None, interview: Interview | None = None,
    ) -> Booking:  # fmt: skip
        """Saves what `change` makes with its tidings, tells the interview, and takes loose claims off their sheets."""
        loaded = known or await self.bookings.require(booking_id)
        is_quiet = only_offers and (loaded.hold is None or not loaded.hold.is_offer)
        people = NOBODY if is_quiet else await self._tidings.people_of(loaded, interview)
        told: BookingChange | None = None

        def step(known: Booking) -> tuple[Booking, list[msgspec.Struct]]:
            nonlocal told
            after = change(known)
            is_quiet = only_offers and (known.hold is None or not known.hold.is_offer)
            told = None if after is known or is_quiet else name(known) if callable(name) else name
            return after, self._tidings.of(known, after, told, self._clock(), people) if told else []

        booking = await self.bookings.update(booking_id, step, tries=20, known=loaded)
        if told:
            await self._tidings.follow(booking, told, interview)
        return await self.tidied(booking)

    async def tidied(self, booking: Booking) -> Booking:
        """With its loose claims taken off the sheets. What fails here the sweep does."""
        if not booking.loose:
            return booking
        try:
            gone = await self._claiming.release(booking.loose)
            return await self.bookings.update(
                booking.id, lambda known: (policy.settled(known, gone), ()), known=booking
            )
        except GreenroomError as error:
            _log.warning("claims_left_loose", booking=booking.id, code=error.code)
            return booking

    def _slot(self, scene: Scene, start: datetime) -> Slot:
        """Raises: SlotTaken slot_taken · Invalid slot_past, slot_unknown."""
        if start <= scene.horizon.now:
            raise Invalid("slot_past", "This time is over.")
        offer = scene.offer(only=start)
        if offer.free:
            return offer.free[0]
        if set(offer.why) <= {"no_hours", "not_there", "outside_window", "no_interviewer", "plan_closed"}:
            raise Invalid("slot_unknown", "This time is not offered.")
        raise self._taken(scene, start)

    def _taken(self, scene: Scene, start: datetime) -> SlotTaken:
        offer = scene.offer()
        near = [slot.start.isoformat() for slot in nearest(offer.free, start) if slot.start != start]
        return SlotTaken("slot_taken", "That time has just gone.", nearest=near, why=offer.why)


def _end(plan: BookingPlan, interview: Interview) -> datetime | None:
    return interview.expires_at if plan.mode == "ai" else None


def _claims(booking: Booking) -> list[Claimed | None]:
    appointment = booking.appointment.claimed if policy.is_booked(booking) and booking.appointment else None
    return [appointment, booking.hold.claimed if booking.hold else None]


def _booked_or_moved(before: Booking) -> BookingChange:
    return "moved" if policy.is_booked(before) else "booked"


def fresh_booking(interview: Interview, plan: BookingPlan) -> Booking:
    return Booking(
        id=booking_of(interview.id),
        interview_id=interview.id,
        application_id=interview.application_id,
        position_id=interview.position_id,
        candidate_id=interview.candidate_id,
        zone=plan.zone,
        employer_zone=plan.zone,
    )
