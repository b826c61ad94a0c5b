"""The job `TranscribeSegment`: the words of what is read together, while the answer that it belongs to still runs.

A group is recognised at each pause as far as it goes, for captions and follow-ups; its last text is that of the whole
take, too. Nothing waits for it and nothing fails with it: `ProcessTake` takes the texts that fit and recognises the
rest. So under load it is what is shed: it takes a child only when no other work wants one, and what was not begun
within `SHED_AFTER_S` is dropped, its sound left to `ProcessTake`. Then what is said now is heard now again, not a queue
later.
"""

from functools import partial
from pathlib import Path

import structlog

from backend.contracts.events.live import Caption
from backend.contracts.events.media import SegmentHeard
from backend.contracts.jobs import TranscribeSegment
from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import NotFound
from backend.kernel.events import EventBus
from backend.kernel.storage import ObjectStore
from backend.kernel.streaming_aead import SealBroken
from media.speech.transcript import RecognisedSegment, moved
from media.workers.pool import ChildPool, NotBegun, TaskFailed
from media.workers.progress import Progress
from media.workers.renditions import record_key
from media.workers.scratch import scratch_folder
from media.workers.segment_texts import SegmentText, SegmentTexts
from media.workers.speech_model import SpeechModel
from media.workers.tasks import Heard, TranscribeGroup

CPU_S = 300
WALL_S = 900.0
SHED_AFTER_S = 10.0
"""After it was asked for. A caption that comes later than that helps nobody to follow."""

log = structlog.get_logger()


class SegmentTranscriber:
    """One for the whole worker; `handle` runs several times at once."""

    def __init__(
        self,
        store: ObjectStore,
        bus: EventBus,
        progress: Progress,
        pool: ChildPool,
        model: SpeechModel,
        scratch: Path,
        clock: Clock = utc_now,
    ) -> None:
        self._store = store
        self._bus = bus
        self._progress = progress
        self._pool = pool
        self._model = model
        self._scratch = scratch
        self._clock = clock
        self._texts = SegmentTexts(store)

    async def handle(self, job: TranscribeSegment) -> None:
        """Raises: Unavailable of the store, which a later try may mend."""
        model = await self._model.locate()
        if self._patience_s(job) <= 0:
            _shed(job)
            return
        if model is None or await self._is_late(job) or await self._texts.has(job.key):
            return
        with scratch_folder(self._scratch) as folder:
            path = folder / "segment.webm"
            try:
                await self._store.get_file(job.key, path)
            except (NotFound, SealBroken):
                return
            try:
                segment = await self._recognise(job, path, model)
            except NotBegun:
                _shed(job)
                return
            except TaskFailed as failure:
                log.warning("segment_failed", leg=job.leg_id, problem=failure.code, detail=failure.detail)
                return
        if segment is not None:
            caption = Caption(job.take_id, job.leg_id, job.start_ms, segment.text)
            await self._progress.caption(job.interview_id, caption)
            await self._bus.publish(_heard(job, segment), id=f"{job.key}:heard")
        text = SegmentText(job.leg_id, job.start_ms, job.end_ms, job.language, self._model.name, segment)
        await self._texts.keep(job.key, text)

    async def _is_late(self, job: TranscribeSegment) -> bool:
        """The whole take is being transcribed, or is."""
        return await self._store.exists(record_key(job.take_id))

    def _patience_s(self, job: TranscribeSegment) -> float:
        """How much longer the job may wait."""
        age_s = (self._clock() - job.asked_at).total_seconds() if job.asked_at is not None else 0.0
        return SHED_AFTER_S - age_s

    async def _recognise(self, job: TranscribeSegment, path: Path, model: Path) -> RecognisedSegment | None:
        """Times are seconds of the leg's media time. Raises: TaskFailed, NotBegun."""
        sounds = [(max(0, start_ms - job.begin_ms), end_ms - job.begin_ms) for start_ms, end_ms in job.sounds]
        task = TranscribeGroup(str(path), job.language, str(model), self._model.device, CPU_S, sounds)
        heard: RecognisedSegment | None = None
        wait_s, is_late = self._patience_s(job), partial(self._is_late, job)
        async for report in self._pool.run(task, wall_s=WALL_S, wait_s=wait_s, is_off=is_late):
            if isinstance(report, Heard):
                heard = moved(report.segment, job.begin_ms)
        return heard


def _heard(job: TranscribeSegment, heard: RecognisedSegment) -> SegmentHeard:
    sound_ms = sum(min(end_ms, job.end_ms) - max(start_ms, job.start_ms) for start_ms, end_ms in job.sounds)
    return SegmentHeard(
        job.take_id, job.interview_id, job.leg_id, job.start_ms, job.end_ms, heard.text, sound_ms, heard.confidence
    )


def _shed(job: TranscribeSegment) -> None:
    log.info("segment_shed", take=job.take_id, leg=job.leg_id, start_ms=job.start_ms)
