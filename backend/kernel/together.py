"""Looks that many take at once, taken once: whoever asks while one is under way shares the next."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Together(Generic[V]):
    """What is given was looked up after it was asked for, so nobody sees less than by a look of their own.

    It is handed to several, so it is not to be changed. Whoever is cancelled leaves the look to the others.
    """

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[V]] = {}
        self._next: dict[Hashable, asyncio.Task[V]] = {}

    async def look(self, what: Hashable, load: Callable[[], Awaitable[V]]) -> V:
        """What `load` gives, which all who ask for `what` bring along alike. Raises: what it raises."""
        following = self._next.get(what)
        if following is None:
            following = asyncio.create_task(self._after(what, load), name="a look together")
            self._next[what] = following
        return await asyncio.shield(following)

    async def _after(self, what: Hashable, load: Callable[[], Awaitable[V]]) -> V:
        if (running := self._running.get(what)) is not None:
            await asyncio.wait({running})
        this = self._running[what] = self._next.pop(what)
        try:
            return await load()
        finally:
            if self._running.get(what) is this:
                del self._running[what]


class TogetherEach(Generic[K, V]):
    """Look-ups by key, each of its own, that many make at once: `load` is given all that were asked for while its last
    look was under way. Alone it is asked at once. Promises as `Together`.
    """

    def __init__(self, load: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._load = load
        self._looks: Together[Mapping[K, V]] = Together()
        self._asked: set[K] = set()

    async def look(self, key: K) -> V | None:
        """None where `load` gave nothing for it. Raises: what `load` raises."""
        self._asked.add(key)
        return (await self._looks.look("all", self._all)).get(key)

    async def _all(self) -> Mapping[K, V]:
        asked, self._asked = self._asked, set()
        return await self._load(list(asked))
