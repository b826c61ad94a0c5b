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

import msgspec
import structlog
import uvloop

from load_tests.bench.publishers import MEDIA_S, LeanPublisher, Piece, media_loop, stream
from load_tests.bench.receivers import Kind, open_receiver
from load_tests.bench.viewers import LeanViewer, percentiles_ms

WARM_UP_S = 2.0
RESULT_TIMEOUT_S = 90.0


class Cost(msgspec.Struct, frozen=True):
    """What the receiving process took of `streams` publishers: CPU of all its threads, memory grown.

    `share_sent` is how much of the media the publishers got sent: below 1 the machine was too busy for the figure to
    stand for whole streams.
    """

    kind: str
    streams: int
    cpu_ms_per_stream_s: float
    packets_per_stream_s: float
    mb_per_stream: float
    load_average: float
    share_sent: float
    delay_p50_ms: float
    delay_p99_ms: float


class Outcome(msgspec.Struct, frozen=True):
    """What the publishers' process has to tell at the end."""

    share_sent: float
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
            context.Process(target=_run_publishers, args=(streams, far, media_loop(), kind == "watched"), daemon=True),
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
            index, offer_sdp = order[1:]
            streams = max(streams, index + 1)
            pipe.send(await (receiver.watch if order[0] == "watch" else receiver.answer)(index, offer_sdp))
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
            delay_p50_ms=far.delay_p50_ms,
            delay_p99_ms=far.delay_p99_ms,
        )
        result.send(msgspec.json.encode(cost))
        await asyncio.Event().wait()


def _run_publishers(streams: int, pipe: Connection, media: tuple[Piece, ...], is_watched: bool) -> None:
    uvloop.run(_publish(streams, pipe, media, is_watched))


async def _publish(streams: int, pipe: Connection, media: tuple[Piece, ...], is_watched: bool) -> None:
    publishers = [LeanPublisher() for _ in range(streams)]
    for index, publisher in enumerate(publishers):
        pipe.send(("publish", index, await publisher.offer()))
        await publisher.join(await asyncio.to_thread(pipe.recv))
    sending = asyncio.create_task(stream(publishers, media))
    viewers = [LeanViewer(publisher) for publisher in publishers] if is_watched else []
    await asyncio.sleep(WARM_UP_S)
    for index, viewer in enumerate(viewers):
        pipe.send(("watch", index, await viewer.offer()))
        await viewer.join(await asyncio.to_thread(pipe.recv))
    for viewer in viewers:
        viewer.delays_s.clear()
    pipe.send(("all here",))
    sent, begun_s = _sent(publishers), time.monotonic()
    over = asyncio.create_task(asyncio.to_thread(pipe.recv))
    await asyncio.wait({sending, over}, return_when=asyncio.FIRST_COMPLETED)
    sending.cancel()
    pieces_due = streams * len(media) / MEDIA_S * (time.monotonic() - begun_s)
    pipe.send(Outcome((_sent(publishers) - sent) / pieces_due, *percentiles_ms(viewers)))
    await asyncio.Event().wait()


def _sent(publishers: list[LeanPublisher]) -> int:
    return sum(publisher.sent for publisher in publishers)
