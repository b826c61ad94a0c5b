"""What was heard of a running answer, for follow-ups and to tell whether it is finished: sealed, in Redis, for hours.

`gr:heard:{take}` maps each stretch of speech (`{leg}:{start_ms}`) to its words, and how surely they were heard. All
of it lost costs a follow-up.
"""

from typing import Any

import msgspec
from redis.asyncio import Redis

from backend.contracts.events.media import SegmentHeard
from backend.kernel.crypto import Keyring

LIFE_S = 4 * 3600
STRETCHES_MAX = 400
_SURELY = "\x00"
"""Between the words and their confidence."""


class Stretch(msgspec.Struct, frozen=True):
    """What was heard without a long pause; `confidence` 0..1, as the recogniser puts it."""

    text: str
    confidence: float = 1.0


class HeardWords:
    def __init__(self, redis: Redis, keyring: Keyring) -> None:
        self._redis = redis
        self._keyring = keyring

    async def note(self, event: SegmentHeard) -> None:
        """Again from the same moment it is the same and more; of a very long answer the first hour is enough."""
        key, place = _key(event.take_id), f"{event.leg_id}:{event.start_ms:012d}"
        async with self._redis.pipeline(transaction=False) as together:
            together.hlen(key)
            together.hget(key, place)
            count, before = await together.execute()
        is_overtaken = before is not None and len(self._open(event.take_id, place, before).text) > len(event.text)
        if is_overtaken or (before is None and int(count) >= STRETCHES_MAX):
            return
        words = f"{event.text}{_SURELY}{event.confidence:.3f}"
        sealed = self._keyring.seal(words.encode(), _place(event.take_id, place))
        async with self._redis.pipeline(transaction=True) as together:
            together.hset(key, place, sealed)
            together.expire(key, LIFE_S)
            await together.execute()

    async def words(self, take_id: str) -> list[str]:
        """In the order in which they were said."""
        return [stretch.text for stretch in await self.stretches(take_id)]

    async def stretches(self, take_id: str) -> list[Stretch]:
        """The same, with how surely each was heard."""
        rows: Any = await self._redis.hgetall(_key(take_id))
        places = sorted(place.decode() for place in rows)
        opened = [self._open(take_id, place, rows[place.encode()]) for place in places]
        return [stretch for stretch in opened if stretch.text]

    def _open(self, take_id: str, place: str, sealed: bytes) -> Stretch:
        """What was noted before there was a confidence counts as heard."""
        text, _, confidence = self._keyring.open(sealed, _place(take_id, place)).decode().partition(_SURELY)
        return Stretch(text.strip(), float(confidence or 1))


async def forget_heard(redis: Redis, take_id: str) -> None:
    await redis.delete(_key(take_id))


def _key(take_id: str) -> str:
    return f"gr:heard:{take_id}"


def _place(take_id: str, place: str) -> bytes:
    return f"heard/{take_id}/{place}".encode()
