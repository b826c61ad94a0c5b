"""Runs one receiver in a process and its publishers in another, and measures the receiver alone.

Both are killed once they have told their result: parting from forty peers in order would take longer than measuring.
"""

import asyncio
import multiprocessing
import os
import tempfile
import time
from contextlib import AsyncExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

import msgspec
import structlog
import uvloop

from load_tests.bench.publishers import MEDIA_S, LeanPublisher, Piece, media_loop, stream
from load_tests.bench.receivers import Answering, Inviting, Kind, Receiver, open_receiver
from load_tests.bench.viewers import LeanViewer, percentiles_ms

WARM_UP_S = 2.0
RESULT_TIMEOUT_S = 90.0
Viewing = Literal["offers", "answers"]
"""What a viewer begins with."""
VIEWING: dict[Kind, Viewing] = {"watched": "offers", "janus-watched": "answers"}


class Cost(msgspec.Struct, frozen=True):
    """What the receiving process took of `streams` publishers: CPU of all its threads, memory grown.

    `share_sent` is how much of the media the publishers got sent: below 1 the machine was too busy for the figure to
    stand for whole streams. `share_seen` is how much of that came to the viewers, 1 where nobody watched.
    """

    kind: str
    streams: int
    cpu_ms_per_stream_s: float
    packets_per_stream_s: float
    mb_per_stream: float
    load_average: float
    share_sent: float
    share_seen: float
    delay_p50_ms: float
    delay_p99_ms: float


class Outcome(msgspec.Struct, frozen=True):
    """What the publishers' process has to tell at the end."""

    share_sent: float
    share_seen: float
    delay_p50_ms: float
    delay_p99_ms: float


def measure(kind: Kind, streams: int, seconds: float) -> Cost:
    """Raises: TimeoutError where the processes give no result."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    result, result_end = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        processes = [
            context.Process(target=_run_receiver, args=(kind, Path(folder), near, seconds, result_end), daemon=True),
            context.Process(target=_run_publishers, args=(streams, far, media_loop(), VIEWING.get(kind)), daemon=True),
        ]
        for process in processes:
            process.start()
        try:
            if not result.poll(RESULT_TIMEOUT_S + seconds):
                raise TimeoutError(f"{kind} with {streams} streams gave no result")
            return msgspec.json.decode(result.recv(), type=Cost)
        finally:
            for process in processes:
                process.kill()
                process.join()


def _run_receiver(kind: Kind, folder: Path, pipe: Connection, seconds: float, result: Connection) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    uvloop.run(_receive(kind, folder, pipe, seconds, result))


async def _receive(kind: Kind, folder: Path, pipe: Connection, seconds: float, result: Connection) -> None:
    streams = 0
    async with AsyncExitStack() as stack:
        receiver = await open_receiver(kind, folder, stack)
        before_bytes = receiver.memory_bytes()
        while (order := await asyncio.to_thread(pipe.recv))[0] != "all here":
            streams = max(streams, order[1] + 1)
            pipe.send(await _obey(receiver, *order))
        await asyncio.sleep(WARM_UP_S)
        packets, cpu_s, wall_s = receiver.packets(), receiver.cpu_s(), time.monotonic()
        await asyncio.sleep(seconds)
        cpu_s, wall_s = receiver.cpu_s() - cpu_s, time.monotonic() - wall_s
        stream_s = streams * wall_s
        packets = receiver.packets() - packets
        pipe.send("over")
        far: Outcome = await asyncio.to_thread(pipe.recv)
        cost = Cost(
            kind=kind,
            streams=streams,
            cpu_ms_per_stream_s=cpu_s * 1000 / stream_s,
            packets_per_stream_s=packets / stream_s,
            mb_per_stream=(receiver.memory_bytes() - before_bytes) / 2**20 / streams,
            load_average=os.getloadavg()[0],
            share_sent=far.share_sent,
            share_seen=far.share_seen,
            delay_p50_ms=far.delay_p50_ms,
            delay_p99_ms=far.delay_p99_ms,
        )
        result.send(msgspec.json.encode(cost))
        await asyncio.Event().wait()


async def _obey(receiver: Receiver, order: str, index: int, sdp: str) -> str | None:
    if order == "publish":
        return await receiver.answer(index, sdp)
    if order == "watch" and isinstance(receiver, Answering):
        return await receiver.watch(index, sdp)
    if order == "invite" and isinstance(receiver, Inviting):
        return await receiver.invite(index)
    if order == "admit" and isinstance(receiver, Inviting):
        return await receiver.admit(index, sdp)
    raise ValueError(f"{type(receiver).__name__} does not take {order}")


def _run_publishers(streams: int, pipe: Connection, media: tuple[Piece, ...], viewing: Viewing | None) -> None:
    uvloop.run(_publish(streams, pipe, media, viewing))


async def _publish(streams: int, pipe: Connection, media: tuple[Piece, ...], viewing: Viewing | None) -> None:
    publishers = [LeanPublisher() for _ in range(streams)]
    for index, publisher in enumerate(publishers):
        await publisher.join(await _ask(pipe, "publish", index, await publisher.offer()))
    sending = asyncio.create_task(stream(publishers, media))
    viewers = [LeanViewer(publisher) for publisher in publishers] if viewing else []
    await asyncio.sleep(WARM_UP_S)
    for index, viewer in enumerate(viewers):
        if viewing == "offers":
            await viewer.accept(await _ask(pipe, "watch", index, await viewer.offer()))
        else:
            await _ask(pipe, "admit", index, await viewer.answer(await _ask(pipe, "invite", index)))
        await viewer.join()
    pipe.send(("all here",))
    await asyncio.sleep(WARM_UP_S)
    for viewer in viewers:
        viewer.delays_s.clear()
    sent, begun_s = _sent(publishers), time.monotonic()
    over = asyncio.create_task(asyncio.to_thread(pipe.recv))
    await asyncio.wait({sending, over}, return_when=asyncio.FIRST_COMPLETED)
    sending.cancel()
    pieces_due = streams * len(media) / MEDIA_S * (time.monotonic() - begun_s)
    sent = _sent(publishers) - sent
    seen = sum(len(viewer.delays_s) for viewer in viewers) if viewers else sent
    pipe.send(Outcome(sent / pieces_due, seen / sent, *percentiles_ms(viewers)))
    await asyncio.Event().wait()


async def _ask(pipe: Connection, order: str, index: int, sdp: str = "") -> Any:
    pipe.send((order, index, sdp))
    return await asyncio.to_thread(pipe.recv)


def _sent(publishers: list[LeanPublisher]) -> int:
    return sum(publisher.sent for publisher in publishers)
