"""A phone's own connection to the API: kept alive, and opened anew where the server has closed it meanwhile.

Lean, for the load is made on the machine that is measured: a request costs a tenth of what a general client takes.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec

_WITHIN_S = 60.0


class Refused(Exception):
    """Another answer than 2xx. `status` and `text` are the server's."""

    def __init__(self, path: str, status: int, text: str) -> None:
        super().__init__(f"{path}: {status} {text[:200]}")
        self.status = status


class PhoneLine:
    """Requests one after the other, each of which may be sent twice."""

    def __init__(self, address: str, token: str) -> None:
        self._host, _, port = address.rpartition(":")
        self._port = int(port)
        self.token = token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """Raises: Refused, OSError, TimeoutError."""
        return await self._ask("GET", path, b"")

    async def post(self, path: str, body: object = None) -> bytes:
        """Raises: as `get`."""
        return await self._ask("POST", path, b"" if body is None else msgspec.json.encode(body))

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None

    async def _ask(self, method: str, path: str, body: bytes) -> bytes:
        head = f"host: {self._host}:{self._port}\r\nauthorization: Bearer {self.token}\r\n"
        kind = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        request = f"{method} {path} HTTP/1.1\r\n{head}{kind}".encode() + body
        async with asyncio.timeout(_WITHIN_S):
            try:
                status, answer = await self._sent(request)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                status, answer = await self._sent(request)
        if not 200 <= status < 300:
            raise Refused(path, status, answer.decode(errors="replace"))
        return answer

    async def _sent(self, request: bytes) -> tuple[int, bytes]:
        if self._streams is not None and self._streams[0].at_eof():
            self.close()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        return int(head.split(" ", 2)[1]), await reader.readexactly(int(length))

    async def __aenter__(self) -> "PhoneLine":
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(OSError):
            self.close()


class Lines:
    """Connections that people share, as behind a proxy: as many as there are requests at once."""

    def __init__(self) -> None:
        self._free: dict[str, list[PhoneLine]] = {}

    async def get(self, address: str, token: str, path: str) -> bytes:
        """Raises: as `PhoneLine.get`."""
        return await self._ask(address, token, lambda line: line.get(path))

    async def post(self, address: str, token: str, path: str, body: object = None) -> bytes:
        """Raises: as `PhoneLine.get`."""
        return await self._ask(address, token, lambda line: line.post(path, body))

    def close(self) -> None:
        for line in (line for lines in self._free.values() for line in lines):
            line.close()

    async def _ask(self, address: str, token: str, ask: Callable[[PhoneLine], Awaitable[bytes]]) -> bytes:
        free = self._free.setdefault(address, [])
        line = free.pop() if free else PhoneLine(address, token)
        line.token = token
        try:
            answer = await ask(line)
        except Refused:
            free.append(line)
            raise
        except BaseException:
            line.close()
            raise
        free.append(line)
        return answer
