"""A PATCH by hand, sent as slowly as the test wants, over a connection that it may drop at any moment."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from tests.offline.phone import Phone


@dataclass
class RawPatch:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, address: str, phone: Phone, url: str, offset: int, length: int) -> "RawPatch":
        host, _, port = address.rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        headers = phone.tus(
            upload_offset=str(offset),
            content_type="application/offset+octet-stream",
            content_length=str(length),
            host=address,
        )
        lines = [f"PATCH {url} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        await writer.drain()
        return cls(reader, writer)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def status(self) -> int:
        """Of the answer. Raises: EOFError where the connection ends without one."""
        line = await asyncio.wait_for(self.reader.readuntil(b"\r\n"), 30)
        return int(line.split()[1])

    async def drop(self) -> None:
        self.writer.transport.abort()
        with suppress(ConnectionError):
            await self.writer.wait_closed()
