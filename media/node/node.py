"""The media node: rooms and their publishers, commanded by rpc, reporting by events."""

import asyncio
from collections.abc import Callable
from secrets import randbits
from time import monotonic

import msgspec
import structlog

from backend.contracts.media import (
    ClosePeer,
    CloseRoom,
    CloseTake,
    Done,
    Drain,
    NodeStatus,
    OpenTake,
    PublishAnswer,
    PublishRequest,
    RestTake,
    WatchAnswer,
    WatchRequest,
)
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Unavailable
from media.node.addresses import HostAddress, PortRange
from media.node.datagrams import NodeSockets
from media.node.peer import DiscardingSink, Peer
from media.node.rhythm import until_beat
from media.node.room import Room
from media.node.room_keeper import RoomKeeper
from media.node.sink import RequestKeyframe, RoomRecorder, TrackDescription, TrackSink
from media.node.viewer import Viewer

BEATS_A_PULSE = 2
FULL_RETRY_S = 10.0
DRAINING_RETRY_S = 1.0
MAX_VIEWERS = 16

log = structlog.get_logger()


class NodeLimits(msgspec.Struct, frozen=True):
    """Where a node listens and how many publishers (device checks among them) and viewers it takes."""

    hosts: list[HostAddress]
    ports: PortRange
    capacity: int


class MediaNode:
    """The rpc methods are idempotent. `run` drives timers; everything happens on one event loop."""

    def __init__(
        self,
        node_id: str,
        limits: NodeLimits,
        recorder: RoomRecorder,
        announce: Callable[[msgspec.Struct], None],
        clock: Clock,
    ) -> None:
        self.node_id = node_id
        self._keeper = RoomKeeper(node_id, recorder, announce, clock)
        self._limits = limits
        self._sockets = NodeSockets(limits.hosts, limits.ports)
        self._recorder = recorder
        self._started_at = clock()
        self._is_draining = False
        self._is_closing = False
        self._answering = 0

    @property
    def rooms(self) -> dict[str, Room]:
        return self._keeper.rooms

    @property
    def peers(self) -> int:
        """Publishers and viewers here, those being answered included."""
        return self._answering + self.viewers + self._keeper.publishers

    @property
    def viewers(self) -> int:
        return self._keeper.viewers

    def status(self) -> NodeStatus:
        return NodeStatus(
            self.node_id,
            self.peers,
            self._limits.capacity,
            self._is_draining,
            self._started_at,
            self._recorder.unstored_legs,
            self.viewers,
        )

    async def publish(self, request: PublishRequest) -> PublishAnswer:
        """Answer an offer.

        Raises: BadRequest `malformed_sdp`; Invalid `no_usable_media`; Unavailable `node_full`, `node_draining`,
        `node_without_ports`.
        """
        room = self.rooms.get(request.room)
        if room is not None and (known := room.peers.get(request.resource_id)) is not None:
            return PublishAnswer(known.answer_sdp)
        self._admit(request, room)
        if request.active_take is not None and request.purpose == "interview":
            self._recorder.open_take(request.room, request.active_take)
        peer = Peer(request, self._sockets, self._sink_opener(request), self._keeper.presence_changed)
        self._answering += 1
        try:
            answer = await peer.answer(randbits(62))
        except OSError as error:
            await self._keeper.discard(peer)
            raise Unavailable("node_without_ports", "There is no free UDP port.", retry_after_s=FULL_RETRY_S) from error
        finally:
            self._answering -= 1
        self._keeper.enter(peer, request)
        return PublishAnswer(answer)

    async def watch(self, request: WatchRequest) -> WatchAnswer:
        """Answer a viewer's offer. It may come before the publisher's first packet, and stays while they come and go.

        Raises: BadRequest `malformed_sdp`; Invalid `no_usable_media`; Conflict `nobody_publishes`; Unavailable
        `node_full`, `node_draining`, `node_without_ports`.
        """
        room = self._watchable(request)
        if (known := room.audience.viewers.get(request.resource_id)) is not None:
            return WatchAnswer(known.answer_sdp)
        viewer = Viewer(request, self._sockets, room.audience.ask_keyframe, self._keeper.viewer_changed)
        self._answering += 1
        try:
            answer = await viewer.answer(randbits(62))
        except OSError as error:
            await viewer.close()
            raise Unavailable("node_without_ports", "There is no free UDP port.", retry_after_s=FULL_RETRY_S) from error
        finally:
            self._answering -= 1
        if self.rooms.get(request.room) is not room:
            await viewer.close()
            raise _nobody_publishes()
        room.audience.viewers[viewer.resource_id] = viewer
        viewer.start()
        return WatchAnswer(answer)

    async def open_take(self, request: OpenTake) -> Done:
        self._recorder.open_take(request.room, request.take)
        self._keeper.open(request.room).set_take(request.take)
        return Done()

    async def rest_take(self, request: RestTake) -> Done:
        room = self.rooms.get(request.room)
        if room is not None and room.take is not None and room.take.take_id == request.take_id:
            room.set_take(None)
            self._keeper.forget_if_empty(room)
        self._recorder.rest_take(request.room, request.take_id)
        return Done()

    async def close_take(self, request: CloseTake) -> Done:
        room = self.rooms.get(request.room)
        if room is not None and room.take is not None and room.take.take_id == request.take_id:
            room.set_take(None)
            self._keeper.forget_if_empty(room)
        await self._recorder.close_take(request.room, request.take_id)
        return Done()

    async def close_peer(self, request: ClosePeer) -> Done:
        room = self.rooms.get(request.room)
        peer = room.peers.get(request.resource_id) if room else None
        if peer is not None:
            self._keeper.leave(peer, "closed")
        elif room is not None and (viewer := room.audience.viewers.get(request.resource_id)) is not None:
            self._keeper.part_from_viewer(viewer)
        return Done()

    async def close_room(self, request: CloseRoom) -> Done:
        room = self.rooms.get(request.room)
        if room is None:
            return Done()
        if room.take is not None:
            await self.close_take(CloseTake(room.name, room.take.take_id))
        self._keeper.empty(room, "closed")
        return Done()

    async def drained(self, request: Drain) -> NodeStatus:
        self.drain()
        return self.status()

    async def run(self) -> None:
        """The pulse of every peer, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            self._keeper.pulse(monotonic() * 1000)
            await asyncio.sleep(until_beat(BEATS_A_PULSE, loop.time()))

    def drain(self) -> None:
        """Take nobody new. Who is here goes on, and may come back where there is no other node."""
        if not self._is_draining:
            log.info("media_node_drains", node=self.node_id, peers=self.peers)
        self._is_draining = True

    async def close(self) -> None:
        """Part from every publisher; the recordings so far are stored, and their takes stay open elsewhere."""
        self.drain()
        self._is_closing = True
        for room in list(self.rooms.values()):
            self._keeper.empty(room, "node_stopped")
        await self._keeper.all_closed()
        await self._recorder.close()

    def _admit(self, request: PublishRequest, room: Room | None) -> None:
        """A room that is here already may bring its publisher back, whatever the load."""
        if self._is_closing or (self._is_draining and not request.is_rejoin):
            raise Unavailable("node_draining", "The node takes no more publishers.", retry_after_s=DRAINING_RETRY_S)
        is_here = room is not None and room.live is not None
        if not is_here and not self.status().has_room(is_rejoin=request.is_rejoin):
            raise Unavailable("node_full", "The node has no room for another publisher.", retry_after_s=FULL_RETRY_S)

    def _watchable(self, request: WatchRequest) -> Room:
        """The room, where its publisher is here or was a moment ago. A full node keeps what it has for publishers."""
        if self._is_closing:
            raise Unavailable("node_draining", "The node takes no more viewers.", retry_after_s=DRAINING_RETRY_S)
        room = self.rooms.get(request.room)
        if room is None or not (room.audience.viewers or any(not peer.is_check for peer in room.peers.values())):
            raise _nobody_publishes()
        is_known = request.resource_id in room.audience.viewers
        if not is_known and (not self.status().has_room(is_rejoin=False) or len(room.audience.viewers) >= MAX_VIEWERS):
            raise Unavailable("node_full", "The node has no room for another viewer.", retry_after_s=FULL_RETRY_S)
        return room

    def _sink_opener(self, request: PublishRequest) -> Callable[[TrackDescription, RequestKeyframe], TrackSink]:
        if request.purpose == "check":
            return lambda track, request_keyframe: DiscardingSink()
        return lambda track, request_keyframe: self._recorder.sink(
            request.room, request.resource_id, track, request_keyframe
        )


def _nobody_publishes() -> Conflict:
    return Conflict("nobody_publishes", "Nobody is in this room yet. Trying again helps.")
