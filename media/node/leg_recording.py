"""A leg under way: the pure leg, its spool and its upload, from the first frame to the last chunk in the store."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog

from backend.contracts.media import LegManifest
from backend.kernel.crypto import Keyring
from media.node.chunks import LegUpload
from media.node.leg import Leg
from media.node.metrics import RECORDED_BYTES
from media.node.rhythm import until_beat
from media.node.spool import Cluster, SpoolRecord, SpoolWriter

MAX_WAITING_BYTES = 8 * 1024 * 1024
"""What a leg may hold while its disk takes nothing (some 100 s of an interview). Beyond it the newest clusters go."""

log = structlog.get_logger()


class LegRecording:
    """`collect` on the loop; `write` and `sync` in their threads."""

    def __init__(self, leg: Leg, path: Path, keyring: Keyring, upload: LegUpload) -> None:
        self.leg = leg
        self.path = path
        self.upload = upload
        self.is_closing = False
        self.is_written = asyncio.Event()
        self.trouble: OSError | None = None
        self._keyring = keyring
        self._writer: SpoolWriter | None = None
        self._waiting: deque[SpoolRecord] = deque()
        self._waiting_bytes = 0

    def collect(self, now_ms: float) -> bool:
        """Take over what the leg has ready; True where there is something to write."""
        self.leg.tick(now_ms)
        for record in self.leg.drain():
            size = len(record.data) if isinstance(record, Cluster) else 0
            if self._waiting_bytes + size > MAX_WAITING_BYTES:
                log.error("cluster_dropped", leg_id=self.leg.head.leg_id, size_bytes=size)
                continue
            self._waiting.append(record)
            self._waiting_bytes += size
        return bool(self._waiting)

    def write(self) -> int:
        """Append what waits to the spool; the number of records written, 0 where the disk took none."""
        records = list(self._waiting)
        try:
            if self._writer is None:
                self._writer = SpoolWriter(self.path, self._keyring)
            self._writer.append(records)
        except OSError as error:
            if self.trouble is None:
                log.error("spool_unwritable", leg_id=self.leg.head.leg_id, error=repr(error))
            self.trouble = error
            return 0
        if self.trouble is not None:
            log.info("spool_writable_again", leg_id=self.leg.head.leg_id)
        self.trouble = None
        return len(records)

    def written(self, count: int) -> None:
        for _ in range(count):
            record = self._waiting.popleft()
            size = len(record.data) if isinstance(record, Cluster) else 0
            self._waiting_bytes -= size
            RECORDED_BYTES.inc(size)
        if self.is_closing and not self._waiting:
            self.is_written.set()

    def sync(self) -> None:
        if self._writer is not None and self._writer.is_dirty:
            try:
                self._writer.sync()
            except OSError as error:
                self.trouble = error

    async def store(self) -> LegManifest | None:
        """Upload while it grows, until it is whole in the store. Raises: SealBroken."""
        sending = asyncio.create_task(self.upload.run(), name=f"upload {self.leg.head.leg_id}")
        try:
            await self.is_written.wait()
            self.upload.finish()
            return await sending
        finally:
            sending.cancel()

    def release(self) -> None:
        """Let go of the spool and its lock."""
        if self._writer is not None:
            self._writer.close()


class SpoolPump:
    """Moves what the legs have ready to their spools, all in one go to a thread, and syncs them once a second.

    Syncing has a thread of its own, so that a slow disk delays no write into the page cache.
    """

    BEATS = 5
    BEATS_A_SYNC = 32

    def __init__(self, recordings: Callable[[], Iterable[LegRecording]], now_ms: Callable[[], float]) -> None:
        self._recordings = recordings
        self._now_ms = now_ms
        self._wanted = asyncio.Event()
        self._threads = ThreadPoolExecutor(2, "spool")

    def hurry(self) -> None:
        """A leg has closed: do not wait for the period's end."""
        self._wanted.set()

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await self.step()
            try:
                async with asyncio.timeout(until_beat(self.BEATS, loop.time())):
                    await self._wanted.wait()
            except TimeoutError:
                continue
            self._wanted.clear()

    async def step(self) -> None:
        now_ms = self._now_ms()
        due = [recording for recording in list(self._recordings()) if recording.collect(now_ms)]
        if due:
            loop = asyncio.get_running_loop()
            counts = await loop.run_in_executor(self._threads, lambda: [recording.write() for recording in due])
            for recording, count in zip(due, counts, strict=True):
                recording.written(count)

    async def run_sync(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(until_beat(self.BEATS_A_SYNC, loop.time()))
            await loop.run_in_executor(self._threads, _sync, list(self._recordings()))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _sync(recordings: list[LegRecording]) -> None:
    for recording in recordings:
        recording.sync()
