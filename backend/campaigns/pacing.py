"""When each one's turn is, so that a morning on which many wake at once is no faster than the campaign. Pure.

A campaign asks at its rate. Whom hours of rest hold would all be due at the moment that ends them; instead they stand
in line from then on, at the same rate. A time that is taken is taken for everybody, so lines of several zones, and
those who are asked for meanwhile, together stay within the rate.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

NIGHTS_MAX = 60
"""Whose turn lies beyond so many of their nights is left to the sender, which holds it once more."""


class Stretch(msgspec.Struct, frozen=True):
    """From `begins_at` to before `ends_at` every turn is taken."""

    begins_at: datetime
    ends_at: datetime


class Line:
    """The turns ahead. As short to write down as there are moments at which rests end, however many people wait."""

    def __init__(self, full: Sequence[Stretch], rate_per_min: int, now: datetime) -> None:
        self._step = timedelta(minutes=1) / rate_per_min
        self._now = now
        self._full = [each for each in full if each.ends_at > now]

    @property
    def full(self) -> list[Stretch]:
        """In order and apart from each other; what is past is left out."""
        return list(self._full)

    def turn(self, rest_ends_at: Callable[[datetime], datetime | None]) -> datetime:
        """The first free turn from now on at which the person does not rest. It is theirs.

        `rest_ends_at`: until when somebody rests who rests at that time, else None.
        """
        at = self._free(self._now)
        for _ in range(NIGHTS_MAX):
            rest = rest_ends_at(at)
            if rest is None:
                break
            at = self._free(rest)
        if at > self._now:
            self._take(at)
        return at

    def _free(self, at: datetime) -> datetime:
        place = max(0, bisect_right(self._full, at, key=lambda each: each.begins_at) - 1)
        for stretch in self._full[place:]:
            if at + self._step <= stretch.begins_at:
                break
            at = max(at, stretch.ends_at)
        return at

    def _take(self, at: datetime) -> None:
        place = bisect_right(self._full, at, key=lambda each: each.begins_at)
        begins_at, ends_at = at, at + self._step
        if place and self._full[place - 1].ends_at >= at:
            place -= 1
            begins_at = self._full.pop(place).begins_at
        if place < len(self._full) and self._full[place].begins_at <= ends_at:
            ends_at = self._full.pop(place).ends_at
        self._full.insert(place, Stretch(begins_at, ends_at))
