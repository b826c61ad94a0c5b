"""Stretches of time, half open, and what can be done with them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


class Interval(NamedTuple):
    """From `start` to just before `end`; both aware UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Interval") -> bool:
        return self.start <= other.start and other.end <= self.end


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same instants as disjoint stretches in order; those that touch are one, empty ones none."""
    merged: list[Interval] = []
    for interval in sorted(interval for interval in intervals if interval.start < interval.end):
        if merged and interval.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return merged


def subtract(kept: Sequence[Interval], removed: Iterable[Interval]) -> list[Interval]:
    """The instants of `kept` that are in none of `removed`, disjoint and in order."""
    gone, left = union(removed), []
    first = 0
    for interval in union(kept):
        start = interval.start
        while first < len(gone) and gone[first].end <= start:
            first += 1
        for hole in gone[first:]:
            if hole.start >= interval.end:
                break
            if start < hole.start:
                left.append(Interval(start, hole.start))
            start = max(start, hole.end)
        if start < interval.end:
            left.append(Interval(start, interval.end))
    return left


def intersect(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """The instants in both, disjoint and in order."""
    left, right, found = union(one), union(other), []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            found.append(Interval(start, end))
        if left[i].end < right[j].end:
            i += 1
        else:
            j += 1
    return found


def clipped(intervals: Iterable[Interval], bounds: Interval) -> list[Interval]:
    """What of each lies within `bounds`."""
    return [
        Interval(max(interval.start, bounds.start), min(interval.end, bounds.end))
        for interval in intervals
        if interval.overlaps(bounds)
    ]


def widened(interval: Interval, before: timedelta, after: timedelta) -> Interval:
    return Interval(interval.start - before, interval.end + after)
