"""Makes a take's rendition and remembers of what it was made, so that a repeated job finds it done."""

import asyncio
import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from backend.contracts.media import (
    LegManifest,
    MediaGap,
    PhonePiece,
    RenditionMedia,
    StoredFile,
    TakePart,
    TakePreview,
)
from backend.kernel.errors import NotFound
from backend.kernel.storage import ObjectStore
from backend.kernel.streaming_aead import SealBroken
from media.workers.assemble import FetchedLeg, fetch_leg, fetch_piece, find_legs, find_pieces, source_digest
from media.workers.leg_places import PlacedLeg, placed_legs
from media.workers.pool import ChildPool, TaskFailed
from media.workers.rendition import Rendition
from media.workers.tasks import Joined, JoinLegs, JoinTwoPaths
from media.workers.two_path_files import LegInRoom, PhoneFile

_BASE_CPU_S = 60
_CPU_PER_MEDIA = 2.0
_WALL_PER_CPU = 3.0
LEAST_GAP_MS = 250
"""Where the phone filled a gap, less than this is the clocks' difference."""


class MadeRendition(msgspec.Struct, frozen=True):
    """Stored as `takes/{take}/rendition.json`. `source`: digest of the legs; `problem` media_damaged: parts lost.

    `preview` is added once it is made. `places` says where the legs lie, `parts` what came from where. `began_at` is
    the rendition's time 0 on the node's clock, where all of it came through the room.
    """

    source: str
    media: RenditionMedia | None
    gaps: list[MediaGap]
    problem: str | None
    preview: TakePreview | None = None
    places: list[PlacedLeg] = []
    parts: list[TakePart] = []
    began_at: datetime | None = None


def record_key(take_id: str) -> str:
    return f"takes/{take_id}/rendition.json"


class Renditions:
    def __init__(self, store: ObjectStore, pool: ChildPool) -> None:
        self._store = store
        self._pool = pool

    async def known(self, take_id: str) -> MadeRendition | None:
        """What an earlier job made, if anything."""
        try:
            return msgspec.json.decode(await self._store.get(record_key(take_id)), type=MadeRendition)
        except (NotFound, SealBroken, msgspec.ValidationError, msgspec.DecodeError):
            return None

    async def make(self, take_id: str, folder: Path) -> MadeRendition:
        """Join the legs that are in the store now; the same legs again give what was made before.

        Raises: Unavailable.
        """
        legs = await find_legs(self._store, take_id)
        pieces = await find_pieces(self._store, take_id)
        source = source_digest([*legs, *pieces])
        known = await self.known(take_id)
        if known is not None and known.source == source:
            return known
        if not any(leg.chunks for leg in legs) and not pieces:
            return MadeRendition(source, None, [], "no_media")
        fetched = [await fetch_leg(self._store, leg, folder) for leg in legs]
        files = [(piece, await fetch_piece(self._store, piece, folder)) for piece in pieces]
        phone = [(piece, path) for piece, path in files if path is not None]
        made = await self._join(take_id, source, [leg for leg in fetched if leg.path], phone, folder)
        is_damaged = made.media is not None and any(leg.lost_chunks for leg in fetched)
        if is_damaged:
            made = msgspec.structs.replace(made, problem="media_damaged")
        await self.keep(take_id, made)
        return made

    async def keep(self, take_id: str, made: MadeRendition) -> None:
        """Raises: Unavailable."""
        await self._store.put(record_key(take_id), msgspec.json.encode(made))

    async def _join(
        self,
        take_id: str,
        source: str,
        legs: list[FetchedLeg],
        phone: list[tuple[PhonePiece, Path]],
        folder: Path,
    ) -> MadeRendition:
        media_s = sum(leg.manifest.duration_ms for leg in legs) / 1000
        cpu_s = _BASE_CPU_S + round(_CPU_PER_MEDIA * media_s)
        task: JoinLegs | JoinTwoPaths = JoinLegs([str(leg.path) for leg in legs], str(folder), cpu_s)
        if phone:
            task = two_path_task(legs, phone, folder, cpu_s + _BASE_CPU_S)
        try:
            rendition = await self._child_joins(task)
        except TaskFailed:
            return MadeRendition(source, None, [], "media_unreadable")
        media = await store_rendition(self._store, take_id, rendition)
        places = placed_legs([leg.manifest.leg_id for leg in legs], rendition)
        found = gaps([leg.manifest for leg in legs], rendition)
        began_at = None if phone else begin([leg.manifest for leg in legs], rendition)
        return MadeRendition(source, media, found, None, places=places, parts=rendition.parts, began_at=began_at)

    async def _child_joins(self, task: JoinLegs | JoinTwoPaths) -> Rendition:
        """A child that dies over the same media twice will die a third time."""
        for attempt in (1, 2):
            try:
                async for report in self._pool.run(task, wall_s=task.cpu_s * _WALL_PER_CPU):
                    if isinstance(report, Joined):
                        return report.rendition
            except TaskFailed as failure:
                if not failure.is_the_childs_end:
                    raise
                if attempt == 2:
                    raise TaskFailed("media_unreadable", failure.detail) from failure
        raise TaskFailed("media_unreadable", "no rendition")


def begin(legs: list[LegManifest], rendition: Rendition) -> datetime | None:
    """When the rendition's time 0 was."""
    if not rendition.legs:
        return None
    first = rendition.legs[0]
    return legs[first.index].started_at - timedelta(milliseconds=first.begin_ms)


def gaps(legs: list[LegManifest], rendition: Rendition) -> list[MediaGap]:
    """Between legs: wall clock from the last packet of one to the first of the next, less what the phone filled.
    Within legs: the holes.
    """
    found = [MediaGap(hole.at_ms / 1000, hole.lost_ms) for hole in rendition.holes]
    for before, after in zip(rendition.legs, rendition.legs[1:], strict=False):
        ended_at = legs[before.index].started_at + timedelta(milliseconds=legs[before.index].duration_ms)
        filled_ms = after.begin_ms - before.begin_ms - before.duration_ms
        lost_ms = round((legs[after.index].started_at - ended_at) / timedelta(milliseconds=1)) - filled_ms
        if not filled_ms or lost_ms >= LEAST_GAP_MS:
            found.append(MediaGap(after.begin_ms / 1000, max(0, lost_ms)))
    return sorted(found, key=lambda gap: gap.at_s)


def two_path_task(
    legs: list[FetchedLeg], phone: list[tuple[PhonePiece, Path]], folder: Path, cpu_s: int
) -> JoinTwoPaths:
    """All times from the first piece's begin on."""
    zero = phone[0][0].began_at
    return JoinTwoPaths(
        legs=[
            LegInRoom(
                str(leg.path),
                _ms_since(zero, leg.manifest.started_at),
                leg.manifest.duration_ms,
                [(lost.start_ms, lost.end_ms) for lost in leg.manifest.lost],
            )
            for leg in legs
        ],
        files=[PhoneFile(str(path), _ms_since(zero, piece.began_at)) for piece, path in phone],
        folder=str(folder),
        cpu_s=cpu_s,
    )


def _ms_since(zero: datetime, at: datetime) -> int:
    return round((at - zero) / timedelta(milliseconds=1))


async def store_rendition(store: ObjectStore, take_id: str, rendition: Rendition) -> RenditionMedia:
    """Under the name that its file has. Raises: Unavailable."""
    file = await store_file(store, take_id, Path(rendition.path), rendition.mime_type)
    return RenditionMedia(
        key=file.key,
        mime_type=file.mime_type,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        duration_s=rendition.duration_s,
        width=rendition.width,
        height=rendition.height,
        codecs=rendition.codecs,
    )


async def store_file(store: ObjectStore, take_id: str, path: Path, mime_type: str) -> StoredFile:
    """As `takes/{take}/{name of the file}`. Raises: Unavailable."""
    size_bytes, digest = await asyncio.to_thread(_size_and_sha256, path)
    key = f"takes/{take_id}/{path.name}"
    await store.put_file(key, path)
    return StoredFile(key, mime_type, size_bytes, digest)


def _size_and_sha256(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
