"""A bad mobile line between a browser and the house: an HTTP proxy on loopback that is slow, loses packets and breaks.

```
browser ──▶ packets of 1,200 B ──▶ one at a time through the line (rate) ──▶ latency ──▶ house
                                     lost: again through the line, and all behind it wait for another round trip
```
As TCP hides loss from what runs over it, what is felt is just that: waiting, and connections that end in the middle.
"""

import asyncio
import random
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

PACKET = 1_200
WINDOW = 24
"""Packets of one connection on their way at once."""


@dataclass
class Line:
    """Free and fast until `worsen`. `broken` counts connections that were reset in the middle of a request's body."""

    host: str
    port: int
    address: str = ""
    rate_bytes_s: float | None = None
    latency_s: float = 0.0
    loss: float = 0.0
    cuts: list[int] = field(default_factory=list)
    broken: int = 0
    packets: int = 0
    lost: int = 0
    _free_at: dict[str, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})
    _chance: random.Random = field(default_factory=lambda: random.Random(5))
    _passed: int = 0

    def worsen(self, *, bits_s: float, latency_s: float, loss: float, cuts: list[int]) -> None:
        """`cuts`: bytes upwards after which the connection that carries them is reset, one after the other."""
        self.rate_bytes_s, self.latency_s, self.loss, self.cuts = bits_s / 8, latency_s, loss, cuts
        self._passed = 0

    @property
    def flags(self) -> tuple[str, ...]:
        """Chromium's, to go this way, to loopback too."""
        return (f"--proxy-server=http://{self.address}", "--proxy-bypass-list=<-loopback>")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far: asyncio.StreamWriter | None = None
        try:
            head = await reader.readuntil(b"\r\n")
            is_tunnel = head.startswith(b"CONNECT ")
            if f"{self.host}:{self.port}".encode() not in head:
                return  # the browser's own errands
            far_reader, far = await asyncio.open_connection(self.host, self.port)
            if is_tunnel:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            async with asyncio.TaskGroup() as both:
                both.create_task(self._carry(reader, far, "up", b"" if is_tunnel else head, writer))
                both.create_task(self._carry(far_reader, writer, "down", b"", far))
        except* (ConnectionError, EOFError, asyncio.LimitOverrunError):
            pass
        finally:
            for each in (writer, far):
                if each is not None:
                    with suppress(ConnectionError, RuntimeError):
                        each.close()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        way: str,
        first: bytes,
        other: asyncio.StreamWriter,
    ) -> None:
        """One direction of a connection; its end ends the other direction too."""
        loop = asyncio.get_running_loop()
        arriving: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(WINDOW)
        delivering = asyncio.create_task(_deliver(arriving, writer))
        last_at = 0.0
        try:
            data = first or await reader.read(PACKET)
            while data:
                self.packets += 1
                last_at = max(last_at, await self._through(way, len(data)))
                await arriving.put((last_at, data))
                if way == "up" and self._is_cut(len(data)):
                    _reset(other)
                    return
                data = await reader.read(PACKET)
            await arriving.put((max(last_at, loop.time()), b""))
            await delivering
        finally:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)
            for each in (writer, other):
                with suppress(ConnectionError, RuntimeError):
                    each.close()

    async def _through(self, way: str, size: int) -> float:
        """Waits for the line; when the packet is there, in the loop's time."""
        loop = asyncio.get_running_loop()
        if self.rate_bytes_s is None:
            return loop.time()
        late_s = self.latency_s
        free_at = max(self._free_at[way], loop.time()) + size / self.rate_bytes_s
        while self._chance.random() < self.loss:
            self.lost += 1
            late_s += 2 * self.latency_s
            free_at += size / self.rate_bytes_s
        self._free_at[way] = free_at
        await asyncio.sleep(free_at - loop.time())
        return free_at + late_s

    def _is_cut(self, size: int) -> bool:
        if not self.cuts:
            return False
        self._passed += size
        if self._passed < self.cuts[0]:
            return False
        self.cuts = self.cuts[1:]
        self._passed = 0
        self.broken += 1
        return True


async def _deliver(arriving: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    while (item := await arriving.get())[1]:
        await asyncio.sleep(max(0.0, item[0] - loop.time()))
        with suppress(ConnectionError, RuntimeError):  # who is gone gets nothing more; the other direction ends it
            writer.write(item[1])
            await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@asynccontextmanager
async def a_line(base_url: str) -> AsyncIterator[Line]:
    """To the house at `base_url`."""
    host, _, port = base_url.removeprefix("http://").rpartition(":")
    line = Line(host, int(port))
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
