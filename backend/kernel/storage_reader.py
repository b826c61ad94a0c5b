"""One stored object, read in windows of segments: how ranges of an encrypted object reach us without the rest."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import obstore
from obstore.store import LocalStore, S3Store

from backend.kernel.streaming_aead import HEADER_BYTES, SEGMENT_BYTES, StreamOpener, plain_size, segments_of

WINDOW_BYTES = 16 * SEGMENT_BYTES
INLINE_BYTES = 4 * SEGMENT_BYTES


Octets = TypeVar("Octets", bytes, bytearray)


class ObjectReader:
    """One version of one object, read in windows of segments; its ETag guards against a replacement in between."""

    def __init__(self, backend: LocalStore | S3Store, name: str, opener: StreamOpener, etag: str | None) -> None:
        self._backend = backend
        self._name = name
        self._opener = opener
        self._etag = etag
        self._sealed_bytes = 0
        self._start = self._end = 0
        self._head = b""

    @classmethod
    async def open(
        cls, backend: LocalStore | S3Store, key: bytes, name: str, start: int, end: int | None
    ) -> "ObjectReader":
        """One request, which brings the first window along where the range begins there."""
        if start < 0 or (end is not None and end < 0):
            raise ValueError("offsets count from the beginning")
        first_bytes = HEADER_BYTES
        if start < WINDOW_BYTES - SEGMENT_BYTES and (end is None or start < end):
            first_bytes = min(WINDOW_BYTES, (end or WINDOW_BYTES) + 2 * SEGMENT_BYTES)
        found = await obstore.get_async(backend, name, options={"range": (0, first_bytes)})
        head = bytes(await found.bytes_async())
        sealed_bytes = found.meta["size"]
        opener = StreamOpener(key, name.encode(), head[:HEADER_BYTES], sealed_bytes)
        reader = cls(backend, name, opener, found.meta["e_tag"])
        size = plain_size(sealed_bytes)
        reader._sealed_bytes = sealed_bytes
        reader._start, reader._end = start, size if end is None else min(end, size)
        reader._head = head
        return reader

    async def windows(self) -> AsyncIterator[bytes]:
        """The range's plaintext, a window at a time. An empty object is opened too, for its tag."""
        if self._start >= self._end:
            if plain_size(self._sealed_bytes) == 0:
                await self._open_segments(0, HEADER_BYTES, self._sealed_bytes)
            return
        wanted = segments_of(self._start, self._end, self._sealed_bytes)
        offset, skip, left = wanted.sealed_start, wanted.skip_bytes, wanted.take_bytes
        while left:
            window_end = min(offset - offset % SEGMENT_BYTES + WINDOW_BYTES, wanted.sealed_end)
            plain = await self._open_segments(offset // SEGMENT_BYTES, offset, window_end)
            piece = plain[skip : skip + left]
            skip, left, offset = 0, left - len(piece), window_end
            yield piece

    async def _open_segments(self, first: int, sealed_start: int, sealed_end: int) -> bytes:
        sealed = await self._fetch(sealed_start, sealed_end)
        return await off_loop(len(sealed), lambda: self._opener.open(first, sealed))

    async def _fetch(self, start: int, end: int) -> bytes:
        if end <= len(self._head):
            return self._head[start:end]
        found = await obstore.get_async(
            self._backend, self._name, options={"range": (start, end), "if_match": self._etag}
        )
        return bytes(await found.bytes_async())


async def off_loop(size: int, work: Callable[[], Octets]) -> Octets:
    return await asyncio.to_thread(work) if size > INLINE_BYTES else work()
