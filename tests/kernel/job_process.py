"""A job worker as a process of its own: `python -m tests.kernel.job_process REDIS_URL [hang] [patient]`.

Each start of a job is noted in the list `tests:started` as `{pid}:{number}`, each end in `tests:done`. With `hang` a
job never ends; who is `patient` takes nobody for dead.
"""

import asyncio
import os
import sys

from backend.kernel import streams
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
    if "patient" in sys.argv:
        streams.IDLE_MS = 60_000
    asyncio.run(main(sys.argv[1], "hang" in sys.argv))
