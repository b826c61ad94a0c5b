"""What a media node costs: CPU ms per stream-second, ours beside aiortc's MediaRecorder in the same run.

    python -m load_tests.media_node [--publishers 10 20] [--stock 2] [--seconds 10]

Publishers (stock aiortc, media encoded before: 640×480, 20 fps, 600 kbit/s VP8 and Opus) run in a process of their
own; the CPU time counted is that of the receiving process alone, all its threads. Prints one JSON line a row.

`received` hands packets to a sink that drops them, `recorded` is the product: encrypted WebM chunks on disk and the
audio branch with its voice detector, `stock` is aiortc's MediaRecorder.
"""

import argparse
import asyncio
import json
import multiprocessing
import resource
import tempfile
import time
from contextlib import AsyncExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, Protocol

import structlog
import uvloop
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRecorder
from aiortc.mediastreams import MediaStreamTrack

from backend.app.embedded import EmbeddedRedis
from backend.contracts.media import ActiveTake, PublishRequest
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.events import EventBus
from backend.kernel.redis import connect_redis
from backend.kernel.settings import load_settings
from backend.kernel.storage import open_store
from media.node.ice import PortRange
from media.node.node import MediaNode, NodeLimits
from media.node.peer import DiscardingSink
from media.node.recorder import Recorder
from tests.media.node.nodes import LOOPBACK, RememberingRecorder
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video

Kind = Literal["received", "recorded", "stock"]
WARM_UP_S = 4.0


class Receiver(Protocol):
    async def answer(self, index: int, offer_sdp: str) -> str: ...

    def packets(self) -> int:
        """RTP packets taken so far, where they are counted."""


class DiscardingRecorder(RememberingRecorder):
    def sink(self, *_: object) -> Any:
        return DiscardingSink()


class OurNode:
    """A node whose publishers all answer by video."""

    def __init__(self, node: MediaNode) -> None:
        self._node = node

    async def answer(self, index: int, offer_sdp: str) -> str:
        take = ActiveTake(f"take_{index}", ["audio", "video"])
        request = PublishRequest(f"room_{index}", f"res_{index}", offer_sdp, active_take=take)
        return (await self._node.publish(request)).answer_sdp

    def packets(self) -> int:
        return sum(peer.path.packets for room in self._node.rooms.values() for peer in room.peers.values())


class StockRecorder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connections: list[RTCPeerConnection] = []

    async def answer(self, index: int, offer_sdp: str) -> str:
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connections.append(connection)
        recorder = MediaRecorder(str(self._folder / f"{index}.mp4"))
        connection.on("track", lambda track: _add_track(recorder, track))
        await connection.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
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


async def _open(kind: Kind, folder: Path, stack: AsyncExitStack) -> Receiver:
    if kind == "stock":
        return StockRecorder(folder)
    limits = NodeLimits(LOOPBACK, PortRange(), 1_000)
    if kind == "received":
        node = MediaNode("node_bench", limits, DiscardingRecorder(), lambda event: None, utc_now)
    else:
        redis_folder = folder / "redis"
        redis_folder.mkdir()
        server = EmbeddedRedis(redis_folder, is_durable=False)
        await server.start()
        stack.push_async_callback(server.stop)
        redis = await connect_redis(server.uri)
        stack.push_async_callback(redis.aclose)
        settings = load_settings({"GREENROOM_DATA_DIR": str(folder / "var"), "GREENROOM_LOG_LEVEL": "warning"})
        settings.data_dir.mkdir()
        keyring = Keyring.from_settings(settings)
        store = open_store(f"file://{folder}/objects", keyring)
        recorder = Recorder(settings, store, keyring, "node_bench", EventBus(redis), utc_now)
        await recorder.recover()
        node = MediaNode("node_bench", limits, recorder, lambda event: None, utc_now)
    pulse = asyncio.create_task(node.run())
    stack.callback(pulse.cancel)
    stack.push_async_callback(node.close)
    return OurNode(node)


async def _serve(kind: Kind, pipe: Connection, count: int, seconds: float, result: Connection) -> None:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        receiver = await _open(kind, folder, stack)
        before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for index in range(count):
            offer = await asyncio.to_thread(pipe.recv)
            pipe.send(await receiver.answer(index, offer))
        await asyncio.sleep(WARM_UP_S)
        packets, cpu_s, wall_s = receiver.packets(), time.process_time(), time.monotonic()
        await asyncio.sleep(seconds)
        packets, cpu_s = receiver.packets() - packets, time.process_time() - cpu_s
        wall_s = time.monotonic() - wall_s
        result.send(
            {
                "receiver": kind,
                "streams": count,
                "cpu_ms_per_stream_s": round(cpu_s * 1000 / (count * wall_s), 2),
                "packets_per_stream_s": round(packets / (count * wall_s), 1),
                "mb_per_stream": round(
                    (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) / 1024 / count, 2
                ),
            }
        )
        pipe.send("over")


async def _publish(count: int, pipe: Connection) -> None:
    video, audio = encoded_video(640, 480, 5, 600_000), encoded_audio(5)
    publishers = []
    for _ in range(count):
        publisher = Publisher(video=video, audio=audio)
        publishers.append(publisher)
        pipe.send(await publisher.offer())
        await publisher.accept(await asyncio.to_thread(pipe.recv))
    await asyncio.to_thread(pipe.recv)
    await asyncio.gather(*(publisher.close() for publisher in publishers))


def _run_server(kind: Kind, pipe: Connection, count: int, seconds: float, result: Connection) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    uvloop.run(_serve(kind, pipe, count, seconds, result))


def _run_publishers(count: int, pipe: Connection) -> None:
    uvloop.run(_publish(count, pipe))


def measure(kind: Kind, count: int, seconds: float) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    result, result_end = context.Pipe(duplex=False)
    processes = [
        context.Process(target=_run_server, args=(kind, near, count, seconds, result_end), daemon=True),
        context.Process(target=_run_publishers, args=(count, far), daemon=True),
    ]
    for process in processes:
        process.start()
    if not result.poll(120 + seconds):
        raise SystemExit(f"{kind} with {count} streams gave no result")
    row: dict[str, Any] = result.recv()
    for process in processes:
        process.join(20)
        process.terminate()
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publishers", type=int, nargs="+", default=[10, 20])
    parser.add_argument("--stock", type=int, default=2, help="streams for MediaRecorder; more than 2 a core drown it")
    parser.add_argument("--seconds", type=float, default=10.0)
    arguments = parser.parse_args()
    stock = measure("stock", arguments.stock, arguments.seconds)
    rows = [stock]
    for count in arguments.publishers:
        rows += [measure("received", count, arguments.seconds), measure("recorded", count, arguments.seconds)]
    for row in rows:
        of_stock = row["cpu_ms_per_stream_s"] / stock["cpu_ms_per_stream_s"]
        print(json.dumps({**row, "of_stock": round(of_stock, 4)}), flush=True)


if __name__ == "__main__":
    main()
