"""What a look that comes every so often has asked for already, so that the next one need not again.

Only to spare the work: asked for twice, a notice is still one, by its id.
"""

from redis.asyncio import Redis

from backend.kernel.redis import redis_coded


class Asked:
    """Notices by id, remembered for `life_s` under a name of the look's own. Each raises Unavailable without Redis."""

    def __init__(self, redis: Redis, name: str, life_s: int) -> None:
        self._redis = redis
        self._name = name
        self._life_s = life_s

    async def knows(self, notice_id: str) -> bool:
        with redis_coded():
            return bool(await self._redis.exists(self._key(notice_id)))

    async def note(self, notice_id: str) -> None:
        """To be called once the notice was asked for: who dies in between asks again."""
        with redis_coded():
            await self._redis.set(self._key(notice_id), "1", ex=self._life_s)

    def _key(self, notice_id: str) -> str:
        return f"{self._name}:{notice_id}"
