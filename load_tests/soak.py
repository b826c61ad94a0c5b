"""A soak of the media node: many streams recorded and heard for long, and memory that stays flat.

    make soak                          20 streams, 30 minutes (for the night)
    make soak MINUTES=3 STREAMS=20     shorter, to see that it works

The node runs in a process of its own on real parts. Its takes end and begin anew every two minutes, and one publisher
in five leaves and comes back, so that what a leg or a peer leaves behind would show. Exits with 1 where memory grew.
"""

import argparse
import asyncio
import gc
import multiprocessing
import sys
import tempfile
from contextlib import AsyncExitStack
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import numpy as np
import psutil
import structlog
import uvloop

from backend.contracts.media import ActiveTake, ClosePeer, CloseTake, MediaKind, OpenTake, PublishRequest
from backend.kernel.ids import new_id
from load_tests.bench.memory import memory_bytes
from load_tests.bench.publishers import LeanPublisher, media_loop, stream
from load_tests.bench.receivers import OurNode, open_receiver
from media.node.node import MediaNode

SAMPLE_S = 5.0
TAKE_S = 120.0
LEAVERS = 5
KINDS: list[MediaKind] = ["audio", "video"]
WARM_UP_SHARE = 0.25
"""The first quarter fills caches, pools and the allocator's arenas; it is not judged."""
MAX_GROWTH_MB_PER_STREAM_HOUR = 2.0
RECENT = 4
"""Samples at the end that must show packets; whoever leaves takes its count along, so the whole run does not grow."""
NOISE_MB = 12.0
"""What a flat process of this size wanders by, without ever growing."""


class Sample(msgspec.Struct, frozen=True):
    """Memory of the node's process after `at_s`; the rest are counts that must not grow either."""

    at_s: float
    memory_mb: float
    tasks: int
    descriptors: int
    publishers: int
    packets: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--streams", type=int, default=20)
    arguments = parser.parse_args()
    samples = measure(arguments.streams, arguments.minutes * 60)
    problems = judge(samples, arguments.streams)
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


def judge(samples: list[Sample], streams: int) -> list[str]:
    """What speaks against a flat node: memory by its trend, tasks and descriptors by their first and last counts."""
    kept = samples[int(len(samples) * WARM_UP_SHARE) :]
    if len(kept) < 4:
        return ["too short to judge"]
    hours = np.array([sample.at_s / 3600 for sample in kept])
    trend = float(np.polyfit(hours, [sample.memory_mb for sample in kept], 1)[0])
    grown = trend * float(hours[-1] - hours[0])
    problems = []
    if trend > MAX_GROWTH_MB_PER_STREAM_HOUR * streams and grown > NOISE_MB:
        problems.append(f"memory grows by {trend:.0f} MB an hour, {grown:.0f} MB in this run")
    for name in ("tasks", "descriptors"):
        first, last = getattr(kept[0], name), getattr(kept[-1], name)
        if last > first + 2 * streams:
            problems.append(f"{name} grow: {first} to {last}")
    if not any(later.packets > earlier.packets for earlier, later in pairwise(kept[-RECENT:])):
        problems.append("nothing was received any more")
    if (least := min(sample.publishers for sample in kept)) < streams:
        problems.append(f"of {streams} publishers only {least} were there")
    return problems


def measure(streams: int, seconds: float) -> list[Sample]:
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        node = context.Process(target=_run_node, args=(Path(folder), far, streams), daemon=True)
        node.start()
        try:
            return uvloop.run(_publish(streams, seconds, near))
        finally:
            node.kill()
            node.join()


class Crowd:
    """The publishers, each of which sends from the moment it is in."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._places: dict[int, tuple[LeanPublisher, asyncio.Task[None]]] = {}

    async def come(self, index: int) -> None:
        publisher = LeanPublisher()
        self._pipe.send(("publish", index, await publisher.offer()))
        await publisher.join(str(await asyncio.to_thread(self._pipe.recv)))
        self._places[index] = publisher, asyncio.create_task(stream([publisher], media_loop()))

    async def leave(self, index: int) -> None:
        publisher, sending = self._places.pop(index)
        sending.cancel()
        await publisher.close()


async def _publish(streams: int, seconds: float, pipe: Connection) -> list[Sample]:
    media_loop()
    crowd, loop = Crowd(pipe), asyncio.get_running_loop()
    for index in range(streams):
        await crowd.come(index)
    begun_s = loop.time()
    samples, turn_s, turns = [], begun_s + TAKE_S, 0
    while loop.time() < begun_s + seconds:
        await asyncio.sleep(SAMPLE_S)
        sample = msgspec.structs.replace(await _ask(pipe, "sample", Sample), at_s=loop.time() - begun_s)
        samples.append(sample)
        print(
            f"{sample.at_s:6.0f} s  {sample.memory_mb:7.1f} MB  {sample.tasks:4d} tasks  {sample.descriptors:4d} "
            f"descriptors  {sample.publishers:4d} publishers  {sample.packets:9d} packets",
            flush=True,
        )
        if loop.time() >= turn_s:
            turn_s, turns = loop.time() + TAKE_S, turns + 1
            pipe.send(("turn", turns))
            await asyncio.to_thread(pipe.recv)
            for index in range(turns % LEAVERS, streams, LEAVERS):
                await crowd.leave(index)
                await crowd.come(index)
    await asyncio.gather(*(crowd.leave(index) for index in range(streams)))
    return samples


async def _ask(pipe: Connection, order: str, kind: type[Sample]) -> Sample:
    pipe.send((order,))
    return msgspec.json.decode(await asyncio.to_thread(pipe.recv), type=kind)


def _run_node(folder: Path, pipe: Connection, streams: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    uvloop.run(_obey(folder, pipe, streams))


async def _obey(folder: Path, pipe: Connection, streams: int) -> None:
    async with AsyncExitStack() as stack:
        receiver = await open_receiver("heard", folder, stack)
        assert isinstance(receiver, OurNode)
        gone = 0
        while True:
            order = await asyncio.to_thread(pipe.recv)
            if order[0] == "publish":
                pipe.send(await _let_in(receiver.node, *order[1:]))
            elif order[0] == "turn":
                gone += receiver.packets()
                await _turn(receiver, streams, order[1])
                gone -= receiver.packets()
                pipe.send("turned")
            else:
                pipe.send(msgspec.json.encode(_sample(receiver.node.peers, gone + receiver.packets())))


async def _let_in(node: MediaNode, index: int, offer_sdp: str) -> str:
    """Whoever was here before in this place has left."""
    name, resource_id = f"room_{index}", new_id("res")
    room = node.rooms.get(name)
    take = room.take if room is not None else None
    for older in list(room.peers) if room is not None else ():
        await node.close_peer(ClosePeer(name, older))
    request = PublishRequest(name, resource_id, offer_sdp, active_take=take or ActiveTake(f"take_{index}", KINDS))
    return (await node.publish(request)).answer_sdp


async def _turn(receiver: OurNode, streams: int, turn: int) -> None:
    """Every take ends, and another begins."""
    for index in range(streams):
        room, before = f"room_{index}", receiver.node.rooms[f"room_{index}"].take
        if before is not None:
            await receiver.node.close_take(CloseTake(room, before.take_id))
        await receiver.node.open_take(OpenTake(room, ActiveTake(f"take_{index}_{turn}", KINDS)))


def _sample(publishers: int, packets: int) -> Sample:
    gc.collect()
    process = psutil.Process()
    return Sample(0.0, memory_bytes() / 2**20, len(asyncio.all_tasks()), process.num_fds(), publishers, packets)


if __name__ == "__main__":
    main()
