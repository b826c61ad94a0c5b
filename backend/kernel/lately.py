"""Looks that many people take one after another, taken once a moment."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from backend.kernel.clock import Clock

V = TypeVar("V")
LIFE_S = 1.0
TOLD_LIFE_S = 4.0
"""Where what other processes change is among the signals, as live events tell of it."""

MOST = 500

Signal = Callable[[], int]
"""A number that is another one after something has changed: `Mongo.writes_to`, `LiveBus.told`."""


class Lately(Generic[V]):
    """What was seen lately is given again, until one of `signals` changes, and no longer than `life_s`.

    So nobody is given less than what their own process had written when they asked, and what other processes have
    written since is missing for `life_s` and a look at most. Only for what is shown, and where a screen hears of
    changes by live events: for one that then looks anew at once, `LiveBus.told` has to be among the signals.

    It is handed to many, so it is not to be changed. Whoever is cancelled leaves the look to the others.
    """

    def __init__(self, *signals: Signal, clock: Clock, life_s: float = LIFE_S) -> None:
        self._signals = signals
        self._clock = clock
        self._life_s = life_s
        self._looks: dict[Hashable, _Look[V]] = {}

    async def look(self, what: Hashable, load: Callable[[], Awaitable[V]]) -> V:
        """What `load` gives, or has given lately to whoever asked for `what`. Raises: what it raises."""
        sign = tuple(signal() for signal in self._signals)
        known = self._looks.get(what)
        if known is None or known.sign != sign or known.is_over(self._clock(), self._life_s):
            self._looks.pop(what, None)
            known = self._looks[what] = _Look(sign, load, self._clock)
            self._drop()
        return await asyncio.shield(known.task)

    def _drop(self) -> None:
        """Those that are over: the oldest stand first. Also young ones where there are too many."""
        now = self._clock()
        for what, look in list(self._looks.items()):
            if len(self._looks) <= MOST and not look.is_over(now, self._life_s):
                return
            del self._looks[what]


class _Look(Generic[V]):
    """One of them, under way or done."""

    def __init__(self, sign: tuple[int, ...], load: Callable[[], Awaitable[V]], clock: Clock) -> None:
        self.sign = sign
        self.task = asyncio.create_task(self._run(load, clock), name="a look for many")
        self._ended_s, self._ended_at = 0.0, clock()

    async def _run(self, load: Callable[[], Awaitable[V]], clock: Clock) -> V:
        found = await load()
        self._ended_s, self._ended_at = time.monotonic(), clock()
        return found

    def is_over(self, now: datetime, life_s: float) -> bool:
        """Whether it failed or is too old, by the clock that is handed in as well: that may have been set."""
        if not self.task.done():
            return False
        if self.task.cancelled() or self.task.exception() is not None:
            return True
        is_young = time.monotonic() <= self._ended_s + life_s
        return not (is_young and timedelta(0) <= now - self._ended_at <= timedelta(seconds=life_s))
