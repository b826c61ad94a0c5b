"""Objects at rest: one interface over disk and S3 (obstore), every object sealed by `streaming_aead`.

An object is bound to its key: copied to another one it does not open. What `put` has acknowledged is whole and seen by
every process; an object is replaced as a whole or not at all. Memory stays constant however large an object is.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import BinaryIO, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError, PreconditionError
from obstore.store import ClientConfig, LocalStore, RetryConfig, S3Config, S3Store

from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound, Unavailable
from backend.kernel.ids import new_id
from backend.kernel.streaming_aead import (
    HEADER_BYTES,
    SEGMENT_BYTES,
    StreamOpener,
    plain_size,
    seal_stream,
    segments_of,
)

WINDOW_BYTES = 16 * SEGMENT_BYTES
INLINE_BYTES = 4 * SEGMENT_BYTES
PART_BYTES = 8 * 1024 * 1024
REPLACED_TRIES = 3

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_P = ParamSpec("_P")
_R = TypeVar("_R")


def _translated(
    call: Callable[Concatenate["ObjectStore", str, _P], Coroutine[None, None, _R]],
) -> Callable[Concatenate["ObjectStore", str, _P], Coroutine[None, None, _R]]:
    @wraps(call)
    async def translated(self: "ObjectStore", key: str, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return await call(self, key, *args, **kwargs)
        except BaseError as error:
            raise _coded(error) from error

    return translated


def _coded(error: BaseError) -> NotFound | Unavailable:
    if isinstance(error, NotFoundError):
        return NotFound("object_unknown", "There is no such object.")
    return Unavailable("storage_unavailable", "The object store does not answer as it should.", retry_after_s=5)


class ObjectStore:
    """Keys are `/`-joined names of letters, digits, `.`, `_` and `-`. Sizes and offsets are those of the plaintext.

    Raises: NotFound (object_unknown), Unavailable (storage_unavailable), SealBroken where an object was tampered with,
    ValueError for what is no key.
    """

    def __init__(self, backend: LocalStore | S3Store, keyring: Keyring) -> None:
        self._backend = backend
        self._key = keyring.derive("objects")

    @_translated
    async def put(self, key: str, data: bytes) -> None:
        """Stores or replaces the object."""
        name = _checked(key)
        sealed = await _off_loop(len(data), lambda: b"".join(seal_stream(self._key, name.encode(), (data,))))
        await obstore.put_async(self._backend, name, sealed, use_multipart=False)

    @_translated
    async def put_file(self, key: str, path: Path) -> None:
        """Stores or replaces the object with the file's content."""
        name = _checked(key)
        with await asyncio.to_thread(path.open, "rb") as file:
            pieces = seal_stream(self._key, name.encode(), _windows(file))
            await obstore.put_async(self._backend, name, _in_thread(pieces), chunk_size=PART_BYTES, max_concurrency=2)

    async def get(self, key: str) -> bytes:
        """The whole object."""
        return await self.get_range(key, 0, None)

    @_translated
    async def get_range(self, key: str, start: int, end_exclusive: int | None) -> bytes:
        """`content[start:end_exclusive]`: cut to what is there, empty beyond the end. Fetches the touched segments."""
        name = _checked(key)
        for _ in range(REPLACED_TRIES):
            try:
                reader = await _Reader.open(self._backend, self._key, name, start, end_exclusive)
                return b"".join([piece async for piece in reader.windows()])
            except PreconditionError:
                continue
        raise Unavailable("storage_unavailable", "The object is being replaced all the time.", retry_after_s=1)

    async def stream(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """`content[start:end]` in pieces of at most 1 MiB; one that is replaced meanwhile ends in storage_unavailable."""
        try:
            reader = await _Reader.open(self._backend, self._key, _checked(key), start, end)
            async for piece in reader.windows():
                yield piece
        except BaseError as error:
            raise _coded(error) from error

    async def get_file(self, key: str, path: Path) -> None:
        """Writes the object to `path`, which appears when it is whole."""
        draft = path.with_name(new_id(f".{path.name}."))
        try:
            with await asyncio.to_thread(draft.open, "xb") as file:
                async for piece in self.stream(key):
                    await asyncio.to_thread(file.write, piece)
            await asyncio.to_thread(draft.replace, path)
        finally:
            draft.unlink(missing_ok=True)

    @_translated
    async def size(self, key: str) -> int:
        """Bytes of plaintext."""
        return plain_size((await obstore.head_async(self._backend, _checked(key)))["size"])

    async def exists(self, key: str) -> bool:
        try:
            await self.size(key)
        except NotFound:
            return False
        return True

    @_translated
    async def list(self, prefix: str) -> list[str]:
        """The keys in the folder `prefix` ("takes/tak_1/", the slash may be missing) and below, sorted; "" is all."""
        folder = _checked(prefix.rstrip("/")) if prefix else None
        found = obstore.list(self._backend, folder)
        return sorted([entry["path"] async for entries in found for entry in entries])

    @_translated
    async def delete(self, key: str) -> None:
        """The object is gone afterwards, whether it was there or not."""
        try:
            await obstore.delete_async(self._backend, _checked(key))
        except NotFoundError:
            return

    async def delete_prefix(self, prefix: str) -> int:
        """Deletes the folder's objects; returns how many there were. Raises: ValueError for the empty prefix."""
        if not prefix:
            raise ValueError("delete_prefix wants a folder")
        keys = await self.list(prefix)
        for key in keys:
            await self.delete(key)
        return len(keys)


class _Reader:
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
    async def open(cls, backend: LocalStore | S3Store, key: bytes, name: str, start: int, end: int | None) -> "_Reader":
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
        return await _off_loop(len(sealed), lambda: self._opener.open(first, sealed))

    async def _fetch(self, start: int, end: int) -> bytes:
        if end <= len(self._head):
            return self._head[start:end]
        found = await obstore.get_async(
            self._backend, self._name, options={"range": (start, end), "if_match": self._etag}
        )
        return bytes(await found.bytes_async())


async def _off_loop(size: int, work: Callable[[], bytes]) -> bytes:
    return await asyncio.to_thread(work) if size > INLINE_BYTES else work()


async def _in_thread(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def _windows(file: BinaryIO) -> Iterator[bytes]:
    while window := file.read(WINDOW_BYTES):
        yield window


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key) or len(key) > 512:
        raise ValueError(f"not an object key: {key!r}")
    return key


def open_store(url: str, keyring: Keyring) -> ObjectStore:
    """`file:///directory` (made where it is missing) or `s3://bucket/prefix`.

    S3 takes its credentials as every S3 client does (AWS_* environment, instance role); `?endpoint=` and `&region=`
    in the URL name a store other than Amazon's. Raises: ValueError for any other URL.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path and not parts.netloc:
        return ObjectStore(LocalStore(unquote(parts.path), mkdir=True), keyring)
    if parts.scheme == "s3" and parts.netloc:
        return ObjectStore(_s3(parts.netloc, parts.path.strip("/"), parse_qs(parts.query)), keyring)
    raise ValueError("expected file:///directory or s3://bucket/prefix")


def _s3(bucket: str, prefix: str, query: dict[str, list[str]]) -> S3Store:
    config = {name: query[name][0] for name in ("endpoint", "region") if name in query}
    client: ClientConfig = {"timeout": "60s", "connect_timeout": "5s"}
    if config.get("endpoint", "").startswith("http://"):
        client["allow_http"] = True
    retries: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}
    return S3Store(
        bucket, prefix=prefix or None, config=cast(S3Config, config), client_options=client, retry_config=retries
    )
