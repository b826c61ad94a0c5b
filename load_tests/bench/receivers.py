"""What publishers are measured against: our node in its several modes, and stock aiortc.

| kind | what it does with a stream |
|---|---|
| janus | Janus records, a C program of its own process |
| janus-watched | Janus records, and forwards to one viewer each |
| stock | aiortc's MediaRecorder: decodes and encodes again |
| null | stock aiortc whose decoders give nothing: the price of its packets alone |
| received | our node with a sink that drops what it gets |
| recorded | our node records: encrypted WebM in the spool and in the store |
| heard | recorded, and the audio branch with its voice detector: the product |
| watched | recorded, and forwarded to one viewer each |
"""

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

import aiortc.rtcrtpreceiver
import msgspec
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRecorder
from aiortc.mediastreams import MediaStreamTrack
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedRedis
from backend.contracts.media import ActiveTake, PublishRequest, WatchRequest
from backend.kernel.allocation import look_for_cycles_rarely, share_one_arena
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.environment import load_settings
from backend.kernel.events import EventBus
from backend.kernel.redis import connect_redis
from backend.kernel.settings import Settings
from backend.kernel.storage import open_store
from load_tests.bench.janus import open_janus
from load_tests.bench.memory import memory_bytes
from media.node.addresses import PortRange
from media.node.audio import AudioStream
from media.node.node import MediaNode, NodeLimits
from media.node.peer import DiscardingSink
from media.node.recorder import Recorder
from tests.media.node.nodes import LOOPBACK, RememberingRecorder

Kind = Literal["janus", "janus-watched", "stock", "null", "received", "recorded", "heard", "watched"]


class Receiver(Protocol):
    async def answer(self, index: int, offer_sdp: str) -> str: ...

    def packets(self) -> int:
        """RTP packets taken so far; 0 where they are not counted."""

    def cpu_s(self) -> float:
        """Processor time taken so far by all threads of the process that receives."""

    def memory_bytes(self) -> int:
        """What that process occupies."""


@runtime_checkable
class Answering(Receiver, Protocol):
    """Viewers offer to it, as browsers do to us."""

    async def watch(self, index: int, offer_sdp: str) -> str: ...


@runtime_checkable
class Inviting(Receiver, Protocol):
    """It offers to its viewers, and is answered."""

    async def invite(self, index: int) -> str: ...

    async def admit(self, index: int, answer_sdp: str) -> None: ...


class OwnProcess:
    """Receives in the process that measures."""

    def cpu_s(self) -> float:
        return time.process_time()

    def memory_bytes(self) -> int:
        return memory_bytes()


class DiscardingRecorder(RememberingRecorder):
    def sink(self, *_: object) -> Any:
        return DiscardingSink()


class OurNode(OwnProcess):
    """A node whose publishers all answer by video."""

    def __init__(self, node: MediaNode) -> None:
        self.node = node

    async def answer(self, index: int, offer_sdp: str) -> str:
        take = ActiveTake(f"take_{index}", ["audio", "video"])
        request = PublishRequest(f"room_{index}", f"res_{index}", offer_sdp, active_take=take)
        return (await self.node.publish(request)).answer_sdp

    async def watch(self, index: int, offer_sdp: str) -> str:
        """Raises: Conflict until the publisher's media is there."""
        request = WatchRequest(f"room_{index}", f"view_{index}", offer_sdp)
        return (await self.node.watch(request)).answer_sdp

    def packets(self) -> int:
        return sum(peer.path.packets for room in self.node.rooms.values() for peer in room.peers.values())


class StockReceiver(OwnProcess):
    """aiortc as its users use it: a MediaRecorder a stream, or nothing at all behind the tracks."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._connections: list[RTCPeerConnection] = []

    async def answer(self, index: int, offer_sdp: str) -> str:
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connections.append(connection)
        recorder = MediaRecorder(str(self._folder / f"{index}.mp4")) if self._folder else None
        if recorder is not None:
            connection.on("track", lambda track: _add_track(recorder, track))
        await connection.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
        if recorder is not None:
            await recorder.start()
        await connection.setLocalDescription(await connection.createAnswer())
        return str(connection.localDescription.sdp)

    def packets(self) -> int:
        return 0


def _add_track(recorder: MediaRecorder, track: MediaStreamTrack) -> None:
    """Say the frame size at once: MediaRecorder sets it with the first frame, too late where sound came before."""
    recorder.addTrack(track)
    if track.kind == "video":
        context = recorder._MediaRecorder__tracks[track]
        context.stream.width, context.stream.height, context.started = 640, 480, True


class _NullDecoder:
    def decode(self, encoded_frame: object) -> list[Any]:
        return []


async def open_receiver(kind: Kind, folder: Path, stack: AsyncExitStack) -> Receiver:
    """In a process of its own: `null` and `recorded` change classes of theirs for good."""
    if kind in ("janus", "janus-watched"):
        return await open_janus(folder, stack)
    if kind == "stock":
        return StockReceiver(folder)
    if kind == "null":
        aiortc.rtcrtpreceiver.get_decoder = lambda codec: _NullDecoder()
        return StockReceiver(None)
    share_one_arena()
    recorder = DiscardingRecorder() if kind == "received" else (await open_recording(folder, stack)).recorder
    if kind in ("recorded", "watched"):
        AudioStream.hear = lambda *_: None  # type: ignore[method-assign]
    node = MediaNode("node_bench", NodeLimits(LOOPBACK, PortRange(), 1_000), recorder, lambda event: None, utc_now)
    look_for_cycles_rarely()
    return await start_node(node, stack)


async def start_node(node: MediaNode, stack: AsyncExitStack) -> OurNode:
    pulse = asyncio.create_task(node.run())
    stack.callback(pulse.cancel)
    stack.push_async_callback(node.close)
    return OurNode(node)


class Recording(msgspec.Struct, frozen=True):
    """The product's recorder with what it stands on."""

    settings: Settings
    redis: Redis
    recorder: Recorder


async def open_recording(folder: Path, stack: AsyncExitStack) -> Recording:
    """The product's recorder, on a Redis of its own and objects on disk."""
    (folder / "redis").mkdir()
    server = EmbeddedRedis(folder / "redis", is_durable=False)
    await server.start()
    stack.push_async_callback(server.stop)
    redis = await connect_redis(server.uri)
    stack.push_async_callback(redis.aclose)
    environment = {
        "GREENROOM_DATA_DIR": str(folder / "var"),
        "GREENROOM_LOG_LEVEL": "warning",
        "GREENROOM_REDIS_URL": server.uri,
        "GREENROOM_STORAGE_URL": f"file://{folder}/objects",
    }
    settings = load_settings(environment)
    settings.data_dir.mkdir()
    keyring = Keyring.from_settings(settings)
    store = open_store(f"file://{folder}/objects", keyring)
    recorder = Recorder(settings, store, keyring, "node_bench", EventBus(redis), utc_now)
    await recorder.recover()
    return Recording(settings, redis, recorder)
