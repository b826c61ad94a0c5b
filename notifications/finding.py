"""Which notices are due, the longest waiting first, by narrow looks.

The embedded database collects every match before it gives the first, so a look at all that is due costs the more the
more is due: just when there is no time for it. A process remembers up to where nothing is left, and looks from there
on by spans that grow while they are empty and shrink while they are full.
"""

from datetime import UTC, datetime, timedelta

import msgspec

from backend.contracts.events.notifications import Urgency
from backend.kernel.clock import Clock
from backend.notices.repository import Notices

OVERLAP = timedelta(seconds=5)
"""Longer than a lease, and than clocks of two machines differ: what becomes due anew lies within it."""

BEHIND_EVERY = timedelta(seconds=5)
FIRST_SPAN = timedelta(seconds=1)
SHORTEST_SPAN = timedelta(milliseconds=50)
LONGEST_SPAN = timedelta(hours=1)
STEPS = 12
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class _Mark(msgspec.Struct):
    """Before `at` nothing was left when it was looked behind last."""

    at: datetime
    span: timedelta = FIRST_SPAN
    behind_at: datetime = _NEVER


class Finding:
    def __init__(self, notices: Notices, clock: Clock) -> None:
        self._notices = notices
        self._clock = clock
        self._marks: dict[Urgency, _Mark] = {}

    async def due(self, urgency: Urgency, limit: int) -> list[str]:
        """Ids of at most so many that are due; none: there are none, or the next look goes on from here."""
        now = self._clock()
        mark = self._marks.setdefault(urgency, _Mark(now - OVERLAP))
        if now - mark.behind_at >= BEHIND_EVERY:
            await self._look_behind(urgency, mark, now, limit)
        begin = mark.at
        for _ in range(STEPS):
            end = min(begin + mark.span, now)
            found = await self._notices.due_between(urgency, begin, end, limit)
            if len(found) >= limit:
                mark.span = max(mark.span / 2, SHORTEST_SPAN)
            if found:
                return list(found)
            mark.span = min(mark.span * 2, LONGEST_SPAN)
            begin = end
            mark.at = max(mark.at, min(begin, now - OVERLAP))
            if end >= now:
                break
        return []

    async def _look_behind(self, urgency: Urgency, mark: _Mark, now: datetime, limit: int) -> None:
        """Nobody was there for a while, or something was asked for too late."""
        mark.behind_at = now
        found = await self._notices.due_between(urgency, None, mark.at, limit)
        if found:
            mark.at, mark.span = min(found.values()), FIRST_SPAN
