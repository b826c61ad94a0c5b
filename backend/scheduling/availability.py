"""What members say of their own time: patterns, exceptions, limits, calendars; and the employer's holidays."""

from datetime import datetime, timedelta

import msgspec

from backend.accounts.people import People
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.repository import StaleVersion
from backend.privacy.audit import Audit
from backend.scheduling.feeds import Feeds
from backend.scheduling.intervals import Interval, clipped
from backend.scheduling.model import (
    EMPLOYER_HOLIDAYS,
    Availability,
    BusyFeed,
    Holiday,
    Holidays,
    Hours,
    Pattern,
    WeeklyHours,
)
from backend.scheduling.offers import Offers
from backend.scheduling.patterns import ensure_sound, open_times
from backend.scheduling.repository import Availabilities, HolidayRecords
from backend.scheduling.schemas import AvailabilityGiven, AvailabilityView, FeedView, Stretch
from backend.web.auth import Actor
from backend.web.policy import Permission

PROPOSED_ZONE = "Asia/Shanghai"
LONGEST_VIEW = timedelta(days=45)


class AvailabilityDesk:
    def __init__(
        self, records: Availabilities, holidays: HolidayRecords, feeds: Feeds, offers: Offers, people: People,
        audit: Audit, clock: Clock,
    ) -> None:  # fmt: skip
        self._records = records
        self._holidays = holidays
        self._feeds = feeds
        self._offers = offers
        self._people = people
        self._audit = audit
        self._clock = clock

    async def view(self, actor: Actor, member_id: str) -> AvailabilityView:
        """Raises: NotFound member_unknown, for a colleague's too unless the actor arranges bookings."""
        member = await self._permitted(actor, member_id)
        known = await self._records.get(member)
        shown = known or proposed(member)
        feeds = await self._feeds.records.find({"member_id": member})
        return AvailabilityView(
            member_id=member,
            name=(await self._people.person(member)).name,
            version=shown.version,
            is_set=known is not None,
            pattern=shown.pattern,
            buffer_before_min=shown.buffer_before_min,
            buffer_after_min=shown.buffer_after_min,
            notice_h=shown.notice_h,
            daily_limit=shown.daily_limit,
            feeds=[feed_view(feed) for feed in sorted(feeds, key=lambda feed: feed.id)],
            holidays=await self.holidays(),
        )

    async def give(self, actor: Actor, member_id: str, given: AvailabilityGiven) -> AvailabilityView:
        """Raises: as `view` · Invalid zone_unknown, hours_backwards, hours_overlap, day_twice · Conflict
        stale_version where it was changed elsewhere.
        """
        member = await self._permitted(actor, member_id)
        ensure_sound(given.pattern)
        fresh = Availability(
            id=member,
            version=given.version,
            pattern=given.pattern,
            buffer_before_min=given.buffer_before_min,
            buffer_after_min=given.buffer_after_min,
            notice_h=given.notice_h,
            daily_limit=given.daily_limit,
        )
        await self._store(fresh)
        await self._audit.record(actor, "availability.changed", member)
        return await self.view(actor, member)

    async def _store(self, fresh: Availability) -> None:
        """The first one is version 1, so that 0 always means: none yet."""
        if fresh.version > 0:
            await self._records.save(fresh)
            return
        try:
            await self._records.insert(msgspec.structs.replace(fresh, version=1))
        except Conflict as error:
            raise StaleVersion("stale_version", "It was changed in the meantime.") from error

    async def subscribe(self, actor: Actor, url: str) -> FeedView:
        """Raises: Invalid feed_address_forbidden · Conflict feeds_too_many."""
        feed = await self._feeds.subscribe(actor.account_id, url)
        await self._audit.record(actor, "calendar.subscribed", feed.id)
        return feed_view(feed)

    async def refresh(self, actor: Actor, feed_id: str) -> FeedView:
        """Raises: NotFound feed_unknown."""
        return feed_view(await self._feeds.refresh(await self._feeds.records.own(feed_id, actor.account_id)))

    async def unsubscribe(self, actor: Actor, feed_id: str) -> None:
        """Raises: NotFound feed_unknown."""
        feed = await self._feeds.records.own(feed_id, actor.account_id)
        await self._feeds.records.delete(feed.id)
        await self._audit.record(actor, "calendar.unsubscribed", feed.id)

    async def holidays(self) -> list[Holiday]:
        known = await self._holidays.get(EMPLOYER_HOLIDAYS)
        return sorted(known.days, key=lambda holiday: holiday.day) if known else []

    async def give_holidays(self, actor: Actor, days: list[Holiday]) -> list[Holiday]:
        """Raises: Invalid day_twice."""
        if len({holiday.day for holiday in days}) < len(days):
            raise Invalid("day_twice", "A day stands there twice.")
        known = await self._holidays.get(EMPLOYER_HOLIDAYS)
        fresh = Holidays(id=EMPLOYER_HOLIDAYS, version=known.version if known else 0, days=days)
        await (self._holidays.save(fresh) if known else self._holidays.insert(fresh))
        await self._audit.record(actor, "holidays.changed", EMPLOYER_HOLIDAYS)
        return await self.holidays()

    async def times(self, member_id: str, start: datetime, end: datetime) -> tuple[str, list[Stretch], list[Stretch]]:
        """Zone, open hours and busy times of a member."""
        ensure_span(start, end)
        known = await self._records.get(member_id)
        span = Interval(start, end)
        if known is None:
            return PROPOSED_ZONE, [], []
        holidays = await self._offers.holidays()
        there = [Stretch(part.start, part.end) for part in open_times(known.pattern, span, holidays)]
        people = await self._offers.people([member_id])
        busy = clipped([Interval(part.start, part.end) for part in people[member_id].busy], span)
        return known.pattern.zone, there, [Stretch(part.start, part.end) for part in busy]

    async def _permitted(self, actor: Actor, member_id: str) -> str:
        """`me` and one's own id are one's own. Raises: NotFound member_unknown."""
        if member_id in ("me", actor.account_id):
            return actor.account_id
        is_known = actor.may(Permission.BOOKING_MANAGE) and await self._people.members.get(member_id) is not None
        if not is_known:
            raise NotFound("member_unknown", "There is no such member.")
        return member_id


def ensure_span(start: datetime, end: datetime) -> None:
    """Raises: Invalid span_invalid."""
    if not start < end <= start + LONGEST_VIEW:
        raise Invalid("span_invalid", "Expected a start and an end, 45 days apart at most.")


def proposed(member_id: str) -> Availability:
    """What an editor shows before anything was saved."""
    hours = [Hours(9 * 60, 12 * 60), Hours(14 * 60, 18 * 60)]
    weekly = [WeeklyHours(weekday, hours) for weekday in range(1, 6)]
    return Availability(id=member_id, pattern=Pattern(PROPOSED_ZONE, weekly))


def feed_view(feed: BusyFeed) -> FeedView:
    return FeedView(feed.id, feed.host, feed.read_at, feed.problem, len(feed.busy))
