"""Collections of scheduling."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar
from weakref import WeakValueDictionary

import msgspec

from backend.kernel.errors import Conflict, Gone, NotFound, Unavailable
from backend.kernel.mongo import Index, Mongo
from backend.kernel.repository import OutboxNudge, Repository, StaleVersion
from backend.scheduling.model import (
    AVAILABILITIES,
    BOOKINGS,
    BUSY_FEEDS,
    CALENDAR_LINKS,
    CAPACITIES,
    HOLIDAYS,
    PLANS,
    SHEETS,
    Availability,
    Booking,
    BookingPlan,
    BusyFeed,
    CalendarLink,
    Capacity,
    Holidays,
    Sheet,
    booking_of,
    plan_of,
)

TRIES = 40
SHEETS_REMEMBERED = 500


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

    async def of_position(self, position_id: str) -> BookingPlan:
        """Raises: NotFound nothing_to_book, where the position has no plan."""
        plan = await self.get(plan_of(position_id))
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

    async def of_interview(self, interview_id: str) -> Booking | None:
        return await self.get(booking_of(interview_id))

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

    async def before_in_queue(self, booking: Booking) -> int:
        """How many stand before somebody in the line of `queue`."""
        waiting = booking.waiting
        if waiting is None:
            return 0
        in_line = {"position_id": booking.position_id, "waiting.since": {"$gt": _DAWN}}
        earlier = {"waiting.passed": waiting.passed, "waiting.since": {"$lt": waiting.since}}
        return await self.count({**in_line, "$or": [{"waiting.passed": {"$lt": waiting.passed}}, earlier]})

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


class Sheets(Repository[Sheet]):
    """Changed only by compare-and-set. Within a process people take turns at a sheet, which spares vain tries; between
    processes the version decides. A sheet that this process changed last is tried as it left it, without a look; who
    would be refused by that is judged by what is stored.
    """

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, SHEETS, Sheet, relay=relay, noun="sheet")
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._left: dict[str, Sheet] = {}

    async def of(self, ids: Sequence[str]) -> dict[str, Sheet]:
        return {sheet.id: sheet for sheet in await self.find({"_id": {"$in": list(ids)}})}

    async def change(self, sheet_id: str, change: Callable[[Sheet], Sheet]) -> None:
        """Raises: whatever `change` raises · Unavailable calendar_contended."""
        turn = self._turns.setdefault(sheet_id, asyncio.Lock())
        async with turn:
            left = self._left.get(sheet_id)
            if left is not None and await self._changed(left, change):
                return
            for attempt in range(TRIES):
                known = await self.get(sheet_id)
                if known is not None:
                    self._leave(known)
                before = known or Sheet(id=sheet_id)
                after = change(before)
                if after is before:
                    return
                try:
                    self._leave(await (self.save(after) if known else self.insert(after)))
                except (StaleVersion, Conflict):
                    await asyncio.sleep(random.uniform(0, 0.002 * min(attempt + 1, 20)))  # noqa: S311
                else:
                    return
        raise Unavailable("calendar_contended", "Too many people want this time at once. Please try again.")

    async def ensure(self, sheet_id: str, change: Callable[[Sheet], Sheet]) -> None:
        """Raises what `change` would, if that is known already: of a sheet that this process has changed lately."""
        left = self._left.get(sheet_id)
        if left is None:
            return
        try:
            change(left)
        except Conflict:
            change(await self.get(sheet_id) or Sheet(id=sheet_id))

    async def _changed(self, left: Sheet, change: Callable[[Sheet], Sheet]) -> bool:
        """Whether the sheet was still as it was left, and is changed now."""
        try:
            after = change(left)
            if after is not left:
                self._leave(await self.save(after))
        except (Conflict, Gone):
            return False
        return after is not left

    def _leave(self, sheet: Sheet) -> None:
        self._left[sheet.id] = sheet
        if len(self._left) > SHEETS_REMEMBERED:
            del self._left[next(iter(self._left))]

    async def forget_hours(self, *, before: datetime) -> int:
        """Removes sheets of AI places of hours before."""
        hours = {"$gte": "ai:", "$lt": f"ai:{before:%Y-%m-%dT%H}"}
        return (await self.collection.delete_many({"_id": hours})).deleted_count


_DAWN = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
