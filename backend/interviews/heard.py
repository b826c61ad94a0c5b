"""What was heard of a running answer, for follow-ups and to tell whether it is finished: sealed, in Redis, for hours.

`gr:heard:{take}` maps each stretch of speech (`{leg}:{start_ms}`) to its words. All of it lost costs a follow-up.
"""

from typing import Any

from redis.asyncio import Redis

from backend.contracts.events.media import SegmentHeard
from backend.kernel.crypto import Keyring

LIFE_S = 4 * 3600
STRETCHES_MAX = 400


class HeardWords:
    def __init__(self, redis: Redis, keyring: Keyring) -> None:
        self._redis = redis
        self._keyring = keyring

    async def note(self, event: SegmentHeard) -> None:
        """The same stretch again replaces itself; of a very long answer the first hour is enough."""
        key = _key(event.take_id)
        if int(await self._redis.hlen(key)) >= STRETCHES_MAX:
            return
        place = f"{event.leg_id}:{event.start_ms:012d}"
        sealed = self._keyring.seal(event.text.encode(), _place(event.take_id, place))
        async with self._redis.pipeline(transaction=True) as together:
            together.hset(key, place, sealed)
            together.expire(key, LIFE_S)
            await together.execute()

    async def words(self, take_id: str) -> list[str]:
        """In the order in which they were said."""
        rows: Any = await self._redis.hgetall(_key(take_id))
        places = sorted(place.decode() for place in rows)
        opened = [self._keyring.open(rows[place.encode()], _place(take_id, place)).decode().strip() for place in places]
        return [words for words in opened if words]


async def forget_heard(redis: Redis, take_id: str) -> None:
    await redis.delete(_key(take_id))


def _key(take_id: str) -> str:
    return f"gr:heard:{take_id}"


def _place(take_id: str, place: str) -> bytes:
    return f"heard/{take_id}/{place}".encode()
