"""Publishers behind networks that let nothing through but a way to the TURN server."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiortc import RTCConfiguration, RTCIceServer
from aiortc.rtcconfiguration import RTCIceTransportPolicy
from playwright.async_api import Page
from redis.asyncio import Redis

from backend.contracts.events.media import LegStored, PeerJoined, TakeOpened, TakeStored
from backend.contracts.media import ActiveTake, CloseTake, Done, OpenTake, PublishAnswer, PublishRequest
from backend.kernel.rpc import RpcClient
from backend.kernel.settings import Settings
from media.node.main import serve
from tests.media.node.coturn import Coturn, coturn, needs_coturn
from tests.media.node.nodes import WITHIN_S, Stage, running, until
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video
from tests.media.node.test_chromium import ACCEPT, CHROMIUM, PUBLISH, page
from tests.media.node.test_main import Listener, listener

__all__ = ["listener", "page"]

pytestmark = needs_coturn
TAKE = ActiveTake("take_relayed", ["audio", "video"])
PAIR = """async () => {
  const found = await pc.getStats()
  const transport = [...found.values()].find(each => each.type === "transport")
  const pair = found.get(transport?.selectedCandidatePairId)
  return found.get(pair?.localCandidateId)?.candidateType ?? null
}"""


@pytest.fixture
async def turn(tmp_path: Path) -> AsyncIterator[Coturn]:
    async with coturn(tmp_path) as server:
        yield server


def relayed(turn: Coturn, transport: str, life: timedelta = timedelta(days=1)) -> Publisher:
    """A publisher that has no other way than through the TURN server."""
    given = turn.credential(life)
    servers = [RTCIceServer(turn.urls[transport], given.username, given.password)]
    configuration = RTCConfiguration(iceServers=servers, iceTransportPolicy=RTCIceTransportPolicy.RELAY)
    return Publisher(video=encoded_video(), audio=encoded_audio(), configuration=configuration)


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
async def test_an_answer_that_comes_by_the_relay_is_recorded(
    transport: str,
    turn: Coturn,
    settings: Settings,
    redis: Redis,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(turn.certificate))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    client, publisher = RpcClient(redis), relayed(turn, transport)
    async with serve(settings, "node_one", redis) as node:
        offer = await publisher.offer()
        assert {line.split()[7] for line in offer.splitlines() if line.startswith("a=candidate")} == {"relay"}
        answer = await client.call("node:node_one", "publish", PublishRequest("room_1", "res_1", offer), PublishAnswer)
        await publisher.accept(answer.answer_sdp)
        await until(lambda: listener.of(PeerJoined))
        await client.call("node:node_one", "open_take", OpenTake("room_1", TAKE), Done)
        await until(lambda: listener.of(TakeOpened))
        began = publisher.sent_s
        await until(lambda: publisher.sent_s > began + 1.5)  # the length of the answer
        assert node.peers == 1
        await client.call("node:node_one", "close_take", CloseTake("room_1", TAKE.take_id), Done)
        await until(lambda: listener.of(TakeStored))
        await publisher.close()
    (leg,) = listener.of(LegStored)
    assert isinstance(leg, LegStored)
    assert leg.duration_ms > 500


async def test_a_credential_of_yesterday_relays_nothing(turn: Coturn) -> None:
    publisher = relayed(turn, "udp", timedelta(seconds=-1))
    assert "a=candidate" not in await publisher.offer()
    await publisher.close()


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")
async def test_chromium_relays_and_says_so(turn: Coturn, page: Page) -> None:
    given = turn.credential()
    servers = [{"urls": turn.urls["tcp"], "username": given.username, "credential": given.password}]
    configuration = {"bundlePolicy": "max-bundle", "iceServers": servers, "iceTransportPolicy": "relay"}
    script = PUBLISH.replace("async () =>", "async configuration =>").replace(
        '{bundlePolicy: "max-bundle"}', "configuration"
    )
    async with running(Stage()) as stage:
        offer = await page.evaluate(script, configuration)
        answer = await stage.node.publish(PublishRequest("room_1", "res_1", offer))
        await page.evaluate(ACCEPT, answer.answer_sdp)
        await until(lambda: len(stage.recorder.sinks) == 2)
        video = stage.recorder.sinks["res_1", "video"]
        await until(lambda: len(video.packets) > 30)
        # The browser names the pair in its statistics a moment after packets flow over it.
        named = await page.wait_for_function(PAIR, polling=100, timeout=WITHIN_S * 1000)
        assert await named.json_value() == "relay"
