"""Limits on how often something may be tried: a sliding window in Redis, shared by all processes."""

import hashlib
import secrets

from redis.asyncio import Redis

from backend.kernel.clock import Clock, epoch_ms, utc_now
from backend.kernel.errors import RateLimited
from backend.kernel.redis import redis_coded

_HIT = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ARGV[2])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return math.max(1, (oldest[2] or ARGV[1]) + ARGV[2] - ARGV[1])
end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 0
"""


class RateLimiter:
    """Counts hits by key. Keys may hold addresses of people: Redis sees their SHA-256 only."""

    def __init__(self, redis: Redis, clock: Clock = utc_now) -> None:
        self._redis = redis
        self._clock = clock
        self._hit = redis.register_script(_HIT)

    async def hit(self, key: str, *, limit: int, window_s: float) -> None:
        """Counts one hit; refused hits do not count.

        Raises: RateLimited `rate_limited` where `limit` hits lie in the last `window_s`, with `retry_after_s` until
        the oldest leaves the window; Unavailable `redis_unavailable`.
        """
        with redis_coded():
            wait_ms = await self._hit(
                keys=[_name(key)],
                args=[epoch_ms(self._clock()), int(window_s * 1000), limit, secrets.token_hex(8)],
            )
        if wait_ms:
            raise RateLimited("rate_limited", "Too many attempts.", retry_after_s=int(wait_ms) / 1000)

    async def reset(self, key: str) -> None:
        """Forgets the hits of `key`, as after a success."""
        with redis_coded():
            await self._redis.delete(_name(key))


def _name(key: str) -> str:
    return f"gr:limit:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
