"""Commands of many coroutines in one write: each has its own reply, or its own error."""

import asyncio

import pytest
from redis.asyncio import Redis
from redis.exceptions import DataError, ResponseError

from backend.kernel.metrics import REDIS_REQUESTS
from backend.kernel.redis import command, connect_redis
from backend.kernel.redis_gathering import GatheringRedis
from tests.kernel.waiting import until


def sent() -> float:
    return float(REDIS_REQUESTS._value.get())


async def test_commands_side_by_side_go_out_together(redis: Redis) -> None:
    assert isinstance(redis, GatheringRedis)
    before = sent()
    added = await asyncio.gather(*(redis.incrby(f"n:{number}", number) for number in range(100)))
    assert added == list(range(100))
    assert sent() - before <= 3


async def test_an_error_is_its_callers_alone(redis: Redis) -> None:
    await redis.set("text", "a")
    replies = await asyncio.gather(
        redis.get("text"), redis.incr("text"), redis.hgetall("none"), redis.lpush("text", 1), redis.incr("number"),
        return_exceptions=True,
    )  # fmt: skip
    assert replies[0] == b"a"
    assert isinstance(replies[1], ResponseError)
    assert str(replies[1]).startswith("value is not an integer")
    assert replies[2] == {}
    assert str(replies[3]).startswith("WRONGTYPE")
    assert replies[4] == 1


async def test_an_argument_that_is_none_is_refused_before_it_is_sent(redis: Redis) -> None:
    replies = await asyncio.gather(redis.set("a", 1), redis.set("b", object()), return_exceptions=True)  # type: ignore[arg-type]
    assert replies[0] is True
    assert isinstance(replies[1], DataError)


async def test_a_transaction_stays_one_among_others(redis: Redis) -> None:
    async def one(number: int) -> list[object]:
        async with redis.pipeline(transaction=True) as together:
            together.hset("h", mapping={"a": number})
            together.hgetall("h")
            together.zadd("z", {"m": number})
            together.zscore("z", "m")
            return list(await together.execute())

    for number, replies in enumerate(await asyncio.gather(*(one(number) for number in range(30)))):
        assert replies[1] == {b"a": str(number).encode()}
        assert replies[3] == float(number)


async def test_a_failing_transaction_says_so(redis: Redis) -> None:
    await redis.set("text", "a")
    async with redis.pipeline(transaction=True) as together:
        together.incr("text")
        together.set("other", 1)
        with pytest.raises(ResponseError):
            await together.execute()
    async with redis.pipeline(transaction=False) as together:
        together.incr("text")
        together.get("text")
        replies = await together.execute(raise_on_error=False)
    assert isinstance(replies[0], ResponseError)
    assert replies[1] == b"a"


@pytest.mark.parametrize(
    "read", [["XREAD"], ["XREADGROUP", "GROUP", "g", "one"]], ids=["alone", "in a group, as workers read"]
)
async def test_a_blocking_command_holds_nobody_up(redis: Redis, redis_url: str, read: list[str]) -> None:
    """It would block for ever: as part of a batch it would keep the others from what ends it."""
    other = await connect_redis(redis_url)
    await redis.xgroup_create("stream", "g", id="$", mkstream=True)
    newest = ">" if "GROUP" in read else "$"
    waiting = asyncio.create_task(command(redis, *read, "COUNT", 5, "BLOCK", 0, "STREAMS", "stream", newest))

    async def is_blocked() -> bool:
        return int((await other.info("clients"))["blocked_clients"]) > 0

    await until(is_blocked)
    async with asyncio.timeout(30):
        await redis.xadd("stream", {"a": 1})
        assert await waiting
    await other.aclose()


async def test_who_stops_waiting_takes_nothing_from_the_others(redis: Redis) -> None:
    gone = asyncio.create_task(redis.incr("n"))
    stays = asyncio.create_task(redis.set("m", 7))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays is True
    assert await redis.get("m") == b"7"
    await asyncio.gather(gone, return_exceptions=True)


async def test_a_lost_connection_is_made_anew_for_the_whole_batch(redis: Redis) -> None:
    await redis.set("a", 1)
    await redis.client_kill_filter(_type="normal", skipme=False)
    assert await asyncio.gather(*(redis.get("a") for _ in range(20))) == [b"1"] * 20
