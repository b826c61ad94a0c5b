"""The event bus: tagged structs on one Redis stream, one consumer group a subscriber.

The tag is the wire name. Delivery is at least once, so handlers are idempotent by event id. Events with the same key
(the interview, room or take they are about) reach one process's handlers in order; across processes and after a
failure order is not promised. Why not SAQ: see `kernel/streams.py`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from backend.kernel.ids import new_id
from backend.kernel.messages import Delivery, fields_of
from backend.kernel.metrics import EVENTS_PUBLISHED
from backend.kernel.reading import SharedReader
from backend.kernel.redis import forget_entries, redis_coded, redis_now_ms
from backend.kernel.streams import StreamConsumer, Undeliverable, an_hour_ago, exponential

STREAM = "gr:events"
KEPT = 100_000
MAX_TRIES = 8
AGAIN, DEAD = "gr:again:", "gr:dead:"
"""Streams of one group each: what it gets another time, and what it failed to handle."""
_KEY_FIELDS = ("interview_id", "room", "take_id", "account_id")

E = TypeVar("E")
H = TypeVar("H", bound=Callable[..., Any])
Handler = Callable[["Received[Any]"], Awaitable[None]]


class Received(msgspec.Struct, Generic[E], frozen=True):
    """`id` is the event's own: the same on every delivery. `attempt` counts from 1."""

    id: str
    event: E
    attempt: int


class Encoded(msgspec.Struct, frozen=True):
    """An event on its way: `data` is its JSON, `key` what it is about."""

    id: str
    tag: str
    key: str
    data: bytes


def mentioning(*marks: str) -> Callable[[H], H]:
    """Decorates a handler of events whose JSON holds one of `marks`: who reads for many groups leaves the others out.

    It saves the call and promises nothing: the handler still looks for itself.
    """

    def marked(handler: H) -> H:
        handler.marks = marks  # type: ignore[attr-defined]
        return handler

    return marked


def unordered(handler: H) -> H:
    """Decorates a handler of which several may run at once for the same key: what they are told may come in any order,
    as after a failure, and they begin in the order in which it came.
    """
    handler.is_unordered = True  # type: ignore[attr-defined]
    return handler


def tag_of(struct: msgspec.Struct | type[msgspec.Struct]) -> str:
    """The wire name.

    Raises: TypeError for a struct without a tag.
    """
    tag = struct.__struct_config__.tag
    if not isinstance(tag, str):
        raise TypeError(f"{struct!r} has no tag and cannot travel")
    return tag


def key_of(event: msgspec.Struct) -> str:
    """What the event is about, or empty."""
    return next((value for name in _KEY_FIELDS if isinstance(value := getattr(event, name, None), str)), "")


def encoded(event: msgspec.Struct, *, id: str | None = None) -> Encoded:
    """An event ready to go, under an id of its own unless it has one."""
    return Encoded(id or new_id("evt"), tag_of(event), key_of(event), msgspec.json.encode(event))


class EventBus:
    """Publishes events and opens subscriptions."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis

    async def publish(self, event: msgspec.Struct, *, id: str | None = None) -> None:
        """Raises: Unavailable `redis_unavailable`."""
        await self.publish_many([encoded(event, id=id)])

    async def publish_encoded(self, id: str, tag: str, key: str, data: bytes) -> None:
        """The same for an event that is JSON already."""
        await self.publish_many([Encoded(id, tag, key, data)])

    async def publish_many(
        self, events: Sequence["Encoded"], *, also: Callable[[Pipeline], object] | None = None
    ) -> None:
        """Events that are JSON already (the outbox's), in their order and in one go. Where it fails some may be out.

        `also` adds commands of its own behind them.
        """
        with redis_coded():
            async with self.redis.pipeline(transaction=False) as together:
                for event in events:
                    fields = fields_of(event.id, event.tag, event.key, event.data)
                    together.xadd(STREAM, fields, maxlen=KEPT, approximate=True)
                if also is not None:
                    also(together)
                await together.execute()
        for event in events:
            EVENTS_PUBLISHED.labels(event.tag).inc()

    async def forget(self, is_gone: Callable[[bytes], bool]) -> int:
        """Removes the events whose JSON `is_gone` says so of: kept, put off, or dead; gives how many there were.

        A put-off event is seen packed, with its JSON inside. Raises: Unavailable `redis_unavailable`.
        """
        count = 0
        with redis_coded():
            for pattern in (f"{AGAIN}*", f"{DEAD}*"):
                async for stream in self.redis.scan_iter(pattern):
                    count += await forget_entries(self.redis, stream, lambda fields: is_gone(fields.get(b"data", b"")))
            async for key in self.redis.scan_iter("gr:delayed:*"):
                packed = [member async for member, _ in self.redis.zscan_iter(key) if is_gone(member)]
                count += int(await self.redis.zrem(key, *packed)) if packed else 0
            count += await forget_entries(self.redis, STREAM, lambda fields: is_gone(fields.get(b"data", b"")))
        return count

    async def trim(self, *, keep_s: float = 3600) -> int:
        """Drops what every group has dealt with and is older than `keep_s`; gives how many events that were.

        Redis marks a removed entry of a stream and keeps its bytes until its whole block has gone, so only this frees
        what `forget` removed. New groups begin an hour ago, which is why an hour is kept.

        Raises: Unavailable `redis_unavailable`.
        """
        with redis_coded():
            oldest_ms = await redis_now_ms(self.redis) - int(keep_s * 1000)
            needed = [(oldest_ms, 0)]
            for group in await self._groups():
                pending: Any = await self.redis.xpending(STREAM, group["name"])
                needed.append(_id_parts(pending["min"] or group["last-delivered-id"]))
            ms, sequence = min(needed)
            return int(await self.redis.xtrim(STREAM, minid=f"{ms}-{sequence}", approximate=False))

    async def _groups(self) -> list[dict[str, Any]]:
        if not await self.redis.exists(STREAM):
            return []
        return list(await self.redis.xinfo_groups(STREAM))

    def subscribe(
        self,
        group: str,
        handlers: Mapping[type[Any], Handler],
        *,
        concurrency: int = 32,
        max_tries: int = MAX_TRIES,
        backoff_s: Callable[[int], float] | None = None,
    ) -> "Subscription":
        """All processes that subscribe as `group` share its events; each group gets every event.

        A handler that raises is called again after a back-off; after `max_tries` the event lies in `gr:dead:{group}`.
        Stores of the house that are away are waited for, for half a day.
        """
        return Subscription(self.redis, group, handlers, concurrency, max_tries, backoff_s or exponential(0.25, 30))

    async def run_together(self, subscriptions: Sequence["Subscription"]) -> None:
        """Several subscriptions of one process, until cancelled: read for at once, which costs Redis far less."""
        if subscriptions:
            await SharedReader(self.redis, [subscription.consumer for subscription in subscriptions]).run()


def _id_parts(entry_id: bytes) -> tuple[int, int]:
    ms, _, sequence = entry_id.decode().partition("-")
    return int(ms), int(sequence or 0)


class Subscription:
    """One process's share of a group. Made by `EventBus.subscribe`."""

    def __init__(
        self,
        redis: Redis,
        group: str,
        handlers: Mapping[type[Any], Handler],
        concurrency: int,
        max_tries: int,
        backoff_s: Callable[[int], float],
    ) -> None:
        self.group = group
        self._handlers = {tag_of(kind): handler for kind, handler in handlers.items()}
        self._decoders = {tag_of(kind): msgspec.json.Decoder(kind) for kind in handlers}
        again = f"{AGAIN}{group}"
        self.consumer = StreamConsumer(
            redis,
            streams=[STREAM, again],
            group=group,
            start=lambda: an_hour_ago(redis),
            delayed=f"gr:delayed:{group}",
            dead=f"{DEAD}{group}",
            handle=self._receive,
            lane=self._lane,
            concurrency=concurrency,
            max_tries=max_tries,
            backoff_s=backoff_s,
            forgetful=frozenset({again}),
            again=again,
            tags={tag: list(getattr(handler, "marks", ())) for tag, handler in self._handlers.items()},
        )

    async def run(self) -> None:
        """Until cancelled."""
        await self.consumer.run()

    def _lane(self, delivery: Delivery) -> str:
        is_unordered = getattr(self._handlers.get(delivery.tag), "is_unordered", False)
        return delivery.id if is_unordered else delivery.key or delivery.id

    async def _receive(self, delivery: Delivery) -> None:
        try:
            event = self._decoders[delivery.tag].decode(delivery.data)
        except msgspec.ValidationError as error:
            raise Undeliverable(f"not a {delivery.tag}: {error}") from error
        await self._handlers[delivery.tag](Received(delivery.id, event, delivery.attempt))
