"""Gathers what the slot arithmetic needs, and asks it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from backend.kernel.clock import Clock
from backend.kernel.lately import Lately
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.kernel.together import Together
from backend.scheduling.claiming import Want
from backend.scheduling.claims import Limits, standing
from backend.scheduling.model import (
    AVAILABILITIES,
    BUSY_FEEDS,
    CAPACITIES,
    EMPLOYER_HOLIDAYS,
    HOLIDAYS,
    MEDIA_CAPACITY,
    SHEETS,
    Availability,
    BookingPlan,
    Busy,
    BusyFeed,
    Claim,
    Claimed,
    Holidays,
    Sheet,
)
from backend.scheduling.repository import Availabilities, BusyFeeds, Capacities, HolidayRecords
from backend.scheduling.sheets import Sheets
from backend.scheduling.slots import (
    Horizon,
    Offer,
    Person,
    horizon_of,
    hour_sheets,
    offer,
    sheets_of,
    without,
)
from backend.scheduling.tidings import BOOKINGS_TOPIC

TIMES = (AVAILABILITIES, BUSY_FEEDS, SHEETS, HOLIDAYS, CAPACITIES)
"""Collections that decide what is free."""

KnownTimes = tuple[Sequence[BusyFeed], Mapping[str, Sheet], Sequence[Availability]]


class Scene(msgspec.Struct, frozen=True):
    """All that decides what a plan offers at one moment."""

    plan: BookingPlan
    horizon: Horizon
    people: dict[str, Person]
    places: dict[str, Sequence[Claim]]
    capacity: int
    holidays: frozenset[date]

    def offer(self, only: datetime | None = None) -> Offer:
        return offer(self.plan, self.people, self.places, self.capacity, self.horizon, self.holidays, only=only)

    def wanted(self, claim: Claim, team: Sequence[str]) -> list[Want]:
        """The claim for each sheet that it needs, with that resource's buffers and limits."""
        sheets = sheets_of(self.plan, team, claim.start, claim.end)
        if self.plan.mode == "ai":
            return [Want(sheet, claim, Limits(self.capacity)) for sheet in sheets]
        return [Want(sheet, self.people[sheet].claim(claim), self.people[sheet].limits) for sheet in sheets]


class Offers:
    """A scene is of the moment, for whoever takes a time. `shown` may be a second old, unless a booking was told of
    live: so are others' holds, and what members and HR have laid down. Who then takes a time is judged by what stands.
    """

    def __init__(
        self, availabilities: Availabilities, feeds: BusyFeeds, sheets: Sheets, holidays: HolidayRecords,
        capacities: Capacities, live: LiveBus, mongo: Mongo, clock: Clock,
    ) -> None:  # fmt: skip
        self._availabilities = availabilities
        self._feeds = feeds
        self._sheets = sheets
        self._holidays = holidays
        self._capacities = capacities
        self._clock = clock
        self._times: Together[KnownTimes] = Together()
        self._free_days: Together[Holidays | None] = Together()
        signals = mongo.writes_to(*TIMES), live.told(BOOKINGS_TOPIC)
        self._shown: Lately[tuple[Scene, Offer]] = Lately(*signals, clock=clock)

    async def shown(
        self, plan: BookingPlan, ends_at: datetime | None, mine: Sequence[Claimed | None] = ()
    ) -> tuple[Scene, Offer]:
        """What the plan offers, the same for all who have no claims of their own."""

        async def look() -> tuple[Scene, Offer]:
            scene = await self.scene(plan, ends_at, mine)
            return scene, scene.offer()

        if any(each is not None for each in mine):
            return await look()
        return await self._shown.look((plan.id, plan.version, ends_at), look)

    async def scene(
        self, plan: BookingPlan, ends_at: datetime | None, mine: Sequence[Claimed | None] = (), *,
        has_notice: bool = True,
    ) -> Scene:  # fmt: skip
        """What stands now. `mine` are the asking booking's own claims; staff may book without notice."""
        now = self._clock()
        if not has_notice:
            plan = msgspec.structs.replace(plan, notice_h=0)
        horizon = horizon_of(plan, now, ends_at)
        if plan.mode == "ai":
            places, people = await self._places(horizon, mine), {}
            capacity = await self.capacity()
        else:
            places, capacity = {}, 0
            people = await self.people(plan.members, mine, has_notice=has_notice)
        return Scene(plan, horizon, people, places, capacity, await self.holidays())

    async def people(
        self, member_ids: Sequence[str], mine: Sequence[Claimed | None] = (), *, has_notice: bool = True
    ) -> dict[str, Person]:
        """Those of the members who have said when they are there."""
        feeds, sheets, availabilities = await self._times.look(
            tuple(sorted(member_ids)), lambda: self._known_times(member_ids)
        )
        busy: dict[str, list[Busy]] = {}
        for feed in feeds:
            busy.setdefault(feed.member_id, []).extend(feed.busy)
        people, now = {}, self._clock()
        for known in availabilities:
            availability = known if has_notice else msgspec.structs.replace(known, notice_h=0)
            claims = without(standing(sheets[known.id], now), *mine) if known.id in sheets else []
            people[known.id] = Person(known.id, availability, busy.get(known.id, []), claims)
        return people

    async def _known_times(self, member_ids: Sequence[str]) -> KnownTimes:
        wanted = {"$in": list(member_ids)}
        return await asyncio.gather(
            self._feeds.find({"member_id": wanted}),
            self._sheets.of(member_ids),
            self._availabilities.find({"_id": wanted}),
        )

    async def holidays(self) -> frozenset[date]:
        known = await self._free_days.look(EMPLOYER_HOLIDAYS, lambda: self._holidays.get(EMPLOYER_HOLIDAYS))
        return frozenset(holiday.day for holiday in known.days) if known else frozenset()

    async def capacity(self) -> int:
        known = await self._capacities.get(MEDIA_CAPACITY)
        return known.places if known else 0

    async def _places(self, horizon: Horizon, mine: Sequence[Claimed | None]) -> dict[str, Sequence[Claim]]:
        """Standing claims on every hour from now to the horizon; a bounded range of ids."""
        hours = hour_sheets(horizon.interval.start, horizon.interval.end + timedelta(days=1))
        now = self._clock()
        found = await self._sheets.find({"_id": {"$gte": hours[0], "$lte": hours[-1]}})
        return {sheet.id: without(standing(sheet, now), *mine) for sheet in found}
