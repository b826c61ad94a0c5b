"""What is live on people's screens: one Redis stream a topic to resume from, pub/sub to fan out.

`gr:live:{topic}` keeps about 256 events for a day after the last. One `psubscribe` reader a process feeds the hub.
Only the reader's own connection matters: `litestar.channels` on redis-py 8 loses subscriptions silently.
"""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import msgspec
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import NoScriptError, ResponseError

from backend.kernel.redis import REDIS_FAULTS, Outage, honour_cancellation, redis_coded

KEPT = 256
LIFE_S = 86_400
START = "0-0"
GAP_TOPIC = "*"
"""The topic of the event that `listen` gives after it lost its connection: any topic may have missed something."""

_PREFIX = "gr:live:"
_ID = re.compile(r"\d{1,18}-\d{1,18}", re.ASCII)

_PUBLISH = """
local id
if ARGV[3] == '1' then
  id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], '*', 'e', ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[5])
else
  local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
  id = last[1] and last[1][1] or '0-0'
end
redis.call('PUBLISH', KEYS[1], ARGV[1] .. id .. ARGV[2])
return id
"""


class LiveEvent(msgspec.Struct, frozen=True, tag="event", tag_field="op"):
    """The frame of `contracts.events.live.LiveEvent`, field by field. `data` is JSON."""

    topic: str
    id: str
    name: str
    data: msgspec.Raw


class _Draft(msgspec.Struct, frozen=True, tag="event", tag_field="op"):
    """An event before Redis gave it its id, which comes last in the JSON."""

    topic: str
    name: str
    data: Any


class Telling(msgspec.Struct, frozen=True):
    """What to publish to a topic; with `keep` false only who listens now gets it."""

    topic: str
    name: str
    data: Any
    keep: bool = True


class LiveBus:
    """Publishes to topics, and reads them for the hub."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._publish: str = redis.register_script(_PUBLISH).sha
        self._told: dict[tuple[str, str | None], int] = {}

    async def publish(self, topic: str, name: str, data: Any, *, keep: bool = True) -> str:
        """Gives the event's id, comparable within the topic (`is_after`).

        With `keep` false only who listens now gets it; it then carries the id of the newest kept one, so that a reader
        who resumes from it misses nothing.

        Raises: Unavailable `redis_unavailable`.
        """
        return (await self.publish_many([Telling(topic, name, data, keep)]))[0][0]

    async def publish_many(
        self, tellings: Sequence[Telling], *, also: Callable[[Pipeline], object] | None = None
    ) -> tuple[list[str], list[Any]]:
        """The same for several, in one go. `also` adds commands of its own behind them, that can be repeated.

        Gives the events' ids, and the replies to the commands of `also`. Raises: Unavailable `redis_unavailable`.
        """
        with redis_coded():
            try:
                replies = await self._send(tellings, also)
            except NoScriptError:  # a Redis that has just started; then none was published
                await self._redis.script_load(_PUBLISH)
                replies = await self._send(tellings, also)
        return [id.decode() for id in replies[: len(tellings)]], replies[len(tellings) :]

    async def _send(self, tellings: Sequence[Telling], also: Callable[[Pipeline], object] | None) -> list[Any]:
        async with self._redis.pipeline(transaction=False) as together:
            for each in tellings:
                head = msgspec.json.encode(_Draft(each.topic, each.name, each.data))[:-1] + b',"id":"'
                keep = "1" if each.keep else "0"
                together.evalsha(self._publish, 1, _PREFIX + each.topic, head, b'"}', keep, KEPT, LIFE_S)
            if also is not None:
                also(together)
            return list(await together.execute())

    async def since(self, topic: str, after_id: str) -> list[LiveEvent] | None:
        """Kept events after `after_id` (`0-0`: all); None where some between may be missing: fetch the state anew."""
        if not _ID.fullmatch(after_id):
            return None
        key = _PREFIX + topic
        with redis_coded():
            if after_id == START:
                if not await self._is_whole(key):
                    return None
            elif not await self._redis.xrange(key, after_id, after_id):
                return None
            rows: Any = await self._redis.xrange(key, f"({after_id}", "+")
        return [_decode(fields[b"e"] + id + b'"}') for id, fields in rows]

    async def last(self, topic: str) -> str:
        """The id of the newest kept event, `0-0` where there is none."""
        with redis_coded():
            newest: Any = await self._redis.xrevrange(_PREFIX + topic, count=1)
        return newest[0][0].decode() if newest else START

    def told(self, topic: str, name: str | None = None) -> Callable[[], int]:
        """Gives a number that grows with each event of the topic (those of `name` alone, where it is given) that
        `listen` has given in this process.
        """
        key = topic, name
        self._told.setdefault(key, 0)
        return lambda: self._told[key]

    def _note(self, topic: str, name: str) -> None:
        if topic == GAP_TOPIC:
            self._told = {each: count + 1 for each, count in self._told.items()}
            return
        for key in ((topic, None), (topic, name)):
            if key in self._told:
                self._told[key] += 1

    async def forget(self, topic: str) -> int:
        """Removes the kept events of a topic, whose readers are then told `Gone`; gives how many there were."""
        key = _PREFIX + topic
        with redis_coded():
            count = int(await self._redis.xlen(key))
            await self._redis.delete(key)
        return count

    async def listen(self) -> AsyncIterator[LiveEvent]:
        """Every event of every topic from now on, over lost connections. After each loss an event of `GAP_TOPIC`."""
        outage = Outage("live listener")
        connections = 0
        while True:
            pubsub = self._redis.pubsub()
            try:
                await pubsub.psubscribe(f"{_PREFIX}*")
                honour_cancellation()
                async for message in pubsub.listen():
                    if message["type"] == "psubscribe":  # redis-py subscribes anew by itself after a reconnect
                        connections += 1
                        outage.over()
                        if connections > 1:
                            self._note(GAP_TOPIC, "gap")
                            yield LiveEvent(GAP_TOPIC, START, "gap", msgspec.Raw(b"null"))
                    elif message["type"] == "pmessage":
                        event = _decode(message["data"])
                        self._note(event.topic, event.name)
                        yield event
            except REDIS_FAULTS as error:
                await outage.pause(error)
            finally:
                await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def _is_whole(self, key: str) -> bool:
        """Nothing was ever trimmed from the stream."""
        try:
            info = await self._redis.xinfo_stream(key)
        except ResponseError:  # no such key
            return True
        return bool(info["entries-added"] == info["length"])


def is_after(id: str, other: str) -> bool:
    """Compares two ids of one topic."""
    return _parts(id) > _parts(other)


def _parts(id: str) -> tuple[int, int]:
    ms, _, sequence = id.partition("-")
    return int(ms), int(sequence)


_decode = msgspec.json.Decoder(LiveEvent).decode
