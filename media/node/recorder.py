"""The node's recorder: publishers' packets in; chunks in the store, and events about takes, legs and speech, out."""

import asyncio
import time
from datetime import datetime, timedelta

from backend.contracts.events.media import SpeechEnded, SpeechStarted, TakeOpened
from backend.contracts.media import ActiveTake, MediaKind
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.events import EventBus
from backend.kernel.ids import new_id
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore
from backend.kernel.tasks import TaskSupervisor
from media.node.announcements import Announcements
from media.node.audio import AudioBranch, AudioStream
from media.node.chunks import ChunkPolicy
from media.node.leg import Leg
from media.node.leg_keeper import LegKeeper
from media.node.leg_recording import SpoolPump
from media.node.recorded_peer import RecordedPeer
from media.node.segment_uploads import SegmentUploads
from media.node.sink import RequestKeyframe, TrackDescription, TrackSink
from media.node.spool import LegHead, spool_path
from media.node.take_ledger import TakeLedger
from media.node.voice import Speech

CLOSE_TIMEOUT_S = 10.0


def monotonic_ms() -> float:
    """The time base of `RtpPacket.arrived_ms`."""
    return time.monotonic() * 1000


class Recorder:
    """Implements `media.node.sink.RoomRecorder`. Belongs to one event loop; `recover` starts it, `close` ends it."""

    def __init__(
        self,
        settings: Settings,
        store: ObjectStore,
        keyring: Keyring,
        node_id: str,
        bus: EventBus,
        clock: Clock,
        *,
        chunk_policy: ChunkPolicy | None = None,
    ) -> None:
        self._spool_dir = settings.data_dir / "spool"
        self._node_id = node_id
        self._clock = clock
        self._tasks = TaskSupervisor("recorder")
        self._announcements = Announcements(bus)
        self._ledger = TakeLedger()
        self._keeper = LegKeeper(
            self._spool_dir,
            store,
            keyring,
            ledger=self._ledger,
            bus=bus,
            announcements=self._announcements,
            tasks=self._tasks,
            clock=clock,
            policy=chunk_policy or ChunkPolicy(),
        )
        self._pump = SpoolPump(self._keeper.recordings.values, monotonic_ms)
        self._branch = AudioBranch()
        self._segments = SegmentUploads(store, self._announcements.announce)
        self._peers: dict[tuple[str, str], RecordedPeer] = {}
        self._streams: dict[tuple[str, str], AudioStream] = {}
        self._is_started = False
        self._recovery: asyncio.Task[None] | None = None

    def sink(
        self, room: str, resource_id: str, track: TrackDescription, request_keyframe: RequestKeyframe
    ) -> TrackSink:
        self._start()
        key = (room, resource_id)
        peer = self._peers.get(key)
        if peer is None:
            peer = RecordedPeer(room, resource_id, open_leg=self._open_leg, close_leg=self._close_leg)
            self._peers[key] = peer
            if (take := self._ledger.active(room)) is not None:
                peer.start(take)
        return peer.track(track, request_keyframe, self._stream_of(peer).hear)

    def open_take(self, room: str, take: ActiveTake) -> None:
        """Raises: ValueError where the take's id is none."""
        spool_path(self._spool_dir, take.take_id, "leg")
        self._start()
        if self._ledger.open(room, take):
            for peer in self._peers_of(room):
                peer.start(take)

    def rest_take(self, room: str, take_id: str) -> None:
        """The legs so far are whole; the take stays open, and `open_take` goes on with it."""
        if self._ledger.rest(room, take_id):
            for peer in self._peers_of(room):
                peer.stop()

    async def close_take(self, room: str, take_id: str) -> None:
        """Works for takes that this node never had, or had in an earlier life: `TakeStored` follows."""
        await self.recover()
        if self._ledger.close(room, take_id):
            for peer in self._peers_of(room):
                peer.stop()
        self._keeper.answer(take_id)

    def peer_gone(self, room: str, resource_id: str) -> None:
        peer = self._peers.pop((room, resource_id), None)
        if peer is not None:
            peer.stop()
        stream = self._streams.pop((room, resource_id), None)
        if stream is not None:
            stream.close()

    async def recover(self) -> None:
        """Returns when abandoned spools have been found; their upload goes on beside. Idempotent."""
        self._start()
        if self._recovery is None:
            self._recovery = asyncio.create_task(self._keeper.recover(), name="recorder: find abandoned spools")
        await asyncio.shield(self._recovery)

    async def close(self) -> None:
        """What the store or the bus does not take within 10 s stays in the spool for the next start."""
        for room, resource_id in list(self._peers):
            self.peer_gone(room, resource_id)
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._keeper.idle()
                await self._announcements.flush()
        except TimeoutError:
            pass
        await self._tasks.__aexit__(None, None, None)
        self._branch.close()
        self._pump.close()

    @property
    def unstored_legs(self) -> int:
        """Legs that are not whole in the object store, those being recorded among them."""
        return self._keeper.unstored

    def problems(self) -> list[str]:
        """Codes for `/readyz`."""
        found = {
            "storage_unavailable": self._keeper.is_store_away,
            "spool_unwritable": any(recording.trouble for recording in self._keeper.recordings.values()),
            "spool_damaged": self._keeper.damaged > 0,
        }
        return [code for code, is_so in found.items() if is_so]

    def _start(self) -> None:
        if self._is_started:
            return
        self._is_started = True
        self._tasks.start("spool pump", self._pump.run, restart=True)
        self._tasks.start("spool sync", self._pump.run_sync, restart=True)
        self._tasks.start("announcements", self._announcements.run, restart=True)
        self._tasks.start("segments", self._segments.run, restart=True)
        self._tasks.start("audio branch", lambda: self._branch.run(monotonic_ms), restart=True)

    def _peers_of(self, room: str) -> list[RecordedPeer]:
        return [peer for (peer_room, _), peer in self._peers.items() if peer_room == room]

    def _stream_of(self, peer: RecordedPeer) -> AudioStream:
        key = (peer.room, peer.resource_id)
        if key not in self._streams:
            self._streams[key] = self._branch.open_stream(
                lambda speech: self._spoke(peer, speech),
                lambda local_ms, probability: self._listened(peer, local_ms, probability),
            )
        return self._streams[key]

    def _listened(self, peer: RecordedPeer, local_ms: float, probability: float) -> None:
        if peer.leg is not None and peer.speech is not None:
            for segment in peer.speech.window(local_ms, probability):
                self._segments.give(peer.room, peer.leg.head, segment)

    def _open_leg(
        self, peer: RecordedPeer, take: ActiveTake, local_ms: float, arrived_ms: float, expected: frozenset[MediaKind]
    ) -> Leg:
        """Whoever speaks already when the leg begins has, for this leg, begun with it."""
        head = LegHead(take.take_id, new_id("leg"), self._node_id, peer.room, self._wall_clock(arrived_ms))
        leg = Leg(head, zero_ms=local_ms, arrived_ms=arrived_ms, expected=expected)
        self._keeper.keep(leg)
        opened = TakeOpened(peer.room, head.take_id, head.leg_id, head.started_at)
        self._announcements.announce(opened)
        if self._stream_of(peer).is_speaking:
            began = SpeechStarted(peer.room, peer.resource_id, head.take_id, head.leg_id, 0, head.started_at)
            self._announcements.announce(began)
        return leg

    def _close_leg(self, leg: Leg) -> None:
        self._keeper.closing(leg)
        self._pump.hurry()

    def _spoke(self, peer: RecordedPeer, speech: Speech) -> None:
        """Outside a leg, media time counts from the stream's first packet."""
        leg = peer.leg
        at_ms = leg.media_ms(speech.local_ms) if leg else max(0, round(speech.local_ms - speech.stream_began_ms))
        kind = SpeechStarted if speech.is_start else SpeechEnded
        self._announcements.announce(
            kind(
                room=peer.room,
                resource_id=peer.resource_id,
                take_id=leg.head.take_id if leg else None,
                leg_id=leg.head.leg_id if leg else None,
                at_ms=at_ms,
                at=self._wall_clock(speech.local_ms),
            )
        )

    def _wall_clock(self, local_ms: float) -> datetime:
        return self._clock() - timedelta(milliseconds=monotonic_ms() - local_ms)
