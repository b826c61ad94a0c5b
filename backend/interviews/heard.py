"""What was heard of a running answer, for follow-ups and to tell whether it is finished: sealed, in Redis, for hours.

`gr:heard:{take}` maps each stretch of speech (`{leg}:{start_ms}`) to where it ends (ms, 12 digits) and, sealed, its
words and how surely they were heard. All of it lost costs a follow-up.
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
_END_DIGITS = 12
_NOTE = """
local before = redis.call('HGET', KEYS[1], ARGV[1])
if before then
  if (tonumber(string.sub(before, 1, ARGV[5])) or 0) > tonumber(ARGV[2]) then return end
elseif redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then return end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[6])
"""
"""Whole, so of two reports of a stretch that come at once the one that reaches further stays."""


class Stretch(msgspec.Struct, frozen=True):
    """What was heard without a long pause; `confidence` 0..1, as the recogniser puts it."""

    text: str
    confidence: float = 1.0


class HeardWords:
    def __init__(self, redis: Redis, keyring: Keyring) -> None:
        self._redis = redis
        self._keyring = keyring
        self._note = redis.register_script(_NOTE)

    async def note(self, event: SegmentHeard) -> None:
        """Again from the same moment it is the same and more, so what reaches further stays; of a very long answer
        the first hour is enough.
        """
        place, end = f"{event.leg_id}:{event.start_ms:012d}", f"{event.end_ms:0{_END_DIGITS}d}"
        words = f"{event.text}{_SURELY}{event.confidence:.3f}"
        sealed = self._keyring.seal(words.encode(), _place(event.take_id, place))
        await self._note(keys=[_key(event.take_id)], args=[place, end, sealed, STRETCHES_MAX, _END_DIGITS, LIFE_S])

    async def words(self, take_id: str) -> list[str]:
        """In the order in which they were said."""
        return [stretch.text for stretch in await self.stretches(take_id)]

    async def stretches(self, take_id: str) -> list[Stretch]:
        """The same, with how surely each was heard."""
        rows: Any = await self._redis.hgetall(_key(take_id))
        places = sorted(place.decode() for place in rows)
        opened = [self._open(take_id, place, rows[place.encode()]) for place in places]
        return [stretch for stretch in opened if stretch.text]

    def _open(self, take_id: str, place: str, noted: bytes) -> Stretch:
        """What was noted before there was a confidence counts as heard; before there was an end, it has none."""
        sealed = noted[_END_DIGITS:] if noted[:_END_DIGITS].isdigit() else noted
        text, _, confidence = self._keyring.open(sealed, _place(take_id, place)).decode().partition(_SURELY)
        return Stretch(text.strip(), float(confidence or 1))


async def forget_heard(redis: Redis, take_id: str) -> None:
    await redis.delete(_key(take_id))


def _key(take_id: str) -> str:
    return f"gr:heard:{take_id}"


def _place(take_id: str, place: str) -> bytes:
    return f"heard/{take_id}/{place}".encode()
