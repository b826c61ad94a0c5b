"""The body of a PATCH as it comes from the socket, in pieces worth storing."""

import time
from typing import Any

from litestar.types import Receive

from backend.uploads.locks import Hold

Block = bytes | memoryview
"""Of a large body `backend.app.lean_http` gives views of what it read."""
PIECE_BYTES = 8 * 1024 * 1024
PIECE_S = 2.0
"""A slow line's bytes are put away after so long, so that a killed process costs no more."""


class Body:
    """`is_over`: nothing more will come. `is_cut`: the client went, or was told to, before the end."""

    def __init__(self, receive: Receive, hold: Hold) -> None:
        self._receive = receive
        self._hold = hold
        self.is_over = False
        self.is_cut = False

    async def piece(self, most: int) -> list[Block]:
        """The next 8 MiB, or what comes within 2 s, or what is left, at most `most` bytes; empty at the end.

        In blocks as the socket gave them: they are sealed as they are, for each copy of a piece costs as much as that.
        """
        blocks: list[Block] = []
        size_bytes = 0
        due = time.monotonic() + PIECE_S
        is_waiting = True
        async with self._hold.receiving():
            while size_bytes < min(PIECE_BYTES, most):
                message: Any = await self._receive()
                if message["type"] != "http.request":
                    self.is_over = self.is_cut = True
                    break
                blocks.append(message.get("body", b""))
                size_bytes += len(blocks[-1])
                if not message.get("more_body", False):
                    self.is_over = True
                    break
                if time.monotonic() >= due:
                    break
            is_waiting = False
        if is_waiting:
            self.is_over = self.is_cut = True
        if size_bytes > most:
            blocks[-1] = blocks[-1][: most - size_bytes]
        return blocks if size_bytes else []
