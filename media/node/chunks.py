"""A leg's way into the object store: the spool is read on every 4 s and what is new goes out as the next chunk.

The spool is the only queue, so an outage costs no memory: what the store did not take stays on the disk and is sent
later, in pieces of at most 4 MiB. A live leg and one found after a crash go the same way; the newest manifest in the
store says how many bytes are there already.
"""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from backend.contracts.media import ChunkRef, LegManifest, LostStretch
from backend.kernel.crypto import Keyring
from backend.kernel.errors import GreenroomError, NotFound
from backend.kernel.storage import ObjectStore
from media.node.spool import Cluster, FileHeader, LegEnd, LegHead, SpoolReader, SpoolRecord


class ChunkPolicy(msgspec.Struct, frozen=True):
    chunk_ms: int = 4_000
    max_chunk_bytes: int = 4 * 1024 * 1024
    store_timeout_s: float = 30.0
    first_backoff_s: float = 0.5
    last_backoff_s: float = 8.0


def chunk_key(take_id: str, leg_id: str, index: int) -> str:
    return f"takes/{take_id}/{leg_id}/{index:06d}.webm"


def manifest_key(take_id: str, leg_id: str) -> str:
    return f"takes/{take_id}/{leg_id}/manifest.json"


class FileBytes:
    """The leg's file as its records tell it: header first, though it may stand behind clusters in the spool.

    `skip_bytes` at its beginning are in the store already.
    """

    def __init__(self, skip_bytes: int = 0) -> None:
        self.head: LegHead | None = None
        self.header: FileHeader | None = None
        self.pending = bytearray()
        self.end_ms = self.chunk_begin_ms = 0
        self.ended_at: datetime | None = None
        self.began_at: datetime | None = None
        self.lost: list[LostStretch] = []
        self.is_complete = False
        self._is_begun = False
        self._held: list[bytes] = []
        self._skip = skip_bytes

    def take(self, record: SpoolRecord) -> None:
        match record:
            case LegHead():
                self.head, self.ended_at = record, record.started_at
            case FileHeader():
                self.header = record
                if record.is_settled:
                    self.begin()
            case Cluster():
                self.end_ms, self.ended_at = record.end_ms, record.ended_at
                self.began_at = record.began_at or self.began_at
                self.lost += record.lost
                if self._is_begun:
                    self._append(record.data)
                else:
                    self._held.append(record.data)
            case LegEnd():
                self.is_complete = True

    def begin(self) -> None:
        """The header stands: with what the last one says."""
        if self.header is None or self._is_begun:
            return
        self._is_begun = True
        for data in (self.header.data, *self._held):
            self._append(data)
        self._held = []

    def _append(self, data: bytes) -> None:
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        if skipped == len(data):
            self.chunk_begin_ms = self.end_ms
        self.pending += data[skipped:]

    def cut(self) -> None:
        """What is pending has been stored."""
        self.pending.clear()
        self.chunk_begin_ms = self.end_ms


class LegUpload:
    """Sends one leg. `advance` does what is due; `run` repeats it until the leg is whole in the store."""

    def __init__(
        self,
        path: Path,
        store: ObjectStore,
        keyring: Keyring,
        *,
        is_new: bool,
        policy: ChunkPolicy,
        slots: asyncio.Semaphore,
        on_trouble: Callable[[Exception | None], None],
    ) -> None:
        """Of a leg that is not `is_new` the store may have a part. `slots` bound how many legs send at once.

        `on_trouble` hears each failure, and None when it is over.
        """
        self._reader = SpoolReader(path, keyring)
        self._store = store
        self._policy = policy
        self._slots = slots
        self._on_trouble = on_trouble
        self._chunks: list[ChunkRef] | None = [] if is_new else None
        self._content = FileBytes()
        self._is_final = asyncio.Event()

    def finish(self) -> None:
        """The spool holds all that it ever will."""
        self._is_final.set()

    async def run(self) -> LegManifest | None:
        """Until the leg is final in the store: its manifest, or None where the spool holds no media.

        Raises: SealBroken where the spool was tampered with.
        """
        backoff_s = self._policy.first_backoff_s
        while True:
            is_final = self._is_final.is_set()
            try:
                async with self._slots:
                    manifest = await self.advance(is_final=is_final)
            except (GreenroomError, OSError, TimeoutError) as error:
                self._on_trouble(error)
                await asyncio.sleep(backoff_s)
                backoff_s = min(backoff_s * 2, self._policy.last_backoff_s)
                continue
            self._on_trouble(None)
            backoff_s = self._policy.first_backoff_s
            if is_final:
                return manifest
            await self._wait_for_more()

    async def _wait_for_more(self) -> None:
        try:
            async with asyncio.timeout(self._policy.chunk_ms / 1000):
                await self._is_final.wait()
        except TimeoutError:
            return

    async def advance(self, *, is_final: bool) -> LegManifest | None:
        """Store the chunks that are due, all that is left when `is_final`; the manifest as it stands then.

        Raises: GreenroomError, OSError, TimeoutError; what was not stored is sent by the next call.
        """
        chunks = self._chunks if self._chunks is not None else await self._begin()
        is_more = True
        while is_more and (due := await asyncio.to_thread(self._next_chunk, is_final)) is not None:
            data, digest, is_more = due
            head = self._head()
            key = chunk_key(head.take_id, head.leg_id, len(chunks))
            await self._put(key, data)
            grown = [*chunks, ChunkRef(len(chunks), key, len(data), digest)]
            await self._put_manifest(self._manifest(grown, is_final=False))
            self._chunks = chunks = grown
            self._content.cut()
        if not chunks or self._content.head is None:
            return None
        manifest = self._manifest(chunks, is_final=is_final)
        if is_final:
            await self._put_manifest(manifest)
        return manifest

    def _next_chunk(self, is_final: bool) -> tuple[bytes, str, bool] | None:
        """Read on; where a chunk is due, its bytes, their SHA-256 and whether the spool has more already."""
        content, policy = self._content, self._policy
        is_more = True
        if len(content.pending) < policy.max_chunk_bytes:
            for record in self._reader.records():
                content.take(record)
                if len(content.pending) >= policy.max_chunk_bytes:
                    break
            else:
                is_more = False
                if is_final:
                    content.begin()
        span_ms = content.end_ms - content.chunk_begin_ms
        # A look comes every `chunk_ms`; what it finds is up to a cluster behind, and does not wait for the next one.
        is_due = is_final or span_ms >= policy.chunk_ms / 2 or len(content.pending) >= policy.max_chunk_bytes
        if not is_due or not content.pending:
            return None
        data = bytes(content.pending)
        return data, hashlib.sha256(data).hexdigest(), is_more

    async def _begin(self) -> list[ChunkRef]:
        """What an earlier life of this node has stored of the leg."""
        path = self._reader.path
        try:
            stored = await self._get(manifest_key(path.parent.name, path.stem))
        except NotFound:
            chunks: list[ChunkRef] = []
        else:
            chunks = msgspec.json.decode(stored, type=LegManifest).chunks
        self._content = FileBytes(sum(chunk.size_bytes for chunk in chunks))
        self._chunks = chunks
        return chunks

    def _head(self) -> LegHead:
        assert self._content.head is not None, "a spool begins with its head"
        return self._content.head

    def _manifest(self, chunks: list[ChunkRef], *, is_final: bool) -> LegManifest:
        head, content = self._head(), self._content
        assert content.header is not None
        assert content.ended_at is not None
        return LegManifest(
            take_id=head.take_id,
            leg_id=head.leg_id,
            node_id=head.node_id,
            started_at=content.began_at or head.started_at,
            ended_at=content.ended_at,
            duration_ms=content.end_ms,
            video_codec=content.header.video_codec,
            has_audio=content.header.has_audio,
            is_final=is_final,
            chunks=chunks,
            lost=list(content.lost),
        )

    async def _put_manifest(self, manifest: LegManifest) -> None:
        await self._put(manifest_key(manifest.take_id, manifest.leg_id), msgspec.json.encode(manifest))

    async def _put(self, key: str, data: bytes) -> None:
        async with asyncio.timeout(self._policy.store_timeout_s):
            await self._store.put(key, data)

    async def _get(self, key: str) -> bytes:
        async with asyncio.timeout(self._policy.store_timeout_s):
            return await self._store.get(key)
