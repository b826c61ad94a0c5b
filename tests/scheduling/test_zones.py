"""Wall clocks: what is open is what the clock on the wall says, in every zone and over every change of clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kernel.errors import Invalid
from backend.scheduling.calendar_file import Entry, calendar_of
from backend.scheduling.intervals import Interval
from backend.scheduling.model import DayException, Hours, Pattern, WeeklyHours
from backend.scheduling.patterns import ensure_sound, hours_of, open_times
from backend.scheduling.zones import day_interval, local_date, stretches, zone_names, zone_of
from tests.scheduling.factories import a_pattern

ZONES = sorted(zone_names())
moments = st.integers(0, 730 * 86_400).map(lambda s: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
zones = st.sampled_from(ZONES)
YEAR = Interval(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 3, 31, tzinfo=UTC))


@st.composite
def places_in_time(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and a moment; every other time near a change of its clocks."""
    zone = draw(zones)
    changes = [part.interval.start for part in stretches(ZoneInfo(zone), YEAR)[1:]]
    if changes and draw(st.booleans()):
        return zone, draw(st.sampled_from(changes)) + timedelta(minutes=draw(st.integers(-150, 150)))
    return zone, draw(moments)


def an_entry(zone: str, start: datetime, minutes: int = 45) -> Entry:
    end = start + timedelta(minutes=minutes)
    return Entry("bkg_1@test", 1, False, start, end, start, zone, "Interview", "Text", "https://a.example/b", "en")


@given(places_in_time())
@settings(max_examples=150, deadline=None)
def test_shown_time_calendar_file_and_stored_instant_agree(place: tuple[str, datetime]) -> None:
    zone, start = place
    calendar = icalendar.Calendar.from_ical(calendar_of([an_entry(zone, start)], "en", is_feed=False))
    event = next(iter(calendar.walk("VEVENT")))
    assert event.start.astimezone(UTC) == start
    assert event.end.astimezone(UTC) == start + timedelta(minutes=45)
    shown = [at.astimezone(ZoneInfo(zone)) for at in (start, start + timedelta(minutes=45))]
    if not any(at.fold for at in shown):
        assert event.start.replace(tzinfo=None) == shown[0].replace(tzinfo=None)


def by_clocks() -> list[list[str]]:
    """Every zone, those together whose clocks go alike all year: what is true of one is true of the others."""
    alike: dict[object, list[str]] = {}
    for zone in ZONES:
        alike.setdefault(stretches(ZoneInfo(zone), YEAR), []).append(zone)
    return list(alike.values())


@pytest.mark.parametrize("part", range(4))
def test_every_zone_agrees_with_its_own_definition_in_the_file(part: int) -> None:
    """A year of days and every change of clocks: the VTIMEZONE of the file, not our tzdata, says what a time means."""
    for alike in by_clocks()[part::4]:
        zone = alike[len(alike) // 2]
        days = [datetime(2026, 1, 1, 3, 17, tzinfo=UTC) + timedelta(days=23 * n, minutes=97 * n) for n in range(16)]
        changes = [stretch.interval.start for stretch in stretches(ZoneInfo(zone), YEAR)[1:]]
        near = [at + timedelta(minutes=minutes) for at in changes for minutes in (-61, -1, 0, 59, 121)]
        starts = [at for at in [*days, *near] if YEAR.start <= at < YEAR.end]
        content = calendar_of([an_entry(zone, at) for at in starts], "en", is_feed=True)
        calendar = icalendar.Calendar.from_ical(content)
        told = [event.start for event in calendar.walk("VEVENT")]
        assert [at.astimezone(UTC) for at in told] == starts, alike
        (defined,) = [each.to_tz() for each in calendar.walk("VTIMEZONE")] or [UTC]
        for at in days:
            shown = at.astimezone(ZoneInfo(zone))
            if defined is not UTC and not shown.fold:
                assert shown.replace(tzinfo=defined).utcoffset() == shown.utcoffset(), (zone, at)


def test_every_name_of_a_zone_is_one_of_those() -> None:
    assert sorted(zone for alike in by_clocks() for zone in alike) == ZONES
    assert {"Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Chatham"} <= set(ZONES)
    assert len(ZONES) >= 400


@given(places_in_time(), st.integers(0, 1439), st.integers(1, 1440))
@settings(max_examples=150, deadline=None)
def test_open_is_what_the_wall_clock_says(place: tuple[str, datetime], first: int, length: int) -> None:
    zone, start = place[0], place[1] - timedelta(days=1)
    last = min(first + length, 1440)
    pattern = Pattern(zone, [WeeklyHours(weekday, [Hours(first, last)]) for weekday in range(1, 8)])
    within = Interval(start, start + timedelta(days=3))
    found = open_times(pattern, within)
    for step in range(72 * 4):
        at = start + timedelta(minutes=15 * step)
        local = at.astimezone(ZoneInfo(zone))
        minutes = local.hour * 60 + local.minute + local.second / 60
        is_open = any(part.start <= at < part.end for part in found)
        assert is_open == (first <= minutes < last), (zone, at, local)


@given(zones, moments)
@settings(max_examples=200, deadline=None)
def test_stretches_make_up_the_whole_time_and_know_their_offset(zone: str, start: datetime) -> None:
    within = Interval(start, start + timedelta(days=200))
    parts = stretches(ZoneInfo(zone), within)
    assert parts[0].interval.start == start
    assert parts[-1].interval.end == within.end
    for one, following in pairwise(parts):
        assert one.interval.end == following.interval.start
    for part in parts:
        for at in (part.interval.start, part.interval.end - timedelta(seconds=1)):
            assert at.astimezone(ZoneInfo(zone)).utcoffset() == part.offset


@given(zones, st.dates(date(2026, 1, 2), date(2027, 12, 30)))
@settings(max_examples=200, deadline=None)
def test_a_day_holds_exactly_its_own_instants(zone: str, day: date) -> None:
    span = day_interval(ZoneInfo(zone), day)
    assert local_date(ZoneInfo(zone), span.start) == day
    assert local_date(ZoneInfo(zone), span.start - timedelta(seconds=1)) < day
    assert local_date(ZoneInfo(zone), span.end) > day


def test_the_hour_that_spring_skips_is_not_open_and_the_one_that_autumn_repeats_is_open_twice() -> None:
    pattern = a_pattern("Europe/Berlin", 2 * 60, 3 * 60)
    spring = open_times(pattern, Interval(datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)))
    autumn = open_times(
        pattern, Interval(datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 22, tzinfo=UTC))
    )
    assert spring == []
    assert sum((part.length for part in autumn), timedelta()) == timedelta(hours=2)


def test_leap_day_and_odd_offsets() -> None:
    pattern = a_pattern("Asia/Kathmandu", 9 * 60, 10 * 60)
    found = open_times(pattern, Interval(datetime(2028, 2, 29, tzinfo=UTC), datetime(2028, 3, 1, tzinfo=UTC)))
    assert found == [Interval(datetime(2028, 2, 29, 3, 15, tzinfo=UTC), datetime(2028, 2, 29, 4, 15, tzinfo=UTC))]


def test_an_exception_stands_against_week_and_holiday() -> None:
    day = date(2026, 12, 25)
    pattern = a_pattern(exceptions=[DayException(day, [Hours(600, 660)])])
    assert hours_of(pattern, day, {day}) == [Hours(600, 660)]
    assert hours_of(a_pattern(), day, {day}) == ()
    assert hours_of(a_pattern(keeps_holidays=False), day, {day}) == [Hours(540, 1020)]


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "europe/berlin", "posix/Europe/Berlin", "localtime"]
)
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="zone_unknown"):
        zone_of(name)


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (a_pattern("Nowhere/At_All"), "zone_unknown"),
        (a_pattern(start_min=600, end_min=600), "hours_backwards"),
        (Pattern("UTC", [WeeklyHours(1, [Hours(60, 180), Hours(120, 240)])]), "hours_overlap"),
        (Pattern("UTC", [WeeklyHours(1, []), WeeklyHours(1, [])]), "day_twice"),
        (Pattern("UTC", [], [DayException(date(2026, 1, 1), []), DayException(date(2026, 1, 1), [])]), "day_twice"),
    ],
)
def test_a_pattern_that_makes_no_sense_is_refused_with_its_reason(pattern: Pattern, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        ensure_sound(pattern)
