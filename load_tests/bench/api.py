"""Family `api`: reads at 200 a second, and live events to a thousand sockets, against one API process."""

import asyncio
import json
import os
import re
import resource
import time
from collections.abc import Iterator, Sequence

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from load_tests.bench.house import Address, House, a_house
from load_tests.bench.reads import Reading
from load_tests.bench.rows import Goal, Row

RATE, READ_S, CONNECTIONS = 200, 8.0, 20
ALONE_RATE, ALONE_S = 20, 1.5
SOCKETS, EVENTS = 1_000, 20
WITHIN_S = 30.0


def rows() -> Iterator[Row]:
    with a_house() as house:
        reads = house.readings()
        asyncio.run(_read(house.address, reads, RATE // 4, 2.0))  # what is looked up once a process has been
        for read in reads:
            yield from _costs(house, read)
        before = house.usage()
        times = asyncio.run(_read(house.address, reads, RATE, READ_S))
        after = house.usage()
        every = [took for _, took in times]
        yield _row("reads at 200/s, p50", float(np.percentile(every, 50)), "ms")
        yield _row("reads at 200/s, p99", float(np.percentile(every, 99)), "ms", Goal(25))
        for read in reads:
            own = [took for path, took in times if path == read.path]
            yield _row(f"p99 of {_shown(read.path)}", float(np.percentile(own, 99)), "ms")
        yield _row("CPU a read", (after.cpu_s - before.cpu_s) * 1000 / len(times), "ms")
        yield _row("MongoDB's CPU a read", (after.mongo_cpu_s - before.mongo_cpu_s) * 1000 / len(times), "ms")
        yield _row("MongoDB requests a read", after.counts.since(before.counts).requests / len(times), "")
    with a_house() as house:
        kilobytes, delays_ms = asyncio.run(_fan_out(house))
        note = f"{SOCKETS} sockets"
        yield _row("memory a socket", kilobytes, "KB", Goal(60), note)
        yield _row("fan-out, p50", float(np.percentile(delays_ms, 50)), "ms", None, note)
        yield _row("fan-out, p99", float(np.percentile(delays_ms, 99)), "ms", Goal(100), note)


def _row(measure: str, value: float, unit: str, goal: Goal | None = None, note: str = "") -> Row:
    return Row("api", measure, value, unit, os.getloadavg()[0], goal, note=note)


def _shown(path: str) -> str:
    """With what is someone's own left out."""
    return re.sub("int_[a-z0-9]+", "*", path.partition("?")[0])


def _costs(house: House, read: Reading) -> Iterator[Row]:
    """Of one read after the other, which share nothing."""
    before = house.usage()
    asyncio.run(_read(house.address, [read], ALONE_RATE, ALONE_S, connections=1))
    after, count = house.usage(), ALONE_RATE * ALONE_S
    taken = after.counts.since(before.counts)
    note = ", ".join(f"{name} {n / count:.2g}" for name, n in taken.mongo.items() if n > count / 2)
    yield _row(f"MongoDB requests of {_shown(read.path)}", taken.requests / count, "", note=note)
    yield _row(f"CPU of {_shown(read.path)}", taken.cpu_s * 1000 / count, "ms")
    yield _row(f"MongoDB's CPU of {_shown(read.path)}", (after.mongo_cpu_s - before.mongo_cpu_s) * 1000 / count, "ms")


async def _read(
    address: Address, reads: Sequence[Reading], rate: int, seconds: float, *, connections: int = CONNECTIONS
) -> list[tuple[str, float]]:
    """Path and milliseconds of every read, from when it was due: a slow answer does not hold back the next."""
    begin_s, times = time.monotonic() + 0.2, list[tuple[str, float]]()
    turns = range(round(rate * seconds))
    parts = [
        [(begin_s + turn / rate, reads[turn % len(reads)]) for turn in turns[number::connections]]
        for number in range(connections)
    ]
    await asyncio.gather(*(_reader(address, part, times) for part in parts))
    return times


async def _reader(address: Address, due: Sequence[tuple[float, Reading]], times: list[tuple[str, float]]) -> None:
    incoming, outgoing = await asyncio.open_connection("127.0.0.1", address.port)
    for due_s, read in due:
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        head = f"GET {read.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {read.token}\r\n\r\n"
        outgoing.write(head.encode())
        answer = (await incoming.readuntil(b"\r\n\r\n")).decode().lower()
        if " 200 " not in answer.split("\r\n")[0]:
            raise RuntimeError(f"{read.path}: {answer.splitlines()[0]}")
        await incoming.readexactly(int(answer.split("content-length: ")[1].split("\r\n")[0]))
        times.append((read.path, (time.monotonic() - due_s) * 1000))
    outgoing.close()


async def _fan_out(house: House) -> tuple[float, list[float]]:
    """(KB of the server's memory a socket, milliseconds from an event's publication to each socket)."""
    _allow_files(SOCKETS + 200)
    before = await asyncio.to_thread(house.usage)
    sockets: list[ClientConnection] = []
    for _ in range(SOCKETS // 50):
        sockets += await asyncio.gather(*(_listener(house.address) for _ in range(50)))
    after = await asyncio.to_thread(house.usage)
    delays_ms: list[float] = []
    for _ in range(EVENTS):
        hearing = asyncio.gather(*(_hear(socket) for socket in sockets))
        await asyncio.to_thread(house.say)
        delays_ms += await asyncio.wait_for(hearing, WITHIN_S)
    await asyncio.gather(*(socket.close() for socket in sockets))
    return (after.memory_bytes - before.memory_bytes) / 1024 / SOCKETS, delays_ms


async def _listener(address: Address) -> ClientConnection:
    url = f"ws://127.0.0.1:{address.port}/ws?token={address.token}"
    socket = await connect(url, compression=None, open_timeout=WITHIN_S)
    await socket.send(json.dumps({"op": "subscribe", "topics": [f"account:{address.account_id}"]}))
    await asyncio.wait_for(socket.recv(), WITHIN_S)
    return socket


async def _hear(socket: ClientConnection) -> float:
    said_s = json.loads(await socket.recv())["data"]["said_s"]
    return (time.monotonic() - float(said_s)) * 1000


def _allow_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count * 2:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count * 2), hard))
