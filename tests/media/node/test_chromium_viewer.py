"""Real Chromium watches what a stock aiortc publisher sends through a node in this process."""

from playwright.async_api import Page

from backend.contracts.media import WatchRequest
from media.node.addresses import host_addresses
from tests.media.node.nodes import Stage, running, until
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video
from tests.media.node.test_chromium import page, pytestmark, seen

__all__ = ["page", "pytestmark"]

OFFER = """async () => {
  globalThis.pc = new RTCPeerConnection({bundlePolicy: "max-bundle"})
  globalThis.element = document.body.appendChild(document.createElement("video"))
  Object.assign(element, {autoplay: true, muted: true})
  globalThis.streams = new Set()
  pc.ontrack = event => { element.srcObject = event.streams[0]; streams.add(event.streams[0].id) }
  for (const kind of ["audio", "video"]) pc.addTransceiver(kind, {direction: "recvonly"})
  await pc.setLocalDescription()
  await new Promise(done => {
    if (pc.iceGatheringState === "complete") done()
    pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && done()
  })
  return pc.localDescription.sdp
}"""
ACCEPT = "async sdp => { await pc.setRemoteDescription({type: 'answer', sdp}) }"
STATISTICS = """async () => {
  const found = {streams: streams.size, width: element.videoWidth, reports: 0}
  for (const report of (await pc.getStats()).values()) {
    if (report.type === "inbound-rtp") found[report.kind] = report.kind === "video" ? report.framesDecoded
      : report.packetsReceived
    if (report.type === "remote-outbound-rtp") found.reports += report.reportsSent
  }
  return found
}"""


async def test_the_browser_decodes_one_stream_of_sound_and_picture_and_stays_for_another_publisher(page: Page) -> None:
    first = Publisher(video=encoded_video(), audio=encoded_audio())
    second = Publisher(video=encoded_video(), audio=encoded_audio())
    async with running(Stage(hosts=host_addresses(None))) as stage:
        try:
            await stage.publish(first)
            await until(lambda: stage.events)
            answer = await stage.node.watch(WatchRequest("room_1", "whe_1", await page.evaluate(OFFER)))
            await page.evaluate(ACCEPT, answer.answer_sdp)
            streams = stage.node.rooms["room_1"].audience.viewers["whe_1"].path.streams
            await until(lambda: streams["video"].packets > 60 and streams["audio"].packets > 60)
            first_seen = await seen(
                page,
                lambda found: found["video"] > 20 and found["audio"] > 40 and found["reports"] >= 2 and found["width"],
                STATISTICS,
            )
            assert (first_seen["streams"], first_seen["width"]) == (1, 320)
            await stage.publish(second, "res_2")
            await until(lambda: ("PeerJoined", "res_2", "") in stage.told())
            before = streams["video"].packets
            await until(lambda: streams["video"].packets > before + 60)
            await seen(page, lambda found: found["video"] > first_seen["video"] + 20, STATISTICS)
        finally:
            await first.close()
            await second.close()
