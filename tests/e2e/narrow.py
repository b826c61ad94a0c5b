"""A narrow line between a browser and the media node: a UDP relay that lets a bounded bitrate through, or nothing.

The page is told the relay's address in the SDP answer, and the node learns no address of the browser but the relay's,
so that all media really goes through it. Statistics on both sides are what they are.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, cast

from playwright.async_api import Page, Route

from tests.e2e.browser import Watched, chromium, phone
from tests.e2e.house import House
from tests.e2e.sounds import Voice
from tests.e2e.steps import answering, greet, join, start_answer

_CANDIDATE = re.compile(r"^a=candidate:.*\r?\n", re.MULTILINE)
_ADDRESS = re.compile(r"^(a=candidate:\S+ 1 udp \d+ )(\S+) (\d+)( typ host.*)$", re.IGNORECASE | re.MULTILINE)
_NOWHERE = "a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host\r\n"
BURST_BYTES = 3_000
"""What passes at once after a silence: two full packets and a bit, or nothing of a picture would ever pass."""


class NarrowLine:
    """`kbps` None: wide open. Handshakes (STUN, DTLS) pass a narrow line; one that `is_dead` drops every datagram, both
    ways, of the connections that stand and of those that are tried meanwhile. `dropped` counts them.
    """

    def __init__(self) -> None:
        self.kbps: int | None = None
        self.is_dead = False
        self.dropped = 0
        self._relays: list[asyncio.DatagramTransport] = []

    async def __aenter__(self) -> "NarrowLine":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for relay in self._relays:
            relay.close()

    async def through(self, page: Page) -> None:
        """From now on what `page` publishes goes this way."""
        await page.route(re.compile(r"/rtc/whip/[^/?]+$"), self._publish)

    async def _publish(self, route: Route) -> None:
        offer = route.request.post_data or ""
        lines = _CANDIDATE.sub("", offer)
        hidden = re.sub(r"^(m=.*\r\n)", rf"\1{_NOWHERE}", lines, flags=re.MULTILINE)
        response = await route.fetch(post_data=hidden)
        answer = await response.text()
        found = _ADDRESS.search(answer)
        if response.status != 201 or found is None:
            await route.fulfill(response=response, body=answer)
            return
        port = await self._relay(found.group(2), int(found.group(3)))
        kept = f"{found.group(1)}{found.group(2)} {port}{found.group(4)}\r\n".replace("\r\r", "\r")
        body = re.sub(r"^(a=ice-ufrag:)", lambda match: kept + match.group(1), _CANDIDATE.sub("", answer), flags=re.M)
        await route.fulfill(response=response, body=body)

    async def _relay(self, host: str, port: int) -> int:
        loop = asyncio.get_running_loop()
        relay, _ = await loop.create_datagram_endpoint(lambda: _Near(self, host, port), local_addr=(host, 0))
        self._relays.append(relay)
        return int(relay.get_extra_info("sockname")[1])


@asynccontextmanager
async def first_answer(
    house: House, person: dict[str, Any], voice: Voice, *, script: str = ""
) -> AsyncIterator[tuple[Watched, NarrowLine]]:
    """A phone in the middle of its first answer, in English, over a line that is wide open as yet; `script` runs in the
    page before its own.
    """
    async with chromium(voice) as browser, NarrowLine() as line:
        context = await phone(browser, "en")
        await context.add_cookies([house.cookie(person["token"])])
        watched = Watched(await context.new_page())
        if script:
            await watched.page.add_init_script(script)
        await line.through(watched.page)
        await watched.page.goto(f"{house.base_url}/green-room")
        await join(watched.page, "en")
        await greet(watched.page, "en")
        await start_answer(watched.page, "en")
        await answering(house, person, 1)
        yield watched, line


class _Near(asyncio.DatagramProtocol):
    """The browser's side; one socket towards the node for each address that the browser sends from."""

    def __init__(self, line: NarrowLine, host: str, port: int) -> None:
        self._line = line
        self._node = (host, port)
        self._far: dict[tuple[str, int], asyncio.DatagramTransport] = {}
        self._waiting: dict[tuple[str, int], list[bytes]] = {}
        self._credit_bytes = 0.0
        self._at = time.monotonic()
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._near = cast(asyncio.DatagramTransport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        for far in self._far.values():
            far.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not self._passes(data):
            return
        far = self._far.get(addr)
        if far is not None:
            far.sendto(data)
            return
        first = addr not in self._waiting
        self._waiting.setdefault(addr, []).append(data)
        if first:
            task = asyncio.get_running_loop().create_task(self._open(addr))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _open(self, addr: tuple[str, int]) -> None:
        loop = asyncio.get_running_loop()
        far, _ = await loop.create_datagram_endpoint(lambda: _Far(self._line, self._near, addr), remote_addr=self._node)
        self._far[addr] = far
        for data in self._waiting.pop(addr):
            far.sendto(data)

    def _passes(self, data: bytes) -> bool:
        if self._line.is_dead:
            self._line.dropped += 1
            return False
        kbps, now = self._line.kbps, time.monotonic()
        passed_s, self._at = now - self._at, now
        if kbps is None or not data or not 128 <= data[0] <= 191:
            return True
        rate = kbps * 125.0
        self._credit_bytes = min(self._credit_bytes + passed_s * rate, BURST_BYTES)
        if self._credit_bytes < len(data):
            return False
        self._credit_bytes -= len(data)
        return True


class _Far(asyncio.DatagramProtocol):
    """The node's side of one browser address."""

    def __init__(self, line: NarrowLine, near: asyncio.DatagramTransport, addr: tuple[str, int]) -> None:
        self._line = line
        self._near = near
        self._addr = addr

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not self._line.is_dead:
            self._near.sendto(data, self._addr)

    def error_received(self, error: Exception) -> None:
        """The node went away meanwhile; the browser notices by itself."""
