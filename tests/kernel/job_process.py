"""A job worker as a process of its own: `python -m tests.kernel.job_process REDIS_URL [hang]`.

Each start of a job is noted in the list `tests:started` as `{pid}:{number}`, each end in `tests:done`. With `hang` a job
never ends.
"""  # noqa: E501

import asyncio
import os
import sys

from backend.kernel.jobs import JobWorker
from backend.kernel.redis import connect_redis
from tests.kernel.struct_samples import Work


async def main(url: str, is_hanging: bool) -> None:
    redis = await connect_redis(url)

    async def work(job: Work) -> None:
        await redis.rpush("tests:started", f"{os.getpid()}:{job.number}")
        if is_hanging:
            await asyncio.Event().wait()
        await redis.rpush("tests:done", job.number)

    await JobWorker(redis, {Work: work}, concurrency=4).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], "hang" in sys.argv))
