import asyncio

import pytest
from redis.asyncio import Redis

from backend.kernel import rpc
from backend.kernel.errors import Conflict, GreenroomError, RateLimited, Unavailable
from backend.kernel.rpc import RpcClient, RpcServer
from tests.kernel.struct_samples import Answer, Question
from tests.kernel.waiting import running, until


async def double(question: Question) -> Answer:
    return Answer(question.number * 2)


async def test_a_call_is_answered(redis: Redis) -> None:
    server, client = RpcServer(redis, "node:1"), RpcClient(redis)
    server.register("double", Question, double)
    async with running(server.run):
        assert await client.call("node:1", "double", Question(21), Answer) == Answer(42)
        answers = await asyncio.gather(
            *(client.call("node:1", "double", Question(number), Answer) for number in range(50))
        )
    assert answers == [Answer(2 * number) for number in range(50)]


async def test_the_remote_error_arrives_as_its_own_kind(redis: Redis) -> None:
    async def refuse(_: Question) -> Answer:
        raise Conflict("room_taken", "Somebody is in.", room="r")

    async def limit(_: Question) -> Answer:
        raise RateLimited("slow_down", "Slowly.", retry_after_s=7)

    server, client = RpcServer(redis, "node:1"), RpcClient(redis)
    server.register("refuse", Question, refuse)
    server.register("limit", Question, limit)
    async with running(server.run):
        with pytest.raises(Conflict) as raised:
            await client.call("node:1", "refuse", Question(1), Answer)
        assert (raised.value.code, raised.value.detail) == ("room_taken", "Somebody is in.")
        assert raised.value.extra == {"room": "r"}
        with pytest.raises(RateLimited) as limited:
            await client.call("node:1", "limit", Question(1), Answer)
        assert limited.value.headers == {"Retry-After": "7"}


async def test_a_failure_or_an_unknown_method_tells_nothing_inner(redis: Redis) -> None:
    async def fail(_: Question) -> Answer:
        raise RuntimeError("secret of the house")

    server, client = RpcServer(redis, "node:1"), RpcClient(redis)
    server.register("fail", Question, fail)
    async with running(server.run):
        for method, code in (("fail", "rpc_failed"), ("nothing", "rpc_method_unknown")):
            with pytest.raises(GreenroomError) as raised:
                await client.call("node:1", method, Question(1), Answer)
            assert (raised.value.code, raised.value.status) == (code, 500)
            assert "secret" not in str(raised.value)


async def test_nobody_there_is_a_timeout(redis: Redis) -> None:
    with pytest.raises(Unavailable) as raised:
        await RpcClient(redis).call("node:away", "double", Question(1), Answer, timeout_s=0.1)
    assert raised.value.code == "rpc_timeout"


async def test_an_expired_request_is_not_carried_out(redis: Redis) -> None:
    done: list[int] = []

    async def note(question: Question) -> Answer:
        done.append(question.number)
        return Answer(question.number)

    server, client = RpcServer(redis, "node:1"), RpcClient(redis)
    server.register("note", Question, note)
    with pytest.raises(Unavailable):
        await client.call("node:1", "note", Question(1), Answer, timeout_s=0.05)
    async with running(server.run):
        await client.call("node:1", "note", Question(2), Answer)
    assert done == [2]


async def test_a_request_that_came_twice_is_carried_out_once(redis: Redis) -> None:
    done: list[int] = []

    async def note(question: Question) -> Answer:
        done.append(question.number)
        return Answer(question.number)

    server, client = RpcServer(redis, "node:1"), RpcClient(redis)
    server.register("note", Question, note)
    call = asyncio.create_task(client.call("node:1", "note", Question(1), Answer))
    await until(lambda: redis.llen("gr:rpc:node:1"))
    [request] = await redis.lrange("gr:rpc:node:1", 0, -1)
    await redis.rpush("gr:rpc:node:1", request)
    async with running(server.run):
        assert await call == Answer(1)
        await client.call("node:1", "note", Question(2), Answer)
    assert done == [1, 2]


async def test_handlers_run_side_by_side_up_to_the_bound(redis: Redis) -> None:
    at_work, most, go = 0, 0, asyncio.Event()

    async def slow(question: Question) -> Answer:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await go.wait()
        at_work -= 1
        return Answer(question.number)

    async def two_at_work() -> bool:
        return at_work == 2

    server, client = RpcServer(redis, "node:1", concurrency=2), RpcClient(redis)
    server.register("slow", Question, slow)
    async with running(server.run):
        calls = [asyncio.create_task(client.call("node:1", "slow", Question(n), Answer)) for n in range(4)]
        await until(two_at_work)
        go.set()
        await asyncio.gather(*calls)
    assert most == 2


async def test_a_heap_of_requests_is_refused(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rpc, "_QUEUE_MAX", 1)
    client = RpcClient(redis)
    with pytest.raises(Unavailable):
        await client.call("node:1", "double", Question(1), Answer, timeout_s=0.05)
    with pytest.raises(Unavailable) as raised:
        await client.call("node:1", "double", Question(1), Answer)
    assert raised.value.code == "rpc_overloaded"


async def test_requests_and_replies_do_not_stay_for_ever(redis: Redis) -> None:
    with pytest.raises(Unavailable):
        await RpcClient(redis).call("node:away", "double", Question(1), Answer, timeout_s=0.05)
    assert 0 < await redis.pttl("gr:rpc:node:away") <= 60_000


async def test_the_server_goes_on_after_flushall(redis: Redis) -> None:
    server, client = RpcServer(redis, "node:1"), RpcClient(redis)
    server.register("double", Question, double)
    async with running(server.run):
        await client.call("node:1", "double", Question(1), Answer)
        await redis.flushall()
        assert await client.call("node:1", "double", Question(2), Answer) == Answer(4)
