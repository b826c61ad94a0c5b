"""Makes what a player shows around a take's recording: thumbnail, strip of pictures, waveform, loudness."""

from pathlib import Path

import msgspec
import structlog

from backend.contracts.media import FilmStrip, RenditionMedia, StoredFile, TakePreview
from backend.kernel.storage import ObjectStore
from media.workers.pool import ChildPool, TaskFailed
from media.workers.preview import Preview
from media.workers.renditions import MadeRendition, Renditions, store_file
from media.workers.tasks import MakePreview, Previewed

_BASE_CPU_S = 60
_CPU_PER_MEDIA = 1.0
_WALL_PER_CPU = 3.0

log = structlog.get_logger()


class Previews:
    def __init__(self, store: ObjectStore, pool: ChildPool, renditions: Renditions) -> None:
        self._store = store
        self._pool = pool
        self._renditions = renditions

    async def make(self, take_id: str, made: MadeRendition, folder: Path) -> TakePreview | None:
        """The rendition's preview, made where an earlier job has not. None where there is nothing to show.

        A recording plays without it, so what goes wrong in the making is logged and no more. Raises: Unavailable.
        """
        media = made.media
        if media is None or (made.preview is not None and made.preview.source_sha256 == media.sha256):
            return made.preview
        try:
            found = await self._child_makes(media, folder)
        except TaskFailed as failure:
            log.warning("preview_failed", take=take_id, problem=failure.code, detail=failure.detail)
            return None
        stored = await self._stored(take_id, media, found)
        await self._renditions.keep(take_id, msgspec.structs.replace(made, preview=stored))
        return stored

    async def _child_makes(self, media: RenditionMedia, folder: Path) -> Preview:
        path = folder / Path(media.key).name
        if not path.is_file():
            await self._store.get_file(media.key, path)
        cpu_s = _BASE_CPU_S + round(_CPU_PER_MEDIA * media.duration_s)
        task = MakePreview(str(path), str(folder), media.duration_s, cpu_s)
        async for report in self._pool.run(task, wall_s=cpu_s * _WALL_PER_CPU):
            if isinstance(report, Previewed):
                return report.preview
        raise TaskFailed("media_failed", "no preview")

    async def _stored(self, take_id: str, media: RenditionMedia, found: Preview) -> TakePreview:
        strip = None
        if found.strip is not None:
            file = await self._file(take_id, found.strip.path, "image/jpeg")
            strip = FilmStrip(
                file, found.strip.tiles, found.strip.width, found.strip.height, round(found.strip.every_s, 3)
            )
        return TakePreview(
            source_sha256=media.sha256,
            thumbnail=await self._file(take_id, found.thumbnail, "image/jpeg") if found.thumbnail else None,
            strip=strip,
            peaks=await self._file(take_id, found.peaks, "application/json") if found.peaks else None,
            loudness_lufs=found.loudness_lufs,
        )

    async def _file(self, take_id: str, path: str, mime_type: str) -> StoredFile:
        return await store_file(self._store, take_id, Path(path), mime_type)
