import asyncio
from pathlib import Path

import msgspec
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedRedis
from backend.contracts.events.media import PeerJoined
from backend.kernel.clock import utc_now
from backend.kernel.events import STREAM, EventBus
from backend.kernel.redis import connect_redis
from media.node.announcements import MAX_WAITING, Announcements


def joined(resource_id: str) -> PeerJoined:
    return PeerJoined("room_1", resource_id, "node_1", utc_now())


async def published(redis: Redis) -> list[str]:
    entries = await redis.xrange(STREAM)
    bodies = [next(value for value in fields.values() if value.startswith(b"{")) for _, fields in entries]
    return [msgspec.json.decode(body)["resource_id"] for body in bodies]


async def test_events_leave_in_the_order_they_were_announced(redis: Redis) -> None:
    announcements = Announcements(EventBus(redis))
    names = [f"res_{number}" for number in range(20)]
    for name in names:
        announcements.announce(joined(name))
    await announcements.flush()
    assert await published(redis) == names


async def test_what_was_announced_while_redis_was_away_leaves_when_it_is_back(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path, is_durable=False)
    await server.start()
    redis = await connect_redis(server.uri)
    announcements = Announcements(EventBus(redis))
    port = int(server.uri.rsplit(":", 1)[1].split("/")[0])
    await server.stop()
    for name in ("res_1", "res_2"):
        announcements.announce(joined(name))
    flush = asyncio.create_task(announcements.flush())
    again = EmbeddedRedis(tmp_path, port=port, is_durable=False)
    await again.start()
    await asyncio.wait_for(flush, 60)
    assert await published(redis) == ["res_1", "res_2"]
    await redis.aclose()
    await again.stop()


async def test_a_long_outage_keeps_the_newest(redis: Redis) -> None:
    announcements = Announcements(EventBus(redis))
    for number in range(MAX_WAITING + 3):
        announcements.announce(joined(f"res_{number}"))
    assert len(announcements._waiting) == MAX_WAITING
    assert announcements._waiting[0][1].resource_id == "res_3"  # type: ignore[attr-defined]
