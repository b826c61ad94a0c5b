"""The job that makes an MP4 in idle time, over a real store and a real Redis."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import av
import pytest
from redis.asyncio import Redis

from backend.contracts.events.media import TakeTranscoded
from backend.contracts.jobs import TranscodeTake
from backend.contracts.media import RenditionMedia
from backend.kernel.events import EventBus
from backend.kernel.storage import ObjectStore
from media.workers.pool import ChildPool
from media.workers.renditions import Renditions
from media.workers.transcode_take import TakeTranscoder
from tests.media.workers.bus import of_kind, said
from tests.media.workers.legs import Leg, leg, store_leg

TAKE = "tak_1"


@pytest.fixture
async def pool() -> AsyncIterator[ChildPool]:
    async with ChildPool(1) as pool:
        yield pool


@pytest.fixture
def transcoder(store: ObjectStore, redis: Redis, pool: ChildPool, tmp_path: Path) -> TakeTranscoder:
    return TakeTranscoder(store, EventBus(redis), pool, tmp_path / "scratch")


async def rendition(store: ObjectStore, pool: ChildPool, folder: Path, recorded: Leg) -> RenditionMedia:
    await store_leg(store, TAKE, "leg_1", recorded)
    made = await Renditions(store, pool).make(TAKE, folder)
    assert made.media is not None
    return made.media


async def test_a_webm_gets_an_mp4_beside_it(
    transcoder: TakeTranscoder, store: ObjectStore, redis: Redis, pool: ChildPool, tmp_path: Path
) -> None:
    source = await rendition(store, pool, tmp_path, leg(2_000, "vp8"))
    await transcoder.handle(TranscodeTake(TAKE, "int_1", source.sha256))
    [told] = of_kind(await said(redis, TAKE), TakeTranscoded)
    assert (told.source_sha256, told.problem) == (source.sha256, None)
    made = told.rendition
    assert (made.key, made.mime_type, made.duration_s) == (f"takes/{TAKE}/copy.mp4", "video/mp4", source.duration_s)
    data = await store.get(made.key)
    assert (len(data), hashlib.sha256(data).hexdigest()) == (made.size_bytes, made.sha256)
    (tmp_path / "copy.mp4").write_bytes(data)
    with av.open(str(tmp_path / "copy.mp4")) as file:
        assert {stream.codec_context.name for stream in file.streams} == {"h264", "aac"}
    assert await store.exists(source.key)
    assert list((tmp_path / "scratch").iterdir()) == []


async def test_the_same_job_again_says_the_same_without_encoding(
    transcoder: TakeTranscoder, store: ObjectStore, redis: Redis, pool: ChildPool, tmp_path: Path
) -> None:
    source = await rendition(store, pool, tmp_path, leg(1_000, None))
    job = TranscodeTake(TAKE, "int_1", source.sha256)
    await transcoder.handle(job)
    await store.delete(source.key)
    await transcoder.handle(job)
    first, second = await said(redis, TAKE)
    assert first == second


async def test_a_rendition_that_is_gone_or_another_by_now_is_left_alone(
    transcoder: TakeTranscoder, store: ObjectStore, redis: Redis, pool: ChildPool, tmp_path: Path
) -> None:
    await transcoder.handle(TranscodeTake("tak_erased", "int_1", "00"))
    await rendition(store, pool, tmp_path, leg(1_000, None))
    await transcoder.handle(TranscodeTake(TAKE, "int_1", "00"))
    assert await said(redis, TAKE) == []


async def test_a_rendition_that_cannot_be_decoded_ends_in_a_clear_state(
    transcoder: TakeTranscoder, store: ObjectStore, redis: Redis, pool: ChildPool, tmp_path: Path
) -> None:
    source = await rendition(store, pool, tmp_path, leg(1_000, None))
    await store.put(source.key, b"no media at all" * 100)
    await transcoder.handle(TranscodeTake(TAKE, "int_1", source.sha256))
    [told] = of_kind(await said(redis, TAKE), TakeTranscoded)
    assert (told.rendition, told.problem) == (None, "media_failed")
    assert await store.exists(source.key)
