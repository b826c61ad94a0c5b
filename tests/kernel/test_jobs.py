import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from backend.kernel import streams
from backend.kernel.errors import NotFound
from backend.kernel.jobs import Jobs, JobWorker
from tests.kernel.struct_samples import OtherWork, Work
from tests.kernel.waiting import running, until


def at_once(_attempt: int) -> float:
    return 0.0


class Doing:
    """A handler that keeps the numbers of its jobs, failing as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.done: list[int] = []
        self.tries = 0
        self._failures = failures

    async def __call__(self, job: Work) -> None:
        self.tries += 1
        if self.tries <= self._failures:
            raise RuntimeError("no luck with 'Lin Xiaotong'")
        self.done.append(job.number)

    async def has(self, count: int) -> None:
        async def enough() -> bool:
            return len(self.done) >= count

        await until(enough)


@asynccontextmanager
async def worker_process(redis_url: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kernel.job_process", redis_url, *arguments
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_jobs_are_done(redis: Redis) -> None:
    jobs, doing = Jobs(redis), Doing()
    async with running(JobWorker(redis, {Work: doing}, concurrency=2).run):
        for number in range(10):
            assert await jobs.enqueue(Work(number), id=f"job_{number}")
        await doing.has(10)

        async def nothing_left() -> bool:
            return await jobs.depth() == {"tests.work": 0, "delayed": 0, "dead": 0}

        await until(nothing_left)
    assert sorted(doing.done) == list(range(10))
    assert await redis.hlen("gr:jobs:ids") == 0


async def test_one_id_is_one_job_while_it_is_queued_or_running(redis: Redis) -> None:
    jobs, go, started = Jobs(redis), asyncio.Event(), asyncio.Event()
    done: list[int] = []

    async def work(job: Work) -> None:
        started.set()
        await go.wait()
        done.append(job.number)

    assert await jobs.enqueue(Work(1), id="job")
    assert not await jobs.enqueue(Work(2), id="job")
    async with running(JobWorker(redis, {Work: work}, concurrency=4).run):
        await asyncio.wait_for(started.wait(), 30)
        assert not await jobs.enqueue(Work(3), id="job")
        go.set()

        async def is_free() -> bool:
            return await jobs.enqueue(Work(4), id="job")

        await until(is_free)

        async def both_done() -> bool:
            return len(done) == 2

        await until(both_done)
    assert done == [1, 4]


async def test_a_worker_leaves_jobs_it_cannot_do_to_others(redis: Redis) -> None:
    jobs, doing, other = Jobs(redis), Doing(), Doing()
    await jobs.enqueue(OtherWork(7), id="other")
    await jobs.enqueue(Work(1), id="mine")
    async with running(JobWorker(redis, {Work: doing}, concurrency=1).run):
        await doing.has(1)
        assert (await jobs.depth())["tests.other_work"] == 1
    async with running(JobWorker(redis, {Work: doing, OtherWork: other}, concurrency=1).run):
        await other.has(1)
    assert (doing.done, other.done) == ([1], [7])


async def test_a_delayed_job_waits(redis: Redis) -> None:
    jobs, doing = Jobs(redis), Doing()
    began = asyncio.get_running_loop().time()
    await jobs.enqueue(Work(1), id="later", delay_s=0.4)
    await jobs.enqueue(Work(2), id="much later", delay_s=3600)
    assert not await jobs.enqueue(Work(3), id="later")
    async with running(JobWorker(redis, {Work: doing}, concurrency=1).run):
        await doing.has(1)
        assert asyncio.get_running_loop().time() - began >= 0.39
        await jobs.enqueue(Work(0), id="now")
        await doing.has(2)
    assert doing.done == [1, 0]
    assert (await jobs.depth())["delayed"] == 1


async def test_a_failed_job_is_tried_again(redis: Redis) -> None:
    jobs, doing = Jobs(redis), Doing(failures=2)
    async with running(JobWorker(redis, {Work: doing}, concurrency=1, backoff_s=at_once).run):
        await jobs.enqueue(Work(1), id="job")
        await doing.has(1)
    assert doing.tries == 3


async def test_a_job_that_fails_too_often_is_visibly_dead_and_can_be_retried(redis: Redis) -> None:
    jobs, doing = Jobs(redis), Doing(failures=2)
    async with running(JobWorker(redis, {Work: doing}, concurrency=1, max_tries=2, backoff_s=at_once).run):
        await jobs.enqueue(Work(1), id="job")

        async def is_dead() -> bool:
            return bool(await jobs.dead())

        await until(is_dead)
        [dead] = await jobs.dead()
        assert (dead.id, dead.tag, dead.tries) == ("job", "tests.work", 2)
        assert dead.reason == "RuntimeError: no luck with ***"
        assert (await jobs.depth())["dead"] == 1
        await jobs.retry("job")
        await doing.has(1)
    assert await jobs.dead() == []
    with pytest.raises(NotFound):
        await jobs.retry("job")


async def test_back_off_keeps_a_failed_job_away(redis: Redis) -> None:
    jobs, doing = Jobs(redis), Doing(failures=1)
    async with running(JobWorker(redis, {Work: doing}, concurrency=1, backoff_s=lambda _: 3600).run):
        await jobs.enqueue(Work(1), id="job")

        async def is_delayed() -> bool:
            return (await jobs.depth())["delayed"] == 1

        await until(is_delayed)
        assert not await jobs.enqueue(Work(1), id="job")
    assert doing.done == []


async def test_a_killed_workers_job_is_done_by_another(redis: Redis, redis_url: str) -> None:
    jobs = Jobs(redis)
    async with worker_process(redis_url, "hang") as hanging:
        await jobs.enqueue(Work(1), id="job")
        await until(lambda: redis.llen("tests:started"))
        async with running(JobWorker(redis, {Work: (doing := Doing())}, concurrency=1).run):
            hanging.send_signal(signal.SIGKILL)
            await doing.has(1)
    assert doing.done == [1]
    assert await redis.lrange("tests:started", 0, -1) == [f"{hanging.pid}:1".encode()]


async def test_a_running_job_is_not_taken_over(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For longer than a dead one would be waited for. That is 8 s here: a process that a busy machine stops for 3 s
    would lose its job, as it should.
    """
    monkeypatch.setattr(streams, "IDLE_MS", 8_000)
    jobs, other = Jobs(redis), Doing()
    async with worker_process(redis_url, "hang"):
        await jobs.enqueue(Work(1), id="job")
        await until(lambda: redis.llen("tests:started"))
        async with running(JobWorker(redis, {Work: other}, concurrency=1).run):
            is_over_at = asyncio.get_running_loop().time() + 9

            async def is_taken_over_or_over() -> bool:
                return bool(other.tries) or asyncio.get_running_loop().time() > is_over_at

            await until(is_taken_over_or_over)
    assert other.tries == 0


async def test_a_job_that_kills_every_worker_dies_in_the_end(redis: Redis) -> None:
    """As its five deliveries were: pending with a consumer that is no more."""
    jobs, doing = Jobs(redis), Doing()
    await jobs.enqueue(Work(1), id="killer")
    stream = "gr:jobs:queue:tests.work"
    await redis.xgroup_create(stream, "workers", id="0-0")
    [[_, [(entry_id, _)]]] = await redis.xreadgroup("workers", "dead", {stream: ">"})
    await redis.xclaim(stream, "workers", "dead", 0, [entry_id], idle=60_000, retrycount=5)
    async with running(JobWorker(redis, {Work: doing}, concurrency=1, max_tries=5).run):

        async def is_dead() -> bool:
            return bool(await jobs.dead())

        await until(is_dead)
    assert (await jobs.dead())[0].reason == "its consumer died 5 times"
    assert doing.tries == 0


async def test_a_lost_redis_leaves_a_working_worker(redis: Redis) -> None:
    jobs, doing = Jobs(redis), Doing()
    async with running(JobWorker(redis, {Work: doing}, concurrency=1).run):
        await jobs.enqueue(Work(1), id="job")
        await doing.has(1)
        await redis.flushall()
        await jobs.enqueue(Work(2), id="job")
        await doing.has(2)
    assert doing.done == [1, 2]


async def test_two_processes_share_the_jobs(redis: Redis, redis_url: str) -> None:
    jobs = Jobs(redis)
    async with worker_process(redis_url, "patient") as one, worker_process(redis_url, "patient") as two:
        for number in range(200):
            await jobs.enqueue(Work(number), id=f"job_{number}")

        async def all_done() -> bool:
            return await redis.llen("tests:done") >= 200

        await until(all_done)
        one.terminate()
        two.terminate()
    numbers = [int(number) for number in await redis.lrange("tests:done", 0, -1)]
    assert sorted(numbers) == list(range(200))
    assert os.getpid() not in {one.pid, two.pid}
