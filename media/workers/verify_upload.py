"""The job `VerifyUpload`: is it whole, is it what was meant, does it decode; then it is entered beside its parts."""

import asyncio
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import msgspec
import structlog

from backend.contracts.events.media import UploadVerified
from backend.contracts.jobs import VerifyUpload
from backend.contracts.media import ChunkRef, LegManifest, PhonePiece, UploadedMedia
from backend.kernel.errors import NotFound
from backend.kernel.events import EventBus
from backend.kernel.storage import ObjectStore
from backend.kernel.streaming_aead import SealBroken
from media.workers.pool import ChildPool, TaskFailed
from media.workers.scratch import scratch_folder
from media.workers.tasks import Probed, ProbeUpload

NODE_ID = "phone"
_BASE_CPU_S = 60
_CPU_PER_MB = 1.0
_WALL_PER_CPU = 3.0

log = structlog.get_logger()


class Joined(msgspec.Struct, frozen=True):
    """The upload as one file at `path`, with what its parts are."""

    path: Path
    chunks: list[ChunkRef]
    size_bytes: int
    sha256: str


class UploadVerifier:
    def __init__(self, store: ObjectStore, bus: EventBus, pool: ChildPool, scratch: Path) -> None:
        self._store = store
        self._bus = bus
        self._pool = pool
        self._scratch = scratch

    async def handle(self, job: VerifyUpload) -> None:
        """Raises what a later try may mend: Unavailable of the store or of Redis."""
        with scratch_folder(self._scratch) as folder:
            joined = await self._join(job, folder)
            if joined is None:
                await self._say(job, "", 0, None, "upload_damaged")
            elif job.sha256 is not None and job.sha256 != joined.sha256:
                await self._say(job, joined.sha256, joined.size_bytes, None, "checksum_mismatch")
            else:
                media, problem = await self._probe(joined)
                if media is not None:
                    await self._enter(job, joined, media)
                await self._say(job, joined.sha256, joined.size_bytes, media, problem)

    async def _join(self, job: VerifyUpload, folder: Path) -> Joined | None:
        """None where a part is gone or does not open."""
        path, whole, chunks, size_bytes = folder / "upload", hashlib.sha256(), [], 0
        with path.open("wb") as file:
            for index, part in enumerate(job.parts):
                try:
                    data = await self._store.get(part.key)
                except (NotFound, SealBroken):
                    return None
                digest = await asyncio.to_thread(_written, file, whole, data)
                chunks.append(ChunkRef(index, part.key, len(data), digest))
                size_bytes += len(data)
        return Joined(path, chunks, size_bytes, whole.hexdigest())

    async def _probe(self, joined: Joined) -> tuple[UploadedMedia | None, str | None]:
        cpu_s = _BASE_CPU_S + round(_CPU_PER_MB * joined.size_bytes / 1e6)
        try:
            async for report in self._pool.run(ProbeUpload(str(joined.path), cpu_s), wall_s=cpu_s * _WALL_PER_CPU):
                if isinstance(report, Probed):
                    return report.media, None
        except TaskFailed as failure:
            log.info("upload_unreadable", problem=failure.code, detail=failure.detail)
        return None, "media_unreadable"

    async def _enter(self, job: VerifyUpload, joined: Joined, media: UploadedMedia) -> None:
        """Beside the parts: a leg of a take of its own, or a piece of the phone's recording."""
        folder = f"takes/{job.take_id}/{job.leg_id}"
        if job.source == "two_path":
            piece = PhonePiece(
                job.take_id, job.leg_id, job.upload_id, job.recording, job.began_at, job.chunks, joined.chunks
            )
            await self._store.put(f"{folder}/phone.json", msgspec.json.encode(piece))
            return
        duration_ms = round(media.duration_s * 1000)
        video = next((codec for codec in media.codecs if codec in ("vp8", "h264")), None)
        manifest = LegManifest(
            take_id=job.take_id,
            leg_id=job.leg_id,
            node_id=NODE_ID,
            started_at=job.began_at,
            ended_at=job.began_at + timedelta(milliseconds=duration_ms),
            duration_ms=duration_ms,
            video_codec="h264" if video == "h264" else "vp8" if video == "vp8" else None,
            has_audio="audio" in media.kinds,
            is_final=True,
            chunks=joined.chunks,
        )
        await self._store.put(f"{folder}/manifest.json", msgspec.json.encode(manifest))

    async def _say(
        self, job: VerifyUpload, sha256: str, size_bytes: int, media: UploadedMedia | None, problem: str | None
    ) -> None:
        event = UploadVerified(job.upload_id, sha256, size_bytes, media, problem)
        await self._bus.publish(event, id=f"{job.upload_id}:verified:{problem or sha256[:12]}")
        log.info("upload_verified", upload=job.upload_id, problem=problem)


def _written(file: BinaryIO, whole: "hashlib._Hash", data: bytes) -> str:
    file.write(data)
    whole.update(data)
    return hashlib.sha256(data).hexdigest()
