import msgspec
import pytest

from backend.contracts.events.media import SegmentSpoken, TakeProcessed
from backend.contracts.jobs import TranscribeSegment
from backend.interviews import processing
from backend.kernel.events import EventBus
from backend.kernel.jobs import stream_of

from .house import House, until

SEGMENT = "media.transcribe_segment"


async def jobs(house: House) -> list[TranscribeSegment]:
    rows = await house.resources.redis.xrange(stream_of(SEGMENT))
    return [msgspec.json.decode(fields[b"data"], type=TranscribeSegment) for _, fields in rows]


@pytest.fixture
async def spoken(house: House) -> SegmentSpoken:
    """The first segment of an answer that runs."""
    interview = await house.interview(("voice",))
    seat = await house.as_candidate(interview)
    await seat.start()
    for kind in ("continue", "start_answer"):
        assert (await seat.say(kind)).status_code == 200
    take = (await house.stored(interview.id)).takes[0]
    key = f"takes/{take.id}/segments/leg_1/000000.webm"
    return SegmentSpoken(interview.room, take.id, "leg_1", 0, 0, 80, 4_000, [(0, 4_500)], key)


async def test_what_was_said_is_given_to_the_workers_in_its_language(house: House, spoken: SegmentSpoken) -> None:
    bus = EventBus(house.resources.redis)
    await bus.publish(spoken)
    await bus.publish(spoken)
    await until(lambda: jobs(house))
    [job] = await jobs(house)
    assert (job.take_id, job.language, job.key) == (spoken.take_id, "en", spoken.key)
    assert (job.begin_ms, job.start_ms, job.end_ms) == (0, 80, 4_000)
    assert job.asked_at is not None, "under load what was asked long ago is dropped"


async def test_nothing_is_asked_about_what_is_over_or_unknown(house: House, spoken: SegmentSpoken) -> None:
    interview = await house.parts.interviews.with_take(spoken.take_id)
    assert interview is not None
    done = TakeProcessed(spoken.take_id, interview.id, None, [], "no_media")
    await house.apply(interview.id, lambda known, now: processing.take_processed(known, done, now))
    other = msgspec.structs.replace(spoken, take_id="tak_other")
    gone = msgspec.structs.replace(spoken, room="room_gone")
    bus = EventBus(house.resources.redis)
    for event in (spoken, other, gone):
        await bus.publish(event)

    async def is_heard() -> bool:
        groups = await house.resources.redis.xinfo_groups("gr:events")
        return all(group["lag"] == 0 and group["pending"] == 0 for group in groups)

    await until(is_heard)
    assert await jobs(house) == []
