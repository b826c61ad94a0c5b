"""Finds messages that no thread has followed: a process was killed between the two.

The messages' own times are the list, so nothing has to be kept for it or cleaned up. Where the last look ended lies in
Redis; without that two days are looked through again, an hour at a time.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from backend.chat.following import Following
from backend.chat.repository import Messages, Said, Threads
from backend.kernel.clock import Clock
from backend.kernel.redis import redis_coded

FOLLOWS_WITHIN = timedelta(seconds=5)
STORED_WITHIN = timedelta(seconds=25)
"""How long a message may have been on its way into the database, at the most."""
LOOKED_BACK = timedelta(days=2)
STRETCH = timedelta(hours=1)
AT_ONCE = 200
_UNTIL = "gr:chat:followed_until"


class LeftBehind:
    def __init__(
        self, threads: Threads, messages: Messages, following: Following, redis: Redis, clock: Clock
    ) -> None:  # fmt: skip
        self._threads = threads
        self._messages = messages
        self._following = following
        self._redis = redis
        self._clock = clock

    async def look(self) -> None:
        """Raises: Unavailable, where a store is away; the next look goes on from there."""
        last = self._clock() - FOLLOWS_WITHIN
        begin = await self._looked_until(last) - STORED_WITHIN
        while begin < last:
            end = min(begin + STRETCH, last)
            await self._look_at(await self._messages.said(begin, end))
            await self._note(end)
            begin = end

    async def _look_at(self, said: Sequence[Said]) -> None:
        newest: dict[str, tuple[int, int]] = {}
        for each in said:
            talk, note = newest.get(each.thread_id, (0, 0))
            is_talk = each.lane == "talk"
            newest[each.thread_id] = (max(talk, each.number), note) if is_talk else (talk, max(note, each.number))
        unsure = [id for id, (talk, note) in newest.items() if not self._following.has_followed(id, talk, note)]
        for at in range(0, len(unsure), AT_ONCE):
            part = unsure[at : at + AT_ONCE]
            known = await self._threads.lasts(part)
            for id in part:
                talk, note = newest[id]
                known_talk, known_note = known.get(id, (0, 0))
                if known_talk < talk or known_note < note:
                    self._following.behind(id, talk, note, is_shown_again=True)

    async def _looked_until(self, last: datetime) -> datetime:
        with redis_coded():
            until = await self._redis.get(_UNTIL)
        return last - LOOKED_BACK if until is None else min(last, datetime.fromtimestamp(float(until), UTC))

    async def _note(self, until: datetime) -> None:
        with redis_coded():
            await self._redis.set(_UNTIL, f"{until.timestamp():.3f}")
