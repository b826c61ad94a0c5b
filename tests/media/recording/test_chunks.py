"""When what a leg has becomes a chunk in the store."""

import asyncio
from datetime import timedelta

import pytest

from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore
from media.node.chunks import ChunkPolicy, LegUpload
from media.node.spool import Cluster, FileHeader, LegHead, SpoolWriter, spool_path
from tests.media.recording.house import manifest_of

CLUSTER_MS = 800


@pytest.mark.parametrize(("spooled_ms", "chunks"), [(800, 0), (3_200, 1), (4_000, 1)])
async def test_each_look_sends_what_is_there_though_a_cluster_is_still_under_way(
    spooled_ms: int, chunks: int, settings: Settings, store: ObjectStore, keyring: Keyring
) -> None:
    path, now = spool_path(settings.data_dir / "spool", "take_1", "leg_1"), utc_now()
    writer = SpoolWriter(path, keyring)
    writer.append([LegHead("take_1", "leg_1", "node_1", "room_1", now)])
    writer.append([FileHeader(b"header", video_codec=None, has_audio=True, is_settled=True)])
    for end_ms in range(CLUSTER_MS, spooled_ms + 1, CLUSTER_MS):
        writer.append([Cluster(b"cluster", end_ms, now + timedelta(milliseconds=end_ms))])
    upload = LegUpload(
        path,
        store,
        keyring,
        is_new=True,
        policy=ChunkPolicy(chunk_ms=4_000),
        slots=asyncio.Semaphore(1),
        on_trouble=lambda error: None,
    )
    await upload.advance(is_final=False)
    await upload.advance(is_final=False)
    writer.close()
    if chunks:
        manifest = await manifest_of(store, "take_1", "leg_1")
        assert (len(manifest.chunks), manifest.duration_ms) == (chunks, spooled_ms)
    else:
        assert await store.list("takes/") == []
