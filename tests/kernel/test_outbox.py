import asyncio
import sys
from pathlib import Path

import msgspec
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedRedis
from backend.kernel.events import STREAM, EventBus, Received
from backend.kernel.mongo import Mongo
from backend.kernel.outbox import OutboxRelay
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
