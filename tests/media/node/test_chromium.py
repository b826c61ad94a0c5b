"""Real Chromium with its fake camera and microphone against a node in this process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route, async_playwright

from backend.contracts.media import ActiveTake, OpenTake, PublishRequest
from media.node.addresses import host_addresses
from tests.media.node.nodes import WITHIN_S, Stage, running, until
from tests.media.node.packets import numbers

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
PUBLISH = """async () => {
  globalThis.stream ??= await navigator.mediaDevices.getUserMedia({audio: true, video: {width: 640, height: 480}})
  globalThis.pc?.close()
  globalThis.pc = new RTCPeerConnection({bundlePolicy: "max-bundle"})
  for (const track of stream.getTracks()) pc.addTransceiver(track, {direction: "sendonly", streams: [stream]})
  await pc.setLocalDescription()
  await new Promise(done => {
    if (pc.iceGatheringState === "complete") done()
    pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && done()
  })
  return pc.localDescription.sdp
}"""
ACCEPT = "async sdp => { await pc.setRemoteDescription({type: 'answer', sdp}) }"
STATISTICS = """async () => {
  const found = {}
  for (const report of (await pc.getStats()).values()) {
    if (report.type === "remote-inbound-rtp") found[report.kind] = report.roundTripTime ?? null
    if (report.type === "outbound-rtp" && report.kind === "video") {
      found.width = report.frameWidth; found.target = report.targetBitrate; found.codec = report.codecId
    }
    if (report.type === "outbound-rtp") found[report.kind + "_again"] = report.retransmittedPacketsSent
  }
  return found
}"""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = await browser.new_page()

        async def blank(route: Route) -> None:
            await route.fulfill(body="<!doctype html>", content_type="text/html")

        await page.route("**/*", blank)
        await page.goto("http://localhost/")
        yield page
        await browser.close()


async def seen(page: Page, holds: Callable[[dict[str, Any]], bool], script: str = STATISTICS) -> dict[str, Any]:
    """The browser's statistics once they hold: what has happened is in them a moment later. Raises: AssertionError."""
    loop = asyncio.get_running_loop()
    deadline, found = loop.time() + 2 * WITHIN_S, {}
    while True:
        found = await page.evaluate(script)
        try:
            if holds(found):
                return dict(found)
        except (KeyError, TypeError):
            pass  # not there yet
        assert loop.time() < deadline, found
        await asyncio.sleep(0.1)


async def join(page: Page, stage: Stage, resource_id: str, **request: object) -> None:
    offer = await page.evaluate(PUBLISH)
    answer = await stage.node.publish(PublishRequest("room_1", resource_id, offer, **request))  # type: ignore[arg-type]
    await page.evaluate(ACCEPT, answer.answer_sdp)


async def test_camera_and_microphone_arrive_and_the_browser_knows_its_round_trip(page: Page) -> None:
    async with running(Stage(hosts=host_addresses(None))) as stage:
        await join(page, stage, "res_1")
        await until(lambda: len(stage.recorder.sinks) == 2)
        audio, video = stage.recorder.sinks["res_1", "audio"], stage.recorder.sinks["res_1", "video"]
        await stage.node.open_take(OpenTake("room_1", ActiveTake("take_1", ["audio", "video"])))
        await until(lambda: len(audio.packets) > 150 and len(video.packets) > 150 and audio.reports and video.reports)
        for sink in (audio, video):
            got = numbers(sink.packets)
            assert got == list(range(got[0], got[0] + len(got)))
        await seen(page, lambda found: found["width"] > 0 and found["video"] >= 0)
        await until(lambda: sum(map(_begins_key_frame, [each.payload for each in video.packets if each.payload])) >= 2)


def _begins_key_frame(payload: bytes) -> bool:
    """RFC 7741 4.2-4.3: the start of partition 0 whose frame header has its lowest bit clear."""
    first = payload[0]
    if not first & 0x10 or first & 0x07:
        return False
    offset = 1
    if first & 0x80:
        extension = payload[1]
        offset = 2
        if extension & 0x80:
            offset += 2 if payload[2] & 0x80 else 1
        offset += (1 if extension & 0x40 else 0) + (1 if extension & 0x30 else 0)
    return not payload[offset] & 1


async def test_lost_audio_and_video_are_sent_again_by_the_browser(page: Page) -> None:
    async with running(Stage()) as stage:
        await join(page, stage, "res_1")
        stage.lose_every(10, "res_1")
        audio, video = stage.recorder.sinks["res_1", "audio"], stage.recorder.sinks["res_1", "video"]
        await until(lambda: len(audio.packets) > 200 and len(video.packets) > 200)
        assert audio.gaps == []
        assert video.gaps == []
        await seen(page, lambda found: found["audio_again"] > 5 and found["video_again"] > 5)


async def test_the_browser_is_back_after_its_node_was_restarted(page: Page) -> None:
    take = ActiveTake("take_1", ["audio", "video"])
    async with running(Stage()) as stage:
        await join(page, stage, "res_1")
        await stage.node.open_take(OpenTake("room_1", take))
        await until(lambda: stage.told() == [("PeerJoined", "res_1", "")])
    async with running(Stage()) as stage:
        await join(page, stage, "res_2", active_take=take)
        await until(lambda: stage.told() == [("PeerJoined", "res_2", "")])
        video = stage.recorder.sinks["res_2", "video"]
        await until(lambda: len(video.packets) > 10)
        assert stage.recorder.told == [("open", "room_1", "take_1")]
