import hashlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from redis.asyncio import Redis

from backend.contracts.events.media import (
    SegmentTranscribed,
    TakePreviewed,
    TakeProcessed,
    TakeTranscoded,
    TakeTranscribed,
)
from backend.contracts.jobs import ProcessTake, TranscodeTake
from backend.contracts.media import RenditionMedia
from backend.kernel.crypto import Keyring
from backend.kernel.environment import to_environ
from backend.kernel.jobs import Jobs
from backend.kernel.processes import alive
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore, open_store
from media.speech.silero import SAMPLE_RATE, Samples
from media.workers.main import serve
from media.workers.renditions import MadeRendition, record_key
from media.workers.scratch import scratch_folder, sweep
from media.workers.stills import THUMBNAIL_MAX_BYTES
from media.workers.transcode_take import MadeCopy, copy_record_key
from media.workers.waveform import PER_SECOND, Peaks
from tests.kernel.waiting import until
from tests.media.speech.recordings import clips, error_rate, pcm_of
from tests.media.workers.bus import is_transcribed, of_kind, said, watching
from tests.media.workers.legs import leg, store_leg

TAKE = "tak_1"
JOB = ProcessTake(TAKE, "int_1", "en")


@pytest.fixture
def settings(make_settings: Callable[..., Settings], redis_url: str, model_dir: Path, redis: Redis) -> Settings:
    return make_settings(redis_url=redis_url, whisper_model=model_dir)


@pytest.fixture
def store(settings: Settings) -> ObjectStore:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return open_store(f"file://{settings.data_dir.absolute()}/objects", Keyring.from_settings(settings))


async def is_nothing_left(redis: Redis) -> bool:
    return not any((await Jobs(redis).depth()).values())


async def work_off(settings: Settings, redis: Redis, job: ProcessTake = JOB, job_id: str = "job_1") -> None:
    """Enqueue the job, run a worker until no job is left."""
    await Jobs(redis).enqueue(job, id=job_id)
    async with serve(settings, redis):
        await until(lambda: is_nothing_left(redis), within_s=120)


def answer(speech_dir: Path, count: int) -> tuple[Samples, str]:
    """`count` utterances with 3 s of silence between, and what they say."""
    chosen = clips(speech_dir, "en")[:count]
    silence = np.zeros(3 * SAMPLE_RATE, np.float32)
    parts = [part for clip in chosen for part in (pcm_of(speech_dir, clip), silence)]
    return np.concatenate(parts), " ".join(clip["text"] for clip in chosen)


async def test_two_legs_become_a_rendition_and_a_transcript(
    settings: Settings, redis: Redis, store: ObjectStore, speech_dir: Path
) -> None:
    pcm, text = answer(speech_dir, 2)
    half = len(pcm) // SAMPLE_RATE // 2 * SAMPLE_RATE
    cut = next(at for at in range(half, len(pcm) - 4_800, 1_600) if np.abs(pcm[at : at + 4_800]).max() < 0.01)
    cut -= cut % (SAMPLE_RATE // 50)
    first = leg(cut * 1000 // SAMPLE_RATE, speech=pcm[:cut])
    second = leg((len(pcm) - cut) * 1000 // SAMPLE_RATE // 20 * 20, speech=pcm[cut:])
    await store_leg(store, TAKE, "leg_1", first)
    await store_leg(store, TAKE, "leg_2", second, after_s=first.duration_ms / 1000 + 2.5)
    await work_off(settings, redis)

    events = await said(redis, TAKE)
    [processed], [transcribed] = of_kind(events, TakeProcessed), of_kind(events, TakeTranscribed)
    made = processed.rendition
    assert made is not None
    assert (made.key, made.mime_type, processed.problem) == (f"takes/{TAKE}/rendition.webm", "video/webm", None)
    assert abs(made.duration_s - (first.duration_ms + second.duration_ms) / 1000) <= 0.05
    data = await store.get(made.key)
    assert (len(data), hashlib.sha256(data).hexdigest()) == (made.size_bytes, made.sha256)
    [gap] = processed.gaps
    assert (abs(gap.at_s - first.duration_ms / 1000) < 0.05, gap.lost_ms) == (True, 2_500)

    segments = of_kind(events, SegmentTranscribed)
    assert transcribed.segments == len(segments) >= 2
    assert [segment.index for segment in segments] == list(range(len(segments)))
    assert error_rate([text], [" ".join(segment.text for segment in segments)], "en") < 0.25
    assert all(0 <= word.start_s <= word.end_s <= made.duration_s for s in segments for word in s.words)
    assert list((settings.data_dir / "scratch").iterdir()) == []

    [previewed] = of_kind(events, TakePreviewed)
    preview = previewed.preview
    assert preview.source_sha256 == made.sha256
    assert preview.thumbnail.size_bytes <= THUMBNAIL_MAX_BYTES
    for file in (preview.thumbnail, preview.strip.file, preview.peaks):
        assert hashlib.sha256(await store.get(file.key)).hexdigest() == file.sha256
    peaks = msgspec.json.decode(await store.get(preview.peaks.key), type=Peaks).peaks
    assert abs(len(peaks) / PER_SECOND - made.duration_s) <= 0.1
    assert -45 < preview.loudness_lufs < -5


async def test_the_work_is_shown_step_by_step(
    settings: Settings, redis: Redis, store: ObjectStore, speech_dir: Path
) -> None:
    pcm, _ = answer(speech_dir, 2)
    await store_leg(store, TAKE, "leg_1", leg(len(pcm) * 1000 // SAMPLE_RATE // 20 * 20, None, speech=pcm))
    async with watching(redis, "int_1") as seen:
        await work_off(settings, redis)

        async def is_shown() -> bool:
            return bool(seen) and seen[-1].total > 0 and seen[-1].done == seen[-1].total

        await until(is_shown)
    total = seen[-1].total
    assert total >= 2
    assert [(each.step, each.done, each.total) for each in seen] == [
        ("joining", 0, 0),
        ("playable", 0, 0),
        *(("transcribing", done, total) for done in range(total + 1)),
    ]


async def test_the_same_job_again_says_the_same_again(
    settings: Settings, redis: Redis, store: ObjectStore, speech_dir: Path
) -> None:
    pcm, _ = answer(speech_dir, 1)
    await store_leg(store, TAKE, "leg_1", leg(len(pcm) * 1000 // SAMPLE_RATE // 20 * 20, None, speech=pcm))
    await work_off(settings, redis)
    first = await said(redis, TAKE)
    await work_off(settings, redis, job_id="job_2")
    assert (await said(redis, TAKE))[len(first) :] == first


async def test_a_leg_recovered_later_makes_another_rendition(
    settings: Settings, redis: Redis, store: ObjectStore
) -> None:
    await store_leg(store, TAKE, "leg_2", leg(2_000, None), after_s=10)
    await work_off(settings, redis)
    await store_leg(store, TAKE, "leg_1", leg(3_000, None))
    await work_off(settings, redis, job_id="job_2")
    events = await said(redis, TAKE)
    durations = [event.rendition.duration_s for event in of_kind(events, TakeProcessed)]
    assert [round(duration) for duration in durations] == [2, 5]
    assert len({name for name, event in events if isinstance(event, TakeProcessed)}) == 2


async def test_a_corrupt_chunk_costs_itself_alone(settings: Settings, redis: Redis, store: ObjectStore) -> None:
    manifest = await store_leg(store, TAKE, "leg_1", leg(9_000, "vp8"), seconds_a_chunk=3)
    await store.put(manifest.chunks[1].key, b"\0" * manifest.chunks[1].size_bytes)
    await work_off(settings, redis)
    [processed] = of_kind(await said(redis, TAKE), TakeProcessed)
    assert processed.rendition is not None
    assert processed.problem == "media_damaged"
    assert abs(processed.rendition.duration_s - 6) < 0.1
    assert [(round(gap.at_s), round(gap.lost_ms / 1000)) for gap in processed.gaps] == [(3, 3)]
    assert await store.exists(manifest.chunks[1].key)


async def test_a_take_without_legs_ends_in_a_clear_state(settings: Settings, redis: Redis) -> None:
    await work_off(settings, redis)
    assert [event for _, event in await said(redis, TAKE)] == [
        TakeProcessed(TAKE, "int_1", None, [], "no_media"),
        TakeTranscribed(TAKE, "int_1", 0, "no_media"),
    ]


async def test_an_unreadable_take_keeps_its_original(settings: Settings, redis: Redis, store: ObjectStore) -> None:
    broken = msgspec.structs.replace(leg(2_000, None), pieces=[random.Random(7).randbytes(5_000)])
    manifest = await store_leg(store, TAKE, "leg_1", broken)
    await work_off(settings, redis)
    [processed] = of_kind(await said(redis, TAKE), TakeProcessed)
    assert (processed.rendition, processed.problem) == (None, "media_unreadable")
    assert await store.exists(manifest.chunks[0].key)


async def test_without_a_model_the_rendition_is_made_and_the_transcript_waits(
    settings: Settings, redis: Redis, store: ObjectStore, speech_dir: Path, tmp_path: Path
) -> None:
    pcm, _ = answer(speech_dir, 1)
    await store_leg(store, TAKE, "leg_1", leg(len(pcm) * 1000 // SAMPLE_RATE // 20 * 20, None, speech=pcm))
    (tmp_path / "empty").mkdir()
    without = msgspec.structs.replace(settings, whisper_model=str(tmp_path / "empty"))
    await Jobs(redis).enqueue(JOB, id="job_1")
    async with serve(without, redis):
        await until(lambda: is_transcribed(redis, TAKE), within_s=90)

        async def says_so() -> bool:
            return [status.problems for status in await alive(redis)] == [["speech_model_missing"]]

        await until(says_so)
        await until(lambda: is_nothing_left(redis), within_s=90)
    events = await said(redis, TAKE)
    assert of_kind(events, TakeProcessed)[0].rendition is not None
    assert of_kind(events, TakeTranscribed) == [TakeTranscribed(TAKE, "int_1", 0, "speech_model_missing")]

    await work_off(settings, redis, ProcessTake(TAKE, "int_1", "en", wants_rendition=False), "job_2")
    events = await said(redis, TAKE)
    assert len(of_kind(events, TakeProcessed)) == 1
    assert of_kind(events, TakeTranscribed)[-1] == TakeTranscribed(TAKE, "int_1", 1)


async def test_a_worker_takes_on_idle_work_too(settings: Settings, redis: Redis, store: ObjectStore) -> None:
    """The copy is there already, so that no child of low priority has to get its turn on a busy machine."""
    media = RenditionMedia(f"takes/{TAKE}/rendition.webm", "audio/webm", 9, "ab" * 32, 3.0)
    copy = msgspec.structs.replace(media, key=f"takes/{TAKE}/copy.mp4", mime_type="audio/mp4")
    await store.put(record_key(TAKE), msgspec.json.encode(MadeRendition("legs", media, [], None)))
    await store.put(copy_record_key(TAKE), msgspec.json.encode(MadeCopy(media.sha256, copy)))
    await Jobs(redis).enqueue(TranscodeTake(TAKE, "int_1", media.sha256), id="job_1")
    async with serve(settings, redis):
        await until(lambda: is_nothing_left(redis), within_s=90)
    [(_, told)] = await said(redis, TAKE)
    assert told == TakeTranscoded(TAKE, "int_1", media.sha256, copy)


def start_worker(settings: Settings) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.media.workers.worker_process"], env={**os.environ, **to_environ(settings)}
    )


async def test_a_worker_killed_in_the_middle_is_followed_by_one_that_finishes(
    settings: Settings, redis: Redis, store: ObjectStore, speech_dir: Path
) -> None:
    pcm, _ = answer(speech_dir, 4)
    await store_leg(store, TAKE, "leg_1", leg(len(pcm) * 1000 // SAMPLE_RATE // 20 * 20, None, speech=pcm))
    await Jobs(redis).enqueue(JOB, id="job_1")

    async def has_begun() -> bool:
        return bool(of_kind(await said(redis, TAKE), SegmentTranscribed))

    first = start_worker(settings)
    try:
        await until(has_begun, within_s=120)
    finally:
        first.kill()
        first.wait()
    assert not await is_transcribed(redis, TAKE)
    second = start_worker(settings)
    try:
        await until(lambda: is_transcribed(redis, TAKE), within_s=120)
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=60) == 0
    finally:
        second.kill()
        second.wait()
    events = await said(redis, TAKE)
    [transcribed] = of_kind(events, TakeTranscribed)
    segments = {name: event for name, event in events if isinstance(event, SegmentTranscribed)}
    assert sorted(event.index for event in segments.values()) == list(range(transcribed.segments))
    assert len({name for name, event in events if isinstance(event, TakeProcessed)}) == 1
    assert list((settings.data_dir / "scratch").iterdir()) == []


def test_folders_of_dead_workers_are_swept_and_live_ones_left(tmp_path: Path) -> None:
    dead = tmp_path / "job_dead"
    dead.mkdir()
    (dead / ".lock").touch()
    with scratch_folder(tmp_path) as live:
        assert sweep(tmp_path) == 1
        assert live.is_dir()
    assert list(tmp_path.iterdir()) == []
