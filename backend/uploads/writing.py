"""Puts what comes into the object store and acknowledges it, part by part.

```
without checksum   piece → object → acknowledged          a cut request keeps what arrived
with checksum      piece → object → … → acknowledged together once the sum is right; else all is dropped (460)
```
Nothing lies in the open: an object is sealed before it leaves memory, of which one request takes two pieces.
"""

import asyncio
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Any

from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Unavailable
from backend.kernel.storage import ObjectStore
from backend.uploads.body import Block, Body
from backend.uploads.errors import ChecksumMismatch
from backend.uploads.model import Part, Upload
from backend.uploads.protocol import Checksum
from backend.uploads.repository import Uploads

KEPT_FOR = timedelta(days=14)
"""An upload that nobody goes on with is removed after so long."""


class Writer:
    """One request's writing to one upload. `upload` is as it was acknowledged last."""

    def __init__(
        self, upload: Upload, uploads: Uploads, store: ObjectStore, clock: Clock, checksum: Checksum | None
    ) -> None:
        self.upload = upload
        self._uploads = uploads
        self._store = store
        self._clock = clock
        self._checksum = checksum
        self._hasher: Any = checksum.hasher() if checksum else None
        self._waiting: list[Part] = []

    @property
    def offset_bytes(self) -> int:
        """Where the next piece belongs."""
        return self.upload.offset_bytes + sum(part.size_bytes for part in self._waiting)

    async def take(self, body: Body, most: int) -> None:
        """All that comes, up to `most` bytes behind the offset.

        Raises: 409 offset_conflict, where another request was faster · 460 checksum_mismatch · 507 storage_full ·
        503 storage_unavailable. What was acknowledged before stays.
        """
        end = self.offset_bytes + most
        try:
            while not body.is_over and self.offset_bytes < end:
                if piece := await body.piece(end - self.offset_bytes):
                    await self._put(piece)
            await self._finish(body)
        finally:
            await asyncio.shield(self._drop())

    async def _put(self, piece: list[Block]) -> None:
        part = Part(f"{self.offset_bytes:014d}-{secrets.token_hex(4)}.part", sum(map(len, piece)))
        if self._hasher is not None:
            await asyncio.to_thread(self._hash, piece)
        self._waiting.append(part)
        await self._store.put_blocks(self.upload.key(part), piece)
        if self._checksum is None:
            await self._acknowledge()

    def _hash(self, piece: list[Block]) -> None:
        for block in piece:
            self._hasher.update(block)

    async def _finish(self, body: Body) -> None:
        if self._checksum is None or not self._waiting:
            return
        if not body.is_cut and self._hasher.digest() != self._checksum.digest:
            raise ChecksumMismatch
        if not body.is_cut:
            await self._acknowledge()

    async def _acknowledge(self) -> None:
        """Where the database's answer is lost, the parts may stand in the record: they are not dropped then, and what
        does not stand there goes when the upload is verified or removed.
        """
        parts, self._waiting = self._waiting, []
        appended = await self._uploads.append(self.upload, parts, self._clock() + KEPT_FOR)
        if appended is None:
            self._waiting = parts
            raise Conflict("offset_conflict", "Another request has written here. Ask for the offset again.")
        self.upload = appended

    async def _drop(self) -> None:
        """Objects that were not acknowledged."""
        for part in self._waiting:
            with suppress(Unavailable):
                await self._store.delete(self.upload.key(part))
        self._waiting = []
