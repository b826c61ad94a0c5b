"""Objects at rest: one interface over disk and S3 (obstore), every object sealed by `streaming_aead`.

An object is bound to its key: copied to another one it does not open. What `put` has acknowledged is whole and seen by
every process; an object is replaced as a whole or not at all. Memory stays constant however large an object is.
"""

import asyncio
import errno
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError, PreconditionError
from obstore.store import LocalStore, S3Store

from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound, StorageFull, Unavailable
from backend.kernel.ids import new_id
from backend.kernel.storage_reader import WINDOW_BYTES, ObjectReader, off_loop
from backend.kernel.streaming_aead import plain_size, seal_stream, seal_whole

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

PART_BYTES = 8 * 1024 * 1024
REPLACED_TRIES = 3

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FULL_SIGNS = ("(os error 28)", "(os error 122)", "507 Insufficient Storage")

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


@contextmanager
def _coded() -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise NotFound("object_unknown", "There is no such object.") from None
    except (BaseError, OSError) as error:
        if _is_full(error):
            raise StorageFull from error
        detail = "The object store does not answer as it should."
        raise Unavailable("storage_unavailable", detail, retry_after_s=5) from error


def _is_full(error: BaseException) -> bool:
    """obstore tells a full disk in words alone; S3-like stores that can be full answer 507."""
    return (isinstance(error, OSError) and error.errno in _FULL) or any(sign in str(error) for sign in _FULL_SIGNS)


class ObjectStore:
    """Keys are `/`-joined names of letters, digits, `.`, `_` and `-`. Sizes and offsets are those of the plaintext.

    Raises: NotFound (object_unknown), Unavailable (storage_unavailable), StorageFull (storage_full), SealBroken where
    an object was tampered with, ValueError for what is no key.
    """

    def __init__(self, backend: LocalStore | S3Store, keyring: Keyring) -> None:
        self._backend = backend
        self._key = keyring.derive("objects")

    async def put(self, key: str, data: bytes | bytearray) -> None:
        """Stores or replaces the object."""
        await self.put_blocks(key, [data])

    async def put_blocks(self, key: str, blocks: Sequence[bytes | bytearray | memoryview]) -> None:
        """As `put`, of what the blocks are one behind the other; they are not joined first."""
        name = _checked(key)
        sealed = await off_loop(sum(map(len, blocks)), lambda: seal_whole(self._key, name.encode(), blocks))
        with _coded():
            # A view is written from where it lies; bytes and bytearrays obstore copies first.
            await obstore.put_async(self._backend, name, memoryview(sealed), use_multipart=False)

    async def put_file(self, key: str, path: Path) -> None:
        """Stores or replaces the object with the file's content."""
        name = _checked(key)
        with await asyncio.to_thread(path.open, "rb") as file:
            pieces = seal_stream(self._key, name.encode(), _windows(file))
            with _coded():
                await obstore.put_async(
                    self._backend, name, _in_thread(pieces), chunk_size=PART_BYTES, max_concurrency=2
                )

    async def get(self, key: str) -> bytes:
        """The whole object."""
        return await self.get_range(key, 0, None)

    async def get_range(self, key: str, start: int, end_exclusive: int | None) -> bytes:
        """`content[start:end_exclusive]`: cut to what is there, empty beyond the end. Fetches the touched segments."""
        name = _checked(key)
        for _ in range(REPLACED_TRIES):
            with _coded(), suppress(PreconditionError):
                reader = await ObjectReader.open(self._backend, self._key, name, start, end_exclusive)
                return b"".join([piece async for piece in reader.windows()])
        raise Unavailable("storage_unavailable", "The object is being replaced all the time.", retry_after_s=1)

    async def stream(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """`content[start:end]` in pieces of at most 1 MiB; replaced meanwhile it ends in storage_unavailable."""
        with _coded():
            reader = await ObjectReader.open(self._backend, self._key, _checked(key), start, end)
            windows = reader.windows()
        while True:
            with _coded():
                piece = await anext(windows, None)
            if piece is None:
                return
            yield piece

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

    async def size(self, key: str) -> int:
        """Bytes of plaintext."""
        with _coded():
            return plain_size((await obstore.head_async(self._backend, _checked(key)))["size"])

    async def exists(self, key: str) -> bool:
        try:
            await self.size(key)
        except NotFound:
            return False
        return True

    async def list(self, prefix: str) -> list[str]:
        """The keys in the folder `prefix` ("takes/tak_1/", the slash may be missing) and below, sorted; "" is all."""
        folder = _checked(prefix.rstrip("/")) if prefix else None
        with _coded():
            found = obstore.list(self._backend, folder)
            return sorted([entry["path"] async for entries in found for entry in entries])

    async def delete(self, key: str) -> None:
        """The object is gone afterwards, whether it was there or not."""
        with _coded(), suppress(NotFoundError, FileNotFoundError):
            await obstore.delete_async(self._backend, _checked(key))

    async def delete_prefix(self, prefix: str) -> int:
        """Deletes the folder's objects; returns how many there were. Raises: ValueError for the empty prefix."""
        if not prefix:
            raise ValueError("delete_prefix wants a folder")
        keys = await self.list(prefix)
        for key in keys:
            await self.delete(key)
        return len(keys)


async def _in_thread(pieces: Iterator[bytes | bytearray]) -> AsyncIterator[bytes | bytearray]:
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
        bucket, prefix=prefix or None, config=cast("S3Config", config), client_options=client, retry_config=retries
    )
