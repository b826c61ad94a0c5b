"""What was seen a moment ago is given again: never older than what this process wrote, nor than its life."""

import asyncio
import gc
import weakref
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from backend.kernel.clock import utc_now
from backend.kernel.lately import Lately
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from tests.kernel.struct_samples import Question
from tests.kernel.test_live import Reader, listening
from tests.kernel.waiting import running, until

LONG_S = 3_600.0


class Numbers:
    """Counts its looks."""

    def __init__(self) -> None:
        self.looks = 0

    async def load(self) -> int:
        self.looks += 1
        return self.looks


async def test_what_was_seen_is_given_to_all_until_this_process_writes(mongo: Mongo) -> None:
    notes, numbers = mongo.collection("notes"), Numbers()
    lately = Lately[int](mongo.writes_to("notes", "others"), clock=utc_now, life_s=LONG_S)
    seen = [await lately.look("all", numbers.load) for _ in range(5)]
    assert seen == [1] * 5
    assert await lately.look("another", numbers.load) == 2
    await notes.insert_one({"_id": "n"})
    assert await lately.look("all", numbers.load) == 3
    await notes.find_one({"_id": "n"})
    await mongo.collection("elsewhere").insert_one({"_id": "n"})
    assert await lately.look("all", numbers.load) == 3
    await notes.update_many({}, {"$set": {"a": 1}})
    assert await lately.look("all", numbers.load) == 4


async def test_a_look_that_began_before_a_write_is_not_given_after_it(mongo: Mongo) -> None:
    lately = Lately[int](mongo.writes_to("notes"), clock=utc_now, life_s=LONG_S)
    begun, go_on, stored = asyncio.Event(), asyncio.Event(), 0

    async def load() -> int:
        found = stored
        begun.set()
        await go_on.wait()
        return found

    early = asyncio.create_task(lately.look("all", load))
    await begun.wait()
    sharing = asyncio.create_task(lately.look("all", load))
    stored = 1
    await mongo.collection("notes").insert_one({"_id": "n"})
    late = asyncio.create_task(lately.look("all", load))
    await asyncio.sleep(0)
    go_on.set()
    assert (await early, await sharing, await late) == (0, 0, 1)
    assert await lately.look("all", load) == 1


async def test_it_lives_no_longer_than_it_shall_by_any_clock() -> None:
    now, numbers = datetime(2026, 1, 1, tzinfo=UTC), Numbers()
    lately = Lately[int](clock=lambda: now, life_s=LONG_S)
    assert await lately.look("all", numbers.load) == 1
    now += timedelta(seconds=LONG_S - 1)
    assert await lately.look("all", numbers.load) == 1
    now += timedelta(seconds=2)
    assert await lately.look("all", numbers.load) == 2
    now -= timedelta(days=1)
    assert await lately.look("all", numbers.load) == 3
    short = Lately[int](clock=lambda: now, life_s=0.0)
    first = await short.look("all", numbers.load)

    async def is_another() -> bool:
        return await short.look("all", numbers.load) != first

    await until(is_another)


async def test_a_failure_is_not_kept_and_whoever_goes_leaves_the_look_to_the_others() -> None:
    lately, go_on = Lately[int](clock=utc_now, life_s=LONG_S), asyncio.Event()

    async def fails() -> int:
        raise LookupError("away")

    async def load() -> int:
        await go_on.wait()
        return 7

    with pytest.raises(LookupError):
        await lately.look("all", fails)
    one, other = (asyncio.create_task(lately.look("all", load)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    await asyncio.gather(one, return_exceptions=True)
    go_on.set()
    assert await other == 7


class Found:
    """What a look gives, large perhaps."""


async def test_what_is_over_is_kept_no_longer_though_nobody_asks_for_it_again() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    lately = Lately[Found](clock=lambda: now, life_s=LONG_S)
    kept = weakref.WeakSet[Found]()

    async def load() -> Found:
        kept.add(found := Found())
        return found

    for number in range(20):
        await lately.look(number, load)
    assert len(kept) == 20
    now += timedelta(seconds=LONG_S + 1)
    await lately.look("another", load)
    gc.collect()
    assert len(kept) == 1


async def test_what_other_processes_tell_live_ends_it_too(redis: Redis) -> None:
    here, elsewhere, numbers = LiveBus(redis), LiveBus(redis), Numbers()
    reader, lately = Reader(here), Lately[int](here.told("bookings:all"), clock=utc_now, life_s=LONG_S)
    assert await lately.look("all", numbers.load) == 1
    async with running(reader.run):
        await until(lambda: listening(redis))
        await elsewhere.publish("bookings:one", "changed", Question(1))
        await reader.has(1)
        assert await lately.look("all", numbers.load) == 1
        await elsewhere.publish("bookings:all", "changed", Question(2))
        await reader.has(2)
        assert await lately.look("all", numbers.load) == 2


async def test_of_a_topic_some_events_may_count_alone(redis: Redis) -> None:
    bus = LiveBus(redis)
    reader, rows, every = Reader(bus), bus.told("staff:all", "row"), bus.told("staff:all")
    async with running(reader.run):
        await until(lambda: listening(redis))
        for name in ("row", "pacing", "row"):
            await bus.publish("staff:all", name, Question(1))
        await reader.has(3)
    assert (rows(), every()) == (2, 3)
