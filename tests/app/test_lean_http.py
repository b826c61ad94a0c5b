"""What `lean_http` leans on in uvicorn; and that bodies arrive whole, in order, and no faster than they are taken.

Where one of the first two fails, uvicorn was upgraded: compare the methods with those of before, run `make bench
ROWS=uploads` with and without, then name the new version here, or take `LeanHttp` out of backend/app/asgi.py.
"""

import asyncio
import hashlib
import inspect
import os
import socket
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from backend.app.lean_http import BUFFER_BYTES, LEAST_BYTES
from backend.kernel.settings import Settings
from tests.web_house import listening

PINNED = "0.54.0"
LEANED_ON = {
    HttpToolsProtocol.__init__: "4f08999410347141",
    HttpToolsProtocol.on_headers_complete: "1ea8589acfad92d8",
    HttpToolsProtocol.on_body: "dba9c32aeba35b6a",
    HttpToolsProtocol.on_message_complete: "1fbad42dc31fc01f",
    HttpToolsProtocol.data_received: "010a7ae59a5d3b1a",
    HttpToolsProtocol.on_response_complete: "64e254f28e389e76",
    HttpToolsProtocol.connection_lost: "c91a4c9bf2e29c55",
    RequestResponseCycle.receive: "8124ae006be71184",
    RequestResponseCycle.run_asgi: "0f33f2449a444bc2",
}
MIB = 2**20
SIZES = [0, 1, LEAST_BYTES - 1, LEAST_BYTES, LEAST_BYTES + 70_000, 3 * MIB + 7, 5]


def test_the_version_is_the_one_that_was_measured() -> None:
    assert version("uvicorn") == PINNED, "uvicorn moved: see this file's first lines"


@pytest.mark.parametrize(("method", "digest"), LEANED_ON.items(), ids=[each.__qualname__ for each in LEANED_ON])
def test_what_is_leaned_on_is_as_it_was(method: Callable[..., Any], digest: str) -> None:
    assert hashlib.sha256(inspect.getsource(method).encode()).hexdigest()[:16] == digest


class Echo:
    """Answers with the body's length and hash. It takes the body once `goes_on` is set; `/uploads/no`: none of it."""

    def __init__(self) -> None:
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.largest_block = 0
        self.has_begun = asyncio.Event()
        self.was_cut: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, is_over = bytearray(), scope["path"] == "/uploads/no"
        self.has_begun.set()
        await self.goes_on.wait()
        while not is_over:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.was_cut.set_result(bytes(body))
                return
            body += message["body"]
            self.largest_block = max(self.largest_block, len(message["body"]))
            is_over = not message["more_body"]
        said = expected(bytes(body))
        head = [(b"content-length", str(len(said)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": said})


def expected(body: bytes) -> bytes:
    return f"{len(body)} {hashlib.sha256(body).hexdigest()}".encode()


def head(path: str, length: int) -> bytes:
    return f"PATCH {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode()


async def answer(reader: asyncio.StreamReader) -> bytes:
    told = await reader.readuntil(b"\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 200"), told
    length = next(line for line in told.lower().splitlines() if line.startswith(b"content-length:"))
    return await reader.readexactly(int(length.partition(b":")[2]))


@pytest.mark.parametrize("path", ["/uploads/upl_1", "/api/other"])
async def test_bodies_of_any_size_arrive_whole_one_after_the_other(settings: Settings, path: str) -> None:
    """On one connection; head and body in one packet, and apart."""
    bodies = [os.urandom(size) for size in SIZES]
    async with listening(Echo(), settings) as address:
        reader, writer = await asyncio.open_connection(*address.split(":"))
        for body in bodies:
            writer.write(head(path, len(body)) + body)
            assert await answer(reader) == expected(body)
        for body in bodies:
            writer.write(head(path, len(body)))
            for start in range(0, len(body), 150_001):
                await writer.drain()
                await asyncio.sleep(0)
                writer.write(body[start : start + 150_001])
            assert await answer(reader) == expected(body)
        writer.close()


async def test_two_requests_in_one_packet_are_two(settings: Settings) -> None:
    bodies = [os.urandom(LEAST_BYTES * 2), os.urandom(LEAST_BYTES + 1), b"last"]
    async with listening(Echo(), settings) as address:
        reader, writer = await asyncio.open_connection(*address.split(":"))
        writer.write(b"".join(head("/uploads/upl_1", len(body)) + body for body in bodies))
        assert [await answer(reader) for _ in bodies] == [expected(body) for body in bodies]
        writer.close()


async def test_a_body_in_chunks_is_left_to_uvicorn(settings: Settings) -> None:
    body = os.urandom(2 * MIB)
    async with listening(Echo(), settings) as address:
        reader, writer = await asyncio.open_connection(*address.split(":"))
        writer.write(b"PATCH /uploads/upl_1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(body), 50_000):
            piece = body[start : start + 50_000]
            writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        assert await answer(reader) == expected(body)
        writer.close()


async def test_what_is_answered_without_its_body_leaves_the_connection_right(settings: Settings) -> None:
    async with listening(Echo(), settings) as address:
        reader, writer = await asyncio.open_connection(*address.split(":"))
        writer.write(head("/uploads/no", 3 * MIB))
        assert await answer(reader) == expected(b"")
        writer.write(os.urandom(3 * MIB) + head("/uploads/upl_1", 4) + b"next")
        assert await answer(reader) == expected(b"next")
        writer.close()


async def test_who_takes_nothing_is_sent_no_more_than_fits(settings: Settings) -> None:
    echo, body = Echo(), os.urandom(32 * MIB)
    echo.goes_on.clear()
    async with listening(echo, settings) as address:
        host, port = address.split(":")
        with socket.create_connection((host, int(port)), timeout=60) as client:
            sending = asyncio.create_task(asyncio.to_thread(client.sendall, head("/uploads/upl_1", len(body)) + body))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(sending), 0.5)
            echo.goes_on.set()
            await sending
            said = b""
            while not said.endswith(expected(body)) and (more := await asyncio.to_thread(client.recv, 65_536)):
                said += more
    assert said.endswith(expected(body))
    assert echo.largest_block <= BUFFER_BYTES


@pytest.mark.parametrize("first_bytes", [0, 10_000, 900_000], ids=["apart", "some with the head", "all with the head"])
async def test_what_came_of_a_body_that_is_cut_is_given_in_order(settings: Settings, first_bytes: int) -> None:
    """By then part of it has gone through the parser, and part past it."""
    echo, body = Echo(), os.urandom(900_000)
    echo.goes_on.clear()
    async with listening(echo, settings) as address:
        _, writer = await asyncio.open_connection(*address.split(":"))
        writer.write(head("/uploads/upl_1", 2 * MIB) + body[:first_bytes])
        await asyncio.wait_for(echo.has_begun.wait(), 20)
        writer.write(body[first_bytes:])
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        echo.goes_on.set()
        assert body.startswith(await asyncio.wait_for(echo.was_cut, 20))
