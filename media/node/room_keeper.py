"""Keeps a node's rooms: who comes in, who is live, who leaves; says so, and closes what they leave behind."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import msgspec
import structlog

from backend.contracts.events.media import PeerJoined, PeerLost, ViewerLeft
from backend.contracts.media import PublishRequest
from backend.kernel.clock import Clock
from media.node.peer import Peer
from media.node.presence import PresenceState
from media.node.room import Room
from media.node.sink import RoomRecorder
from media.node.viewer import Viewer, ViewerState

CHECKS_A_ROOM = 2
"""Of one candidate's device checks the newest stay, so that nobody fills a node with them."""

log = structlog.get_logger()


class RoomKeeper:
    """`rooms` by name. Everything happens on one event loop."""

    def __init__(
        self, node_id: str, recorder: RoomRecorder, announce: Callable[[msgspec.Struct], None], clock: Clock
    ) -> None:
        self.rooms: dict[str, Room] = {}
        self._node_id = node_id
        self._recorder = recorder
        self._announce = announce
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def publishers(self) -> int:
        return sum(len(room.peers) for room in self.rooms.values())

    @property
    def viewers(self) -> int:
        return sum(len(room.audience.viewers) for room in self.rooms.values())

    def pulse(self, now_ms: float) -> None:
        """Whatever is due. A fault with one publisher parts from that one; the others go on."""
        for room in list(self.rooms.values()):
            for peer in list(room.peers.values()):
                try:
                    peer.pulse(now_ms)
                except Exception as error:
                    log.error("peer_failed", resource_id=peer.resource_id, exc_info=error)
                    self.leave(peer, "closed")
            for viewer in room.audience.pulse(now_ms):
                self.part_from_viewer(viewer)

    async def all_closed(self) -> None:
        """Returns when everyone who left is closed."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    def open(self, name: str) -> Room:
        room = self.rooms.get(name)
        if room is None:
            room = self.rooms[name] = Room(name)
        return room

    def forget_if_empty(self, room: Room) -> None:
        if room.is_empty and self.rooms.get(room.name) is room:
            del self.rooms[room.name]

    def enter(self, peer: Peer, request: PublishRequest) -> None:
        """Let an answered peer in; of those that still connect, the newest stays."""
        room = self.open(request.room)
        older = room.waiting()
        room.peers[peer.resource_id] = peer
        for each in [known for known in room.peers.values() if known.is_check][:-CHECKS_A_ROOM]:
            self.leave(each, "replaced")
        if not peer.is_check:
            for each in older:
                self.leave(each, "replaced")
            if request.active_take is not None:
                room.take = request.active_take
            peer.path.recording(room.wants_keyframes)
        peer.start()

    def presence_changed(self, peer: Peer, entered: PresenceState) -> None:
        if entered == "over":
            self.leave(peer, "closed")
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
            self.leave(room.live, "replaced")
        room.live = peer
        room.audience.follow(peer, monotonic() * 1000)
        peer.is_told_live = True
        log.info("peer_joined", room=peer.room, resource_id=peer.resource_id)
        self._announce(PeerJoined(peer.room, peer.resource_id, self._node_id, self._clock()))

    def _lost(self, peer: Peer, reason: str) -> None:
        peer.is_told_live = False
        log.info("peer_lost", room=peer.room, resource_id=peer.resource_id, reason=reason)
        self._announce(PeerLost(peer.room, peer.resource_id, self._node_id, self._last_packet_at(peer), reason))

    def leave(self, peer: Peer, reason: str) -> None:
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
        self.forget_if_empty(room)
        self._spawn(self.discard(peer), f"peer-close:{peer.resource_id}")

    def empty(self, room: Room, reason: str) -> None:
        for peer in list(room.peers.values()):
            self.leave(peer, reason)
        for viewer in list(room.audience.viewers.values()):
            self.part_from_viewer(viewer)

    def viewer_changed(self, viewer: Viewer, entered: ViewerState) -> None:
        room = self.rooms.get(viewer.room)
        if entered == "over":
            self.part_from_viewer(viewer)
        elif room is not None:
            room.audience.begin(viewer, monotonic() * 1000)

    def part_from_viewer(self, viewer: Viewer) -> None:
        """Told however it came about, so that nobody is shown as watching who is not."""
        room = self.rooms.get(viewer.room)
        if room is None or room.audience.viewers.get(viewer.resource_id) is not viewer:
            return
        del room.audience.viewers[viewer.resource_id]
        self._announce(ViewerLeft(viewer.room, viewer.resource_id, self._node_id, self._clock()))
        self.forget_if_empty(room)
        self._spawn(viewer.close(), f"viewer-close:{viewer.resource_id}")

    async def discard(self, peer: Peer) -> None:
        try:
            await peer.close()
        finally:
            if not peer.is_check:
                self._recorder.peer_gone(peer.room, peer.resource_id)

    def _last_packet_at(self, peer: Peer) -> datetime:
        last_ms = peer.path.last_packet_ms
        quiet_ms = 0.0 if last_ms is None else max(0.0, monotonic() * 1000 - last_ms)
        return self._clock() - timedelta(milliseconds=quiet_ms)

    def _spawn(self, coroutine: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("peer_close_failed", task=task.get_name(), error=repr(error))
