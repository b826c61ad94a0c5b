"""Under load the words of running answers are dropped first, nothing that counts waits for them, and they come back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from backend.contracts.events.live import Caption
from backend.contracts.events.media import SegmentTranscribed
from backend.contracts.jobs import ProcessTake
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.jobs import Jobs
from backend.kernel.settings import Settings
from backend.kernel.storage import open_store
from media.workers.main import serve
from media.workers.segment_texts import text_key
from media.workers.transcribe_segment import SHED_AFTER_S
from tests.kernel.waiting import until
from tests.media.speech.recordings import error_rate
from tests.media.workers.bus import is_transcribed, of_kind, said, watching
from tests.media.workers.legs import store_leg
from tests.media.workers.spoken import LEG, cut, job_of, recorded


@pytest.fixture
def settings(make_settings: Callable[..., Settings], redis_url: str, model_dir: Path, redis: Redis) -> Settings:
    return make_settings(redis_url=redis_url, whisper_model=model_dir, worker_processes=1)


async def test_what_waited_too_long_is_shed_and_captions_return(
    settings: Settings, redis: Redis, speech_dir: Path, tmp_path: Path
) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = open_store(f"file://{settings.data_dir.absolute()}/objects", Keyring.from_settings(settings))
    answer = recorded(speech_dir, 3)
    segments = cut(answer, tmp_path)
    *old, fresh = [job_of(segment, "tak_1") for segment in segments]
    assert old, "the answer has several segments"
    for take_id in ("tak_1", "tak_2"):
        await store_leg(store, take_id, LEG, answer)
    for segment in segments:
        await store.put(job_of(segment, "tak_1").key, segment.data)
    queue, long_ago = Jobs(redis), utc_now() - timedelta(seconds=SHED_AFTER_S + 1)

    async def is_idle() -> bool:
        return not any((await queue.depth()).values())

    async with watching(redis, "int_1") as seen:

        def captions() -> list[Caption]:
            return [each for each in seen if isinstance(each, Caption)]

        for number, segment in enumerate(segments[:-1]):
            await queue.enqueue(job_of(segment, "tak_1", long_ago), id=f"old_{number}")
        await queue.enqueue(ProcessTake("tak_2", "int_1", "en"), id="tak_2")
        async with serve(settings, redis):
            await until(lambda: is_transcribed(redis, "tak_2"), within_s=120)
            await until(is_idle, within_s=120)
            assert captions() == []
            for job in old:
                assert await store.exists(job.key), "its sound waits for the whole take"
                assert not await store.exists(text_key(job.key))

            await queue.enqueue(job_of(segments[-1], "tak_1", utc_now()), id="fresh")

            async def is_shown() -> bool:
                return bool(captions()) and await store.exists(text_key(fresh.key))

            # Where the machine stood still until it was too old as well, somebody says it again.
            async def is_shown_or_again() -> bool:
                if not await is_shown() and await is_idle():
                    await queue.enqueue(job_of(segments[-1], "tak_1", utc_now()), id="fresh")
                return await is_shown()

            await until(is_shown_or_again, within_s=120)
            assert {caption.start_ms for caption in captions()} == {fresh.start_ms}
            await queue.enqueue(ProcessTake("tak_1", "int_1", "en"), id="tak_1")
            await until(lambda: is_transcribed(redis, "tak_1"), within_s=120)
            shed, whole = [
                " ".join(each.text for each in of_kind(await said(redis, take_id), SegmentTranscribed))
                for take_id in ("tak_1", "tak_2")
            ]
    assert error_rate([whole], [shed], "en") <= 0.05, (whole, shed)
