"""Reads a calendar file in a process of its own: `python -m backend.scheduling.ics_reader` with a `Task` on stdin.

A calendar from outside may be anything: recurrence rules that never end or come every second, megabytes of nesting,
bytes that are no calendar. So it is parsed where memory and time are limited by the system and nothing is shared;
whoever waits for it kills it after `feeds.READ_WITHIN_S`. It prints a `Reading`, and reads no network and no files.
"""

import resource
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from backend.scheduling.model import Busy

BUSY_MAX = 3_000
RULES_MAX = 3_000
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_S = 8


class Task(msgspec.Struct, frozen=True):
    """`zone` is meant where the file names none (floating times, whole days)."""

    content: bytes
    start: datetime
    end: datetime
    zone: str


class Reading(msgspec.Struct, frozen=True):
    """Busy times within the task's, in order, overlapping ones as one; or what is wrong."""

    busy: list[Busy] = []
    problem: str | None = None


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    sys.stdout.buffer.write(msgspec.msgpack.encode(read(task)))
    return 0


def read(task: Task) -> Reading:
    """Bounded in what it gives, not in time or memory: see `main`."""
    import icalendar

    try:
        calendar = icalendar.Calendar.from_ical(task.content)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return Reading(problem="feed_malformed")
    if calendar.name != "VCALENDAR":
        return Reading(problem="feed_malformed")
    events = [event for event in calendar.walk("VEVENT") if _blocks(event)]
    if len(events) > RULES_MAX:
        return Reading(problem="feed_too_many")
    if any(_is_endless(event) for event in events):
        return Reading(problem="feed_endless")
    return _busy(calendar, task)


def _busy(calendar: Any, task: Task) -> Reading:
    import recurring_ical_events

    found: list[tuple[datetime, datetime]] = []
    zone = ZoneInfo(task.zone)
    try:
        query = recurring_ical_events.of(calendar, skip_bad_series=True)
        for start, end in _spans(query.between(task.start, task.end), zone):
            if start < task.end and end > task.start and start < end:
                found.append((start, end))
            if len(found) > BUSY_MAX:
                return Reading(problem="feed_too_many")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return Reading(problem="feed_malformed")
    return Reading(_merged(found))


def _spans(events: Any, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    for event in events:
        if _blocks(event):
            yield _instant(event.start, zone), _instant(event.end, zone)


def _instant(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return value.astimezone(UTC).replace(microsecond=0)


def _blocks(event: Any) -> bool:
    """Whether the person is busy meanwhile."""
    return str(event.get("STATUS", "")) != "CANCELLED" and str(event.get("TRANSP", "")) != "TRANSPARENT"


def _is_endless(event: Any) -> bool:
    """Rules that come every hour or oftener are no appointments and take for ever to unfold."""
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if any(str(frequency).upper() in ("SECONDLY", "MINUTELY", "HOURLY") for frequency in rule.get("FREQ", [])):
            return True
        if any(rule.get(part) for part in ("BYSECOND", "BYMINUTE", "BYHOUR")) and len(str(rule)) > 400:
            return True
    return False


def _merged(found: list[tuple[datetime, datetime]]) -> list[Busy]:
    merged: list[Busy] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1].end:
            merged[-1] = Busy(merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Busy(start, end))
    return merged


if __name__ == "__main__":
    sys.exit(main())
