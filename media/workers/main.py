"""The media worker's process: jobs from Redis, CPU work in confined children, a heartbeat with what is missing."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from redis.asyncio import Redis

from backend.contracts.jobs import ProcessTake, TranscodeTake, TranscribeSegment, VerifyUpload
from backend.kernel.crypto import Keyring
from backend.kernel.events import EventBus
from backend.kernel.ids import new_id
from backend.kernel.jobs import JobWorker
from backend.kernel.processes import Heartbeat
from backend.kernel.redis import connect_redis
from backend.kernel.settings import Settings
from backend.kernel.storage import open_store
from backend.kernel.tasks import TaskSupervisor
from media.workers.confinement import Confinement
from media.workers.pool import ChildPool
from media.workers.process_take import TakeProcessor
from media.workers.progress import Progress
from media.workers.scratch import sweep
from media.workers.speech_model import SpeechModel
from media.workers.tasks import Prepare
from media.workers.transcode_take import NICENESS, TakeTranscoder
from media.workers.transcribe_segment import SegmentTranscriber
from media.workers.verify_upload import UploadVerifier

MAX_TRIES = 8
PREPARE_AFTER_S = 5.0
"""A house that starts has better to do than to load the speech model; the first answer comes later than this."""
_PREPARE_CPU_S = 60
_CHILD_BYTES = 4 << 30
_MODEL_COPIES = 3
_LARGEST_MODEL_BYTES = 4 << 30

log = structlog.get_logger()


async def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT; running jobs are handed back and done by the next worker."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    assert settings.redis_url is not None
    redis = await connect_redis(settings.redis_url)
    try:
        async with serve(settings, redis, prepare_after_s=PREPARE_AFTER_S):
            log.info("worker_up", children=settings.worker_processes)
            await stop.wait()
            log.info("worker_leaves")
    finally:
        await redis.aclose()


@asynccontextmanager
async def serve(settings: Settings, redis: Redis, *, prepare_after_s: float | None = None) -> AsyncIterator[None]:
    """A working worker for as long as the context is open.

    Without `prepare_after_s` its children start when they are first needed, which takes some seconds.
    """
    scratch = settings.data_dir.absolute() / "scratch"
    sweep(scratch)
    store = open_store(
        settings.storage_url or f"file://{settings.data_dir.absolute()}/objects", Keyring.from_settings(settings)
    )
    model = SpeechModel(settings)
    bus = EventBus(redis)
    async with (
        ChildPool(settings.worker_processes, await _limits(settings, model)) as pool,
        ChildPool(1, Confinement(), niceness=NICENESS) as idle_pool,
    ):
        progress = Progress(redis)
        processor = TakeProcessor(store, bus, progress, pool, model, scratch)
        transcoder = TakeTranscoder(store, bus, idle_pool, scratch)
        segments = SegmentTranscriber(store, bus, progress, pool, model, scratch)
        verifier = UploadVerifier(store, bus, pool, scratch)
        # A job more than there are children, so that none is idle between two; the pool lets the urgent go first.
        worker = JobWorker(
            redis, {ProcessTake: processor.handle}, concurrency=settings.worker_processes + 1, max_tries=MAX_TRIES
        )
        side_worker = JobWorker(
            redis,
            {TranscribeSegment: segments.handle, VerifyUpload: verifier.handle},
            concurrency=settings.worker_processes,
            max_tries=MAX_TRIES,
        )
        idle_worker = JobWorker(redis, {TranscodeTake: transcoder.handle}, concurrency=1, max_tries=MAX_TRIES)
        async with TaskSupervisor("media worker") as tasks:
            tasks.start("heartbeat", Heartbeat(redis, "worker", new_id("worker"), model.problems).run)
            tasks.start("speech model", lambda: _make_ready(pool, model, prepare_after_s))
            tasks.start("jobs", worker.run)
            tasks.start("side jobs", side_worker.run)
            tasks.start("idle jobs", idle_worker.run)
            yield


async def _make_ready(pool: ChildPool, model: SpeechModel, after_s: float | None) -> None:
    found = await model.watch()
    if after_s is None:
        return
    await asyncio.sleep(after_s)
    await pool.prepare(Prepare(str(found), model.device, _PREPARE_CPU_S))


async def _limits(settings: Settings, model: SpeechModel) -> Confinement:
    """Address space for decoding and for the model; none for CUDA."""
    if settings.whisper_device != "cpu":
        return Confinement(memory_bytes=None)
    found = await model.locate()
    model_bytes = _size(found) if found else _LARGEST_MODEL_BYTES
    return Confinement(memory_bytes=_CHILD_BYTES + _MODEL_COPIES * model_bytes)


def _size(model: Path) -> int:
    return (model / "model.bin").stat().st_size
