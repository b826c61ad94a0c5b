"""From a weekly pattern to the instants when somebody is there. Pure.

An instant is open if and only if the clock on the wall of the pattern's zone then shows open hours, whatever changes
of clocks lie between; this is what the properties in the tests check against.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from backend.kernel.errors import Invalid
from backend.scheduling.intervals import Interval, clipped, union
from backend.scheduling.model import Hours, Pattern
from backend.scheduling.zones import Stretch, days, instant, stretches, zone_of


def open_times(pattern: Pattern, within: Interval, holidays: Collection[date] = ()) -> list[Interval]:
    """When the pattern is open, in order. Raises: Invalid zone_unknown."""
    found: list[Interval] = []
    for stretch in stretches(zone_of(pattern.zone), within):
        found += clipped(_open_in(pattern, stretch, holidays), stretch.interval)
    return union(found)


def _open_in(pattern: Pattern, stretch: Stretch, holidays: Collection[date]) -> Iterable[Interval]:
    for day in days(stretch):
        for hours in hours_of(pattern, day, holidays):
            yield Interval(instant(day, hours.start_min, stretch.offset), instant(day, hours.end_min, stretch.offset))


def hours_of(pattern: Pattern, day: date, holidays: Collection[date] = ()) -> Sequence[Hours]:
    """The hours of one date: its exception's, none on a holiday that is kept, else the week's."""
    for exception in pattern.exceptions:
        if exception.day == day:
            return exception.hours
    if pattern.keeps_holidays and day in holidays:
        return ()
    return [hours for weekly in pattern.weekly if weekly.weekday == day.isoweekday() for hours in weekly.hours]


def ensure_sound(pattern: Pattern) -> None:
    """Raises: Invalid zone_unknown, hours_backwards, hours_overlap, day_twice."""
    zone_of(pattern.zone)
    weekdays = [weekly.weekday for weekly in pattern.weekly]
    dates = [exception.day for exception in pattern.exceptions]
    if len(set(weekdays)) < len(weekdays) or len(set(dates)) < len(dates):
        raise Invalid("day_twice", "A day stands there twice.")
    for hours in [*(weekly.hours for weekly in pattern.weekly), *(exception.hours for exception in pattern.exceptions)]:
        _ensure_in_order(hours)


def _ensure_in_order(hours: Sequence[Hours]) -> None:
    last = -1
    for part in sorted(hours, key=lambda part: part.start_min):
        if part.end_min <= part.start_min:
            raise Invalid("hours_backwards", "The end of open hours must come after their start.")
        if part.start_min < last:
            raise Invalid("hours_overlap", "Two stretches of open hours overlap.")
        last = part.end_min
