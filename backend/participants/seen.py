"""When a participant was last heard of: facts in Redis, which who has joined says anew every few seconds."""

from datetime import UTC, datetime
from typing import Any

from redis.asyncio import Redis

from backend.kernel.clock import epoch_ms
from backend.kernel.redis import redis_coded

LIFE_S = 86_400


class Seen:
    """`gr:room_seen:{room}`: participant → epoch ms. All methods raise Unavailable redis_unavailable."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def note(self, room: str, participant_id: str, at: datetime) -> None:
        with redis_coded():
            async with self._redis.pipeline(transaction=True) as together:
                together.hset(_key(room), participant_id, epoch_ms(at))
                together.expire(_key(room), LIFE_S)
                await together.execute()

    async def of(self, room: str) -> dict[str, datetime]:
        with redis_coded():
            rows: Any = await self._redis.hgetall(_key(room))
        return {key.decode(): datetime.fromtimestamp(int(value) / 1000, UTC) for key, value in rows.items()}

    async def has_any(self, room: str) -> bool:
        """Whether anybody has ever joined, as far as Redis knows."""
        with redis_coded():
            return bool(await self._redis.exists(_key(room)))

    async def forget(self, room: str) -> None:
        with redis_coded():
            await self._redis.delete(_key(room))


def _key(room: str) -> str:
    return f"gr:room_seen:{room}"
