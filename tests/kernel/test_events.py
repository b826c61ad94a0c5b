import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedRedis
from backend.kernel import events as events_module
from backend.kernel import streams
from backend.kernel.errors import Unavailable
from backend.kernel.events import STREAM, EventBus, Received, key_of, tag_of, unordered
from backend.kernel.redis import connect_redis
from tests.kernel.listener import Listener, at_once
from tests.kernel.struct_samples import Ignored, Noted, Question
from tests.kernel.waiting import running, until

Handler = Callable[[Received[Noted]], Awaitable[None]]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here dies: a loop that a busy machine stops for seconds is not to look dead to another member."""
    monkeypatch.setattr(streams, "IDLE_MS", 60_000)


async def test_each_group_gets_each_event_once_in_order_of_its_key(redis: Redis) -> None:
    bus, mail, list_ = EventBus(redis), Listener(), Listener()
    async with running(bus.subscribe("mail", {Noted: mail}).run, bus.subscribe("list", {Noted: list_}).run):
        for number in range(50):
            await bus.publish(Noted("i", number))
        await mail.has(50)
        await list_.has(50)
    assert mail.numbers() == list_.numbers() == list(range(50))
    assert {received.attempt for received in mail.received} == {1}


async def test_an_event_keeps_the_id_it_was_given(redis: Redis) -> None:
    bus, listener = EventBus(redis), Listener()
    async with running(bus.subscribe("g", {Noted: listener}).run):
        await bus.publish(Noted("i", 1), id="evt_mine")
        await listener.has(1)
    assert listener.received[0].id == "evt_mine"


async def test_members_of_a_group_share_its_events(redis: Redis) -> None:
    bus, one, two = EventBus(redis), Listener(), Listener()
    async with running(bus.subscribe("g", {Noted: one}).run, bus.subscribe("g", {Noted: two}).run):
        for number in range(100):
            await bus.publish(Noted(f"i{number}", number))

        async def all_there() -> bool:
            return len(one.received) + len(two.received) >= 100

        await until(all_there)
    assert sorted(one.numbers() + two.numbers()) == list(range(100))


async def test_what_was_said_before_the_subscription_is_heard(redis: Redis) -> None:
    bus, listener = EventBus(redis), Listener()
    await bus.publish(Noted("i", 1))
    async with running(bus.subscribe("g", {Noted: listener}).run):
        await listener.has(1)


async def test_other_events_leave_nothing_pending(redis: Redis) -> None:
    bus, listener = EventBus(redis), Listener()
    async with running(bus.subscribe("g", {Noted: listener}).run):
        for number in range(20):
            await bus.publish(Ignored(number))
        await bus.publish(Noted("i", 1))
        await listener.has(1)

        async def none_pending() -> bool:
            return bool((await redis.xpending(STREAM, "g"))["pending"] == 0)

        await until(none_pending)


async def test_a_failed_event_comes_again_with_the_same_id(redis: Redis) -> None:
    bus, listener = EventBus(redis), Listener(failures=2)
    async with running(bus.subscribe("g", {Noted: listener}, backoff_s=at_once).run):
        await bus.publish(Noted("i", 1))
        await listener.has(3)
    assert [received.attempt for received in listener.received] == [1, 2, 3]
    assert len({received.id for received in listener.received}) == 1


async def test_a_failure_of_one_group_does_not_repeat_the_event_for_another(redis: Redis) -> None:
    bus, failing, other = EventBus(redis), Listener(failures=1), Listener()
    async with running(
        bus.subscribe("failing", {Noted: failing}, backoff_s=at_once).run, bus.subscribe("other", {Noted: other}).run
    ):
        await bus.publish(Noted("i", 1))
        await failing.has(2)
        await bus.publish(Noted("i", 2))
        await other.has(2)
    assert other.numbers() == [1, 2]


async def test_an_event_nobody_can_read_is_dead_at_once(redis: Redis) -> None:
    bus, listener = EventBus(redis), Listener()
    async with running(bus.subscribe("g", {Noted: listener}).run):
        await bus.publish_encoded("evt_x", tag_of(Noted), "i", b'{"type":"tests.noted","number":"many"}')
        await until(lambda: redis.xlen("gr:dead:g"))
    assert listener.received == []


async def test_a_cancellation_within_a_handler_is_a_failure_like_any_other(redis: Redis) -> None:
    attempts: list[int] = []

    async def handler(received: Received[Noted]) -> None:
        attempts.append(received.attempt)
        if received.attempt == 1:
            raise asyncio.CancelledError

    async def twice() -> bool:
        return len(attempts) == 2

    bus = EventBus(redis)
    async with running(bus.subscribe("g", {Noted: handler}, backoff_s=at_once).run):
        await bus.publish(Noted("i", 1))
        await until(twice)


async def test_handlers_of_different_keys_run_side_by_side_up_to_the_bound(redis: Redis) -> None:
    at_work, most = 0, 0
    go = asyncio.Event()

    async def handler(_: Received[Noted]) -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await go.wait()
        at_work -= 1

    async def three_at_work() -> bool:
        return at_work == 3

    async def all_done() -> bool:
        return at_work == 0 and (await redis.xpending(STREAM, "g"))["pending"] == 0

    bus = EventBus(redis)
    async with running(bus.subscribe("g", {Noted: handler}, concurrency=3).run):
        for number in range(6):
            await bus.publish(Noted(f"i{number}", number))
        await until(three_at_work)
        go.set()
        await until(all_done)
    assert most == 3


async def test_unordered_events_of_one_key_run_side_by_side(redis: Redis) -> None:
    bus, begun, all_begun = EventBus(redis), list[int](), asyncio.Event()

    @unordered
    async def handle(received: Received[Noted]) -> None:
        begun.append(received.event.number)
        if len(begun) == 3:
            all_begun.set()
        await all_begun.wait()

    async with running(bus.subscribe("side", {Noted: handle}).run):
        for number in range(3):
            await bus.publish(Noted("i", number))
        async with asyncio.timeout(30):
            await all_begun.wait()
    assert sorted(begun) == [0, 1, 2]


async def test_a_stopped_member_hands_its_event_to_another_without_counting_the_try(redis: Redis) -> None:
    started = asyncio.Event()

    async def stuck(_: Received[Noted]) -> None:
        started.set()
        await asyncio.Event().wait()

    bus, listener = EventBus(redis), Listener()
    async with running(bus.subscribe("g", {Noted: stuck}).run):
        await bus.publish(Noted("i", 1))
        await asyncio.wait_for(started.wait(), 30)
    async with running(bus.subscribe("g", {Noted: listener}).run):
        await listener.has(1)
    assert listener.received[0].attempt == 1


async def test_after_flushall_consumers_go_on(redis: Redis) -> None:
    bus, listener = EventBus(redis), Listener()
    async with running(bus.subscribe("g", {Noted: listener}).run):
        await bus.publish(Noted("i", 1))
        await listener.has(1)
        await redis.flushall()
        await bus.publish(Noted("i", 2))
        await listener.has(2)
    assert listener.numbers() == [1, 2]


async def test_a_restarted_empty_redis_costs_a_pause_and_no_crash(tmp_path: Path) -> None:
    server = await EmbeddedRedis(tmp_path, is_durable=False).start()
    redis = await connect_redis(server.uri)
    bus, listener = EventBus(redis), Listener()
    try:
        async with running(bus.subscribe("g", {Noted: listener}).run):
            await bus.publish(Noted("i", 1))
            await listener.has(1)
            await server.stop()
            with pytest.raises(Unavailable):
                await bus.publish(Noted("i", 0))
            await server.start()
            await bus.publish(Noted("i", 2))
            await listener.has(2)
    finally:
        await redis.aclose()
        await server.stop()
    assert listener.numbers() == [1, 2]


async def test_the_stream_is_bounded(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events_module, "KEPT", 100)
    bus = EventBus(redis)
    for number in range(500):
        await bus.publish(Noted("i", number))
    assert await redis.xlen(STREAM) < 300


async def test_a_struct_without_a_tag_cannot_travel(redis: Redis) -> None:
    with pytest.raises(TypeError):
        await EventBus(redis).publish(Question(1))


def test_the_key_is_what_the_event_is_about() -> None:
    assert key_of(Noted("int_1", 1)) == "int_1"
    assert key_of(Ignored(1)) == ""


async def test_what_is_forgotten_leaves_no_bytes_once_everybody_has_dealt_with_what_is_around_it(redis: Redis) -> None:
    bus, listener = EventBus(redis), Listener()
    await redis.xgroup_create(STREAM, "slow", id="0-0", mkstream=True)
    await bus.publish(Noted("harbour-lights", 0))
    for number in range(300):
        await bus.publish(Noted("i", number))
    assert await bus.forget(lambda data: b"harbour" in data) == 1
    assert b"harbour" in await redis.dump(STREAM)
    assert await bus.trim(keep_s=-1) == 0
    async with running(bus.subscribe("slow", {Noted: listener}).run):
        await listener.has(300)

        async def is_trimmed() -> bool:
            return await bus.trim(keep_s=-1) >= 0 and b"harbour" not in await redis.dump(STREAM)

        await until(is_trimmed)
    assert listener.numbers() == list(range(300))


async def test_what_is_young_is_kept_for_groups_that_are_new(redis: Redis) -> None:
    bus = EventBus(redis)
    assert await bus.trim() == 0
    await bus.publish(Noted("i", 0))
    assert await bus.trim() == 0
    assert await redis.xlen(STREAM) == 1
