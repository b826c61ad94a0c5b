"""Jobs: work that is done at least once, by any worker, again after a failure or a death, visible when it is dead.

One Redis stream for each kind of job, so that a worker sees only what it can do. Why not SAQ: see `kernel/streams.py`.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from redis.asyncio import Redis

from backend.kernel.errors import NotFound
from backend.kernel.events import tag_of
from backend.kernel.messages import Delivery
from backend.kernel.metrics import JOBS_ENQUEUED
from backend.kernel.redis import redis_coded
from backend.kernel.streams import StreamConsumer, Undeliverable, exponential

GROUP = "workers"
IDS = "gr:jobs:ids"
TAGS = "gr:jobs:tags"
DELAYED = "gr:jobs:delayed"
DEAD = "gr:jobs:dead"

_ENQUEUE = """
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
redis.call('SADD', KEYS[2], ARGV[2])
local delay = tonumber(ARGV[4])
if delay > 0 then
  local t = redis.call('TIME')
  local due = t[1] * 1000 + math.floor(t[2] / 1000) + delay
  redis.call('ZADD', KEYS[4], due, cmsgpack.pack({KEYS[3], ARGV[1], ARGV[2], '', ARGV[3], '0'}))
else
  redis.call('XADD', KEYS[3], '*', 'id', ARGV[1], 'tag', ARGV[2], 'key', '', 'data', ARGV[3], 'tries', '0')
end
return 1
"""


class DeadJob(msgspec.Struct, frozen=True):
    """`reason` is the last failure: kind of the exception and its message."""

    id: str
    tag: str
    data: bytes
    tries: int
    reason: str
    at: datetime


def stream_of(tag: str) -> str:
    return f"gr:jobs:queue:{tag}"


class Jobs:
    """The giving side, and the view on what is dead."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._enqueue = redis.register_script(_ENQUEUE)

    async def enqueue(self, job: msgspec.Struct, *, id: str, delay_s: float = 0) -> bool:
        """True where the job is new; false where one of the same id is queued, delayed or running (nothing happens).

        Raises: Unavailable `redis_unavailable`.
        """
        return await self._put(id, tag_of(job), msgspec.json.encode(job), delay_s)

    async def dead(self) -> list[DeadJob]:
        """Newest last."""
        with redis_coded():
            rows: Any = await self._redis.xrange(DEAD)
        return [_dead_job(entry_id, fields) for entry_id, fields in rows]

    async def retry(self, id: str) -> None:
        """Puts a dead job back, with all its tries.

        Raises: NotFound `job_unknown`.
        """
        with redis_coded():
            rows: Any = await self._redis.xrange(DEAD)
            for entry_id, fields in rows:
                job = _dead_job(entry_id, fields)
                if job.id == id:
                    await self._put(job.id, job.tag, job.data, 0)
                    await self._redis.xdel(DEAD, entry_id)
                    return
        raise NotFound("job_unknown", "There is no such dead job.")

    async def depth(self) -> dict[str, int]:
        """By tag: jobs queued or running. Besides `delayed` and `dead`, over all tags."""
        with redis_coded():
            members: Any = await self._redis.smembers(TAGS)
            tags = sorted(tag.decode() for tag in members)
            depths = {tag: int(await self._redis.xlen(stream_of(tag))) for tag in tags}
            depths["delayed"] = int(await self._redis.zcard(DELAYED))
            depths["dead"] = int(await self._redis.xlen(DEAD))
        return depths

    async def _put(self, id: str, tag: str, data: bytes, delay_s: float) -> bool:
        with redis_coded():
            put = await self._enqueue(
                keys=[IDS, TAGS, stream_of(tag), DELAYED], args=[id, tag, data, int(delay_s * 1000)]
            )
        if put:
            JOBS_ENQUEUED.labels(tag).inc()
        return bool(put)


class JobWorker:
    """Does jobs of the kinds in `handlers`, at most `concurrency` at once.

    CPU work belongs into a process or thread: a loop that stands still for 3 s looks dead, and another worker takes
    its jobs over. After `max_tries` failures or deaths a job lies among the dead; while a store is away it waits.
    """

    def __init__(
        self,
        redis: Redis,
        handlers: Mapping[type[Any], Callable[[Any], Awaitable[None]]],
        *,
        concurrency: int,
        max_tries: int = 5,
        backoff_s: Callable[[int], float] | None = None,
    ) -> None:
        self._handlers = {tag_of(kind): handler for kind, handler in handlers.items()}
        self._decoders = {tag_of(kind): msgspec.json.Decoder(kind) for kind in handlers}
        streams = [stream_of(tag) for tag in self._handlers]
        self._consumer = StreamConsumer(
            redis,
            streams=streams,
            group=GROUP,
            start=_from_the_first,
            delayed=DELAYED,
            dead=DEAD,
            handle=self._do,
            lane=lambda delivery: delivery.entry_id,
            concurrency=concurrency,
            max_tries=max_tries,
            backoff_s=backoff_s or exponential(1, 60),
            forgetful=frozenset(streams),
            ids=IDS,
        )

    async def run(self) -> None:
        """Until cancelled; running jobs are then cancelled and handed to the next worker."""
        await self._consumer.run()

    async def _do(self, delivery: Delivery) -> None:
        try:
            job = self._decoders[delivery.tag].decode(delivery.data)
        except msgspec.ValidationError as error:
            raise Undeliverable(f"not a {delivery.tag}: {error}") from error
        await self._handlers[delivery.tag](job)


async def _from_the_first() -> str:
    return "0-0"


def _dead_job(entry_id: bytes, fields: dict[bytes, bytes]) -> DeadJob:
    return DeadJob(
        id=fields[b"id"].decode(),
        tag=fields[b"tag"].decode(),
        data=fields[b"data"],
        tries=int(fields[b"tries"]),
        reason=fields[b"reason"].decode(errors="replace"),
        at=datetime.fromtimestamp(int(entry_id.split(b"-")[0]) / 1000, UTC),
    )
