"""The Redis client and how Greenroom behaves while Redis is away.

redis-py 8 reads with a 5 s time-out and retries ten times on its own: blocking commands here block for 2 s at most,
and retries are few and quick, enough to ride over a restart of the server.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError, ReadOnlyError, ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from backend.kernel.errors import Unavailable
from backend.kernel.metrics import REDIS_REQUESTS
from backend.kernel.redis_gathering import GatheringRedis

REDIS_FAULTS = (RedisConnectionError, RedisTimeoutError, ReadOnlyError, OutOfMemoryError, OSError)
"""What a Redis that is away, starting, hung, full or failing over looks like."""

BLOCK_MS = 2_000
_SOCKET_TIMEOUT_S = 5.0
_PAUSE_FIRST_S = 0.05
_PAUSE_MAX_S = 1.0

log = structlog.get_logger()


class _Cancellable(AbstractConnection):
    """Sends without `asyncio.wait_for`.

    redis-py wraps each send in it, which makes a task for each command and, on Python 3.11, swallows a cancellation
    that comes in the same turn of the loop as the result (python/cpython#86296): loops would not stop.
    """

    async def send_packed_command(self, command: bytes | str | Iterable[bytes], check_health: bool = True) -> None:
        REDIS_REQUESTS.inc()
        limit_s, self.socket_timeout = self.socket_timeout, None
        try:
            async with asyncio.timeout(limit_s):
                await super().send_packed_command(command, check_health)
        except TimeoutError as error:
            raise RedisTimeoutError("Timeout writing to socket") from error
        finally:
            self.socket_timeout = limit_s


async def connect_redis(url: str) -> Redis:
    """A client with a connection pool; replies are bytes (RESP2 shapes). Pings once.

    `url`: redis://, rediss:// or unix://.

    Raises: Unavailable `redis_unavailable`.
    """
    pool = ConnectionPool.from_url(
        url,
        protocol=2,
        socket_timeout=_SOCKET_TIMEOUT_S,
        socket_connect_timeout=_SOCKET_TIMEOUT_S,
        socket_keepalive=True,
        max_connections=1_000,
        health_check_interval=15,
        retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=0.4), 3),
    )
    kind: type[AbstractConnection] = pool.connection_class
    pool.connection_class = type("CancellableConnection", (_Cancellable, kind), {})
    redis = GatheringRedis.from_pool(pool)
    try:
        with redis_coded():
            await command(redis, "PING")
    except BaseException:
        await redis.aclose()
        raise
    return redis


async def forget_entries(redis: Redis, stream: bytes | str, is_gone: Callable[[dict[bytes, bytes]], bool]) -> int:
    """Deletes the entries of a stream whose fields `is_gone` says so of; gives how many there were."""
    count, after = 0, "-"
    while rows := await _entries(redis, stream, after):
        gone = [entry_id for entry_id, fields in rows if is_gone(fields)]
        count += int(await redis.xdel(stream, *gone)) if gone else 0
        after = f"({rows[-1][0].decode()}"
    return count


async def _entries(redis: Redis, stream: bytes | str, after: str) -> list[tuple[bytes, dict[bytes, bytes]]]:
    rows: Any = await redis.xrange(stream, after, "+", count=500)
    return list(rows)


async def rewrite_log(redis: Redis) -> None:
    """Asks Redis to write its append-only file anew, so that what was deleted leaves the disk as well.

    Without such a file there is nothing to do; where one is being rewritten, or may not be, the server's own
    rewriting comes later.
    """
    with redis_coded():
        try:
            await redis.bgrewriteaof()
        except ResponseError as error:
            log.info("redis_log_not_rewritten", reason=str(error)[:100])


@contextmanager
def redis_coded() -> Iterator[None]:
    """Faults of the connection leave as Unavailable `redis_unavailable`."""
    try:
        yield
    except REDIS_FAULTS as error:
        raise Unavailable("redis_unavailable", "The message store does not answer.") from error


def honour_cancellation() -> None:
    """Cancels the current task where it was asked to and has not noticed.

    `asyncio.wait_for` of Python 3.11 may swallow a cancellation (see `_Cancellable`), and libraries use it. A loop that
    must stop when told calls this once a round.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


class Outage:
    """Patience of one loop: logs the loss once and the return once, and pauses longer each time in between."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._failures = 0

    async def pause(self, error: Exception) -> None:
        honour_cancellation()
        if self._failures == 0:
            log.warning("redis_lost", part=self._part, error=type(error).__name__)
        longest = min(_PAUSE_MAX_S, _PAUSE_FIRST_S * 2**self._failures)
        self._failures += 1
        await asyncio.sleep(random.uniform(longest / 2, longest))  # noqa: S311

    def over(self) -> None:
        if self._failures:
            log.info("redis_back", part=self._part, failures=self._failures)
            self._failures = 0


async def repeat(part: str, step: Callable[[], Awaitable[None]]) -> None:
    """Runs `step` for ever; Redis faults cost a pause, everything else ends it."""
    outage = Outage(part)
    while True:
        try:
            await step()
            honour_cancellation()
            outage.over()
        except REDIS_FAULTS as error:
            await outage.pause(error)


async def redis_now_ms(redis: Redis) -> int:
    """Redis' own clock: the one that all processes share."""
    seconds, micros = await command(redis, "TIME")
    return int(seconds) * 1000 + int(micros) // 1000


async def command(redis: Redis, *arguments: object, **options: object) -> Any:
    """One command, for replies whose shape the typed methods of redis-py blur."""
    return await redis.execute_command(*arguments, **options)  # type: ignore[no-untyped-call]
