import asyncio
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedRedis
from backend.kernel.clock import utc_now
from backend.kernel.events import STREAM, EventBus, Received
from backend.kernel.mongo import Mongo
from backend.kernel.outbox import OutboxRelay
from backend.kernel.published import Published
from backend.kernel.redis import connect_redis
from backend.kernel.repository import Repository
from tests.kernel.struct_samples import Noted, Thing
from tests.kernel.waiting import running, until


async def published(redis: Redis) -> list[int]:
    rows = await redis.xrange(STREAM)
    return [msgspec.json.decode(fields[b"data"], type=Noted).number for _, fields in rows]


async def outboxes(mongo: Mongo) -> int:
    return await mongo.collection("things").count({"outbox_at": {"$exists": True}})


async def test_saved_events_are_heard_at_once_and_in_order(mongo: Mongo, redis: Redis) -> None:
    bus = EventBus(redis)
    relay = OutboxRelay(mongo, bus, ["things"])
    things = Repository(mongo, "things", Thing, relay=relay)
    heard: asyncio.Queue[int] = asyncio.Queue()

    async def hear(received: Received[Noted]) -> None:
        await heard.put(received.event.number)

    async with running(relay.run, bus.subscribe("g", {Noted: hear}).run):
        thing = await things.insert(Thing(id="t", name="t"), [Noted("t", 0)])
        for number in range(1, 10):
            thing = await things.save(thing, [Noted("t", 2 * number - 1), Noted("t", 2 * number)])
        assert [await asyncio.wait_for(heard.get(), 30) for _ in range(19)] == list(range(19))

        async def emptied() -> bool:
            return await outboxes(mongo) == 0

        await until(emptied)
    assert await things.get("t") == thing
    row = await things.collection.find_one({"_id": "t"})
    assert row is not None
    assert "outbox" not in row


async def test_events_of_a_killed_process_are_relayed_by_another(mongo: Mongo, redis: Redis, mongodb_uri: str) -> None:
    saving = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kernel.save_process", mongodb_uri, mongo.database
    )
    await saving.wait()
    assert await outboxes(mongo) == 1
    async with running(OutboxRelay(mongo, EventBus(redis), ["things"]).run):

        async def emptied() -> bool:
            return await outboxes(mongo) == 0

        await until(emptied)
    assert await published(redis) == [1, 2]


async def test_two_relays_lose_nothing_and_keep_the_order_of_a_document(mongo: Mongo, redis: Redis) -> None:
    bus = EventBus(redis)
    relays = [OutboxRelay(mongo, bus, ["things"]) for _ in range(2)]
    things = [Repository(mongo, "things", Thing, relay=relay) for relay in relays]
    async with running(*(relay.run for relay in relays)):
        thing = await things[0].insert(Thing(id="t", name="t"))
        for number in range(30):
            thing = await things[number % 2].save(thing, [Noted("t", number)])

        async def emptied() -> bool:
            return await outboxes(mongo) == 0

        await until(emptied)
    assert list(dict.fromkeys(await published(redis))) == list(range(30))


async def test_redis_away_costs_no_event(mongo: Mongo, tmp_path: Path) -> None:
    server = await EmbeddedRedis(tmp_path, is_durable=False).start()
    redis = await connect_redis(server.uri)
    relay = OutboxRelay(mongo, EventBus(redis), ["things"])
    things = Repository(mongo, "things", Thing, relay=relay)
    try:
        async with running(relay.run):
            await server.stop()
            thing = await things.insert(Thing(id="t", name="t"), [Noted("t", 1)])
            await things.save(thing, [Noted("t", 2)])
            await server.start()

            async def emptied() -> bool:
                return await outboxes(mongo) == 0

            await until(emptied)
        assert list(dict.fromkeys(await published(redis))) == [1, 2]
    finally:
        await redis.aclose()
        await server.stop()


async def test_a_hundred_documents_go_out(mongo: Mongo, redis: Redis) -> None:
    relay = OutboxRelay(mongo, EventBus(redis), ["things"])
    things = Repository(mongo, "things", Thing, relay=relay)
    async with running(relay.run):
        for number in range(100):
            await things.insert(Thing(id=f"t{number}", name="t"), [Noted(f"t{number}", number)])

        async def emptied() -> bool:
            return await outboxes(mongo) == 0

        await until(emptied)
    assert sorted(set(await published(redis))) == list(range(100))


def late(mongo: Mongo, redis: Redis, *, lingers_s: float = 60.0) -> OutboxRelay:
    """A relay of documents that are saved again and again."""
    relay = OutboxRelay(mongo, EventBus(redis), [], lingers_s=lingers_s)
    relay.watch(mongo, "things", is_urgent=True, lingers=True)
    return relay


async def left_alone(mongo: Mongo, name: str, number: int) -> None:
    """A document as a process leaves it that has saved and not published, and means to."""
    await Repository(mongo, "things", Thing).insert(Thing(id=name, name=name), [Noted(name, number)])
    ahead = utc_now() + timedelta(minutes=10)
    await mongo.collection("things").update_one({"_id": name}, {"$set": {"outbox_at": ahead}})


async def test_what_lingers_is_replaced_by_the_next_save_and_emptied_in_the_end(mongo: Mongo, redis: Redis) -> None:
    relay = late(mongo, redis, lingers_s=3.0)
    things = Repository(mongo, "things", Thing, relay=relay)
    async with running(relay.run):
        thing = await things.insert(Thing(id="t", name="t"), [Noted("t", 0)])
        for number in range(1, 20):
            thing = await things.save(thing, [Noted("t", number)] if number % 3 else [])

        async def emptied() -> bool:
            return await outboxes(mongo) == 0

        await until(emptied)
    assert list(dict.fromkeys(await published(redis))) == [number for number in range(20) if number % 3 or not number]
    assert await things.get("t") == thing


async def test_what_a_dead_relay_meant_to_do_another_does(mongo: Mongo, redis: Redis) -> None:
    await left_alone(mongo, "before", 1)
    relay = late(mongo, redis)
    async with running(relay.run):

        async def is_out(number: int) -> bool:
            return number in await published(redis)

        await until(lambda: is_out(1))
        await left_alone(mongo, "after", 2)
        await Published(redis).say_alive("rly_that_dies")
        await until(lambda: is_out(2))


async def test_what_has_gone_out_and_lingers_does_not_go_out_again(mongo: Mongo, redis: Redis) -> None:
    first = late(mongo, redis)
    things = Repository(mongo, "things", Thing, relay=first)
    async with running(first.run):
        await things.insert(Thing(id="a", name="a"), [Noted("a", 1)])

        async def is_out(number: int) -> bool:
            return number in await published(redis)

        await until(lambda: is_out(1))
        await left_alone(mongo, "b", 2)
        async with running(late(mongo, redis).run):
            await until(lambda: is_out(2))
    assert await outboxes(mongo) == 2
    assert (await published(redis)).count(1) == 1


async def test_what_redis_has_lost_goes_out_again(mongo: Mongo, redis: Redis) -> None:
    relay = late(mongo, redis)
    things = Repository(mongo, "things", Thing, relay=relay)
    async with running(relay.run):
        thing = await things.insert(Thing(id="t", name="t"), [Noted("t", 1)])

        async def is_out(number: int) -> bool:
            return number in await published(redis)

        await until(lambda: is_out(1))
        await redis.flushdb()
        await until(lambda: is_out(1))
        await things.save(thing, [Noted("t", 2)])
        await until(lambda: is_out(2))
