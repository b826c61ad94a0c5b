"""A thin consumer on Redis Streams: what the event bus and the jobs have in common.

Measured (BUDGETS.md): after SIGKILL of a worker in the middle of a job this recovers in about 3 s at a tenth of the
cost, where SAQ waits for its heartbeat of 12-18 s and taskiq-redis never recovered; so it is ours.

A message is pending from its delivery until it is settled. While its handler runs, the consumer claims it anew every
0.8 s; what has not been claimed for 3 s belonged to a dead process and is taken over. A failed message leaves the
stream for a ZSET until its back-off is over; one that failed too often goes to the dead stream with its reason. While
a store of the house is away it waits, and no try is counted. Each step is one script in Redis, so a kill between two
steps repeats work but loses none.
"""

import asyncio
import contextlib
import os
import random
import secrets
import socket
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from backend.kernel import messages
from backend.kernel.errors import GreenroomError
from backend.kernel.logging import mask_message
from backend.kernel.messages import Delivery, delivery_of
from backend.kernel.metrics import MESSAGE_SECONDS, MESSAGES_SETTLED, MESSAGES_TAKEN_OVER
from backend.kernel.reading import STREAM_GONE, Acknowledger, read_alone
from backend.kernel.redis import REDIS_FAULTS, Outage, command, redis_now_ms, repeat

IDLE_MS = 3_000
HEARTBEAT_S = 0.8
_FORGOTTEN_MS = 3_600_000
_CLEANING_S = 600.0
DEAD_KEPT = 10_000
STORES_AWAY = frozenset({"database_unavailable", "redis_unavailable", "storage_unavailable", "storage_full"})
"""Codes of failures that say nothing about a message: every other one would fail, too."""
WAITS_MAX = 5_000
"""Half a day of an event. Then a store is not away: it refuses this message."""
_WAIT_GROWS = 6
"""Back-offs grow so often and no further: who waits goes on soon after the store is back."""

log = structlog.get_logger()


class Undeliverable(Exception):
    """Raised by a handler for a message that no further try can help: straight to the dead stream."""


def consumer_name() -> str:
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


class StreamConsumer:
    """One member of `group`: hands each message of `streams` to `handle`.

    Messages of one `lane` are handled one after the other, others side by side, at most `concurrency` at once.
    Entries of the streams in `forgetful` are removed once settled. Failed messages come back through `again`, which
    is `None` where a message goes back to the stream it came from.

    `tags` are the kinds of message that it wants, each with marks of which its text must hold one, if there are any.
    `ids` is a hash from which a settled message's id is removed (jobs: one of an id at a time).
    """

    def __init__(
        self,
        redis: Redis,
        *,
        streams: Sequence[str],
        group: str,
        start: Callable[[], Awaitable[str]],
        delayed: str,
        dead: str,
        handle: Callable[[Delivery], Awaitable[None]],
        lane: Callable[[Delivery], str],
        concurrency: int,
        max_tries: int,
        backoff_s: Callable[[int], float],
        forgetful: frozenset[str],
        again: str | None = None,
        ids: str | None = None,
        tags: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.consumer = consumer_name()
        self._redis = redis
        self.streams = list(streams)
        self.group = group
        self._start = start
        self._delayed = delayed
        self._dead_stream = dead
        self._handle = handle
        self._lane_of = lane
        self._concurrency = concurrency
        self._max_tries = max_tries
        self._backoff_s = backoff_s
        self._forgetful = forgetful
        self._again_stream = again
        self._ids = ids
        self.tags = tags
        self._held: dict[tuple[str, str], Delivery] = {}
        self._lanes: dict[str, deque[Delivery]] = {}
        self._tasks: asyncio.TaskGroup | None = None
        self._next_heartbeat = 0.0
        self._next_cleaning = 0.0
        self._running = asyncio.Semaphore(concurrency)
        self.freed = asyncio.Event()
        self.acknowledger = Acknowledger(redis)
        self._put_off = asyncio.Event()
        self._done = redis.register_script(messages.DONE)
        self._again = redis.register_script(messages.AGAIN)
        self._bury = redis.register_script(messages.DEAD)
        self._promote = redis.register_script(messages.PROMOTE)

    @property
    def free(self) -> int:
        """How many more messages it would take now; none unless it runs."""
        return self._concurrency - len(self._held) if self._tasks is not None else 0

    async def run(self, *, reads: bool = True) -> None:
        """Until cancelled. Then what was not finished is handed back, to be taken over at once.

        Without `reads` somebody else reads for it, see `reading.SharedReader`.
        """
        part = f"consumer {self.group}"
        try:
            await self._outlast(self.make_groups, part)
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                self.freed.set()
                if reads:
                    tasks.create_task(repeat(part, self._read), name=f"{part}: read")
                tasks.create_task(repeat(part, self._tend), name=f"{part}: tend")
        finally:
            self._tasks = None
            await self._stop()

    async def _read(self) -> None:
        await read_alone(self._redis, self)

    async def _tend(self) -> None:
        """Heartbeat of the running, take-over of the abandoned, return of the delayed."""
        try:
            if time.monotonic() >= self._next_heartbeat:
                await self._heartbeat()
                await self._take_over()
                self._next_heartbeat = time.monotonic() + HEARTBEAT_S
            if time.monotonic() >= self._next_cleaning:
                await self._forget_the_dead()
                self._next_cleaning = time.monotonic() + _CLEANING_S
            wait_ms = int(await self._promote(keys=[self._delayed]))
        except ResponseError as error:
            if not str(error).startswith(STREAM_GONE):
                raise
            await self.make_groups()
            return
        await self._doze(HEARTBEAT_S if wait_ms < 0 else min(HEARTBEAT_S, wait_ms / 1000 + 0.002))

    async def _doze(self, longest_s: float) -> None:
        """Until something has been put off, at most `longest_s`."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest_s):
                await self._put_off.wait()
        self._put_off.clear()

    async def _heartbeat(self) -> None:
        for stream in self.streams:
            if mine := [entry_id for held, entry_id in self._held if held == stream]:
                await command(
                    self._redis, "XCLAIM", stream, self.group, self.consumer, 0, *mine, "JUSTID", parse_justid=True
                )

    async def _take_over(self) -> None:
        for stream in self.streams:
            if (free := self.free) <= 0:
                return
            claimed = await self._redis.xautoclaim(
                stream, self.group, self.consumer, IDLE_MS, start_id="0-0", count=free
            )
            for entry_id, fields in claimed[1]:
                if not fields or (stream, entry_id.decode()) in self._held:
                    continue
                delivery = delivery_of(stream, entry_id, fields, await self._deliveries(stream, entry_id))
                MESSAGES_TAKEN_OVER.labels(self.group).inc()
                log.info("message_taken_over", group=self.group, tag=delivery.tag, attempt=delivery.attempt)
                if delivery.attempt > self._max_tries:
                    await self._give_up(delivery, f"its consumer died {delivery.attempt - 1} times")
                else:
                    self.begin(delivery)

    async def _deliveries(self, stream: str, entry_id: bytes) -> int:
        pending = await self._redis.xpending_range(stream, self.group, entry_id.decode(), entry_id.decode(), 1)
        return int(pending[0]["times_delivered"]) if pending else 1

    def begin(self, delivery: Delivery) -> None:
        self._held[delivery.stream, delivery.entry_id] = delivery
        lane = self._lane_of(delivery)
        if lane in self._lanes:
            self._lanes[lane].append(delivery)
            return
        self._lanes[lane] = deque([delivery])
        if self._tasks is None:
            raise RuntimeError("messages are taken while the consumer runs")
        self._tasks.create_task(self._work(lane), name=f"{self.group}: {delivery.tag}")

    async def _work(self, lane: str) -> None:
        """Handles the messages of a lane until it is empty."""
        waiting = self._lanes[lane]
        try:
            while waiting:
                delivery = waiting.popleft()
                async with self._running:
                    settle = await self._try(delivery)
                await self._outlast(settle, f"consumer {self.group}")
                del self._held[delivery.stream, delivery.entry_id]
                self.freed.set()
        finally:
            del self._lanes[lane]

    async def _try(self, delivery: Delivery) -> Callable[[], Awaitable[None]]:
        """Runs the handler; gives what is to be done with the message now."""
        began = time.perf_counter()
        try:
            await self._handle(delivery)
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            return self._failed(delivery, error)  # something within the handler was cancelled, not we
        except Undeliverable as error:
            reason = mask_message(error)
            log.error("message_undeliverable", group=self.group, tag=delivery.tag, id=delivery.id, reason=reason)
            return lambda: self._give_up(delivery, reason)
        except Exception as error:  # noqa: BLE001
            return self._failed(delivery, error)
        finally:
            MESSAGE_SECONDS.labels(self.group, delivery.tag).observe(time.perf_counter() - began)
        return lambda: self._finish(delivery)

    def _failed(self, delivery: Delivery, error: BaseException) -> Callable[[], Awaitable[None]]:
        known = {"group": self.group, "tag": delivery.tag, "id": delivery.id, "attempt": delivery.attempt}
        if isinstance(error, GreenroomError) and error.code in STORES_AWAY and delivery.waits < WAITS_MAX:
            (log.debug if delivery.waits else log.warning)("message_waits", **known, code=error.code)
            waits = delivery.waits + 1
            return lambda: self._try_again(delivery, min(waits, _WAIT_GROWS), tries=delivery.attempt - 1, waits=waits)
        if delivery.attempt >= self._max_tries:
            log.error("message_dead", **known, exc_info=error)
            reason = f"{type(error).__name__}: {mask_message(error)}"
            return lambda: self._give_up(delivery, reason)
        log.warning("message_failed", **known, exc_info=error)
        return lambda: self._try_again(delivery, delivery.attempt, tries=delivery.attempt, waits=delivery.waits)

    async def _finish(self, delivery: Delivery) -> None:
        if self._ids is None and delivery.stream not in self._forgetful:
            await self.acknowledger.done(delivery.stream, self.group, delivery.entry_id)
        else:
            keys = [delivery.stream] + ([self._ids] if self._ids else [])
            await self._done(keys=keys, args=[*self._settling(delivery), delivery.id])
        MESSAGES_SETTLED.labels(self.group, delivery.tag, "done").inc()

    async def _try_again(self, delivery: Delivery, nth: int, *, tries: int, waits: int) -> None:
        """After the `nth` back-off."""
        target = self._again_stream or delivery.stream
        await self._again(
            keys=[delivery.stream, self._delayed],
            args=[*self._settling(delivery), target, int(self._backoff_s(nth) * 1000), delivery.id, delivery.tag,
                  delivery.key, delivery.data, tries, waits],
        )  # fmt: skip
        MESSAGES_SETTLED.labels(self.group, delivery.tag, "again").inc()
        self._put_off.set()

    async def _give_up(self, delivery: Delivery, reason: str) -> None:
        keys = [delivery.stream, self._dead_stream] + ([self._ids] if self._ids else [])
        await self._bury(
            keys=keys,
            args=[*self._settling(delivery), DEAD_KEPT, delivery.id, delivery.tag, delivery.key, delivery.data,
                  delivery.attempt, reason[:2000]],
        )  # fmt: skip
        MESSAGES_SETTLED.labels(self.group, delivery.tag, "dead").inc()

    def _settling(self, delivery: Delivery) -> list[str]:
        return [self.group, delivery.entry_id, "1" if delivery.stream in self._forgetful else "0"]

    async def make_groups(self) -> None:
        start = await self._start()
        for stream in self.streams:
            try:
                await self._redis.xgroup_create(stream, self.group, id=start, mkstream=True)
            except ResponseError as error:
                if not str(error).startswith("BUSYGROUP"):
                    raise

    async def _outlast(self, step: Callable[[], Awaitable[None]], part: str) -> None:
        """Does `step` once, however long Redis is away."""
        outage = Outage(part)
        while True:
            try:
                await step()
            except REDIS_FAULTS as error:
                await outage.pause(error)
            else:
                outage.over()
                return

    async def _stop(self) -> None:
        """Leaves the group, and what was held to the next consumer."""
        with contextlib.suppress(*REDIS_FAULTS, ResponseError, TimeoutError):
            async with asyncio.timeout(1):
                await self._hand_back()

    async def _hand_back(self) -> None:
        """What this consumer held is idle at once, and the delivery does not count as a try."""
        for (stream, entry_id), delivery in list(self._held.items()):
            await command(
                    self._redis, "XCLAIM", stream, self.group, self.consumer, 0, entry_id, "IDLE", IDLE_MS,
                "RETRYCOUNT", max(0, delivery.attempt - delivery.tries - 1), "JUSTID", parse_justid=True,
            )  # fmt: skip
        if not self._held:
            for stream in self.streams:
                await self._leave(stream)

    async def _forget_the_dead(self) -> None:
        """Removes consumers that hold nothing and were not seen for an hour."""
        for stream in self.streams:
            for one in await self._redis.xinfo_consumers(stream, self.group):
                if one["pending"] == 0 and one["idle"] > _FORGOTTEN_MS:
                    await self._redis.xgroup_delconsumer(stream, self.group, one["name"])

    async def _leave(self, stream: str) -> None:
        consumers = await self._redis.xinfo_consumers(stream, self.group)
        if any(one["name"].decode() == self.consumer and one["pending"] == 0 for one in consumers):
            await self._redis.xgroup_delconsumer(stream, self.group, self.consumer)


async def an_hour_ago(redis: Redis) -> str:
    """Where a new group begins: what has just been said counts, old history does not."""
    return f"{await redis_now_ms(redis) - 3_600_000}-0"


def exponential(first_s: float, longest_s: float) -> Callable[[int], float]:
    """Back-off after the n-th failure, with jitter of ±20 % so that what failed together does not return together."""
    return lambda attempt: min(longest_s, first_s * 2 ** (attempt - 1)) * random.uniform(0.8, 1.2)  # noqa: S311
