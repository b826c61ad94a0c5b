"""IANA time zones: which there are, and what clocks on the wall show there. Pure.

A zone is cut into stretches of one constant offset, so that all further arithmetic is plain: hours that a change of
clocks skips do not exist, hours that it repeats are there twice, and a day that a zone leaps over is no day.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from backend.kernel.errors import Invalid
from backend.scheduling.intervals import Interval

_LOOK_EVERY = timedelta(hours=6)
_EXACT_TO = timedelta(seconds=1)
_NOT_PLACES = ("posix/", "right/", "Factory", "localtime", "posixrules")


class Stretch(NamedTuple):
    """Time in which a zone's clocks are `offset` ahead of UTC."""

    interval: Interval
    offset: timedelta


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA zone that this installation knows."""
    return frozenset(name for name in available_timezones() if not name.startswith(_NOT_PLACES))


def zone_of(name: str) -> ZoneInfo:
    """Raises: Invalid zone_unknown. `name` comes from outside and is never used as a path before it is known."""
    if name not in zone_names():
        raise Invalid("zone_unknown", "There is no such time zone.", zone=name[:64])
    return ZoneInfo(name)


def offset_at(zone: ZoneInfo, at: datetime) -> timedelta:
    """How far the zone's clocks are ahead of UTC at an instant."""
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


@lru_cache(maxsize=512)
def _stretches(zone: ZoneInfo, start: datetime, end: datetime) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    begun, offset, at = start, offset_at(zone, start), start
    while at < end:
        following = min(at + _LOOK_EVERY, end)
        if offset_at(zone, following) != offset:
            change = _change_between(zone, at, following)
            found.append(Stretch(Interval(begun, change), offset))
            begun, offset = change, offset_at(zone, change)
            at = change
        else:
            at = following
    if begun < end:
        found.append(Stretch(Interval(begun, end), offset))
    return tuple(found)


def stretches(zone: ZoneInfo, within: Interval) -> tuple[Stretch, ...]:
    """The stretches of constant offset, in order, that make up `within`."""
    return _stretches(zone, within.start, within.end)


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first instant with another offset than `before`'s."""
    known = offset_at(zone, before)
    while after - before > _EXACT_TO:
        middle = before + (after - before) / 2
        middle = middle.replace(microsecond=0)
        if middle <= before:
            break
        if offset_at(zone, middle) == known:
            before = middle
        else:
            after = middle
    return after


def days(stretch: Stretch) -> Iterator[date]:
    """The dates that calendars on the wall show in a stretch."""
    first = (stretch.interval.start + stretch.offset).date()
    last = (stretch.interval.end + stretch.offset - timedelta(microseconds=1)).date()
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def instant(day: date, minutes: int, offset: timedelta) -> datetime:
    """The UTC instant at which clocks that are `offset` ahead show `minutes` after the day's midnight."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes) - offset


def local_date(zone: ZoneInfo, at: datetime) -> date:
    return at.astimezone(zone).date()


def day_interval(zone: ZoneInfo, first: date, count: int = 1) -> Interval:
    """From the first instant of a date to the first one `count` dates later."""
    return Interval(_midnight(zone, first), _midnight(zone, first + timedelta(days=count)))


def _midnight(zone: ZoneInfo, day: date) -> datetime:
    """The first instant that is of this date or a later one: midnight may not exist, or come twice."""
    around = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for stretch in stretches(zone, Interval(around - timedelta(hours=36), around + timedelta(hours=36))):
        midnight = instant(day, 0, stretch.offset)
        if midnight < stretch.interval.end:
            return max(midnight, stretch.interval.start)
    raise AssertionError("no zone is more than 36 h from UTC")
