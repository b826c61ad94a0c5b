"""Timers in Redis: a ZSET of due times and a hash of payloads for each namespace.

At least once and by one process at a time: a taker moves the due time by a lease, renews it while its handler runs
and removes the entry afterwards, unless it has been set anew meanwhile. After SIGKILL of the taker the lease ends
within 5 s and another process takes over. Timers are rebuilt from MongoDB where Redis was lost.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import msgspec
import structlog
from redis.asyncio import Redis

from backend.kernel.clock import Clock, epoch_ms, utc_now
from backend.kernel.metrics import TIMERS_FIRED
from backend.kernel.redis import REDIS_FAULTS, redis_coded, repeat

LEASE_MS = 4_000
_LOOK_S = 0.2
_RENEW_S = 1.0
_FAILED_MS = 1_000
_TOKEN = 16

log = structlog.get_logger()

_TAKE = """
local taken = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])) do
  local value = redis.call('HGET', KEYS[2], key)
  if value then
    redis.call('ZADD', KEYS[1], ARGV[1] + ARGV[2], key)
    taken[#taken + 1] = key
    taken[#taken + 1] = value
  else
    redis.call('ZREM', KEYS[1], key)
  end
end
local next = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return {taken, next[2] or ''}
"""

_MOVE = """
local value = redis.call('HGET', KEYS[2], ARGV[1])
if not value or string.sub(value, 1, #ARGV[2]) ~= ARGV[2] then return 0 end
if ARGV[3] == '' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[2], ARGV[1])
else
  redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
end
return 1
"""


class Timers:
    """The timers of one namespace. `set` replaces a timer of the same key."""

    def __init__(self, redis: Redis, namespace: str, clock: Clock = utc_now) -> None:
        self.namespace = namespace
        self._redis = redis
        self._clock = clock
        self._due = f"gr:timers:{namespace}"
        self._payloads = f"gr:timers:{namespace}:payloads"
        self._take = redis.register_script(_TAKE)
        self._move = redis.register_script(_MOVE)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._due_again: dict[str, str] = {}
        self._wake = asyncio.Event()

    async def set(self, key: str, due: datetime, payload: msgspec.Struct) -> None:
        """Raises: Unavailable `redis_unavailable`."""
        value = f"{random.getrandbits(4 * _TOKEN):0{_TOKEN}x}".encode() + msgspec.json.encode(payload)
        with redis_coded():
            async with self._redis.pipeline(transaction=True) as together:
                together.hset(self._payloads, key, value)
                together.zadd(self._due, {key: epoch_ms(due)})
                await together.execute()
        if epoch_ms(due) - epoch_ms(self._clock()) < 1000 * _LOOK_S:  # later ones the next look finds in time
            self._wake.set()

    async def cancel(self, key: str) -> None:
        """Does nothing where there is none. A handler that runs already is not stopped."""
        with redis_coded():
            async with self._redis.pipeline(transaction=True) as together:
                together.zrem(self._due, key)
                together.hdel(self._payloads, key)
                await together.execute()

    async def pending(self) -> dict[str, int]:
        """Keys and due times (epoch ms; of running ones the end of the lease)."""
        with redis_coded():
            rows: Any = await self._redis.zrange(self._due, 0, -1, withscores=True)
        return {key.decode(): int(score) for key, score in rows}

    async def run(self, handler: Callable[[str, bytes], Awaitable[None]], *, concurrency: int = 16) -> None:
        """Calls `handler(key, payload as JSON)` for each timer that is due, until cancelled.

        A handler that raises is called again after a second. It may set the same key anew.
        """
        try:
            await repeat(f"timers {self.namespace}", lambda: self._look(handler, concurrency))
        finally:
            running = list(self._running.values())
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _look(self, handler: Callable[[str, bytes], Awaitable[None]], concurrency: int) -> None:
        self._wake.clear()
        now_ms = epoch_ms(self._clock())
        wait_s = _LOOK_S
        if (free := concurrency - len(self._running)) > 0:
            taken, upcoming = await self._take(keys=[self._due, self._payloads], args=[now_ms, LEASE_MS, free])
            for key, value in zip(taken[::2], taken[1::2], strict=True):
                self._begin(key.decode(), value, handler)
            if upcoming:
                wait_s = min(_LOOK_S, max(0.001, (float(upcoming) - now_ms) / 1000))
        try:
            async with asyncio.timeout(wait_s):
                await self._wake.wait()
        except TimeoutError:
            pass

    def _begin(self, key: str, value: bytes, handler: Callable[[str, bytes], Awaitable[None]]) -> None:
        if key in self._running:
            self._due_again[key] = value[:_TOKEN].decode()
            return
        task = asyncio.create_task(self._fire(key, value, handler), name=f"timer {self.namespace}")
        self._running[key] = task
        task.add_done_callback(lambda _: self._running.pop(key, None))

    async def _fire(self, key: str, value: bytes, handler: Callable[[str, bytes], Awaitable[None]]) -> None:
        token, payload = value[:_TOKEN].decode(), value[_TOKEN:]
        renewal = asyncio.create_task(self._renew(key, token), name=f"timer {self.namespace}: lease")
        try:
            await handler(key, payload)
            score: int | str = ""
        except Exception as error:
            log.warning("timer_failed", namespace=self.namespace, key=key, exc_info=error)
            score = epoch_ms(self._clock()) + _FAILED_MS
        finally:
            renewal.cancel()
            await asyncio.gather(renewal, return_exceptions=True)
        TIMERS_FIRED.labels(self.namespace, "again" if score else "done").inc()
        try:
            await self._settle(key, token, score)
            if (renewed := self._due_again.pop(key, token)) != token:
                await self._settle(key, renewed, epoch_ms(self._clock()))
        except REDIS_FAULTS as error:
            log.warning("timer_unsettled", namespace=self.namespace, key=key, error=type(error).__name__)
        self._wake.set()

    async def _renew(self, key: str, token: str) -> None:
        while True:
            await asyncio.sleep(_RENEW_S)
            try:
                await self._settle(key, token, epoch_ms(self._clock()) + LEASE_MS)
            except REDIS_FAULTS as error:
                log.warning("timer_lease_unrenewed", namespace=self.namespace, key=key, error=type(error).__name__)

    async def _settle(self, key: str, token: str, score: int | str) -> None:
        await self._move(keys=[self._due, self._payloads], args=[key, token, score])
