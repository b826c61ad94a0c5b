"""The whole node process in this process: real Redis, rpc, recorder, object store; a real publisher."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from redis.asyncio import Redis

from backend.contracts.events.media import LegStored, NodeStarted, PeerJoined, PeerLost, TakeOpened, TakeStored
from backend.contracts.media import (
    ActiveTake,
    ClosePeer,
    CloseTake,
    Done,
    LegManifest,
    NodeStatus,
    OpenTake,
    PublishAnswer,
    PublishRequest,
)
from backend.kernel.crypto import Keyring
from backend.kernel.environment import to_environ
from backend.kernel.errors import BadRequest, Unavailable
from backend.kernel.events import EventBus, Received
from backend.kernel.processes import alive
from backend.kernel.rpc import RpcClient
from backend.kernel.settings import Settings
from backend.kernel.storage import open_store
from media.node.main import DataDirInUse, _exclusive, run, serve, stable_node_id
from tests.kernel.waiting import until as kernel_until
from tests.media.node.nodes import WITHIN_S, until
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video

TAKE = ActiveTake("take_main", ["audio", "video"])
PROCESS = """
import os, uvloop
from backend.kernel.environment import load_settings
from media.node.main import run
uvloop.run(run(load_settings(os.environ)))
"""


class Listener:
    """Events of the bus, as they come, each once: delivery is at least once, by id."""

    def __init__(self, redis: Redis) -> None:
        self.events: list[msgspec.Struct] = []
        self._seen: set[str] = set()
        kinds = (NodeStarted, PeerJoined, PeerLost, TakeOpened, LegStored, TakeStored)
        self._subscription = EventBus(redis).subscribe("test", dict.fromkeys(kinds, self._received))
        self.task = asyncio.create_task(self._subscription.run())

    async def _received(self, received: Received[msgspec.Struct]) -> None:
        if received.id not in self._seen:
            self._seen.add(received.id)
            self.events.append(received.event)

    def of(self, kind: type[msgspec.Struct]) -> list[msgspec.Struct]:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
async def listener(redis: Redis) -> AsyncIterator[Listener]:
    listener = Listener(redis)
    yield listener
    listener.task.cancel()


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    publisher = Publisher(video=encoded_video(), audio=encoded_audio())
    yield publisher
    await publisher.close()


async def test_an_answer_is_published_recorded_and_stored(
    settings: Settings, redis: Redis, listener: Listener, publisher: Publisher
) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    client = RpcClient(redis)
    async with serve(settings, "node_one", redis):
        request = PublishRequest("room_1", "res_1", await publisher.offer())
        answer = await client.call("node:node_one", "publish", request, PublishAnswer)
        await publisher.accept(answer.answer_sdp)
        await until(lambda: listener.of(PeerJoined))
        await kernel_until(lambda: redis.exists("gr:node:node_one"))
        status = msgspec.json.decode(await redis.get("gr:node:node_one"), type=NodeStatus)
        assert (status.node_id, status.capacity, status.is_draining) == ("node_one", settings.media_capacity, False)
        await kernel_until(lambda: alive(redis))
        assert [(each.kind, each.id) for each in await alive(redis)] == [("media", "node_one")]
        await client.call("node:node_one", "open_take", OpenTake("room_1", TAKE), Done)
        await until(lambda: listener.of(TakeOpened))
        began = publisher.sent_s
        await until(lambda: publisher.sent_s > began + 1.5)  # the length of the answer
        await client.call("node:node_one", "close_take", CloseTake("room_1", TAKE.take_id), Done)
        await until(lambda: listener.of(TakeStored))
        await client.call("node:node_one", "close_peer", ClosePeer("room_1", "res_1"), Done)
        await until(lambda: listener.of(PeerLost))
        (leg,) = listener.of(LegStored)
        assert isinstance(leg, LegStored)
        assert 1_000 < leg.duration_ms <= publisher.sent_s * 1000 + 100
        store = open_store(f"file://{settings.data_dir.absolute()}/objects", Keyring.from_settings(settings))
        stored = await store.get(f"takes/{TAKE.take_id}/{leg.leg_id}/manifest.json")
        manifest = msgspec.json.decode(stored, type=LegManifest)
        assert (manifest.video_codec, manifest.has_audio, manifest.is_final) == ("vp8", True, True)
    assert await redis.get("gr:node:node_one") is None


async def test_a_refusal_reaches_the_caller_with_its_code(settings: Settings, redis: Redis) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with serve(settings, "node_two", redis):
        request = PublishRequest("room_1", "res_1", "nonsense")
        with pytest.raises(BadRequest) as caught:
            await RpcClient(redis).call("node:node_two", "publish", request, PublishAnswer)
        assert caught.value.code == "malformed_sdp"


def test_the_id_of_a_node_stays_with_its_data(tmp_path: Path) -> None:
    assert stable_node_id(tmp_path) == stable_node_id(tmp_path)


async def test_a_data_directory_has_one_node(settings: Settings) -> None:
    with _exclusive(settings.data_dir), pytest.raises(DataDirInUse):
        await run(settings)


async def test_the_process_announces_itself_and_leaves_on_a_signal(settings: Settings, redis: Redis) -> None:
    async with node_process(settings, redis) as process:
        keys = await redis.keys("gr:process:media:*")
        assert keys[0].decode().endswith(stable_node_id(settings.data_dir))
        process.terminate()
        async with asyncio.timeout(WITHIN_S):
            assert await process.wait() == 0
        assert await redis.keys("gr:node:*") == []


async def test_a_node_told_to_stop_lets_its_interviews_end(
    make_settings: Callable[..., Settings], redis_url: str, redis: Redis, listener: Listener, publisher: Publisher
) -> None:
    settings = make_settings(redis_url=redis_url, media_drain_s=60, node_id="node_leaving")
    client = RpcClient(redis)
    async with node_process(settings, redis) as process:
        request = PublishRequest("room_1", "res_1", await publisher.offer())
        answer = await client.call("node:node_leaving", "publish", request, PublishAnswer)
        await publisher.accept(answer.answer_sdp)
        await until(lambda: listener.of(PeerJoined))
        process.terminate()
        newcomer = PublishRequest("room_2", "res_2", request.offer_sdp)
        await _says_that_it_drains(redis)
        with pytest.raises(Unavailable, match="node_draining"):
            await client.call("node:node_leaving", "publish", newcomer, PublishAnswer)
        assert not listener.of(PeerLost)
        await client.call("node:node_leaving", "close_peer", ClosePeer("room_1", "res_1"), Done)
        async with asyncio.timeout(WITHIN_S):
            assert await process.wait() == 0
    await until(lambda: listener.of(PeerLost))


async def test_who_is_still_there_when_the_time_is_over_is_parted_from(
    make_settings: Callable[..., Settings], redis_url: str, redis: Redis, listener: Listener, publisher: Publisher
) -> None:
    settings = make_settings(redis_url=redis_url, media_drain_s=0, node_id="node_leaving")
    async with node_process(settings, redis) as process:
        request = PublishRequest("room_1", "res_1", await publisher.offer())
        answer = await RpcClient(redis).call("node:node_leaving", "publish", request, PublishAnswer)
        await publisher.accept(answer.answer_sdp)
        await until(lambda: listener.of(PeerJoined))
        process.terminate()
        async with asyncio.timeout(WITHIN_S):
            assert await process.wait() == 0
    await until(lambda: listener.of(PeerLost))
    (lost,) = listener.of(PeerLost)
    assert isinstance(lost, PeerLost)
    assert lost.reason == "node_stopped"


async def _says_that_it_drains(redis: Redis) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not msgspec.json.decode(await redis.get("gr:node:node_leaving"), type=NodeStatus).is_draining:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_after_a_kill_the_restarted_node_stores_what_was_recorded_and_records_on(
    settings: Settings, redis: Redis, listener: Listener, publisher: Publisher
) -> None:
    client = RpcClient(redis)

    async def join(node: str, each: Publisher, resource_id: str, take: ActiveTake | None) -> None:
        request = PublishRequest("room_1", resource_id, await each.offer(), active_take=take)
        answer = await client.call(node, "publish", request, PublishAnswer)
        await each.accept(answer.answer_sdp)
        await until(lambda: any(event.resource_id == resource_id for event in listener.of(PeerJoined)))

    async with node_process(settings, redis) as process:
        node = f"node:{stable_node_id(settings.data_dir)}"
        await join(node, publisher, "res_1", None)
        await client.call(node, "open_take", OpenTake("room_1", TAKE), Done)
        await until(lambda: listener.of(TakeOpened))
        began = publisher.sent_s
        await until(lambda: publisher.sent_s > began + 2)  # the first part of the answer
        await asyncio.sleep(1.5)  # and the spool's second: what was sent so far is in it
        process.kill()
        await process.wait()
    second = Publisher(video=encoded_video(), audio=encoded_audio())
    async with node_process(settings, redis):
        await join(node, second, "res_2", TAKE)
        await until(lambda: len(listener.of(TakeOpened)) == 2)
        began = second.sent_s
        await until(lambda: second.sent_s > began + 1.5)  # the second part
        await client.call(node, "close_take", CloseTake("room_1", TAKE.take_id), Done)
        await until(lambda: listener.of(TakeStored))
        await second.close()
    legs = {leg.is_recovered: leg.duration_ms for leg in listener.of(LegStored) if isinstance(leg, LegStored)}
    assert set(legs) == {True, False}
    assert legs[True] > 1_000
    assert legs[False] > 500
    await until(lambda: len(listener.of(NodeStarted)) == 2)
    runs = [event.started_at for event in listener.of(NodeStarted) if isinstance(event, NodeStarted)]
    assert runs[0] < runs[1]


@asynccontextmanager
async def node_process(settings: Settings, redis: Redis) -> AsyncIterator[Process]:
    """`media.node.main.run` in a process of its own, once it says that it lives."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    node_id = settings.node_id or stable_node_id(settings.data_dir)
    keys = [f"gr:node:{node_id}", f"gr:process:media:{node_id}"]
    await redis.delete(*keys)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROCESS, env={**os.environ, **to_environ(settings)}, cwd=Path(__file__).parents[3]
    )
    try:
        async with asyncio.timeout(WITHIN_S):
            while await redis.exists(*keys) < len(keys):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
