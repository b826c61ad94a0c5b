"""Events that fail: how often they are tried, and what is done with the dead."""

import asyncio

import pytest
from redis.asyncio import Redis

from backend.kernel import streams
from backend.kernel.dead_events import DeadEvents
from backend.kernel.errors import NotFound, Unavailable
from backend.kernel.events import STREAM, EventBus, Received, tag_of
from tests.kernel.listener import Listener, at_once
from tests.kernel.struct_samples import Noted
from tests.kernel.waiting import running, until


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here dies: a loop that a busy machine stops for seconds is not to look dead to another member."""
    monkeypatch.setattr(streams, "IDLE_MS", 60_000)


async def test_an_event_that_fails_too_often_is_dead_with_its_reason(redis: Redis) -> None:
    bus, listener = EventBus(redis), Listener(failures=99)
    async with running(bus.subscribe("g", {Noted: listener}, max_tries=3, backoff_s=at_once).run):
        await bus.publish(Noted("i", 1), id="evt_bad")
        await until(lambda: redis.xlen("gr:dead:g"))
    [(_, fields)] = await redis.xrange("gr:dead:g")
    assert fields[b"id"] == b"evt_bad"
    assert fields[b"tries"] == b"3"
    assert fields[b"reason"] == b"RuntimeError: not yet, says ***"
    assert len(listener.received) == 3


async def test_an_event_outlasts_stores_that_are_away_and_then_may_fail_a_few_times(redis: Redis) -> None:
    away = [Unavailable(code) for code in ("database_unavailable", "storage_unavailable") for _ in range(10)]
    faults: list[Exception] = [*away, *(RuntimeError("lost a race") for _ in range(3))]
    bus, done = EventBus(redis), asyncio.Event()

    async def follow(_received: Received[Noted]) -> None:
        if faults:
            raise faults.pop(0)
        done.set()

    async with running(bus.subscribe("g", {Noted: follow}, max_tries=4, backoff_s=at_once).run):
        await bus.publish(Noted("i", 1))
        async with asyncio.timeout(60):
            await done.wait()
    assert await DeadEvents(redis).all() == []


async def test_a_store_that_refuses_one_event_for_half_a_day_is_not_away(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "WAITS_MAX", 6)
    bus, seen = EventBus(redis), list[int]()

    async def follow(received: Received[Noted]) -> None:
        seen.append(received.attempt)
        raise Unavailable("storage_unavailable")

    async with running(bus.subscribe("g", {Noted: follow}, max_tries=3, backoff_s=at_once).run):
        await bus.publish(Noted("i", 1))
        await until(lambda: redis.xlen("gr:dead:g"))
    assert seen == [1] * 7 + [2, 3]


async def test_another_service_that_is_away_is_not_waited_for_without_end(redis: Redis) -> None:
    bus = EventBus(redis)

    async def follow(_received: Received[Noted]) -> None:
        raise Unavailable("outgoing_timeout")

    async with running(bus.subscribe("g", {Noted: follow}, max_tries=3, backoff_s=at_once).run):
        await bus.publish(Noted("i", 1))
        await until(lambda: redis.xlen("gr:dead:g"))
    assert [event.tries for event in await DeadEvents(redis).all()] == [3]


async def test_a_dead_event_gets_another_try_in_its_own_group_alone(redis: Redis) -> None:
    bus, dead, failing, mended = EventBus(redis), DeadEvents(redis), Listener(failures=99), Listener()
    async with running(bus.subscribe("g", {Noted: failing}, max_tries=2, backoff_s=at_once).run):
        await bus.publish(Noted("i", 1), id="evt_bad")
        await until(lambda: redis.xlen("gr:dead:g"))
    [seen] = await dead.all()
    assert (seen.group, seen.id, seen.tag, seen.tries) == ("g", "evt_bad", tag_of(Noted), 2)
    with pytest.raises(NotFound, match="event_unknown"):
        await dead.retry("other", "evt_bad")
    await dead.retry("g", "evt_bad")
    assert await dead.all() == []
    assert await redis.xlen(STREAM) == 1  # what all groups read has it once
    with pytest.raises(NotFound, match="event_unknown"):
        await dead.retry("g", "evt_bad")
    async with running(bus.subscribe("g", {Noted: mended}).run):
        await mended.has(1)
    assert (mended.received[0].id, mended.received[0].attempt) == ("evt_bad", 1)
