"""Segments recognised while the answer runs: the node cuts them, the worker keeps their texts and uses them later."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from redis.asyncio import Redis

from backend.contracts.events.live import Caption
from backend.contracts.events.media import SegmentTranscribed, TakeTranscribed
from backend.contracts.jobs import ProcessTake, TranscribeSegment
from backend.contracts.media import TranscriptWord
from backend.kernel.crypto import Keyring
from backend.kernel.jobs import Jobs
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore, open_store
from media.node.segment_uploads import segment_key
from media.speech.transcript import RecognisedSegment, moved
from media.workers.leg_places import PlacedLeg
from media.workers.main import serve
from media.workers.rendition import HolePlace
from media.workers.segment_texts import SegmentText, SegmentTexts, text_key
from tests.kernel.waiting import until
from tests.media.speech.recordings import error_rate
from tests.media.workers.bus import is_transcribed, of_kind, said, watching
from tests.media.workers.legs import leg, store_leg
from tests.media.workers.spoken import LEG, cut, job_of, recorded

OTHER_WORDS = 0.05
"""Two recognitions of the same sound, cut differently, may hear an article as the other one."""


@pytest.fixture
def settings(make_settings: Callable[..., Settings], redis_url: str, model_dir: Path, redis: Redis) -> Settings:
    return make_settings(redis_url=redis_url, whisper_model=model_dir)


@pytest.fixture
def store(settings: Settings) -> ObjectStore:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return open_store(f"file://{settings.data_dir.absolute()}/objects", Keyring.from_settings(settings))


async def heard(redis: Redis, take_id: str) -> list[SegmentTranscribed]:
    await Jobs(redis).enqueue(ProcessTake(take_id, "int_1", "en"), id=take_id)
    await until(lambda: is_transcribed(redis, take_id), within_s=120)
    segments = of_kind(await said(redis, take_id), SegmentTranscribed)
    assert of_kind(await said(redis, take_id), TakeTranscribed) == [TakeTranscribed(take_id, "int_1", len(segments))]
    return segments


async def test_a_take_transcribed_while_it_ran_reads_like_one_that_was_not(
    settings: Settings, redis: Redis, store: ObjectStore, speech_dir: Path, tmp_path: Path
) -> None:
    answer = recorded(speech_dir, 4)
    for take_id in ("tak_1", "tak_2"):
        await store_leg(store, take_id, LEG, answer)
    segments = cut(answer, tmp_path)
    jobs = [job_of(segment, "tak_2") for segment in segments]
    for segment, job in zip(segments, jobs, strict=True):
        await store.put(job.key, segment.data)
    lost, *live = jobs
    await store.delete(lost.key)
    async with serve(settings, redis), watching(redis, "int_1") as seen:
        for number, job in enumerate(jobs):
            await Jobs(redis).enqueue(job, id=f"segment_{number}")

        async def is_known() -> bool:
            return all([await store.exists(text_key(job.key)) for job in live])

        await until(is_known, within_s=120)
        texts = SegmentTexts(store)
        kept = [await texts.get(text_key(job.key)) for job in live]
        captions = [Caption("tak_2", LEG, text.start_ms, text.segment.text) for text in kept if text and text.segment]

        async def is_shown() -> bool:
            return all(caption in seen for caption in captions)

        await until(is_shown)
        marked = [text and msgspec.structs.replace(text, segment=_doubted(text.segment)) for text in kept]
        for job, text in zip(live, marked, strict=True):
            await store.put(text_key(job.key), msgspec.json.encode(text))
        without, together = await heard(redis, "tak_1"), await heard(redis, "tak_2")

        async def is_clean() -> bool:
            return not [key for key in await store.list("takes/tak_2/segments/") if key.endswith(".webm")]

        await until(is_clean)

    whole, joined = (" ".join(segment.text for segment in each) for each in (without, together))
    assert error_rate([whole], [joined], "en") <= OTHER_WORDS, (whole, joined)
    assert len(live) >= 2
    assert sum(segment.confidence == 0.125 for segment in together) == len(live)
    for one, other in zip(without, together, strict=True):
        assert one.start_s == pytest.approx(other.start_s, abs=0.6)
        assert one.end_s == pytest.approx(other.end_s, abs=0.6)


def _doubted(segment: RecognisedSegment | None) -> RecognisedSegment | None:
    """Told apart by a confidence that no recognition gives."""
    return segment and msgspec.structs.replace(segment, confidence=0.125)


async def test_a_segment_that_comes_after_its_take_is_left_alone(
    settings: Settings, redis: Redis, store: ObjectStore, speech_dir: Path
) -> None:
    await store_leg(store, "tak_1", LEG, leg(2_000, None))
    late = TranscribeSegment("tak_1", "int_1", "en", LEG, 0, 0, 1_500, [(0, 1_500)], segment_key("tak_1", LEG, 0))
    async with serve(settings, redis):
        await heard(redis, "tak_1")
        await store.put(late.key, leg(2_000, None).data)
        await Jobs(redis).enqueue(late, id="late")

        async def is_done() -> bool:
            return not any((await Jobs(redis).depth()).values())

        await until(is_done)
    assert not await store.exists(text_key(late.key))


async def test_texts_of_another_model_language_or_leg_are_not_used(store: ObjectStore) -> None:
    words = [TranscriptWord("yes", 1.0, 1.5, 0.9)]
    segment = RecognisedSegment(1.0, 1.5, "yes", 0.9, words)
    texts = SegmentTexts(store)
    right = SegmentText(LEG, 400, 3_000, "en", "base", segment)
    others = [{"model": "small"}, {"language": "zh"}, {"leg_id": "leg_9"}]
    for index, text in enumerate([right, *(msgspec.structs.replace(right, **other) for other in others)]):
        key = segment_key("tak_1", LEG, index)
        await store.put(key, b"sound")
        await texts.keep(key, text)
        assert not await store.exists(key)
    await store.put(text_key(segment_key("tak_1", LEG, 9)), b"no json")
    [known] = await texts.of_take("tak_1", [PlacedLeg(LEG, 10_000, 5_000)], "base", "en")
    assert (known.start_ms, known.end_ms) == (10_400, 13_000)
    assert known.segment == moved(segment, 10_000)
    assert known.segment.words[0].start_s == 11.0


async def test_what_was_erased_meanwhile_leaves_no_text(store: ObjectStore) -> None:
    await SegmentTexts(store).keep("takes/t/segments/l/000000.webm", SegmentText(LEG, 0, 1, "en", "base", None))
    assert await store.list("takes/t") == []


def test_holes_in_a_leg_move_what_comes_after_them() -> None:
    place = PlacedLeg(LEG, 5_000, 8_000, [HolePlace(7_000, 3_000), HolePlace(9_000, 2_500)])
    at = {0: 5_000, 2_000: 7_000, 3_000: 7_000, 5_000: 7_000, 6_000: 8_000, 7_000: 9_000, 9_500: 9_000, 10_000: 9_500}
    assert {leg_ms: place.in_rendition(leg_ms) for leg_ms in at} == at
