"""The media node: rooms and their publishers, commanded by rpc, reporting by events."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from secrets import randbits
from time import monotonic
from typing import Any

import msgspec
import structlog

from backend.contracts.events.media import PeerJoined, PeerLost, ViewerLeft
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
    WatchAnswer,
    WatchRequest,
)
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Unavailable
from media.node.addresses import HostAddress, PortRange
from media.node.datagrams import NodeSockets
from media.node.peer import DiscardingSink, Peer
from media.node.presence import PresenceState
from media.node.room import Room
from media.node.sink import RequestKeyframe, RoomRecorder, TrackDescription, TrackSink
from media.node.viewer import Viewer, ViewerState

PULSE_S = 0.05
FULL_RETRY_S = 10.0
DRAINING_RETRY_S = 1.0
MAX_VIEWERS = 16
CHECKS_A_ROOM = 2
"""Of one candidate's device checks the newest stay, so that nobody fills a node with them."""

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
        self.rooms: dict[str, Room] = {}
        self._limits = limits
        self._sockets = NodeSockets(limits.hosts, limits.ports)
        self._recorder = recorder
        self._announce = announce
        self._clock = clock
        self._started_at = clock()
        self._is_draining = False
        self._is_closing = False
        self._answering = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def peers(self) -> int:
        """Publishers and viewers here, those being answered included."""
        return self._answering + self.viewers + sum(len(room.peers) for room in self.rooms.values())

    @property
    def viewers(self) -> int:
        return sum(len(room.audience.viewers) for room in self.rooms.values())

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
        peer = Peer(request, self._sockets, self._sink_opener(request), self._presence_changed)
        self._answering += 1
        try:
            answer = await peer.answer(randbits(62))
        except OSError as error:
            await self._discard(peer)
            raise Unavailable("node_without_ports", "There is no free UDP port.", retry_after_s=FULL_RETRY_S) from error
        finally:
            self._answering -= 1
        self._enter(peer, request)
        return PublishAnswer(answer)

    async def watch(self, request: WatchRequest) -> WatchAnswer:
        """Answer a viewer's offer. It may come before the publisher's first packet, and stays while they come and go.

        Raises: BadRequest `malformed_sdp`; Invalid `no_usable_media`; Conflict `nobody_publishes`; Unavailable
        `node_full`, `node_draining`, `node_without_ports`.
        """
        room = self._watchable(request)
        if (known := room.audience.viewers.get(request.resource_id)) is not None:
            return WatchAnswer(known.answer_sdp)
        viewer = Viewer(request, self._sockets, room.audience.ask_keyframe, self._viewer_changed)
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
        self._room(request.room).set_take(request.take)
        return Done()

    async def close_take(self, request: CloseTake) -> Done:
        room = self.rooms.get(request.room)
        if room is not None and room.take is not None and room.take.take_id == request.take_id:
            room.set_take(None)
            self._forget_if_empty(room)
        await self._recorder.close_take(request.room, request.take_id)
        return Done()

    async def close_peer(self, request: ClosePeer) -> Done:
        room = self.rooms.get(request.room)
        peer = room.peers.get(request.resource_id) if room else None
        if peer is not None:
            self._leave(peer, "closed")
        elif room is not None and (viewer := room.audience.viewers.get(request.resource_id)) is not None:
            self._part_from_viewer(viewer)
        return Done()

    async def close_room(self, request: CloseRoom) -> Done:
        room = self.rooms.get(request.room)
        if room is None:
            return Done()
        if room.take is not None:
            await self.close_take(CloseTake(room.name, room.take.take_id))
        self._empty(room, "closed")
        return Done()

    async def drained(self, request: Drain) -> NodeStatus:
        self.drain()
        return self.status()

    async def run(self) -> None:
        """The pulse of every peer, until cancelled."""
        while True:
            now_ms = monotonic() * 1000
            for room in list(self.rooms.values()):
                for peer in list(room.peers.values()):
                    self._pulse(peer, now_ms)
                for viewer in room.audience.pulse(now_ms):
                    self._part_from_viewer(viewer)
            await asyncio.sleep(PULSE_S)

    def _pulse(self, peer: Peer, now_ms: float) -> None:
        """A fault with one publisher parts from that one; the others go on."""
        try:
            peer.pulse(now_ms)
        except Exception as error:
            log.error("peer_failed", resource_id=peer.resource_id, exc_info=error)
            self._leave(peer, "closed")

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
            self._empty(room, "node_stopped")
        if self._tasks:
            await asyncio.wait(self._tasks)
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

    def _enter(self, peer: Peer, request: PublishRequest) -> None:
        """Let an answered peer in; of those that still connect, the newest stays."""
        room = self._room(request.room)
        older = room.waiting()
        room.peers[peer.resource_id] = peer
        for each in [known for known in room.peers.values() if known.is_check][:-CHECKS_A_ROOM]:
            self._leave(each, "replaced")
        if not peer.is_check:
            for each in older:
                self._leave(each, "replaced")
            if request.active_take is not None:
                room.take = request.active_take
            peer.path.recording(room.wants_keyframes)
        peer.start()

    def _presence_changed(self, peer: Peer, entered: PresenceState) -> None:
        if entered == "over":
            self._leave(peer, "closed")
        elif peer.is_check:
            return
        elif entered == "live":
            self._joined(peer)
        elif entered == "silent":
            self._lost(peer, "silent")

    def _joined(self, peer: Peer) -> None:
        """The newer device wins: the older one parts before the newer is announced."""
        room = self.rooms[peer.room]
        if room.live is not None and room.live is not peer:
            self._leave(room.live, "replaced")
        room.live = peer
        room.audience.follow(peer, monotonic() * 1000)
        peer.is_told_live = True
        log.info("peer_joined", room=peer.room, resource_id=peer.resource_id)
        self._announce(PeerJoined(peer.room, peer.resource_id, self.node_id, self._clock()))

    def _lost(self, peer: Peer, reason: str) -> None:
        peer.is_told_live = False
        log.info("peer_lost", room=peer.room, resource_id=peer.resource_id, reason=reason)
        self._announce(PeerLost(peer.room, peer.resource_id, self.node_id, self._last_packet_at(peer), reason))

    def _leave(self, peer: Peer, reason: str) -> None:
        """Part from a peer. Its loss is told unless nobody knew it, or its silence was told before."""
        room = self.rooms.get(peer.room)
        if room is None or room.peers.get(peer.resource_id) is not peer:
            return
        del room.peers[peer.resource_id]
        if room.live is peer:
            room.live = None
            room.audience.follow(None, monotonic() * 1000)
            if peer.is_told_live:
                self._lost(peer, reason)
        self._forget_if_empty(room)
        self._spawn(self._discard(peer), f"peer-close:{peer.resource_id}")

    def _empty(self, room: Room, reason: str) -> None:
        for peer in list(room.peers.values()):
            self._leave(peer, reason)
        for viewer in list(room.audience.viewers.values()):
            self._part_from_viewer(viewer)

    def _viewer_changed(self, viewer: Viewer, entered: ViewerState) -> None:
        room = self.rooms.get(viewer.room)
        if entered == "over":
            self._part_from_viewer(viewer)
        elif room is not None:
            room.audience.begin(viewer, monotonic() * 1000)

    def _part_from_viewer(self, viewer: Viewer) -> None:
        """Told however it came about, so that nobody is shown as watching who is not."""
        room = self.rooms.get(viewer.room)
        if room is None or room.audience.viewers.get(viewer.resource_id) is not viewer:
            return
        del room.audience.viewers[viewer.resource_id]
        self._announce(ViewerLeft(viewer.room, viewer.resource_id, self.node_id, self._clock()))
        self._forget_if_empty(room)
        self._spawn(viewer.close(), f"viewer-close:{viewer.resource_id}")

    async def _discard(self, peer: Peer) -> None:
        try:
            await peer.close()
        finally:
            if not peer.is_check:
                self._recorder.peer_gone(peer.room, peer.resource_id)

    def _last_packet_at(self, peer: Peer) -> datetime:
        last_ms = peer.path.last_packet_ms
        quiet_ms = 0.0 if last_ms is None else max(0.0, monotonic() * 1000 - last_ms)
        return self._clock() - timedelta(milliseconds=quiet_ms)

    def _room(self, name: str) -> Room:
        room = self.rooms.get(name)
        if room is None:
            room = self.rooms[name] = Room(name)
        return room

    def _forget_if_empty(self, room: Room) -> None:
        if room.is_empty and self.rooms.get(room.name) is room:
            del self.rooms[room.name]

    def _spawn(self, coroutine: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("peer_close_failed", task=task.get_name(), error=repr(error))


def _nobody_publishes() -> Conflict:
    return Conflict("nobody_publishes", "Nobody is in this room yet. Trying again helps.")
