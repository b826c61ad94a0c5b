"""`greenroom media --drain` against a real node process with a real publisher."""

import asyncio
from collections.abc import Callable

import pytest
from redis.asyncio import Redis

from backend.app.cli import main
from backend.app.draining import DrainFailed, drain_node
from backend.contracts.events.media import PeerJoined
from backend.contracts.media import ClosePeer, Done, PublishAnswer, PublishRequest
from backend.kernel.rpc import RpcClient
from backend.kernel.settings import Settings
from tests.media.node.nodes import WITHIN_S, until
from tests.media.node.publisher import Publisher, encoded_audio
from tests.media.node.test_main import Listener, listener, node_process

__all__ = ["listener"]


async def test_a_drained_node_is_empty_when_its_last_publisher_has_left(
    make_settings: Callable[..., Settings],
    redis_url: str,
    redis: Redis,
    listener: Listener,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = make_settings(redis_url=redis_url, node_id="node_one")
    publisher, client = Publisher(video=None, audio=encoded_audio()), RpcClient(redis)
    async with node_process(settings, redis):
        request = PublishRequest("room_1", "res_1", await publisher.offer())
        answer = await client.call("node:node_one", "publish", request, PublishAnswer)
        await publisher.accept(answer.answer_sdp)
        await until(lambda: listener.of(PeerJoined))
        draining = asyncio.create_task(drain_node(redis, "node_one"))
        said = ""

        def has_said(text: str) -> bool:
            nonlocal said
            said += capsys.readouterr().out
            return text in said

        await until(lambda: has_said("node_one drains: 1 publishers, 0 recordings not stored yet"))
        assert not draining.done()
        await client.call("node:node_one", "close_peer", ClosePeer("room_1", "res_1"), Done)
        async with asyncio.timeout(WITHIN_S):
            await draining
        assert has_said("node_one is empty")
        await publisher.close()


async def test_a_node_that_is_not_there_cannot_be_drained(redis: Redis) -> None:
    with pytest.raises(DrainFailed, match="no media node node_none is alive; alive: none"):
        await drain_node(redis, "node_none")


def test_the_command_says_what_it_lacks(make_settings: Callable[..., Settings], monkeypatch, capsys) -> None:
    settings = make_settings()
    monkeypatch.setenv("GREENROOM_DATA_DIR", str(settings.data_dir))
    monkeypatch.delenv("GREENROOM_REDIS_URL", raising=False)
    assert main(["media", "--drain"]) == 2
    assert "GREENROOM_REDIS_URL is not set" in capsys.readouterr().err
    monkeypatch.setenv("GREENROOM_REDIS_URL", "redis://127.0.0.1:1")
    assert main(["media", "--drain"]) == 1
    assert "--drain NODE_ID" in capsys.readouterr().err
