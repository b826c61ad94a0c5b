"""The waiting list: a time that comes free is kept for the next in line, who is told and has an hour to take it."""

from datetime import datetime, timedelta

import structlog

from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import GreenroomError
from backend.scheduling.bookable import is_bookable
from backend.scheduling.desk import Desk
from backend.scheduling.model import Booking, BookingPlan, plan_of
from backend.scheduling.offers import Offers
from backend.scheduling.repository import Bookings, Plans
from backend.scheduling.slots import Slot

AT_ONCE = 25
SHORTEST_OFFER = timedelta(minutes=10)
_log = structlog.get_logger()


class WaitingList:
    def __init__(
        self, desk: Desk, offers: Offers, bookings: Bookings, plans: Plans, interviews: Interviews, clock: Clock
    ) -> None:
        self._desk = desk
        self._offers = offers
        self._bookings = bookings
        self._plans = plans
        self._interviews = interviews
        self._clock = clock

    async def serve(self, position_id: str) -> int:
        """Offers what is free to those who wait for it, in turn; gives how many offers went out."""
        plan = await self._plans.get(plan_of(position_id))
        if plan is None or not (await self._offers.scene(plan, None)).offer().free:
            return 0
        waiting = [booking for booking in await self._bookings.queue(position_id) if booking.hold is None]
        offered = 0
        for booking in waiting[:AT_ONCE]:
            try:
                offered += await self._offer_to(booking, plan)
            except GreenroomError as error:
                _log.info("offer_not_made", booking=booking.id, code=error.code)
        return offered

    async def _offer_to(self, booking: Booking, plan: BookingPlan) -> int:
        interview = await self._interviews.get(booking.interview_id)
        if interview is None or not is_bookable(interview, plan):
            await self._desk.leave_queue(booking.id)
            return 0
        scene = await self._desk.scene(plan, booking, interview)
        slot = first_wish(scene.offer().free, booking.waiting.wishes if booking.waiting else [])
        if slot is None:
            return 0
        keep_for = offer_life(slot.start, plan, self._clock())
        held = await self._desk.hold(interview, plan, slot.start, booking.zone, keep_for=keep_for, is_offer=True)
        await self._desk.announce_offer(held.id)
        return 1


def first_wish(free: list[Slot], wishes: list[datetime]) -> Slot | None:
    """The earliest free time that the person would take; without wishes the earliest."""
    return next((slot for slot in free if not wishes or slot.start in wishes), None)


def offer_life(start: datetime, plan: BookingPlan, now: datetime) -> timedelta:
    """As long as the plan says, but not past half of what is left until then."""
    return max(min(timedelta(minutes=plan.offer_min), (start - now) / 2), SHORTEST_OFFER)
