"""What time and dead processes leave undone: lapsed holds, loose claims, missed windows, waiting lists, calendars."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import msgspec
import structlog
from redis.asyncio import Redis

from backend.contracts.media import NodeStatus
from backend.kernel.clock import Clock
from backend.kernel.errors import GreenroomError
from backend.kernel.redis import redis_coded
from backend.kernel.turns import look_in_turns
from backend.scheduling import policy
from backend.scheduling.claims import released
from backend.scheduling.desk import Desk
from backend.scheduling.feeds import Feeds
from backend.scheduling.model import MEDIA_CAPACITY, Booking, Capacity
from backend.scheduling.queue import WaitingList
from backend.scheduling.repository import Bookings, Capacities, Plans
from backend.scheduling.sheets import Sheets

EVERY_S = 5.0
LEASE_MS = 4_000
SLOW_EVERY_S = 60.0
SLOW_LEASE_MS = 50_000
_log = structlog.get_logger()


class Sweep:
    def __init__(
        self, desk: Desk, bookings: Bookings, plans: Plans, sheets: Sheets, capacities: Capacities,
        waiting_list: WaitingList, feeds: Feeds, redis: Redis, clock: Clock,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._bookings = bookings
        self._plans = plans
        self._sheets = sheets
        self._capacities = capacities
        self._waiting_list = waiting_list
        self._feeds = feeds
        self._redis = redis
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled: what candidates wait for."""
        await look_in_turns(self._redis, "scheduling:sweep", self.look, every_s=EVERY_S, lease_ms=LEASE_MS)

    async def run_slowly(self) -> None:
        """Until cancelled: calendars of others, places of the media nodes, claims that nobody knows."""
        await look_in_turns(
            self._redis, "scheduling:slow", self.look_slowly, every_s=SLOW_EVERY_S, lease_ms=SLOW_LEASE_MS
        )

    async def look(self) -> None:
        """Once over all that is due. One broken booking does not hold up the others."""
        now = self._clock()
        for booking in await self._bookings.lapsed(now):
            await self._try(booking, self._lapse)
        for booking in await self._bookings.with_loose_claims():
            await self._try(booking, self._desk.tidied)
        for booking in await self._bookings.find(
            {"state": "booked", "appointment.start": {"$gt": now - timedelta(days=7), "$lte": now}}
        ):
            if policy.is_missed(booking, now):
                await self._try(booking, lambda missed: self._desk.mark_missed(missed.id))
        for position_id in await self._bookings.waited_for():
            await self._waiting_list.serve(position_id)

    async def look_slowly(self) -> None:
        await self.see_capacity()
        await self.drop_orphans()
        await self.drop_past_hours()
        await self._feeds.refresh_due()

    async def _lapse(self, booking: Booking) -> None:
        """The hold of the look, and no newer one."""
        if booking.hold is not None:
            await self._desk.give_up_hold(booking.id, booking.hold.claimed.claim_id)

    async def _try(self, booking: Booking, step: Callable[[Booking], Awaitable[object]]) -> None:
        try:
            await step(booking)
        except GreenroomError as error:
            _log.warning("booking_skipped", booking=booking.id, code=error.code)

    async def see_capacity(self) -> None:
        """Remembers how many places the media nodes have; none to be seen is no news."""
        with redis_coded():
            keys = [key async for key in self._redis.scan_iter(match="gr:node:*", count=500)]
            values = await self._redis.mget(keys) if keys else []
        nodes = [msgspec.json.decode(value, type=NodeStatus) for value in values if value]
        places = sum(node.capacity - node.reserve for node in nodes if not node.is_draining)
        if places > 0:
            await self.note_capacity(places)

    async def note_capacity(self, places: int) -> None:
        known = await self._capacities.get(MEDIA_CAPACITY)
        if known is None:
            await self._capacities.insert(Capacity(id=MEDIA_CAPACITY, places=places, seen_at=self._clock()))
        elif known.places != places:
            await self._capacities.save(msgspec.structs.replace(known, places=places, seen_at=self._clock()))

    async def drop_orphans(self) -> int:
        """Takes off lasting claims that their booking does not know; gives how many.

        Such a claim is left where a process died in the middle of confirming a hold that was let go at the same
        moment. A booking knows each claim before it is on any sheet, and the bookings are read after the sheets, so
        one that is not known now never will be.
        """
        now, dropped = self._clock(), 0
        for sheet in await self._sheets.find({"claims.end": {"$gt": now}}):
            lasting = [claim for claim in sheet.claims if claim.until is None]
            known = await self._bookings.by_ids([claim.booking_id for claim in lasting])
            for claim in lasting:
                booking = known.get(claim.booking_id)
                if booking is None or claim.id not in policy.owned(booking):
                    await self._sheets.change(sheet.id, partial(released, claim_id=claim.id))
                    dropped += 1
        return dropped

    async def drop_past_hours(self) -> None:
        """Hours of AI places that are over are claimed by nobody any more."""
        await self._sheets.forget_hours(before=self._clock() - timedelta(days=2))
