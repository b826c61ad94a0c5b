"""`greenroom media --drain`: a node takes nobody new; the command returns when the node can be stopped."""

import asyncio
import sys

from redis.asyncio import Redis

from backend.app.house import at_home
from backend.contracts.media import Drain, NodeStatus
from backend.kernel.clock import utc_now
from backend.kernel.environment import SettingsError
from backend.kernel.errors import Unavailable
from backend.kernel.redis import connect_redis
from backend.kernel.rpc import RpcClient
from backend.kernel.settings import Settings
from backend.rooms.registry import Registry
from media.node.main import known_node_id

LOOK_EVERY_S = 0.5


class DrainFailed(Exception):
    """The node cannot be drained; the text says why."""


def drain(settings: Settings, node_id: str | None) -> int:
    """The exit code: 0 once the node is empty, 1 where that cannot be. Raises: SettingsError."""
    try:
        asyncio.run(_connect_and_drain(at_home(settings), node_id))
    except (DrainFailed, Unavailable) as failed:
        print(f"greenroom: {failed}", file=sys.stderr)
        return 1
    return 0


async def _connect_and_drain(settings: Settings, node_id: str | None) -> None:
    if settings.redis_url is None:
        raise SettingsError("GREENROOM_REDIS_URL is not set, and no house runs here; name the Redis of the nodes.")
    node_id = node_id or settings.node_id or known_node_id(settings.data_dir)
    if node_id is None:
        raise DrainFailed(
            f"no media node was ever started on {settings.data_dir.absolute()}; name one: --drain NODE_ID"
        )
    redis = await connect_redis(settings.redis_url)
    try:
        await drain_node(redis, node_id)
    finally:
        await redis.aclose()


async def drain_node(redis: Redis, node_id: str) -> None:
    """Until the node has nobody and nothing left, or has ended. A line is printed whenever something changes.

    Raises: DrainFailed, where there is no such node or another run of it has begun, which does not drain; Unavailable.
    """
    registry = Registry(redis, utc_now)
    if await registry.node(node_id) is None:
        others = ", ".join(sorted(node.node_id for node in await registry.nodes())) or "none"
        raise DrainFailed(f"no media node {node_id} is alive; alive: {others}")
    begun = await RpcClient(redis).call(f"node:{node_id}", "drain", Drain(), NodeStatus)
    status: NodeStatus | None = begun
    said = ""
    while status is not None and not _is_empty(status):
        if status.started_at != begun.started_at:
            raise DrainFailed(f"{node_id} was started again and takes interviews")
        if (text := _progress(status)) != said:
            print(said := text, flush=True)
        await asyncio.sleep(LOOK_EVERY_S)
        status = await registry.node(node_id)
    print(f"{node_id} is empty" if status is not None else f"{node_id} has ended", flush=True)


def _is_empty(status: NodeStatus) -> bool:
    """A status from before it was told says nothing."""
    return status.is_draining and status.peers == status.viewers and not status.unstored_legs


def _progress(status: NodeStatus) -> str:
    publishers = status.peers - status.viewers
    return f"{status.node_id} drains: {publishers} publishers, {status.unstored_legs} recordings not stored yet"
