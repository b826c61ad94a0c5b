"""Messages on Redis Streams, and the scripts that move them: each move is whole or not at all.

A message has the fields `id` (its own, the same on every delivery), `tag` (kind), `key` (what it is about), `data`
(JSON), `tries` (failures so far) and `waits` (how often a store was away). A delayed one lies in a ZSET, by due time of
Redis' clock, packed with the stream it returns to.
"""

from typing import Any

import msgspec

DONE = """
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  if ARGV[3] == '1' then redis.call('XDEL', KEYS[1], ARGV[2]) end
  if KEYS[2] then redis.call('HDEL', KEYS[2], ARGV[4]) end
end
"""

AGAIN = """
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  if ARGV[3] == '1' then redis.call('XDEL', KEYS[1], ARGV[2]) end
  local t = redis.call('TIME')
  local due = t[1] * 1000 + math.floor(t[2] / 1000) + ARGV[5]
  redis.call('ZADD', KEYS[2], due, cmsgpack.pack({ARGV[4], ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11]}))
end
"""

DEAD = """
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  if ARGV[3] == '1' then redis.call('XDEL', KEYS[1], ARGV[2]) end
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'id', ARGV[5], 'tag', ARGV[6], 'key', ARGV[7],
    'data', ARGV[8], 'tries', ARGV[9], 'reason', ARGV[10])
  if KEYS[3] then redis.call('HDEL', KEYS[3], ARGV[5]) end
end
"""

PROMOTE = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 100)) do
  local m = cmsgpack.unpack(member)
  redis.call('XADD', m[1], '*', 'id', m[2], 'tag', m[3], 'key', m[4], 'data', m[5], 'tries', m[6], 'waits', m[7] or '0')
  redis.call('ZREM', KEYS[1], member)
end
local next = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
if next[2] then return math.max(0, next[2] - now) end
return -1
"""


class Delivery(msgspec.Struct, frozen=True):
    """One message as it lies in a stream. `attempt` counts from 1, over failures and deaths of consumers."""

    stream: str
    entry_id: str
    id: str
    tag: str
    key: str
    data: bytes
    tries: int
    attempt: int
    waits: int


def fields_of(id: str, tag: str, key: str, data: bytes) -> dict[Any, Any]:
    """The fields of a fresh message."""
    return {"id": id, "tag": tag, "key": key, "data": data, "tries": 0}


def delivery_of(stream: str, entry_id: bytes, fields: dict[bytes, bytes], deliveries: int) -> Delivery:
    """An entry as Redis gave it; `deliveries` counts how often it was handed to a consumer."""
    tries = int(fields[b"tries"])
    return Delivery(
        stream=stream,
        entry_id=entry_id.decode(),
        id=fields[b"id"].decode(),
        tag=fields[b"tag"].decode(),
        key=fields[b"key"].decode(),
        data=fields[b"data"],
        tries=tries,
        attempt=tries + deliveries,
        waits=int(fields.get(b"waits", b"0")),
    )
