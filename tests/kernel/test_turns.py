import asyncio

from redis.asyncio import Redis

from backend.kernel.turns import look_in_turns

WITHIN_S = 30.0


async def test_of_two_processes_one_looks_while_the_lease_lasts(redis: Redis) -> None:
    looks: list[str] = []

    def looker(name: str) -> "asyncio.Task[None]":
        async def look() -> None:
            looks.append(name)

        return asyncio.create_task(look_in_turns(redis, "turns", look, every_s=0.01, lease_ms=60_000))

    tasks = [looker("one"), looker("other")]
    async with asyncio.timeout(WITHIN_S):
        while not looks:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await redis.delete("gr:turns")
    async with asyncio.timeout(WITHIN_S):
        while len(looks) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert len(looks) == 2


async def test_a_look_that_fails_is_followed_by_another(redis: Redis) -> None:
    tries = 0
    is_done = asyncio.Event()

    async def look() -> None:
        nonlocal tries
        tries += 1
        await redis.delete("gr:turns")
        if tries == 1:
            raise RuntimeError("the database is away")
        is_done.set()

    task = asyncio.create_task(look_in_turns(redis, "turns", look, every_s=0.01, lease_ms=60_000))
    async with asyncio.timeout(WITHIN_S):
        await is_done.wait()
    task.cancel()
    assert (await asyncio.gather(task, return_exceptions=True))[0].__class__ is asyncio.CancelledError
