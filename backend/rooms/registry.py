"""Nodes, placements and WHIP sessions in Redis."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from redis.asyncio import Redis

from backend.contracts.media import NodeStatus
from backend.kernel.clock import Clock
from backend.kernel.redis import redis_coded
from backend.rooms.model import NodeSeen, Placement, Resource

NODE_PREFIX = "gr:node:"
NODE_LIFE = timedelta(seconds=4)
SILENT_AFTER = timedelta(seconds=2.5)
LIFE_S = 86_400
SEEN = "gr:rooms:nodes"


class Registry:
    """All methods raise Unavailable redis_unavailable while Redis is away."""

    def __init__(self, redis: Redis, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock

    async def nodes(self) -> list[NodeStatus]:
        """The nodes that are alive."""
        with redis_coded():
            keys = [key async for key in self._redis.scan_iter(match=f"{NODE_PREFIX}*", count=500)]
            values = await self._redis.mget(keys) if keys else []
        return [msgspec.json.decode(value, type=NodeStatus) for value in values if value]

    async def silent(self, nodes: Sequence[NodeStatus]) -> set[str]:
        """Those that have not spoken for 2.5 s, though they do every second: busy, or gone."""
        with redis_coded():
            async with self._redis.pipeline(transaction=False) as together:
                for node in nodes:
                    together.pttl(NODE_PREFIX + node.node_id)
                left: list[Any] = await together.execute()
        still_ms = (NODE_LIFE - SILENT_AFTER) / timedelta(milliseconds=1)
        return {node.node_id for node, left_ms in zip(nodes, left, strict=True) if left_ms < still_ms}

    async def node(self, node_id: str) -> NodeStatus | None:
        with redis_coded():
            value = await self._redis.get(NODE_PREFIX + node_id)
        return msgspec.json.decode(value, type=NodeStatus) if value else None

    async def last_sign(self, node_id: str) -> datetime | None:
        """When the heartbeat that still stands was written."""
        with redis_coded():
            left_ms = int(await self._redis.pttl(NODE_PREFIX + node_id))
        return self._clock() - NODE_LIFE + timedelta(milliseconds=left_ms) if left_ms > 0 else None

    async def placement(self, room: str) -> Placement | None:
        with redis_coded():
            value = await self._redis.get(_room(room))
        return msgspec.json.decode(value, type=Placement) if value else None

    async def place(self, room: str, placement: Placement) -> None:
        with redis_coded():
            async with self._redis.pipeline(transaction=True) as together:
                together.set(_room(room), msgspec.json.encode(placement), ex=LIFE_S)
                together.sadd(_nodes_of(room), placement.node_id)
                together.expire(_nodes_of(room), LIFE_S)
                together.sadd(_rooms_of(placement.node_id), room)
                together.expire(_rooms_of(placement.node_id), LIFE_S)
                together.hsetnx(SEEN, placement.node_id, _first_sight(placement))
                await together.execute()

    async def clear(self, room: str) -> None:
        """The interview is over: the room is nowhere."""
        nodes = await self.nodes_of(room)
        with redis_coded():
            async with self._redis.pipeline(transaction=True) as together:
                together.delete(_room(room), _nodes_of(room))
                for node_id in nodes:
                    together.srem(_rooms_of(node_id), room)
                await together.execute()

    async def nodes_of(self, room: str) -> list[str]:
        """Every node that has had the room; one that was left may still hold a part of a take."""
        with redis_coded():
            members: Any = await self._redis.smembers(_nodes_of(room))
        return sorted(member.decode() for member in members)

    async def rooms_of(self, node_id: str) -> list[str]:
        with redis_coded():
            members: Any = await self._redis.smembers(_rooms_of(node_id))
        return sorted(member.decode() for member in members)

    async def forget_rooms(self, node_id: str, rooms: list[str]) -> None:
        if rooms:
            with redis_coded():
                await self._redis.srem(_rooms_of(node_id), *rooms)

    async def resource(self, resource_id: str) -> Resource | None:
        with redis_coded():
            value = await self._redis.get(_resource(resource_id))
        return msgspec.json.decode(value, type=Resource) if value else None

    async def open_resource(self, resource_id: str, resource: Resource) -> None:
        with redis_coded():
            await self._redis.set(_resource(resource_id), msgspec.json.encode(resource), ex=LIFE_S)

    async def end_resource(self, resource_id: str) -> None:
        with redis_coded():
            await self._redis.delete(_resource(resource_id))

    async def seen(self) -> dict[str, NodeSeen]:
        """The runs of nodes that have rooms, as last seen."""
        with redis_coded():
            rows: Any = await self._redis.hgetall(SEEN)
        return {node_id.decode(): msgspec.json.decode(value, type=NodeSeen) for node_id, value in rows.items()}

    async def note_seen(self, node_id: str, seen: NodeSeen) -> None:
        with redis_coded():
            await self._redis.hset(SEEN, node_id, msgspec.json.encode(seen))

    async def forget_node(self, node_id: str) -> None:
        with redis_coded():
            await self._redis.hdel(SEEN, node_id)


def _first_sight(placement: Placement) -> bytes:
    return msgspec.json.encode(NodeSeen(placement.node_started_at, placement.node_started_at))


def _room(room: str) -> str:
    return f"gr:room:{room}"


def _nodes_of(room: str) -> str:
    return f"gr:room:{room}:nodes"


def _rooms_of(node_id: str) -> str:
    return f"gr:rooms:of:{node_id}"


def _resource(resource_id: str) -> str:
    return f"gr:whip:{resource_id}"
