"""The job `TranscodeTake`: WebM rendition → MP4, told as an event. Slow on purpose: it runs when nothing else does."""

from pathlib import Path

import msgspec
import structlog

from backend.contracts.events.media import TakeTranscoded
from backend.contracts.jobs import TranscodeTake
from backend.contracts.media import RenditionMedia
from backend.kernel.errors import NotFound
from backend.kernel.events import EventBus
from backend.kernel.storage import ObjectStore
from backend.kernel.streaming_aead import SealBroken
from media.workers.pool import ChildPool, TaskFailed
from media.workers.renditions import Renditions, store_rendition
from media.workers.scratch import scratch_folder
from media.workers.tasks import Copied, CopyToMp4

NICENESS = 19
_BASE_CPU_S = 120
_CPU_PER_MEDIA = 8.0
_WALL_PER_CPU = 50.0
"""On a busy machine an idle process gets little of each second."""

log = structlog.get_logger()


class MadeCopy(msgspec.Struct, frozen=True):
    """Stored as `takes/{take}/copy.json`, so that a repeated job finds it done."""

    source_sha256: str
    media: RenditionMedia


def copy_record_key(take_id: str) -> str:
    return f"takes/{take_id}/copy.json"


class TakeTranscoder:
    """`pool` has one child, of low priority."""

    def __init__(self, store: ObjectStore, bus: EventBus, pool: ChildPool, scratch: Path) -> None:
        self._store = store
        self._bus = bus
        self._pool = pool
        self._scratch = scratch
        self._renditions = Renditions(store, pool)

    async def handle(self, job: TranscodeTake) -> None:
        """Raises what a later try may mend: Unavailable of the store or of Redis."""
        made = await self._renditions.known(job.take_id)
        if made is None or made.media is None or made.media.sha256 != job.source_sha256:
            return  # erased, or joined anew since: that rendition has a job of its own
        known = await self._known(job.take_id)
        if known is not None and known.source_sha256 == job.source_sha256:
            await self._say(job, known.media, None)
            return
        try:
            media = await self._make(job.take_id, made.media)
        except TaskFailed as failure:
            log.warning("transcoding_failed", take=job.take_id, problem=failure.code, detail=failure.detail)
            await self._say(job, None, failure.code)
            return
        await self._store.put(copy_record_key(job.take_id), msgspec.json.encode(MadeCopy(job.source_sha256, media)))
        await self._say(job, media, None)

    async def _known(self, take_id: str) -> MadeCopy | None:
        try:
            return msgspec.json.decode(await self._store.get(copy_record_key(take_id)), type=MadeCopy)
        except (NotFound, SealBroken, msgspec.ValidationError, msgspec.DecodeError):
            return None

    async def _make(self, take_id: str, source: RenditionMedia) -> RenditionMedia:
        with scratch_folder(self._scratch) as folder:
            path = folder / Path(source.key).name
            await self._store.get_file(source.key, path)
            cpu_s = _BASE_CPU_S + round(_CPU_PER_MEDIA * source.duration_s)
            task = CopyToMp4(str(path), str(folder), source.duration_s, cpu_s)
            async for report in self._pool.run(task, wall_s=cpu_s * _WALL_PER_CPU):
                if isinstance(report, Copied):
                    return await store_rendition(self._store, take_id, report.rendition)
        raise TaskFailed("media_failed", "no copy")

    async def _say(self, job: TranscodeTake, media: RenditionMedia | None, problem: str | None) -> None:
        event = TakeTranscoded(job.take_id, job.interview_id, job.source_sha256, media, problem)
        await self._bus.publish(event, id=f"{job.take_id}:{job.source_sha256[:12]}:transcoded:{problem or 'whole'}")
        log.info("take_transcoded", take=job.take_id, problem=problem)
