"""The job `ProcessTake`: legs → rendition → transcript → preview, each told as an event.

Done twice it says the same again: event ids are made of the take and of what went in, so another leg or another model
gives other ids and the same input the same ones.
"""

import hashlib
from pathlib import Path

import structlog

from backend.contracts.events.live import WorkProgress
from backend.contracts.events.media import SegmentTranscribed, TakePreviewed, TakeProcessed, TakeTranscribed
from backend.contracts.jobs import ProcessTake
from backend.contracts.media import RenditionMedia
from backend.kernel.events import EventBus
from backend.kernel.storage import ObjectStore
from media.speech.model import SPEECH_MODEL_MISSING
from media.speech.transcript import KnownSegment
from media.workers.pool import ChildPool, TaskFailed
from media.workers.previews import Previews
from media.workers.progress import Progress
from media.workers.renditions import MadeRendition, Renditions
from media.workers.scratch import scratch_folder
from media.workers.segment_texts import SegmentTexts
from media.workers.speech_model import SpeechModel
from media.workers.tasks import Heard, Transcribe, Transcribing

_BASE_CPU_S = 300
_CPU_PER_AUDIO = 20.0
_WALL_PER_CPU = 3.0

log = structlog.get_logger()


class TakeProcessor:
    """One for the whole worker; `handle` runs several times at once."""

    def __init__(
        self,
        store: ObjectStore,
        bus: EventBus,
        progress: Progress,
        pool: ChildPool,
        model: SpeechModel,
        scratch: Path,
    ) -> None:
        self._store = store
        self._bus = bus
        self._progress = progress
        self._pool = pool
        self._model = model
        self._scratch = scratch
        self._renditions = Renditions(store, pool)
        self._texts = SegmentTexts(store)
        self._previews = Previews(store, pool, self._renditions)

    async def handle(self, job: ProcessTake) -> None:
        """Raises what a later try may mend: Unavailable of the store or of Redis."""
        with scratch_folder(self._scratch) as folder:
            if job.wants_rendition:
                await self._show(job, WorkProgress(job.take_id, "joining"))
            known = None if job.wants_rendition else await self._renditions.known(job.take_id)
            made = known or await self._renditions.make(job.take_id, folder)
            if job.wants_rendition:
                await self._say_processed(job, made)
            if made.media is not None:
                await self._show(job, WorkProgress(job.take_id, "playable"))
            if job.wants_transcript:
                await self._transcribe(job, made, folder)
            await self._say_previewed(job, made, folder)

    async def _show(self, job: ProcessTake, progress: WorkProgress) -> None:
        await self._progress.say(job.interview_id, progress)

    async def _say_processed(self, job: ProcessTake, made: MadeRendition) -> None:
        event = TakeProcessed(
            job.take_id, job.interview_id, made.media, made.gaps, made.problem, made.parts, made.began_at
        )
        await self._bus.publish(event, id=f"{job.take_id}:{made.source}:processed")
        log.info("take_processed", take=job.take_id, problem=made.problem)

    async def _say_previewed(self, job: ProcessTake, made: MadeRendition, folder: Path) -> None:
        preview = await self._previews.make(job.take_id, made, folder)
        if preview is not None:
            event = TakePreviewed(job.take_id, job.interview_id, preview)
            await self._bus.publish(event, id=f"{job.take_id}:{made.source}:previewed")

    async def _transcribe(self, job: ProcessTake, made: MadeRendition, folder: Path) -> None:
        model = await self._model.locate()
        source = hashlib.sha256(f"{made.source} {self._model.name} {job.language}".encode()).hexdigest()[:12]
        segments, problem = 0, None
        if made.media is None:
            problem = made.problem
        elif model is None:
            problem = SPEECH_MODEL_MISSING
        else:
            known = await self._texts.of_take(job.take_id, made.places, self._model.name, job.language)
            segments, problem = await self._say_segments(job, made.media, model, source, folder, known)
        event = TakeTranscribed(job.take_id, job.interview_id, segments, problem)
        await self._bus.publish(event, id=f"{job.take_id}:{source}:transcribed:{problem or 'whole'}")
        log.info("take_transcribed", take=job.take_id, segments=segments, problem=problem)
        if problem is None:
            await self._texts.drop_sound(job.take_id)

    async def _say_segments(
        self,
        job: ProcessTake,
        media: RenditionMedia,
        model: Path,
        source: str,
        folder: Path,
        known: list[KnownSegment],
    ) -> tuple[int, str | None]:
        """How many segments went out, and what went wrong. A child that dies is tried once more."""
        path = folder / Path(media.key).name
        if not path.is_file():
            await self._store.get_file(media.key, path)
        cpu_s = _BASE_CPU_S + round(_CPU_PER_AUDIO * media.duration_s)
        task = Transcribe(str(path), job.language, str(model), self._model.device, cpu_s, known)
        problem = None
        for _ in range(2):
            said = 0
            try:
                async for report in self._pool.run(task, wall_s=cpu_s * _WALL_PER_CPU):
                    if isinstance(report, Heard):
                        await self._say_segment(job, said, report, source)
                        said += 1
                    elif isinstance(report, Transcribing):
                        progress = WorkProgress(job.take_id, "transcribing", report.done, report.total)
                        await self._show(job, progress)
                return said, None
            except TaskFailed as failure:
                log.warning("transcription_failed", take=job.take_id, problem=failure.code, detail=failure.detail)
                problem = failure.code
                if not failure.is_the_childs_end:
                    break
        return said, problem

    async def _say_segment(self, job: ProcessTake, index: int, heard: Heard, source: str) -> None:
        segment = heard.segment
        event = SegmentTranscribed(
            take_id=job.take_id,
            interview_id=job.interview_id,
            index=index,
            start_s=segment.start_s,
            end_s=segment.end_s,
            text=segment.text,
            confidence=segment.confidence,
            words=segment.words,
            language=job.language,
            model=self._model.name,
        )
        await self._bus.publish(event, id=f"{job.take_id}:{source}:{index}")
