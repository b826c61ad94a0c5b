"""Who watches a live interview, for the candidate to see: facts in Redis that end with the node that forwards."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import msgspec
import structlog
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from backend.accounts.model import Person
from backend.contracts.media import NodeStatus
from backend.kernel.errors import NotFound
from backend.kernel.redis import REDIS_FAULTS, redis_coded

LIFE_S = 86_400
_log = structlog.get_logger()


class Watching(msgspec.Struct, frozen=True):
    """One connection. It counts while its run of the node lives, whose heartbeat stands in Redis for 4 s."""

    account_id: str
    node_id: str
    node_started_at: datetime
    since: datetime


Crowd = dict[bytes, bytes]
"""Who watches a room, as Redis holds it: connection → `Watching`."""


class Watchers:
    """`gr:watchers:{room}`: connection → `Watching`. Names are opened when they are shown."""

    def __init__(self, redis: Redis, person_of: Callable[[str], Awaitable[Person]]) -> None:
        self._redis = redis
        self._person_of = person_of

    async def enter(self, room: str, resource_id: str, watching: Watching) -> None:
        """Raises: Unavailable redis_unavailable; then nobody may watch."""
        with redis_coded():
            async with self._redis.pipeline(transaction=True) as together:
                together.hset(_key(room), resource_id, msgspec.json.encode(watching))
                together.expire(_key(room), LIFE_S)
                await together.execute()

    async def leave(self, room: str, resource_id: str) -> bool:
        """Whether it was here. Raises: Unavailable redis_unavailable."""
        with redis_coded():
            return bool(await self._redis.hdel(_key(room), resource_id))

    async def find(self, room: str, resource_id: str) -> Watching | None:
        """Raises: Unavailable redis_unavailable."""
        with redis_coded():
            value: Any = await self._redis.hget(_key(room), resource_id)
        return msgspec.json.decode(value, type=Watching) if value else None

    async def carried_by(self, room: str, node_id: str, node_started_at: datetime) -> list[str]:
        """The connections that a run of a node carried. Raises: Unavailable redis_unavailable."""
        with redis_coded():
            rows: Any = await self._redis.hgetall(_key(room))
        found = {resource_id.decode(): msgspec.json.decode(value, type=Watching) for resource_id, value in rows.items()}
        run = (node_id, node_started_at)
        return sorted(id for id, each in found.items() if (each.node_id, each.node_started_at) == run)

    async def names(self, room: str) -> list[str]:
        """Each person once, who came first first."""
        return await self.names_in(await self.crowd(room))

    async def crowd(self, room: str) -> Crowd:
        """Nobody where Redis is away: the interview goes on, and nobody new can watch."""
        try:
            rows: Any = await self._redis.hgetall(_key(room))
        except REDIS_FAULTS as error:
            _log.warning("watchers_unknown", error=type(error).__name__)
            return {}
        return dict(rows)

    async def names_in(self, crowd: Crowd) -> list[str]:
        """As `names`, of a crowd just read."""
        try:
            present = await self._present(crowd)
        except REDIS_FAULTS as error:
            _log.warning("watchers_unknown", error=type(error).__name__)
            return []
        accounts = dict.fromkeys(each.account_id for each in sorted(present, key=lambda each: each.since))
        return [name for account_id in accounts if (name := await self._name(account_id)) is not None]

    async def _present(self, crowd: Crowd) -> list[Watching]:
        found = [msgspec.json.decode(value, type=Watching) for value in crowd.values()]
        runs = {node_id: await self._run_of(node_id) for node_id in {each.node_id for each in found}}
        return [each for each in found if runs[each.node_id] == each.node_started_at]

    async def _run_of(self, node_id: str) -> datetime | None:
        value = await self._redis.get(f"gr:node:{node_id}")
        return msgspec.json.decode(value, type=NodeStatus).started_at if value else None

    async def _name(self, account_id: str) -> str | None:
        try:
            return (await self._person_of(account_id)).name
        except NotFound:
            return None


def read_crowd(together: Pipeline, room: str) -> None:
    """Its reply is the crowd."""
    together.hgetall(_key(room))


def _key(room: str) -> str:
    return f"gr:watchers:{room}"
