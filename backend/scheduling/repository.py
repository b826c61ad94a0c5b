"""Collections of scheduling."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from backend.kernel.clock import utc_now
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.indexes import Index
from backend.kernel.lately import Lately
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.kernel.together import Together, TogetherEach
from backend.scheduling.model import (
    AVAILABILITIES,
    BOOKINGS,
    BUSY_FEEDS,
    CALENDAR_LINKS,
    CAPACITIES,
    HOLIDAYS,
    PLANS,
    Availability,
    Booking,
    BookingPlan,
    BusyFeed,
    CalendarLink,
    Capacity,
    Holidays,
    booking_of,
    plan_of,
)


class Availabilities(Repository[Availability]):
    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, AVAILABILITIES, Availability, relay=relay, noun="availability")


class HolidayRecords(Repository[Holidays]):
    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, HOLIDAYS, Holidays, relay=relay, noun="holidays")


class Capacities(Repository[Capacity]):
    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, CAPACITIES, Capacity, relay=relay, noun="capacity")


class Plans(Repository[BookingPlan]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("all_of", 1)]), Index(keys=[("any_of", 1)])]

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, PLANS, BookingPlan, relay=relay, noun="plan")
        self._looks: Together[BookingPlan | None] = Together()
        self._shown: Lately[BookingPlan | None] = Lately(mongo.writes_to(PLANS), clock=utc_now)

    async def shown(self, position_id: str) -> BookingPlan:
        """As `of_position`, for who looks only: another process may have saved another a second ago."""
        return _required(await self._shown.look(position_id, lambda: self.get(plan_of(position_id))))

    async def of_position(self, position_id: str) -> BookingPlan:
        """Raises: NotFound nothing_to_book, where the position has no plan."""
        return _required(await self._looks.look(position_id, lambda: self.get(plan_of(position_id))))


def _required(plan: BookingPlan | None) -> BookingPlan:
    if plan is None:
        raise NotFound("nothing_to_book", "There is nothing to book for this position.")
    return plan


class Bookings(Repository[Booking]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("position_id", 1), ("waiting.since", 1)]),
        Index(keys=[("candidate_id", 1)]),
        Index(keys=[("appointment.start", 1)]),
        Index(keys=[("appointment.member_ids", 1), ("appointment.start", 1)]),
        Index(keys=[("hold.until", 1)], sparse=True),
        Index(keys=[("loose.claim_id", 1)], sparse=True),
    ]

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, BOOKINGS, Booking, relay=relay, noun="booking")
        self._looks: TogetherEach[str, Booking] = TogetherEach(self.by_ids)
        self._lines: Together[list[tuple[int, datetime]]] = Together()

    async def of_interview(self, interview_id: str) -> Booking | None:
        return await self._looks.look(booking_of(interview_id))

    async def made_or_changed(self, booking: Booking, change: Callable[[Booking], Booking]) -> Booking:
        """`booking`, as it was loaded or begun just now, after `change`: made with it where there is none yet."""
        if booking.version > 0:
            return await self.update(booking.id, lambda known: (change(known), ()), known=booking)
        try:
            return await self.insert(msgspec.structs.replace(change(booking), version=1))
        except Conflict:
            return await self.update(booking.id, lambda known: (change(known), ()))

    async def lapsed(self, now: datetime, limit: int = 500) -> list[Booking]:
        """Those whose hold is over."""
        return await self.find({"hold.until": {"$lte": now}}, limit=limit)

    async def with_loose_claims(self, limit: int = 500) -> list[Booking]:
        return await self.find({"loose.claim_id": {"$gt": ""}}, limit=limit)

    async def queue(self, position_id: str) -> list[Booking]:
        """The waiting list, first in line first; who let an offer go stands behind those who had none."""
        found = await self.find({"position_id": position_id, "waiting.since": {"$gt": _DAWN}})
        waiting = [booking for booking in found if booking.waiting is not None]
        return sorted(waiting, key=lambda booking: (booking.waiting.passed, booking.waiting.since, booking.id))  # type: ignore[union-attr]

    async def in_queues(self, position_ids: Sequence[str]) -> Counter[str]:
        """How many stand in line, by position."""
        in_line = {"position_id": {"$in": list(position_ids)}, "waiting.since": {"$gt": _DAWN}}
        return Counter(row["position_id"] for row in await self.collection.find(in_line, {"position_id": 1}))

    async def before_in_queue(self, booking: Booking) -> int:
        """How many stand before somebody in the line of `queue`."""
        waiting = booking.waiting
        if waiting is None:
            return 0
        line = await self._lines.look(booking.position_id, lambda: self._line(booking.position_id))
        return bisect_left(line, (waiting.passed, waiting.since))

    async def _line(self, position_id: str) -> list[tuple[int, datetime]]:
        """By what its places go, in order; that of many who ask at once is looked up once."""
        in_line = {"position_id": position_id, "waiting.since": {"$gt": _DAWN}}
        rows = await self.collection.find(in_line, {"waiting.passed": 1, "waiting.since": 1})
        return sorted((row["waiting"]["passed"], row["waiting"]["since"]) for row in rows)

    async def waited_for(self) -> list[str]:
        """Positions that have a waiting list."""
        rows = await self.collection.find({"waiting.since": {"$gt": _DAWN}}, {"position_id": 1})
        return sorted({row["position_id"] for row in rows})

    async def between(
        self, start: datetime, end: datetime, *, member_id: str | None = None, position_id: str | None = None
    ) -> list[Booking]:
        """Those that stand and begin in the time, in order."""
        wanted: dict[str, Any] = {
            "appointment.start": {"$gte": start, "$lt": end}, "state": {"$in": ["booked", "missed", "kept"]},
        }  # fmt: skip
        if member_id is not None:
            wanted["appointment.member_ids"] = member_id
        if position_id is not None:
            wanted["position_id"] = position_id
        return sorted(await self.find(wanted), key=starts_at)

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Booking]:
        return {booking.id: booking for booking in await self.find({"_id": {"$in": list(ids)}})}


def starts_at(booking: Booking) -> datetime:
    """Where it stands in a list."""
    return booking.appointment.start if booking.appointment else _DAWN


class BusyFeeds(Repository[BusyFeed]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("member_id", 1)]), Index(keys=[("next_at", 1)])]

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, BUSY_FEEDS, BusyFeed, relay=relay, noun="feed")

    async def own(self, feed_id: str, member_id: str) -> BusyFeed:
        """Raises: NotFound feed_unknown, for a colleague's too."""
        feed = await self.find_one({"_id": feed_id, "member_id": member_id})
        if feed is None:
            raise NotFound("feed_unknown", "There is no such calendar.")
        return feed


class CalendarLinks(Repository[CalendarLink]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("account_id", 1)], unique=True)]

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, CALENDAR_LINKS, CalendarLink, relay=relay, noun="calendar")


_DAWN = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
