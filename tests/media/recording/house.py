"""A recorder on real parts, a phone that publishes into it, and what the bus hears."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import msgspec
from redis.asyncio import Redis

from backend.contracts.events import media as events
from backend.contracts.media import LegManifest
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.events import EventBus
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore
from media.node.chunks import ChunkPolicy, manifest_key
from media.node.recorder import Recorder, monotonic_ms
from media.node.sink import RtpPacket, TrackDescription, TrackSink
from tests.media.recording.streams import AUDIO, Encoded, packets

E = TypeVar("E")
QUICK = ChunkPolicy(chunk_ms=500, first_backoff_s=0.05, last_backoff_s=0.2, store_timeout_s=30)
ROOM, RESOURCE = "room_1", "whip_1"
KINDS: list[type[msgspec.Struct]] = [
    events.TakeOpened,
    events.LegStored,
    events.TakeStored,
    events.SpeechStarted,
    events.SpeechEnded,
    events.SegmentSpoken,
]


class Ear:
    """Hears the recording events of the bus, each once: delivery is at least once, by id."""

    def __init__(self, redis: Redis) -> None:
        self.heard: list[Any] = []
        self._seen: set[str] = set()
        self._news = asyncio.Event()

        async def hear(received: Any) -> None:
            if received.id not in self._seen:
                self._seen.add(received.id)
                self.heard.append(received.event)
                self._news.set()

        self._subscription = EventBus(redis).subscribe("test-ear", dict.fromkeys(KINDS, hear))

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.heard if isinstance(event, kind)]

    async def wait_for(self, kind: type[E], count: int = 1, *, timeout_s: float = 60) -> list[E]:
        """Until `count` events of the kind have been heard."""
        async with asyncio.timeout(timeout_s):
            while len(self.of(kind)) < count:
                self._news.clear()
                await self._news.wait()
        return self.of(kind)

    async def run(self) -> None:
        await self._subscription.run()


class Phone:
    """Publishes tracks; `asked` counts the key frames wanted from it."""

    def __init__(self, recorder: Recorder, *, room: str = ROOM, resource_id: str = RESOURCE) -> None:
        self.asked = 0
        self._recorder = recorder
        self._where = (room, resource_id)
        self._sinks: list[tuple[list[RtpPacket], TrackSink]] = []

    def _ask(self) -> None:
        self.asked += 1

    def publish(self, track: TrackDescription, frames: tuple[Encoded, ...], **how: Any) -> TrackSink:
        sink = self._recorder.sink(*self._where, track, self._ask)
        self._sinks.append((list(packets(frames, track, **how)), sink))
        return sink

    async def send(
        self,
        *,
        speed: float = 1e9,
        after: Callable[[float], None] = lambda at_ms: None,
        halt_ms: float = float("inf"),
        until: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Send all tracks in order of arrival; arrival times are those of real time from now on, whatever `speed`.

        At `halt_ms` it waits for `until` and goes on.
        """
        begin_ms = monotonic_ms()
        due = [(packet.arrived_ms, at, packet, sink) for at, (each, sink) in enumerate(self._sinks) for packet in each]
        for number, (at_ms, _, packet, sink) in enumerate(sorted(due, key=lambda each: each[:2])):
            if until is not None and at_ms >= halt_ms:
                await until()
                until = None
            packet.arrived_ms = begin_ms + at_ms
            pause_s = begin_ms / 1000 + at_ms / 1000 / speed - time.monotonic()
            if pause_s > 0:
                await asyncio.sleep(pause_s)
            elif number % 200 == 0:
                await asyncio.sleep(0)
            sink.packet(packet)
            after(at_ms)
        self._sinks = [([], sink) for _, sink in self._sinks]


@asynccontextmanager
async def recording_house(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, policy: ChunkPolicy = QUICK
) -> AsyncIterator[tuple[Recorder, Ear]]:
    recorder = Recorder(settings, store, keyring, "node_1", EventBus(redis), utc_now, chunk_policy=policy)
    ear = Ear(redis)
    listening = asyncio.create_task(ear.run())
    await recorder.recover()
    try:
        yield recorder, ear
    finally:
        await recorder.close()
        listening.cancel()


async def manifest_of(store: ObjectStore, take_id: str, leg_id: str) -> LegManifest:
    return msgspec.json.decode(await store.get(manifest_key(take_id, leg_id)), type=LegManifest)


async def file_of(store: ObjectStore, manifest: LegManifest) -> bytes:
    return b"".join([await store.get(chunk.key) for chunk in manifest.chunks])


__all__ = ["AUDIO", "QUICK", "RESOURCE", "ROOM", "Ear", "Phone", "file_of", "manifest_of", "recording_house"]
