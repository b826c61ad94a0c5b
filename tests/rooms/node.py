"""A media node's command side, scripted: a real RpcServer that answers and remembers, with a real heartbeat."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import msgspec
from redis.asyncio import Redis

from backend.contracts.events.media import LegStored, PeerJoined, PeerLost, TakeOpened, TakeStored, ViewerLeft
from backend.contracts.media import (
    ClosePeer,
    CloseRoom,
    CloseTake,
    Done,
    NodeStatus,
    OpenTake,
    PublishAnswer,
    PublishRequest,
    RestTake,
    WatchAnswer,
    WatchRequest,
)
from backend.kernel.clock import utc_now
from backend.kernel.errors import BadRequest, Conflict, Unavailable
from backend.kernel.events import EventBus
from backend.kernel.rpc import RpcServer

ANSWER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"


class ScriptedNode:
    """Joins a peer at once when it publishes; `is_full` and `is_mute` make it refuse or stay silent.

    `meanwhile` is what happens while it answers a viewer.
    """

    def __init__(self, redis: Redis, node_id: str = "node-a", *, peers: int = 0, capacity: int = 10) -> None:
        self.redis = redis
        self.node_id = node_id
        self.bus = EventBus(redis)
        self.heard: list[msgspec.Struct] = []
        self.status = NodeStatus(node_id, peers, capacity, False, utc_now())
        self.is_full = False
        self.is_mute = False
        self.is_empty = False
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        self.opened = asyncio.Event()

    def of(self, kind: type[msgspec.Struct], room: str | None = None) -> list[msgspec.Struct]:
        """Of one room, or of all: an interview of the test before may still be asking."""
        found = [request for request in self.heard if type(request) is kind]
        return found if room is None else [request for request in found if request.room == room]  # type: ignore[attr-defined]

    async def beat(self, life_ms: int = 60_000) -> None:
        await self.redis.set(f"gr:node:{self.node_id}", msgspec.json.encode(self.status), px=life_ms)

    async def die(self) -> None:
        await self.redis.delete(f"gr:node:{self.node_id}")

    async def restart(self) -> None:
        """The same name, another run; what it had in memory is gone."""
        self.status = msgspec.structs.replace(self.status, started_at=utc_now())
        await self.beat()

    async def lose(self, room: str, resource_id: str, at: datetime, reason: str = "silent") -> None:
        await self.bus.publish(PeerLost(room, resource_id, self.node_id, at, reason))

    async def store(self, take_id: str, leg_id: str) -> None:
        await self.bus.publish(LegStored(take_id, leg_id, 1000))
        await self.bus.publish(TakeStored(take_id, utc_now()))

    async def _publish(self, request: PublishRequest) -> PublishAnswer:
        self.heard.append(request)
        if self.is_mute:
            await asyncio.sleep(60)
        if self.is_full:
            raise Unavailable("node_full", "Full.")
        if "a=broken" in request.offer_sdp:
            raise BadRequest("malformed_sdp", "No.")
        if request.purpose == "interview":
            await self.bus.publish(PeerJoined(request.room, request.resource_id, self.node_id, utc_now()))
        return PublishAnswer(ANSWER)

    async def lose_viewer(self, room: str, resource_id: str) -> None:
        await self.bus.publish(ViewerLeft(room, resource_id, self.node_id, utc_now()))

    async def _watch(self, request: WatchRequest) -> WatchAnswer:
        self.heard.append(request)
        if self.is_empty:
            raise Conflict("nobody_publishes", "No.")
        if self.is_full:
            raise Unavailable("node_full", "Full.", retry_after_s=10)
        if "a=broken" in request.offer_sdp:
            raise BadRequest("malformed_sdp", "No.")
        if self.meanwhile is not None:
            await self.meanwhile()
        return WatchAnswer(ANSWER)

    async def _open_take(self, request: OpenTake) -> Done:
        self.heard.append(request)
        await self.bus.publish(TakeOpened(request.room, request.take.take_id, "leg_1", utc_now()))
        self.opened.set()
        return Done()

    async def _note(self, request: msgspec.Struct) -> Done:
        self.heard.append(request)
        return Done()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["ScriptedNode"]:
        server = RpcServer(self.redis, f"node:{self.node_id}")
        server.register("publish", PublishRequest, self._publish)
        server.register("watch", WatchRequest, self._watch)
        server.register("open_take", OpenTake, self._open_take)
        server.register("rest_take", RestTake, self._note)
        server.register("close_take", CloseTake, self._note)
        server.register("close_peer", ClosePeer, self._note)
        server.register("close_room", CloseRoom, self._note)
        await self.beat()
        running = asyncio.create_task(server.run(), name=f"scripted {self.node_id}")
        try:
            yield self
        finally:
            await self.die()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
