"""A take's legs out of the object store: every chunk checked against its hash, joined to one file a leg."""

import asyncio
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from backend.contracts.media import ChunkRef, LegManifest, PhonePiece
from backend.kernel.errors import NotFound
from backend.kernel.storage import ObjectStore
from backend.kernel.streaming_aead import SealBroken


class FetchedLeg(msgspec.Struct, frozen=True):
    """`path` holds the leg's intact chunks in order; `lost_chunks` were missing or damaged.

    A leg whose first chunk is lost has no file header: it cannot be read, and `path` is None.
    """

    manifest: LegManifest
    path: Path | None
    lost_chunks: int


def manifest_keys(keys: list[str]) -> list[str]:
    """Of a take's keys, those of its legs' manifests (`takes/{take}/{leg}/manifest.json`)."""
    return [key for key in keys if key.endswith("/manifest.json") and key.count("/") == 3]


async def find_legs(store: ObjectStore, take_id: str) -> list[LegManifest]:
    """The take's legs in the order in which they were recorded. Raises: Unavailable (storage_unavailable)."""
    legs = []
    for key in manifest_keys(await store.list(f"takes/{take_id}/")):
        try:
            legs.append(msgspec.json.decode(await store.get(key), type=LegManifest))
        except (msgspec.ValidationError, msgspec.DecodeError, SealBroken):
            continue
    return sorted(legs, key=lambda leg: (leg.started_at, leg.leg_id))


async def find_pieces(store: ObjectStore, take_id: str) -> list[PhonePiece]:
    """What the phone sent of its own recording. Raises: Unavailable (storage_unavailable)."""
    pieces = []
    for key in await store.list(f"takes/{take_id}/"):
        if key.endswith("/phone.json"):
            with suppress(msgspec.DecodeError, SealBroken, NotFound):
                pieces.append(msgspec.json.decode(await store.get(key), type=PhonePiece))
    return sorted(pieces, key=lambda piece: (piece.began_at, piece.leg_id))


def source_digest(legs: Sequence[LegManifest | PhonePiece]) -> str:
    """What a rendition is made of, as 12 hex digits: another leg or a further chunk gives another digest."""
    digest = hashlib.sha256()
    for leg in legs:
        digest.update(leg.leg_id.encode())
        for chunk in leg.chunks:
            digest.update(chunk.sha256.encode())
    return digest.hexdigest()[:12]


async def fetch_piece(store: ObjectStore, piece: PhonePiece, folder: Path) -> Path | None:
    """The piece as one file; None where a part of it is gone. Raises: Unavailable."""
    path = folder / f"{piece.leg_id}.phone"
    with path.open("wb") as file:
        for chunk in piece.chunks:
            data = await _intact(store, chunk)
            if data is None:
                return None
            await asyncio.to_thread(file.write, data)
    return path


async def fetch_leg(store: ObjectStore, leg: LegManifest, folder: Path) -> FetchedLeg:
    """Write the leg's chunks to `{folder}/{leg_id}.webm`, leaving out what is damaged.

    Chunks are cut between clusters, so a reader goes on behind a missing one. Raises: Unavailable.
    """
    path = folder / f"{leg.leg_id}.webm"
    lost = 0
    with path.open("wb") as file:
        for chunk in sorted(leg.chunks, key=lambda chunk: chunk.index):
            data = await _intact(store, chunk)
            if data is None:
                lost += 1
                if chunk.index == 0:
                    return FetchedLeg(leg, None, len(leg.chunks))
            else:
                await asyncio.to_thread(file.write, data)
    return FetchedLeg(leg, path if leg.chunks else None, lost)


async def _intact(store: ObjectStore, chunk: ChunkRef) -> bytes | None:
    try:
        data = await store.get(chunk.key)
    except (NotFound, SealBroken):
        return None
    digest = await asyncio.to_thread(lambda content: hashlib.sha256(content).hexdigest(), data)
    return data if digest == chunk.sha256 else None
