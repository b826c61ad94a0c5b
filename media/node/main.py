"""The media node's process: what it is made of, its heartbeat, and how it leaves."""

import asyncio
import fcntl
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec
import structlog
from redis.asyncio import Redis

from backend.contracts.events.media import NodeStarted
from backend.contracts.media import (
    ClosePeer,
    CloseRoom,
    CloseTake,
    Drain,
    OpenTake,
    PublishRequest,
    RestTake,
    WatchRequest,
)
from backend.kernel.allocation import look_for_cycles_rarely, share_one_arena
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.events import EventBus
from backend.kernel.ids import new_id
from backend.kernel.processes import Heartbeat
from backend.kernel.redis import REDIS_FAULTS, connect_redis
from backend.kernel.rpc import RpcServer
from backend.kernel.settings import Settings
from backend.kernel.storage import open_store
from backend.kernel.tasks import TaskSupervisor
from media.node.addresses import host_addresses, parse_port_range
from media.node.announcements import Announcements
from media.node.metrics import metrics_page, show
from media.node.node import MediaNode, NodeLimits
from media.node.recorder import Recorder

STATUS_EVERY_S = 1.0
STATUS_LIFE_S = 4
LEAVE_WITHIN_S = 20.0
LOOK_EVERY_S = 0.1

log = structlog.get_logger()


class DataDirInUse(Exception):
    """Another media node works in this data directory; each needs its own."""


async def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT; then the node takes nobody new, lets its interviews end, stores and leaves.

    It waits for them `media_drain_s`, or until a second signal; who is still here goes on at another node.

    Runs best on uvloop, which halves the cost of the receive path. Raises: DataDirInUse.
    """
    share_one_arena()
    with _exclusive(settings.data_dir):
        node_id = settings.node_id or stable_node_id(settings.data_dir)
        stop, hurry = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, lambda: hurry.set() if stop.is_set() else stop.set())
        assert settings.redis_url is not None
        redis = await connect_redis(settings.redis_url)
        try:
            with metrics_page(settings.host, settings.metrics_port):
                async with serve(settings, node_id, redis) as node:
                    look_for_cycles_rarely()
                    log.info(
                        "media_node_up", node=node_id, loop=type(loop).__module__, capacity=settings.media_capacity
                    )
                    await stop.wait()
                    await _let_end(node, settings.media_drain_s, hurry)
                    log.info("media_node_leaves", node=node_id, peers=node.peers)
        finally:
            await redis.aclose()


@asynccontextmanager
async def serve(settings: Settings, node_id: str, redis: Redis) -> AsyncIterator[MediaNode]:
    """A working node; leaving the context drains and closes it."""
    bus = EventBus(redis)
    keyring = Keyring.from_settings(settings)
    store = open_store(settings.storage_url or f"file://{settings.data_dir.absolute()}/objects", keyring)
    recorder = Recorder(settings, store, keyring, node_id, bus, utc_now)
    announcements = Announcements(bus)
    limits = NodeLimits(
        host_addresses(settings.media_host), parse_port_range(settings.media_udp_ports), settings.media_capacity
    )
    node = MediaNode(node_id, limits, recorder, announcements.announce, utc_now)
    async with TaskSupervisor("media node") as tasks:
        tasks.start("pulse", node.run)
        tasks.start("announcements", announcements.run)
        tasks.start("status", lambda: _publish_status(redis, node, announcements))
        tasks.start("heartbeat", Heartbeat(redis, "media", node_id, recorder.problems).run)
        tasks.start("rpc", _rpc_server(redis, node).run)
        tasks.start("recovery", recorder.recover, restart=True)
        try:
            yield node
        finally:
            await _leave(redis, node, announcements)


def _rpc_server(redis: Redis, node: MediaNode) -> RpcServer:
    server = RpcServer(redis, f"node:{node.node_id}")
    server.register("publish", PublishRequest, node.publish)
    server.register("watch", WatchRequest, node.watch)
    server.register("open_take", OpenTake, node.open_take)
    server.register("rest_take", RestTake, node.rest_take)
    server.register("close_take", CloseTake, node.close_take)
    server.register("close_peer", ClosePeer, node.close_peer)
    server.register("close_room", CloseRoom, node.close_room)
    server.register("drain", Drain, node.drained)
    return server


async def _publish_status(redis: Redis, node: MediaNode, announcements: Announcements) -> None:
    """Until cancelled; the first one is announced. An outage of Redis lets it lapse, which is what others shall see."""
    is_announced = False
    while True:
        try:
            status = node.status()
            show(status)
            await redis.set(f"gr:node:{node.node_id}", msgspec.json.encode(status), ex=STATUS_LIFE_S)
            if not is_announced:
                announcements.announce(NodeStarted(node.node_id, status.started_at))
                is_announced = True
        except REDIS_FAULTS as error:
            log.warning("node_status_not_published", error=type(error).__name__)
        await asyncio.sleep(STATUS_EVERY_S)


async def _let_end(node: MediaNode, within_s: float, hurry: asyncio.Event) -> None:
    """Until nobody publishes here any more, for `within_s` at most, or until `hurry`."""
    node.drain()
    loop = asyncio.get_running_loop()
    until = loop.time() + within_s
    while node.peers > node.viewers and loop.time() < until and not hurry.is_set():  # noqa: ASYNC110
        await asyncio.sleep(LOOK_EVERY_S)


async def _leave(redis: Redis, node: MediaNode, announcements: Announcements) -> None:
    """What is not stored in time waits in the spool for the next start."""
    node.drain()
    try:
        async with asyncio.timeout(LEAVE_WITHIN_S):
            await node.close()
            await announcements.flush()
            await redis.delete(f"gr:node:{node.node_id}")
    except (TimeoutError, *REDIS_FAULTS) as error:
        log.warning("media_node_left_in_haste", error=type(error).__name__)


def stable_node_id(data_dir: Path) -> str:
    """The id kept in `{data_dir}/node_id`, made at the first start, so that a restarted node finds its own spool."""
    known = known_node_id(data_dir)
    if known is not None:
        return known
    made = new_id("node")
    (data_dir / "node_id").write_text(made + "\n")
    return made


def known_node_id(data_dir: Path) -> str | None:
    """The id that a node keeps in its data directory; None where none was started there."""
    path = data_dir / "node_id"
    return (path.read_text().strip() or None) if path.exists() else None


@contextmanager
def _exclusive(data_dir: Path) -> Iterator[None]:
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "node.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DataDirInUse(str(data_dir)) from error
        yield
