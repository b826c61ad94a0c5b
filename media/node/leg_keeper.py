"""Keeps legs until the store has them: those of now, and those that an earlier life of the node left in its spool."""

import asyncio
from functools import partial
from pathlib import Path

import structlog

from backend.contracts.events.media import LegStored, TakeStored
from backend.contracts.media import LegManifest
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring, SealBroken
from backend.kernel.errors import Unavailable
from backend.kernel.events import EventBus
from backend.kernel.storage import ObjectStore
from backend.kernel.tasks import TaskSupervisor
from media.node.announcements import RETRY_S, Announcements
from media.node.chunks import ChunkPolicy, LegUpload
from media.node.leg import Leg
from media.node.leg_recording import LegRecording
from media.node.recovery import AbandonedSpool, abandoned_spools, set_aside
from media.node.spool import remove_spool, spool_path
from media.node.take_ledger import TakeLedger

UPLOADS_AT_ONCE = 8

log = structlog.get_logger()


class LegKeeper:
    """Says `LegStored` for each leg and, once a take is closed and all its legs are stored, `TakeStored`."""

    def __init__(
        self,
        spool_dir: Path,
        store: ObjectStore,
        keyring: Keyring,
        *,
        ledger: TakeLedger,
        bus: EventBus,
        announcements: Announcements,
        tasks: TaskSupervisor,
        clock: Clock,
        policy: ChunkPolicy,
    ) -> None:
        self.recordings: dict[str, LegRecording] = {}
        self.damaged = 0
        self._spool_dir = spool_dir
        self._store = store
        self._keyring = keyring
        self._ledger = ledger
        self._bus = bus
        self._announcements = announcements
        self._tasks = tasks
        self._clock = clock
        self._policy = policy
        self._slots = asyncio.Semaphore(UPLOADS_AT_ONCE)
        self._troubled: set[str] = set()
        self._busy = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    @property
    def unstored(self) -> int:
        """Legs whose upload is not over."""
        return self._busy

    @property
    def is_store_away(self) -> bool:
        return bool(self._troubled)

    def keep(self, leg: Leg) -> None:
        """A leg begins."""
        head = leg.head
        path = spool_path(self._spool_dir, head.take_id, head.leg_id)
        recording = LegRecording(leg, path, self._keyring, self._upload(head.leg_id, path, is_new=True))
        self.recordings[head.leg_id] = recording
        self._begin(head.take_id, head.leg_id)
        self._tasks.spawn(f"store {head.leg_id}", self._store_leg(recording))

    def closing(self, leg: Leg) -> None:
        """The leg has finished: what it still has goes out, then it is final."""
        if (recording := self.recordings.get(leg.head.leg_id)) is not None:
            recording.is_closing = True

    async def recover(self) -> None:
        """Find what was abandoned; the uploads go on beside."""
        for spool in await asyncio.to_thread(lambda: list(abandoned_spools(self._spool_dir))):
            self._begin(spool.take_id, spool.leg_id)
            self._tasks.spawn(f"recover {spool.leg_id}", self._recover_leg(spool))

    async def idle(self) -> None:
        """Returns when every leg is stored and told."""
        await self._is_idle.wait()

    def answer(self, take_id: str) -> None:
        """Say `TakeStored` where that is owed and true."""
        if self._ledger.answer(take_id):
            self._announcements.announce(TakeStored(take_id, self._clock()))

    def _begin(self, take_id: str, leg_id: str) -> None:
        self._ledger.leg_opened(take_id, leg_id)
        self._busy += 1
        self._is_idle.clear()

    def _upload(self, leg_id: str, path: Path, *, is_new: bool) -> LegUpload:
        return LegUpload(
            path,
            self._store,
            self._keyring,
            is_new=is_new,
            policy=self._policy,
            slots=self._slots,
            on_trouble=partial(self._note_trouble, leg_id),
        )

    def _note_trouble(self, leg_id: str, error: Exception | None) -> None:
        if error is None:
            self._troubled.discard(leg_id)
        elif leg_id not in self._troubled:
            self._troubled.add(leg_id)
            log.warning("upload_delayed", leg_id=leg_id, error=repr(error))

    async def _store_leg(self, recording: LegRecording) -> None:
        head = recording.leg.head
        try:
            manifest = await recording.store()
            await self._tell_stored(head.take_id, head.leg_id, manifest, is_recovered=False)
            await asyncio.to_thread(remove_spool, recording.path)
        except SealBroken:
            await self._set_aside(recording.path)
        finally:
            recording.release()
            del self.recordings[head.leg_id]
            self._end_work(head.leg_id)
        self._done(head.take_id, head.leg_id)

    async def _recover_leg(self, spool: AbandonedSpool) -> None:
        upload = self._upload(spool.leg_id, spool.path, is_new=False)
        upload.finish()
        try:
            manifest = await upload.run()
            await self._tell_stored(spool.take_id, spool.leg_id, manifest, is_recovered=True)
            await asyncio.to_thread(remove_spool, spool.path)
        except SealBroken:
            await self._set_aside(spool.path)
        finally:
            spool.release()
            self._end_work(spool.leg_id)
        self._done(spool.take_id, spool.leg_id)

    async def _tell_stored(
        self, take_id: str, leg_id: str, manifest: LegManifest | None, *, is_recovered: bool
    ) -> None:
        """Only when the event is out may the spool go. A spool without media was never a leg."""
        if manifest is None:
            return
        log.info("leg_stored", leg_id=leg_id, duration_ms=manifest.duration_ms, is_recovered=is_recovered)
        stored = LegStored(take_id, leg_id, manifest.duration_ms, is_recovered)
        while True:
            try:
                await self._bus.publish(stored, id=f"{leg_id}.stored")
            except Unavailable:
                await asyncio.sleep(RETRY_S)
            else:
                return

    async def _set_aside(self, path: Path) -> None:
        """What was stored of it before stays; a person has to look at the rest."""
        self.damaged += 1
        kept = await asyncio.to_thread(set_aside, path)
        log.error("spool_damaged", spool=kept.name)

    def _done(self, take_id: str, leg_id: str) -> None:
        self._ledger.leg_done(take_id, leg_id)
        self.answer(take_id)

    def _end_work(self, leg_id: str) -> None:
        self._troubled.discard(leg_id)
        self._busy -= 1
        if not self._busy:
            self._is_idle.set()
