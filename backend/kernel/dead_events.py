"""Events that a group has failed to handle as often as it may: looked at by people, and given another try.

They lie in `gr:dead:{group}`, one stream a group. Another try goes to that group alone: the others have had the event.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec
from redis.asyncio import Redis

from backend.kernel.errors import NotFound
from backend.kernel.events import AGAIN, DEAD
from backend.kernel.messages import fields_of
from backend.kernel.redis import redis_coded

SHOWN = 200
"""Of each group, the newest."""


class DeadEvent(msgspec.Struct, frozen=True):
    """`about` is the id of what it is about, or empty; `reason` is the last failure: its kind and its message."""

    group: str
    id: str
    tag: str
    about: str
    tries: int
    reason: str
    at: datetime


class DeadEvents:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def all(self) -> list[DeadEvent]:
        """Of all groups, newest last. Raises: Unavailable `redis_unavailable`."""
        found: list[DeadEvent] = []
        with redis_coded():
            groups = [key.decode().removeprefix(DEAD) async for key in self._redis.scan_iter(f"{DEAD}*")]
            for group in groups:
                rows: Any = await self._redis.xrevrange(DEAD + group, count=SHOWN)
                found += [_dead_event(group, entry_id, fields) for entry_id, fields in rows]
        return sorted(found, key=lambda event: event.at)

    async def retry(self, group: str, id: str) -> None:
        """Back to the group, with all its tries. Asked for by two at once it may come twice, as any event may.

        Raises: NotFound `event_unknown` · Unavailable `redis_unavailable`.
        """
        with redis_coded():
            rows: Any = await self._redis.xrange(DEAD + group)
            mine = [(entry_id, fields) for entry_id, fields in rows if fields[b"id"].decode() == id]
            if not mine:
                raise NotFound("event_unknown", "There is no such dead event.")
            async with self._redis.pipeline(transaction=True) as together:
                fields = mine[-1][1]
                together.xadd(
                    AGAIN + group,
                    fields_of(id, fields[b"tag"].decode(), fields[b"key"].decode(), fields[b"data"]),
                )
                together.xdel(DEAD + group, *(entry_id for entry_id, _ in mine))
                await together.execute()


def _dead_event(group: str, entry_id: bytes, fields: dict[bytes, bytes]) -> DeadEvent:
    return DeadEvent(
        group=group,
        id=fields[b"id"].decode(),
        tag=fields[b"tag"].decode(),
        about=fields[b"key"].decode(),
        tries=int(fields[b"tries"]),
        reason=fields[b"reason"].decode(errors="replace"),
        at=datetime.fromtimestamp(int(entry_id.split(b"-")[0]) / 1000, UTC),
    )
