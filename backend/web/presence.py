"""Who is in the app now: an account is here while one of its sockets is open in any process.

Each process keeps the marks of its own sockets' accounts in Redis alive; a process that dies takes its people with it
when the marks lapse.
"""

import asyncio
from collections.abc import Callable, Iterable

from redis.asyncio import Redis

from backend.kernel.errors import Unavailable
from backend.kernel.redis import Outage, honour_cancellation, redis_coded

LIFE_S = 30
EVERY_S = 10.0
AT_ONCE = 500


class Presence:
    """`accounts` gives those who have a socket in this process."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def arrive(self, account_id: str) -> None:
        """At the opening of a socket. Raises: Unavailable `redis_unavailable`."""
        await self._mark([account_id])

    async def here(self, account_ids: Iterable[str]) -> frozenset[str]:
        """Those of the accounts that are here. Raises: Unavailable `redis_unavailable`."""
        asked = list(dict.fromkeys(account_ids))
        if not asked:
            return frozenset()
        with redis_coded():
            marks = await self._redis.mget([_key(account) for account in asked])
        return frozenset(account for account, mark in zip(asked, marks, strict=True) if mark)

    async def keep(self, accounts: Callable[[], Iterable[str]]) -> None:
        """Until cancelled: renews the marks of the process's own people."""
        outage = Outage("presence")
        while True:
            try:
                await self._mark(list(accounts()))
                outage.over()
            except Unavailable as error:
                await outage.pause(error)
                continue
            honour_cancellation()
            await asyncio.sleep(EVERY_S)

    async def _mark(self, accounts: list[str]) -> None:
        with redis_coded():
            for begin in range(0, len(accounts), AT_ONCE):
                pipeline = self._redis.pipeline(transaction=False)
                for account in accounts[begin : begin + AT_ONCE]:
                    pipeline.set(_key(account), "1", ex=LIFE_S)
                await pipeline.execute()


def _key(account_id: str) -> str:
    return f"gr:here:{account_id}"
