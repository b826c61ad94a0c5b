"""Several subscriptions of one process that are read for together."""

import asyncio

import pytest
from redis.asyncio import Redis

from backend.kernel import streams
from backend.kernel.events import STREAM, EventBus, Received, mentioning
from tests.kernel.struct_samples import Ignored, Noted
from tests.kernel.waiting import running, until


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here dies: a loop that a busy machine stops for seconds is not to look dead to another member."""
    monkeypatch.setattr(streams, "IDLE_MS", 60_000)


class Ear:
    """A handler that remembers the numbers it has heard, and fails `failures` times first."""

    def __init__(self, failures: int = 0) -> None:
        self.heard: list[int] = []
        self._failures = failures

    async def __call__(self, received: Received[Noted]) -> None:
        if self._failures:
            self._failures -= 1
            raise RuntimeError("not yet")
        self.heard.append(received.event.number)

    async def has(self, count: int) -> None:
        async def enough() -> bool:
            return len(self.heard) >= count

        await until(enough, within_s=60)


def at_once(_attempt: int) -> float:
    return 0.0


async def pending(redis: Redis, group: str) -> int:
    return int((await redis.xpending(STREAM, group))["pending"])


async def test_every_group_hears_every_event_of_its_own_in_order(redis: Redis) -> None:
    bus, one, two = EventBus(redis), Ear(), Ear()
    groups = [bus.subscribe("one", {Noted: one}), bus.subscribe("two", {Noted: two}), bus.subscribe("deaf", {})]
    async with running(lambda: bus.run_together(groups)):
        for number in range(60):
            await bus.publish(Noted("i", number))
            await bus.publish(Ignored(number))
        await one.has(60)
        await two.has(60)

        async def nothing_is_left() -> bool:
            return not any([await pending(redis, group) for group in ("one", "two", "deaf")])

        await until(nothing_is_left, within_s=60)
    assert one.heard == two.heard == list(range(60))


async def test_what_a_group_has_no_ear_for_is_left_out_and_done(redis: Redis) -> None:
    bus, all_of_them, some = EventBus(redis), Ear(), Ear()

    @mentioning('"number":3', '"number":7')
    async def picked(received: Received[Noted]) -> None:
        await some(received)

    groups = [bus.subscribe("all", {Noted: all_of_them}), bus.subscribe("some", {Noted: picked})]
    async with running(lambda: bus.run_together(groups)):
        for number in range(10):
            await bus.publish(Noted("i", number))
        await all_of_them.has(10)
        await some.has(2)

        async def nothing_is_left() -> bool:
            return not any([await pending(redis, group) for group in ("all", "some")])

        await until(nothing_is_left, within_s=60)
    assert some.heard == [3, 7]


async def test_what_one_group_fails_at_comes_again_to_that_group_alone(redis: Redis) -> None:
    bus, failing, other = EventBus(redis), Ear(failures=3), Ear()
    groups = [bus.subscribe("failing", {Noted: failing}, backoff_s=at_once), bus.subscribe("other", {Noted: other})]
    async with running(lambda: bus.run_together(groups)):
        await bus.publish(Noted("i", 7))
        await failing.has(1)
        await other.has(1)
        await bus.publish(Noted("i", 8))
        await failing.has(2)
        await other.has(2)
    assert failing.heard == other.heard == [7, 8]


async def test_a_group_with_its_hands_full_does_not_hold_up_another(redis: Redis) -> None:
    bus, busy, free = EventBus(redis), asyncio.Event(), Ear()
    done: list[int] = []

    async def slow(received: Received[Noted]) -> None:
        await busy.wait()
        done.append(received.event.number)

    groups = [bus.subscribe("slow", {Noted: slow}, concurrency=2), bus.subscribe("free", {Noted: free})]
    async with running(lambda: bus.run_together(groups)):
        for number in range(20):
            await bus.publish(Noted(f"i{number}", number))
        await free.has(20)
        assert done == []
        busy.set()

        async def all_done() -> bool:
            return sorted(done) == list(range(20))

        await until(all_done, within_s=60)


async def test_two_processes_share_the_events_of_a_group(redis: Redis) -> None:
    ears = [Ear(), Ear()]
    buses = [EventBus(redis), EventBus(redis)]
    async with running(
        *(
            lambda bus=bus, ear=ear: bus.run_together([bus.subscribe("g", {Noted: ear})])  # type: ignore[misc]
            for bus, ear in zip(buses, ears, strict=True)
        )
    ):
        for number in range(40):
            await buses[0].publish(Noted(f"i{number}", number))

        async def all_heard() -> bool:
            return sorted(ears[0].heard + ears[1].heard) == list(range(40))

        await until(all_heard, within_s=60)


async def test_after_flushall_they_go_on(redis: Redis) -> None:
    bus, ear = EventBus(redis), Ear()
    async with running(lambda: bus.run_together([bus.subscribe("g", {Noted: ear})])):
        await bus.publish(Noted("i", 1))
        await ear.has(1)
        await redis.flushall()
        await bus.publish(Noted("i", 2))
        await ear.has(2)
    assert ear.heard == [1, 2]
