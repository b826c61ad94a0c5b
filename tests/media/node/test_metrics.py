"""What a node counts, and the page that shows it."""

import asyncio
import socket
from collections.abc import Callable

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from redis.asyncio import Redis

from backend.app.embedded import free_port
from backend.contracts.events.media import PeerJoined, TakeStored
from backend.contracts.media import ActiveTake, CloseTake, Done, OpenTake, PublishAnswer, PublishRequest
from backend.kernel.environment import SettingsError
from backend.kernel.rpc import RpcClient
from backend.kernel.settings import Settings
from media.node.metrics import metrics_page
from tests.media.node.nodes import WITHIN_S, until
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video
from tests.media.node.test_main import Listener, listener, node_process

__all__ = ["listener"]


async def shown(http: httpx.AsyncClient) -> dict[str, float]:
    """The node's samples by name and labels."""
    text = (await http.get("/metrics")).text
    return {
        "".join([sample.name, *(f" {value}" for value in sample.labels.values())]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("greenroom_media_")
    }


async def test_a_node_shows_who_is_here_what_came_and_what_was_recorded(
    make_settings: Callable[..., Settings], redis_url: str, redis: Redis, listener: Listener
) -> None:
    port = free_port()
    settings = make_settings(redis_url=redis_url, node_id="node_one", metrics_port=port, media_capacity=20)
    publisher, client = Publisher(video=encoded_video(), audio=encoded_audio()), RpcClient(redis)
    async with (
        node_process(settings, redis),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http,
    ):
        request = PublishRequest("room_1", "res_1", await publisher.offer())
        answer = await client.call("node:node_one", "publish", request, PublishAnswer)
        await publisher.accept(answer.answer_sdp)
        await until(lambda: listener.of(PeerJoined))
        take = ActiveTake("take_1", ["audio", "video"])
        await client.call("node:node_one", "open_take", OpenTake("room_1", take), Done)
        seen: dict[str, float] = {}

        async def has_recorded() -> bool:
            nonlocal seen
            seen = await shown(http)
            return seen["greenroom_media_recorded_bytes_total"] > 0 and seen["greenroom_media_packets_total"] > 50

        async with asyncio.timeout(WITHIN_S):
            while not await has_recorded() or seen["greenroom_media_peers publisher"] != 1:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert seen["greenroom_media_capacity"] == 20
        assert seen["greenroom_media_draining"] == 0
        assert seen["greenroom_media_received_bytes_total"] > seen["greenroom_media_packets_total"]
        await client.call("node:node_one", "close_take", CloseTake("room_1", "take_1"), Done)
        await until(lambda: listener.of(TakeStored))
        await publisher.close()


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"GREENROOM_METRICS_PORT is {port}"), metrics_page("127.0.0.1", port):
            pass
