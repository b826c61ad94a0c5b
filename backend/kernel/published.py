"""What outbox relays tell each other, in Redis: which entries went out lately, and which relays live.

`gr:outbox:published` is a sorted set of the ids of entries (score: when), `gr:outbox:relays` of relays (score: their
last sign of life by Redis' clock), both in epoch ms. All of it lost costs events that go out twice, as they may anyway.
"""

import time
from collections.abc import Callable, Sequence

import msgspec
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from backend.kernel.redis import redis_coded

KEPT_S = 300
DEAD_AFTER_MS = 1_500

_PUBLISHED = "gr:outbox:published"
_RELAYS = "gr:outbox:relays"
_ALIVE = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
for _, relay in ipairs(dead) do redis.call('ZREM', KEYS[1], relay) end
return {#dead, tonumber(before or 0), now}
"""


class Signs(msgspec.Struct, frozen=True):
    """`others_died`: relays have; each death is told to one of the living alone. `is_forgotten`: Redis does not know
    this relay's last sign of life, so it may have lost what was published last.
    """

    others_died: bool
    is_forgotten: bool


class Published:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._alive = redis.register_script(_ALIVE)
        self._said_at = 0

    def noting(self, ids: Sequence[str]) -> Callable[[Pipeline], None]:
        """What notes them at the end of the pipeline that publishes them: what is noted has gone out."""

        def note(together: Pipeline) -> None:
            now_ms = time.time() * 1000
            together.zadd(_PUBLISHED, dict.fromkeys(ids, now_ms))
            together.zremrangebyscore(_PUBLISHED, "-inf", now_ms - 1000 * KEPT_S)

        return note

    async def among(self, ids: Sequence[str]) -> set[str]:
        """Those that some relay has published lately. Raises: Unavailable `redis_unavailable`."""
        if not ids:
            return set()
        with redis_coded():
            scores = await self._redis.zmscore(_PUBLISHED, list(ids))
        return {id for id, score in zip(ids, scores, strict=True) if score is not None}

    async def say_alive(self, relay: str) -> Signs:
        """Raises: Unavailable `redis_unavailable`."""
        with redis_coded():
            dead, before, now = await self._alive(keys=[_RELAYS], args=[relay, DEAD_AFTER_MS])
        said_at, self._said_at = self._said_at, now
        return Signs(others_died=dead > 0, is_forgotten=before != said_at)
