"""Who speaks and since when nobody does: hot facts, in Redis alone, keyed by the take of the running answer.

`gr:silence:{take}` is a hash: `since` (epoch ms; absent while someone speaks), `number` of the silence, `at` of the
last report, `said:{number}:{nudge}` (epoch ms) for what was said in it, and `alone`, the number of the silence for
which time to think was asked. `gr:pace:{interview}` is the person's `Rhythm`.
All of it lost costs at most one reassurance: where nothing is known, nothing is said.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec
from redis.asyncio import Redis

from backend.interviews.pacing import NUDGES, Nudge
from backend.interviews.rhythm import Rhythm
from backend.interviews.silence import Silence, broken, fell, left_alone
from backend.kernel.clock import epoch_ms

LIFE_S = 4 * 3600


class SpeechFacts:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def begin(self, take_id: str, at: datetime) -> None:
        """An answer begins, or goes on after a drop: a new silence until the first word. Who has asked for time to
        think before it is left alone still.
        """
        known = _known(await self._facts(take_id), Rhythm())
        await self._silent(take_id, at)
        if known.waits_alone:
            await self._redis.hset(_silence(take_id), "alone", str(known.number + 1))

    async def started(self, interview_id: str, take_id: str, at: datetime) -> None:
        """A voice: the silence, if any, is over and was a pause of this person."""
        known = await self.silence(interview_id, take_id)
        if known.is_past(at):
            return
        rhythm = broken(known, at).rhythm
        key = _silence(take_id)
        async with self._redis.pipeline(transaction=True) as together:
            if rhythm != known.rhythm:
                together.set(_pace(interview_id), msgspec.json.encode(rhythm), ex=LIFE_S)
            together.hdel(key, "since")
            together.hset(key, "at", str(epoch_ms(at)))
            together.expire(key, LIFE_S)
            await together.execute()

    async def ended(self, interview_id: str, take_id: str, at: datetime) -> Silence:
        """The silence that stands now: a new one, unless the report comes too late."""
        known = await self.silence(interview_id, take_id)
        if known.is_past(at):
            return known
        await self._silent(take_id, at)
        return fell(known, at)

    async def forget(self, take_id: str) -> None:
        """The answer is over: nothing is known any more."""
        await self._redis.delete(_silence(take_id))

    async def rest(self, take_id: str) -> None:
        """The clock stands for a while: nothing is known but whether they had asked for time to think."""
        known = _known(await self._facts(take_id), Rhythm())
        await self.forget(take_id)
        if known.waits_alone:
            await self._redis.hset(_silence(take_id), "alone", "1")
            await self._redis.expire(_silence(take_id), LIFE_S)

    async def silence(self, interview_id: str, take_id: str) -> Silence:
        async with self._redis.pipeline(transaction=False) as together:
            together.hgetall(_silence(take_id))
            together.get(_pace(interview_id))
            facts, kept = await together.execute()
        return _known(facts, _rhythm(kept))

    async def is_offered(self, take_id: str) -> bool:
        """Whether the offer to go on stands."""
        return _known(await self._facts(take_id), Rhythm()).is_offered

    async def leave_alone(self, take_id: str) -> None:
        """Time to think was asked for: nothing is said until the person has spoken."""
        alone = left_alone(_known(await self._facts(take_id), Rhythm()))
        await self._redis.hset(_silence(take_id), "alone", str(alone.alone_in))
        await self._redis.expire(_silence(take_id), LIFE_S)

    async def claim(self, take_id: str, number: int, nudge: Nudge, at: datetime) -> bool:
        """Whether this process is the one to say it: once a silence, however many look."""
        is_first = await self._redis.hsetnx(_silence(take_id), _said(number, nudge), str(epoch_ms(at)))
        await self._redis.expire(_silence(take_id), LIFE_S)
        return bool(is_first)

    async def _silent(self, take_id: str, at: datetime) -> None:
        key = _silence(take_id)
        async with self._redis.pipeline(transaction=True) as together:
            together.hset(key, mapping={"since": str(epoch_ms(at)), "at": str(epoch_ms(at))})
            together.hincrby(key, "number", 1)
            together.expire(key, LIFE_S)
            await together.execute()

    async def _facts(self, take_id: str) -> dict[bytes, bytes]:
        facts: Any = await self._redis.hgetall(_silence(take_id))
        return dict(facts)

    async def rhythm(self, interview_id: str) -> Rhythm:
        kept: Any = await self._redis.get(_pace(interview_id))
        return _rhythm(kept)

    async def keep_rhythm(self, interview_id: str, rhythm: Rhythm) -> None:
        await self._redis.set(_pace(interview_id), msgspec.json.encode(rhythm), ex=LIFE_S)

    async def forget_rhythm(self, interview_id: str) -> None:
        await self._redis.delete(_pace(interview_id))


def _known(facts: dict[bytes, bytes], rhythm: Rhythm) -> Silence:
    number = int(facts.get(b"number", 0))
    return Silence(
        since=_moment(facts.get(b"since")),
        number=number,
        said=frozenset(nudge for nudge in NUDGES if _said(number, nudge).encode() in facts),
        rhythm=rhythm,
        reported_at=_moment(facts.get(b"at")),
        offered_at=_moment(facts.get(_said(number, "offer_next").encode())),
        alone_in=int(facts.get(b"alone", 0)),
    )


def _rhythm(kept: bytes | None) -> Rhythm:
    return msgspec.json.decode(kept, type=Rhythm) if kept else Rhythm()


def _moment(stored_ms: bytes | None) -> datetime | None:
    return datetime.fromtimestamp(int(stored_ms) / 1000, UTC) if stored_ms else None


def _silence(take_id: str) -> str:
    return f"gr:silence:{take_id}"


def _pace(interview_id: str) -> str:
    return f"gr:pace:{interview_id}"


def _said(number: int, nudge: Nudge) -> str:
    return f"said:{number}:{nudge}"
