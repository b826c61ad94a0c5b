"""HTTP as uvicorn speaks it; the body of a large upload is read from the socket into the very buffers that are sealed.

uvicorn copies a body four times on its way to the application and wakes it for each 256 KB: a quarter of what receiving
an upload costs. So once the parser has seen the head of such a request, and whatever came with it, `BodyReader` has the
connection until the last byte of the body; then uvicorn has it back. It waits, answers and ends as ever.

```
head, first bytes   uvicorn's parser ──▶ cycle.body ──▶ receive()
the rest            socket ──▶ buffer of 1 MiB ──────▶ receive(): a view of what came, no copy
```
These are private names of uvicorn: tests/app/test_lean_http.py fails loudly when they move.
"""

import asyncio
from collections import deque
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

PATHS = "/uploads/"
LEAST_BYTES = 256 * 1024
"""What is left of a body, for taking it over to be worth the trouble."""
BUFFER_BYTES = 1024 * 1024
UNREAD_BYTES = 1024 * 1024
"""So much that nobody takes stops the reading."""


class LeanHttp(HttpToolsProtocol):
    _reader: "BodyReader | None" = None

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._reader = None
        length = _length(self.headers)
        is_plain = self.scheme == "http" and not self.pipeline and not self.parser.should_upgrade()
        if is_plain and length >= LEAST_BYTES and self.scope["path"].startswith(PATHS):
            self._reader = BodyReader(self, length)

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        if self._reader is not None:
            self._reader.left_bytes -= len(body)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        reader = self._reader
        if reader is not None and reader.left_bytes >= LEAST_BYTES and not self.transport.is_closing():
            self._reader = None
            self.transport.set_protocol(reader)

    def begin_anew(self) -> None:
        """The body that was read past the parser is over: what comes now is another request."""
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self.transport.set_protocol(self)


class BodyReader(asyncio.BufferedProtocol):
    """The rest of one request's body, `left_bytes` long. Its `receive` stands in for the cycle's."""

    def __init__(self, http: LeanHttp, left_bytes: int) -> None:
        self.left_bytes = left_bytes
        self._http = http
        self._cycle = http.cycle
        self._full: deque[memoryview] = deque()
        self._buffer = memoryview(b"")
        self._filled = self._given = 0
        self._cycle.receive = self.receive  # type: ignore[method-assign]

    async def receive(self) -> Any:
        """As the cycle's own, which waits. What came before the connection was lost is given all the same, in order."""
        cycle = self._cycle
        if cycle.response_complete or not self._has_some:
            message: Any = await RequestResponseCycle.receive(cycle)
            if message.get("body"):
                return {**message, "more_body": cycle.more_body or self._has_some}
            if cycle.response_complete or not self._has_some:
                return message
        block = self._next()
        if not cycle.disconnected:
            self._http.flow.resume_reading()
        return {"type": "http.request", "body": block, "more_body": cycle.more_body or self._has_some}

    @property
    def _has_some(self) -> bool:
        return bool(self._cycle.body) or self._unread_bytes > 0

    @property
    def _unread_bytes(self) -> int:
        return sum(map(len, self._full)) + self._filled - self._given

    def _next(self) -> bytes | memoryview:
        """The oldest that was not given yet: what went through the parser, then what was read past it."""
        if self._cycle.body:
            first, self._cycle.body = bytes(self._cycle.body), bytearray()
            return first
        if self._full:
            return self._full.popleft()
        block = self._buffer[self._given : self._filled]
        self._given = self._filled
        return block

    def get_buffer(self, sizehint: int) -> memoryview:
        if self._filled == len(self._buffer):
            if self._given < self._filled:
                self._full.append(self._buffer[self._given :])
            self._buffer = memoryview(bytearray(min(BUFFER_BYTES, self.left_bytes)))
            self._filled = self._given = 0
        return self._buffer[self._filled : self._filled + self.left_bytes]

    def buffer_updated(self, nbytes: int) -> None:
        self._http._unset_keepalive_if_required()
        self._filled += nbytes
        self.left_bytes -= nbytes
        if self._cycle.response_complete:
            self._given = self._filled  # it was answered without the rest, which nobody takes
        else:
            self._cycle.more_body = self.left_bytes > 0
            if self._unread_bytes >= UNREAD_BYTES:
                self._http.flow.pause_reading()
            self._cycle.message_event.set()
        if self.left_bytes == 0:
            self._http.begin_anew()

    def eof_received(self) -> None:
        self._http.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._http.connection_lost(exc)

    def pause_writing(self) -> None:
        self._http.pause_writing()

    def resume_writing(self) -> None:
        self._http.resume_writing()


def _length(headers: list[tuple[bytes, bytes]]) -> int:
    """Of a body that says how long it is, once and alone; else 0."""
    lengths = [value for name, value in headers if name == b"content-length"]
    is_chunked = any(name == b"transfer-encoding" for name, _ in headers)
    return int(lengths[0]) if len(lengths) == 1 and lengths[0].isdigit() and not is_chunked else 0
