"""Who speaks and since when nobody does: hot facts, in Redis alone, keyed by the take of the running answer.

`gr:silence:{take}` is a hash: `since` (epoch ms; absent while someone speaks), `number` of the silence, `at` of the
last report, and `said:{number}:{nudge}` for what was said in it. `gr:rhythm:{interview}` lists the person's pauses in
seconds.
All of it lost costs at most one reassurance: where nothing is known, nothing is said.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec
from redis.asyncio import Redis

from backend.interviews.pacing import Nudge, with_pause
from backend.kernel.clock import epoch_ms

LIFE_S = 4 * 3600
_NUDGES: tuple[Nudge, ...] = ("reassure", "encourage")


class Silence(msgspec.Struct, frozen=True):
    """`since` None: someone speaks, or nothing is known."""

    since: datetime | None
    number: int
    said: frozenset[Nudge]
    rhythm: list[float]


class SpeechFacts:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def begin(self, take_id: str, at: datetime) -> None:
        """An answer begins, or goes on after a drop: a new silence until the first word."""
        await self._silent(take_id, at)

    async def started(self, interview_id: str, take_id: str, at: datetime) -> None:
        """A voice: the silence, if any, is over and was a pause of this person."""
        facts = await self._facts(take_id)
        if _is_older(facts, at):
            return
        key, since = _silence(take_id), facts.get(b"since")
        is_pause = since is not None and int(facts.get(b"number", 0)) > 1
        if since is not None and is_pause:
            await self._remember(interview_id, (epoch_ms(at) - int(since)) / 1000)
        async with self._redis.pipeline(transaction=True) as together:
            together.hdel(key, "since")
            together.hset(key, "at", str(epoch_ms(at)))
            together.expire(key, LIFE_S)
            await together.execute()

    async def ended(self, take_id: str, at: datetime) -> None:
        if not _is_older(await self._facts(take_id), at):
            await self._silent(take_id, at)

    async def forget(self, take_id: str) -> None:
        """The answer is over, or the clock stands: nothing is known any more."""
        await self._redis.delete(_silence(take_id))

    async def silence(self, interview_id: str, take_id: str) -> Silence:
        facts = await self._facts(take_id)
        number = int(facts.get(b"number", 0))
        since = facts.get(b"since")
        return Silence(
            since=datetime.fromtimestamp(int(since) / 1000, UTC) if since else None,
            number=number,
            said=frozenset(nudge for nudge in _NUDGES if _said(number, nudge).encode() in facts),
            rhythm=await self._rhythm(interview_id),
        )

    async def claim(self, take_id: str, number: int, nudge: Nudge) -> bool:
        """Whether this process is the one to say it: once a silence, however many look."""
        is_first = await self._redis.hsetnx(_silence(take_id), _said(number, nudge), "1")
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

    async def _remember(self, interview_id: str, pause_s: float) -> None:
        rhythm = with_pause(await self._rhythm(interview_id), pause_s)
        await self._redis.set(_rhythm(interview_id), msgspec.json.encode(rhythm), ex=LIFE_S)

    async def _rhythm(self, interview_id: str) -> list[float]:
        kept = await self._redis.get(_rhythm(interview_id))
        return msgspec.json.decode(kept, type=list[float]) if kept else []


def _is_older(facts: dict[bytes, bytes], at: datetime) -> bool:
    return b"at" in facts and epoch_ms(at) < int(facts[b"at"])


def _silence(take_id: str) -> str:
    return f"gr:silence:{take_id}"


def _rhythm(interview_id: str) -> str:
    return f"gr:rhythm:{interview_id}"


def _said(number: int, nudge: Nudge) -> str:
    return f"said:{number}:{nudge}"
