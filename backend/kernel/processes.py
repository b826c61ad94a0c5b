"""Which processes are alive and what they lack, as they say themselves in Redis.

`gr:process:{kind}:{id}` is JSON (`ProcessStatus`) with a life of 10 s, renewed every 3 s; `/readyz` reads them.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

import msgspec
from redis.asyncio import Redis

from backend.kernel.clock import Clock, utc_now
from backend.kernel.redis import REDIS_FAULTS, redis_coded, repeat

LIFE_S = 10
RENEWAL_S = 3.0
_PREFIX = "gr:process:"


class ProcessStatus(msgspec.Struct, frozen=True):
    """`problems` are stable codes such as speech_model_missing; empty: all is well."""

    kind: str
    id: str
    started_at: datetime
    problems: list[str]


class Heartbeat:
    """Says every 3 s that this process lives. `kind` is api, media, worker or notifier."""

    def __init__(
        self,
        redis: Redis,
        kind: str,
        id: str,
        problems: Callable[[], list[str]] = list,
        clock: Clock = utc_now,
    ) -> None:
        self._redis = redis
        self._kind = kind
        self._id = id
        self._problems = problems
        self._started_at = clock()

    async def beat(self) -> None:
        """Says it once."""
        status = ProcessStatus(self._kind, self._id, self._started_at, self._problems())
        await self._redis.set(self._key, msgspec.json.encode(status), ex=LIFE_S)

    async def run(self) -> None:
        """Until cancelled; then it takes its leave at once."""
        try:
            await repeat(f"heartbeat {self._kind}", self._beat_and_wait)
        finally:
            try:
                async with asyncio.timeout(1):
                    await self._redis.delete(self._key)
            except (TimeoutError, *REDIS_FAULTS):
                pass  # the key ends by itself

    @property
    def _key(self) -> str:
        return f"{_PREFIX}{self._kind}:{self._id}"

    async def _beat_and_wait(self) -> None:
        await self.beat()
        await asyncio.sleep(RENEWAL_S)


async def alive(redis: Redis) -> list[ProcessStatus]:
    """The processes that have spoken within the last 10 s, by kind and id.

    Raises: Unavailable `redis_unavailable`.
    """
    with redis_coded():
        keys = [key async for key in redis.scan_iter(match=f"{_PREFIX}*", count=500)]
        values = await redis.mget(keys) if keys else []
    found = [msgspec.json.decode(value, type=ProcessStatus) for value in values if value]
    return sorted(found, key=lambda status: (status.kind, status.id))
