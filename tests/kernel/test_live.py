import asyncio
from pathlib import Path

import msgspec
import pytest
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedRedis
from backend.contracts.events.live import LiveEvent as Frame
from backend.kernel import live as live_module
from backend.kernel.live import GAP_TOPIC, START, LiveBus, LiveEvent, is_after
from backend.kernel.redis import connect_redis
from tests.kernel.struct_samples import Question
from tests.kernel.waiting import running, until


class Reader:
    """Reads the bus into a list."""

    def __init__(self, bus: LiveBus) -> None:
        self._bus = bus
        self.events: list[LiveEvent] = []

    async def run(self) -> None:
        async for event in self._bus.listen():
            self.events.append(event)

    async def has(self, count: int) -> None:
        async def enough() -> bool:
            return len(self.events) >= count

        await until(enough)


async def listening(redis: Redis) -> bool:
    return bool(await redis.execute_command("PUBSUB", "NUMPAT") > 0)


def number(event: LiveEvent) -> int:
    return msgspec.json.decode(event.data, type=Question).number


async def test_listeners_hear_what_is_published_in_order(redis: Redis) -> None:
    bus, reader = LiveBus(redis), Reader(LiveBus(redis))
    async with running(reader.run):
        await until(lambda: listening(redis))
        ids = [await bus.publish("interview:i", "view", Question(n)) for n in range(20)]
        await reader.has(20)
    assert [event.id for event in reader.events] == ids
    assert [number(event) for event in reader.events] == list(range(20))
    assert {(event.topic, event.name) for event in reader.events} == {("interview:i", "view")}
    assert all(is_after(later, earlier) for earlier, later in zip(ids, ids[1:], strict=False))  # noqa: RUF007


async def test_an_event_is_the_frame_of_the_contract(redis: Redis) -> None:
    bus = LiveBus(redis)
    id_ = await bus.publish('interview:"é', "view", Question(1))
    [event] = await bus.since('interview:"é', START) or []
    assert msgspec.json.decode(msgspec.json.encode(event), type=Frame) == Frame(
        'interview:"é', id_, "view", msgspec.Raw(b'{"number":1}')
    )


async def test_a_reader_resumes_after_the_last_event_it_saw(redis: Redis) -> None:
    bus = LiveBus(redis)
    ids = [await bus.publish("t", "n", Question(n)) for n in range(5)]
    missed = await bus.since("t", ids[2])
    assert missed is not None
    assert [number(event) for event in missed] == [3, 4]
    assert [event.id for event in missed] == ids[3:]
    assert await bus.since("t", ids[4]) == []
    assert len(await bus.since("t", START) or []) == 5
    assert await bus.last("t") == ids[4]


async def test_what_is_no_longer_kept_is_gone(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "KEPT", 100)
    bus = LiveBus(redis)
    ids = [await bus.publish("t", "n", Question(n)) for n in range(400)]
    assert await redis.xlen("gr:live:t") <= 200
    assert await bus.since("t", ids[0]) is None
    assert await bus.since("t", START) is None
    assert len(await bus.since("t", ids[350]) or []) == 49


async def test_a_lost_or_foreign_position_is_gone(redis: Redis) -> None:
    bus = LiveBus(redis)
    id_ = await bus.publish("t", "n", Question(1))
    for foreign in ("", "x", "1-1", "99999999999999-0", "1" * 30 + "-1", "１-１", f"{id_}\n", "-", "+", "$"):
        assert await bus.since("t", foreign) is None
    await redis.flushall()
    assert await bus.since("t", id_) is None
    assert await bus.since("t", START) == []
    assert await bus.last("t") == START


async def test_an_event_that_is_not_kept_reaches_listeners_alone(redis: Redis) -> None:
    bus, reader = LiveBus(redis), Reader(LiveBus(redis))
    async with running(reader.run):
        await until(lambda: listening(redis))
        assert await bus.publish("t", "speech", Question(0), keep=False) == START
        kept = await bus.publish("t", "view", Question(1))
        assert await bus.publish("t", "speech", Question(2), keep=False) == kept
        await reader.has(3)
    assert [number(event) for event in reader.events] == [0, 1, 2]
    assert [number(event) for event in await bus.since("t", START) or []] == [1]


async def test_a_topic_ends_a_day_after_its_last_event(redis: Redis) -> None:
    await LiveBus(redis).publish("t", "n", Question(1))
    assert 86_000 < await redis.ttl("gr:live:t") <= 86_400


async def test_after_a_lost_connection_the_listener_says_that_something_may_be_missing(tmp_path: Path) -> None:
    server = await EmbeddedRedis(tmp_path, is_durable=False).start()
    redis = await connect_redis(server.uri)
    bus, reader = LiveBus(redis), Reader(LiveBus(redis))
    try:
        async with running(reader.run):
            await until(lambda: listening(redis))
            await bus.publish("t", "n", Question(1))
            await reader.has(1)
            await server.stop()
            await server.start()
            await reader.has(2)
            await bus.publish("t", "n", Question(2))
            await reader.has(3)
    finally:
        await redis.aclose()
        await server.stop()
    assert [event.topic for event in reader.events] == ["t", GAP_TOPIC, "t"]


async def test_many_publishers_at_once_lose_nothing(redis: Redis) -> None:
    bus, reader = LiveBus(redis), Reader(LiveBus(redis))
    async with running(reader.run):
        await until(lambda: listening(redis))
        await asyncio.gather(*(bus.publish(f"t{n % 20}", "n", Question(n)) for n in range(500)))
        await reader.has(500)
    assert sorted(number(event) for event in reader.events) == list(range(500))
