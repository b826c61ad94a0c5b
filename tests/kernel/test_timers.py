import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedRedis
from backend.kernel.clock import epoch_ms, utc_now
from backend.kernel.redis import connect_redis
from backend.kernel.timers import Timers
from tests.kernel.struct_samples import Question
from tests.kernel.waiting import running, until


class Fired:
    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []

    async def __call__(self, key: str, payload: bytes) -> None:
        self.calls.append((key, msgspec.json.decode(payload, type=Question).number))

    async def has(self, count: int) -> None:
        async def enough() -> bool:
            return len(self.calls) >= count

        await until(enough)


def in_s(seconds: float) -> datetime:
    return utc_now() + timedelta(seconds=seconds)


async def is_empty(timers: Timers) -> bool:
    return not await timers.pending()


async def has_alone(timers: Timers, key: str) -> bool:
    return list(await timers.pending()) == [key]


async def test_timers_fire_when_due_in_their_order(redis: Redis) -> None:
    ahead_s = 0.0
    timers, fired = Timers(redis, "t", lambda: in_s(ahead_s)), Fired()
    await timers.set("later", in_s(600), Question(2))
    await timers.set("now", in_s(-5), Question(1))
    async with running(lambda: timers.run(fired)):
        await until(lambda: has_alone(timers, "later"))
        assert fired.calls == [("now", 1)]
        ahead_s = 601.0
        await until(lambda: is_empty(timers))
    assert fired.calls == [("now", 1), ("later", 2)]


async def test_setting_again_replaces_and_cancelling_removes(redis: Redis) -> None:
    timers, fired = Timers(redis, "t"), Fired()
    await timers.set("a", in_s(0.1), Question(1))
    await timers.set("a", in_s(0.2), Question(2))
    await timers.set("b", in_s(0.1), Question(3))
    await timers.cancel("b")
    await timers.cancel("never set")
    async with running(lambda: timers.run(fired)):
        await fired.has(1)
        await until(lambda: is_empty(timers))
    assert fired.calls == [("a", 2)]


async def test_of_two_processes_one_takes_a_timer(redis: Redis) -> None:
    stopped = utc_now()
    one, two = (Timers(redis, "t", lambda: stopped) for _ in range(2))  # no lease ends by itself
    fired = Fired()
    async with running(lambda: one.run(fired), lambda: two.run(fired)):
        for number in range(50):
            await one.set(f"k{number}", stopped, Question(number))
        await fired.has(50)
        await until(lambda: is_empty(one))
    assert sorted(number for _, number in fired.calls) == list(range(50))


async def test_a_timer_set_by_its_own_handler_fires_again(redis: Redis) -> None:
    timers = Timers(redis, "t")
    numbers: list[int] = []

    async def again(key: str, payload: bytes) -> None:
        number = msgspec.json.decode(payload, type=Question).number
        numbers.append(number)
        if number < 3:
            await timers.set(key, in_s(0.01), Question(number + 1))

    async with running(lambda: timers.run(again)):
        await timers.set("k", in_s(0), Question(1))
        await until(lambda: is_empty(timers))
    assert numbers == [1, 2, 3]


async def test_a_timer_set_anew_while_its_handler_runs_fires_after_it(redis: Redis) -> None:
    stopped = utc_now()
    timers = Timers(redis, "t", lambda: stopped)  # no lease ends by itself
    numbers: list[int] = []
    go = asyncio.Event()

    async def slow(_key: str, payload: bytes) -> None:
        numbers.append(msgspec.json.decode(payload, type=Question).number)
        await go.wait()

    async def is_leased() -> bool:
        return (await timers.pending())["k"] > epoch_ms(stopped)

    async with running(lambda: timers.run(slow)):
        await timers.set("k", stopped, Question(1))
        await until(is_leased)
        await timers.set("k", stopped, Question(2))
        await until(is_leased)
        assert numbers == [1]
        go.set()
        await until(lambda: is_empty(timers))
    assert numbers == [1, 2]


async def test_a_failed_handler_is_called_again(redis: Redis) -> None:
    timers, tries = Timers(redis, "t"), 0

    async def failing(_key: str, _payload: bytes) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise RuntimeError("not yet")

    async with running(lambda: timers.run(failing)):
        await timers.set("k", in_s(0), Question(1))
        await until(lambda: is_empty(timers))
    assert tries == 2


async def test_a_stopped_takers_timer_fires_elsewhere_after_its_lease(redis: Redis) -> None:
    clock_s = 0.0

    def clock() -> datetime:
        return utc_now() + timedelta(seconds=clock_s)

    timers, fired, started = Timers(redis, "t", clock), Fired(), asyncio.Event()

    async def stuck(_key: str, _payload: bytes) -> None:
        started.set()
        await asyncio.Event().wait()

    async with running(lambda: timers.run(stuck)):
        await timers.set("k", in_s(0), Question(1))
        await asyncio.wait_for(started.wait(), 30)
    clock_s = 4.5
    async with running(lambda: timers.run(fired)):
        await fired.has(1)
        await until(lambda: is_empty(timers))
    assert fired.calls == [("k", 1)]


async def test_namespaces_do_not_mix(redis: Redis) -> None:
    one, two, fired = Timers(redis, "one"), Timers(redis, "two"), Fired()
    await two.set("k", in_s(0), Question(2))
    await one.set("k", in_s(0), Question(1))
    async with running(lambda: one.run(fired)):
        await until(lambda: is_empty(one))
    assert fired.calls == [("k", 1)]
    assert list(await two.pending()) == ["k"]


async def test_a_restarted_empty_redis_leaves_working_timers(tmp_path: Path) -> None:
    server = await EmbeddedRedis(tmp_path, is_durable=False).start()
    redis = await connect_redis(server.uri)
    timers, fired = Timers(redis, "t"), Fired()
    try:
        async with running(lambda: timers.run(fired)):
            await timers.set("lost", in_s(60), Question(1))
            await server.stop()
            await server.start()
            await timers.set("k", in_s(0), Question(2))
            await fired.has(1)
    finally:
        await redis.aclose()
        await server.stop()
    assert fired.calls == [("k", 2)]
