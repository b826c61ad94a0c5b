"""Requests to addresses from outside, against servers on this machine that behave well and badly."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from backend.kernel.addresses import Allowed, is_public
from backend.kernel.errors import GreenroomError
from backend.kernel.outgoing import Outgoing, resolve

Reply = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class Origin:
    """A server that hears whole requests and answers them as it is told."""

    def __init__(self, reply: Reply) -> None:
        self.heard: list[bytes] = []
        self._reply = reply
        self.port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heard.append(head)
        try:
            await self._reply(head, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Reply], Awaitable[Origin]]]:
    servers: list[asyncio.Server] = []

    async def start(reply: Reply) -> Origin:
        origin = Origin(reply)
        server = await asyncio.start_server(origin.answer, "127.0.0.1", 0)
        servers.append(server)
        origin.port = server.sockets[0].getsockname()[1]
        return origin

    yield start
    for server in servers:
        server.close()


@pytest.fixture
async def outgoing() -> AsyncIterator[Outgoing]:
    async with Outgoing(Allowed.of("127.0.0.1")) as client:
        yield client


def says(head: str, body: bytes = b"") -> Reply:
    async def reply(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()

    return reply


async def refused(request: Awaitable[Any]) -> str:
    with pytest.raises(GreenroomError) as caught:
        await request
    return caught.value.code


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
        "168.63.129.16", "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "::", "::1", "fe80::1",
        "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:db8::1", "2001:0:53aa:64c:0:0:8180:807f",
    ],
)  # fmt: skip
def test_what_is_not_public_is_known(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_the_operator_opens_hosts_and_networks() -> None:
    allowed = Allowed.of("models.internal, 10.20.0.0/16 [::1]")
    inside, beside = ipaddress.ip_address("10.20.1.1"), ipaddress.ip_address("10.21.1.1")
    assert allowed.reaches("any", inside)
    assert not allowed.reaches("any", beside)
    assert allowed.reaches("Models.Internal.", beside)
    assert allowed.reaches("any", ipaddress.ip_address("::1"))


@pytest.mark.parametrize("listed", ["10.0.0.0/40", "a b/c", "http://x", "300.1.1.1"])
def test_what_is_neither_host_nor_network_is_refused(listed: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        Allowed.of(listed)


async def test_an_answer_comes_whole(outgoing: Outgoing, serve: Callable[[Reply], Awaitable[Origin]]) -> None:
    origin = await serve(says("201 Created\r\nLocation: /m/1", b"made"))
    answer = await outgoing.send("POST", f"http://127.0.0.1:{origin.port}/push?x=1", body=b"{}", headers={"TTL": "60"})
    assert (answer.status, answer.body, answer.headers["location"]) == (201, b"made", "/m/1")
    assert origin.heard[0].startswith(b"POST /push?x=1 HTTP/1.1\r\n")
    assert b"ttl: 60" in origin.heard[0].lower()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://127.1:{port}/", "http://0:{port}/",
    ],
)  # fmt: skip
async def test_this_machine_is_not_reached_by_any_name(serve: Callable[[Reply], Awaitable[Origin]], url: str) -> None:
    origin = await serve(says("200 OK"))
    async with Outgoing(Allowed()) as client:
        assert await refused(client.get(url.format(port=origin.port))) in {"outgoing_refused", "outgoing_url_invalid"}
        assert await refused(client.check(url.format(port=origin.port))) in {"outgoing_refused", "outgoing_url_invalid"}
    assert origin.heard == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://x", "http://", "//x", "http://u:p@host/", "http://host:99999/", "http://a b/",
        "http://host/\r\nX: y", "http://" + "a" * 3000, "ftp://host/x", "",
    ],
)  # fmt: skip
async def test_what_is_no_plain_address_is_refused(outgoing: Outgoing, url: str) -> None:
    assert await refused(outgoing.get(url)) == "outgoing_url_invalid"
    assert await refused(outgoing.check(url)) == "outgoing_url_invalid"


async def test_the_address_is_judged_where_the_connection_is_made(
    serve: Callable[[Reply], Awaitable[Origin]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that was public when it was checked and lies on this machine when it is called."""
    origin = await serve(says("200 OK"))
    loop = asyncio.get_running_loop()
    answers = ["93.184.216.34", "127.0.0.1"]

    async def turncoat(host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    monkeypatch.setattr(loop, "getaddrinfo", turncoat)
    async with Outgoing(Allowed()) as client:
        await client.check(f"http://rebinding.example:{origin.port}/")
        assert await refused(client.get(f"http://rebinding.example:{origin.port}/")) == "outgoing_refused"
    assert answers == []
    assert origin.heard == []


async def test_only_the_public_ones_of_several_addresses_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(host: str, port: int, **_: object) -> list[Any]:
        return [(0, 0, 0, "", ("127.0.0.1", port)), (0, 0, 0, "", ("8.8.8.8", port)), (0, 0, 0, "", ("::1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", both)
    assert [str(address) for address in await resolve("both.example", 80, Allowed())] == ["8.8.8.8"]


async def test_redirects_are_followed_and_judged(serve: Callable[[Reply], Awaitable[Origin]]) -> None:
    target = await serve(says("200 OK", b"here"))
    first = await serve(says(f"302 Found\r\nLocation: http://127.0.0.1:{target.port}/x"))
    away = await serve(says(f"302 Found\r\nLocation: http://127.0.0.2:{target.port}/x"))
    async with Outgoing(Allowed.of("127.0.0.1")) as client:
        answer = await client.get(f"http://127.0.0.1:{first.port}/", headers={"Authorization": "Bearer secret"})
        assert (answer.body, answer.url) == (b"here", f"http://127.0.0.1:{target.port}/x")
        assert b"secret" not in target.heard[0]
        assert await refused(client.get(f"http://127.0.0.1:{away.port}/")) == "outgoing_refused"
        passed_on = await client.send("POST", f"http://127.0.0.1:{first.port}/", body=b"x")
        assert passed_on.status == 302
    assert len(target.heard) == 1


async def test_a_circle_of_redirects_ends(outgoing: Outgoing, serve: Callable[[Reply], Awaitable[Origin]]) -> None:
    origin = await serve(says("307 Again\r\nLocation: /"))
    assert await refused(outgoing.get(f"http://127.0.0.1:{origin.port}/")) == "outgoing_unreachable"
    assert len(origin.heard) == 5


async def test_more_than_the_limit_is_not_read(outgoing: Outgoing, serve: Callable[[Reply], Awaitable[Origin]]) -> None:
    async def endless(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    declared = await serve(says("200 OK", b"x" * 2_000))
    origin = await serve(endless)
    for port in (declared.port, origin.port):
        request = outgoing.get(f"http://127.0.0.1:{port}/", max_bytes=1_000)
        assert await refused(request) == "outgoing_too_large"


async def test_a_silent_server_is_left(outgoing: Outgoing, serve: Callable[[Reply], Awaitable[Origin]]) -> None:
    async def drips(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    origin = await serve(drips)
    assert await refused(outgoing.get(f"http://127.0.0.1:{origin.port}/", timeout_s=0.4)) == "outgoing_timeout"


async def test_what_cannot_be_reached_or_read_says_so(
    outgoing: Outgoing, serve: Callable[[Reply], Awaitable[Origin]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nonsense(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x00\x01 not http\r\n\r\n")

    garbled = await serve(nonsense)
    packed = await serve(says("200 OK\r\nContent-Encoding: gzip", b"\x1f\x8b"))
    assert await refused(outgoing.get("http://127.0.0.1:1/")) == "outgoing_unreachable"
    assert await refused(outgoing.get(f"http://127.0.0.1:{garbled.port}/")) == "outgoing_unreachable"
    assert await refused(outgoing.get(f"http://127.0.0.1:{packed.port}/")) == "outgoing_unreadable"

    async def unknown(*_: object, **__: object) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    assert await refused(outgoing.get("http://no-such-host.invalid/")) == "outgoing_unreachable"


async def test_a_body_is_read_piece_by_piece(outgoing: Outgoing, serve: Callable[[Reply], Awaitable[Origin]]) -> None:
    origin = await serve(says("200 OK", b"x" * 200_000))
    async with outgoing.stream("GET", f"http://127.0.0.1:{origin.port}/", max_bytes=200_000) as answer:
        sizes = [len(chunk) async for chunk in answer.chunks()]
    assert sum(sizes) == 200_000
    assert len(sizes) > 1
