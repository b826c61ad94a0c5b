"""A wire that is cut: passes TCP on to a server and breaks connections after so many bytes upwards, as scripted."""

import asyncio
import random
import re
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

PIECE = 16 * 1024
_BEGINS = re.compile(rb"PATCH .*?\r\nupload-offset: (\d+)\r\n", re.IGNORECASE | re.DOTALL)
_HAS = re.compile(rb"HTTP/1.1 20\d .*?\r\nupload-offset: (\d+)\r\n", re.IGNORECASE | re.DOTALL)


@dataclass
class Wire:
    """`cuts`: bytes that pass before each further break; once they are used up nothing breaks any more. `resent`: how
    often the client began below an offset that it had been told before: a finished chunk once more. For one upload a
    wire.

    `held_at`: once so many bytes have passed upwards nothing more does, until `goes_on` is set; `is_held` says so.
    """

    host: str
    port: int
    cuts: list[int] = field(default_factory=list)
    address: str = ""
    broken: int = 0
    passed_up: int = 0
    resent: int = 0
    held_at: int | None = None
    is_held: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    _told: int = 0
    _left: int | None = None

    def __post_init__(self) -> None:
        self._next()

    def _next(self) -> None:
        self._left = self.cuts.pop(0) if self.cuts else None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection(self.host, self.port)
        down = asyncio.create_task(self._copy(up_reader, writer))
        try:
            while data := await reader.read(PIECE):
                self.passed_up += len(data)
                if found := _BEGINS.match(data):
                    self.resent += int(found[1]) < self._told
                if self.held_at is not None and self.passed_up > self.held_at:
                    self.is_held.set()
                    await self.goes_on.wait()
                if self._left is not None and self._left < len(data):
                    up_writer.write(data[: self._left])
                    await up_writer.drain()
                    self.broken += 1
                    self._next()
                    _reset(writer)
                    return
                if self._left is not None:
                    self._left -= len(data)
                up_writer.write(data)
                await up_writer.drain()
        except ConnectionError:
            pass
        finally:
            down.cancel()
            for each in (up_writer, writer):
                with suppress(ConnectionError):
                    each.close()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(PIECE):
                writer.write(data)
                await writer.drain()
                if found := _HAS.match(data):
                    self._told = max(self._told, int(found[1]))
            writer.close()


def _reset(writer: asyncio.StreamWriter) -> None:
    """As a lost network does it: no farewell."""
    peer = writer.get_extra_info("socket")
    with suppress(OSError):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@asynccontextmanager
async def a_wire(address: str, cuts: list[int]) -> AsyncIterator[Wire]:
    host, _, port = address.rpartition(":")
    wire = Wire(host, int(port), cuts)
    server = await asyncio.start_server(wire.serve, "127.0.0.1", 0)
    wire.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield wire


def random_cuts(seed: int, size: int, count: int = 20) -> list[int]:
    """`count` breaks spread over a file of `size` bytes, none before the headers are through."""
    chance = random.Random(seed)
    return [chance.randint(2_500, size // count) for _ in range(count)]
