"""How messages get from Redis' streams to the consumers of a process.

A consumer alone reads its streams itself. Consumers that share a stream, such as the API's domains, are read for
together: one command waits for news, one script then reads for every group and acknowledges what its group does not
want. So an event costs a process two commands and not four a group, and of a burst the many come at once.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from backend.kernel.messages import Delivery, delivery_of
from backend.kernel.redis import BLOCK_MS, REDIS_FAULTS, command, repeat

STREAM_GONE = ("NOGROUP", "UNBLOCKED", "no such key")
_FULL_S = 0.05

_READ = """
local groups, result, newest = cmsgpack.unpack(ARGV[1]), {}, {}
for n = 1, #KEYS do
  local last = redis.call('XREVRANGE', KEYS[n], '+', '-', 'COUNT', 1)
  newest[n] = last[1] and last[1][1] or '0-0'
end
for n, group in ipairs(groups) do
  local count, found, raw = ARGV[n + 1], {}, 0
  if count ~= '0' then
    local reply = redis.pcall('XREADGROUP', 'GROUP', group[1], group[2], 'COUNT', count,
      'STREAMS', KEYS[1], KEYS[n + 1], '>', '>')
    if reply and reply.err then
      raw = reply.err
    elseif reply then
      for _, stream in ipairs(reply) do
        raw = math.max(raw, #stream[2])
        for _, entry in ipairs(stream[2]) do
          local fields, marks, data = entry[2], nil, ''
          for at = 1, #fields, 2 do
            if fields[at] == 'tag' then marks = group[3][fields[at + 1]] end
            if fields[at] == 'data' then data = fields[at + 1] end
          end
          local is_wanted = marks ~= nil and #marks == 0
          for _, mark in ipairs(marks or {}) do
            is_wanted = is_wanted or string.find(data, mark, 1, true) ~= nil
          end
          if is_wanted then
            found[#found + 1] = {stream[1], entry[1], fields}
          else
            redis.call('XACK', stream[1], group[1], entry[1])
          end
        end
      end
    end
  end
  result[n] = {raw, found}
end
return {newest, result}
"""


class Consumer(Protocol):
    """What a reader needs to know of a consumer; see `streams.StreamConsumer`."""

    consumer: str
    group: str
    streams: list[str]
    tags: Mapping[str, Sequence[str]] | None
    freed: asyncio.Event
    acknowledger: "Acknowledger"

    @property
    def free(self) -> int: ...

    def begin(self, delivery: Delivery) -> None: ...

    async def make_groups(self) -> None: ...

    async def run(self, *, reads: bool = True) -> None: ...


async def read_alone(redis: Redis, consumer: Consumer) -> None:
    """Hands the consumer what comes next; returns after one reading."""
    while consumer.free <= 0:
        consumer.freed.clear()
        await consumer.freed.wait()
    try:
        fresh = await _take(redis, consumer)
    except ResponseError as error:
        if not str(error).startswith(STREAM_GONE):
            raise
        await consumer.make_groups()
        return
    skipped: dict[str, list[str]] = {}
    for delivery in fresh:
        if consumer.tags is not None and delivery.tag not in consumer.tags:
            skipped.setdefault(delivery.stream, []).append(delivery.entry_id)
        else:
            consumer.begin(delivery)
    for stream, entry_ids in skipped.items():
        await redis.xack(stream, consumer.group, *entry_ids)


async def _take(redis: Redis, consumer: Consumer) -> list[Delivery]:
    """Fresh messages: at once from any stream, else the first that comes within the blocking time."""
    streams = consumer.streams
    for stream in streams if len(streams) > 1 else ():
        if found := await _read_group(redis, consumer, [stream], consumer.free, block_ms=None):
            return found
    return await _read_group(redis, consumer, streams, consumer.free if len(streams) == 1 else 1, block_ms=BLOCK_MS)


async def _read_group(
    redis: Redis, consumer: Consumer, streams: list[str], count: int, block_ms: int | None
) -> list[Delivery]:
    block: list[Any] = [] if block_ms is None else ["BLOCK", block_ms]
    reply: Any = await command(
        redis, "XREADGROUP", "GROUP", consumer.group, consumer.consumer, "COUNT", count, *block,
        "STREAMS", *streams, *[">"] * len(streams),
    )  # fmt: skip
    return [
        delivery_of(stream.decode(), entry_id, fields, 1)
        for stream, entries in reply or []
        for entry_id, fields in entries
    ]


class SharedReader:
    """Reads for consumers whose first stream is the same and whose second is their own."""

    def __init__(self, redis: Redis, consumers: Sequence[Consumer]) -> None:
        self._redis = redis
        self._consumers = list(consumers)
        self._keys = [consumers[0].streams[0], *(consumer.streams[1] for consumer in consumers)]
        self._groups = msgspec.msgpack.encode(
            [[consumer.group, consumer.consumer, dict(consumer.tags or {})] for consumer in consumers]
        )
        self._read = redis.register_script(_READ)
        self._freed = asyncio.Event()
        acknowledger = Acknowledger(redis)
        for consumer in consumers:
            consumer.freed, consumer.acknowledger = self._freed, acknowledger

    async def run(self) -> None:
        """Until cancelled, with the consumers."""
        async with asyncio.TaskGroup() as tasks:
            for consumer in self._consumers:
                tasks.create_task(consumer.run(reads=False), name=f"consumer {consumer.group}")
            tasks.create_task(repeat("event reader", self._step), name="event reader")

    async def _step(self) -> None:
        self._freed.clear()
        counts = [max(0, consumer.free) for consumer in self._consumers]
        newest, found = await self._read(keys=self._keys, args=[self._groups, *counts])
        has_more = False
        for consumer, count, (raw, entries) in zip(self._consumers, counts, found, strict=True):
            if isinstance(raw, bytes):
                await self._make_groups(consumer, raw.decode())
                has_more = True
                continue
            for stream, entry_id, flat in entries:
                fields = dict(zip(flat[::2], flat[1::2], strict=True))
                consumer.begin(delivery_of(stream.decode(), entry_id, fields, 1))
            # Who had no room when it was asked for may have some by now: nobody waits for news with some unread.
            has_more = has_more or count <= raw
        if any(consumer.free <= 0 for consumer in self._consumers):
            await self._room()
        elif not has_more:
            await command(self._redis, "XREAD", "COUNT", 1, "BLOCK", BLOCK_MS, "STREAMS", *self._keys, *newest)

    async def _room(self) -> None:
        """Until one of the consumers has room again; the others' news waits no longer than this."""
        try:
            async with asyncio.timeout(_FULL_S):
                await self._freed.wait()
        except TimeoutError:
            pass

    async def _make_groups(self, consumer: Consumer, error: str) -> None:
        if not error.startswith(STREAM_GONE):
            raise ResponseError(error)
        await consumer.make_groups()


class Acknowledger:
    """Acknowledges for many handlers in few commands: what is done while one is under way goes with the next."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._batch: _Batch | None = None
        self._sending: asyncio.Task[None] | None = None

    async def done(self, stream: str, group: str, entry_id: str) -> None:
        """Returns when Redis knows. Raises: what it raises where it is away; then it may be asked again."""
        if self._batch is None:
            self._batch = _Batch()
        batch = self._batch
        batch.entries.setdefault((stream, group), []).append(entry_id)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send(), name="acknowledgements")
        await asyncio.shield(batch.sent)

    async def _send(self) -> None:
        try:
            while (batch := self._batch) is not None:
                self._batch = None
                await batch.send(self._redis)
        finally:
            self._sending = None


class _Batch:
    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], list[str]] = {}
        self.sent: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def send(self, redis: Redis) -> None:
        try:
            async with redis.pipeline(transaction=False) as together:
                for (stream, group), entry_ids in self.entries.items():
                    together.xack(stream, group, *entry_ids)
                await together.execute()
        except BaseException as error:
            self._fail(error)
            if not isinstance(error, (*REDIS_FAULTS, ResponseError)):
                raise
        else:
            self.sent.set_result(None)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, asyncio.CancelledError):
            self.sent.cancel()
        else:
            self.sent.set_exception(error)
            self.sent.exception()
