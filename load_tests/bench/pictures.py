"""Family `pictures`: what real Chromium sees of another one through the node, where packets are lost on both ways."""

import asyncio
import os
from collections.abc import Iterator

from playwright.async_api import Browser, Page, async_playwright

from backend.contracts.media import WatchRequest
from load_tests.bench.rows import Goal, Row
from tests.media.node.lossy import LossyNetwork
from tests.media.node.nodes import Stage, running, until
from tests.media.node.test_chromium import CHROMIUM, FLAGS, join
from tests.media.node.test_chromium_viewer import OFFER
from tests.media.recording.test_chromium_loss import FIRST_FRAME, FROZEN

LOSS_PERCENT = 2
SETTLE_S, SECONDS, SAMPLE_S = 5.0, 30.0, 0.1


def rows() -> Iterator[Row]:
    """Nothing where Debian's Chromium is not installed."""
    if not CHROMIUM.exists():
        return
    first_frame_ms, longest_s = asyncio.run(_measure())
    load = os.getloadavg()[0]
    yield Row("pictures", "a late viewer's first frame", first_frame_ms, "ms", load, Goal(1000))
    note = f"{LOSS_PERCENT} % loss both ways, {SECONDS:g} s"
    yield Row("pictures", "longest freeze", longest_s * 1000, "ms", load, Goal(500), note=note)


async def _measure() -> tuple[float, float]:
    network = LossyNetwork(LOSS_PERCENT)
    async with async_playwright() as playwright, running(Stage()) as stage:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        publisher, viewer = await _page(browser), await _page(browser)
        await join(publisher, stage, "res_1")
        room = stage.node.rooms["room_1"]
        network.between(room.peers["res_1"])
        await until(lambda: len(stage.recorder.sinks["res_1", "video"].packets) > 300, 60)
        answer = await stage.node.watch(WatchRequest("room_1", "whe_1", await viewer.evaluate(OFFER)))
        first_frame_ms = float(await viewer.evaluate(FIRST_FRAME, answer.answer_sdp))
        network.between(room.audience.viewers["whe_1"])
        await asyncio.sleep(SETTLE_S)
        longest_s = await _longest_freeze_s(viewer)
        await browser.close()
    return first_frame_ms, longest_s


async def _page(browser: Browser) -> Page:
    page = await (await browser.new_context()).new_page()
    await page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    await page.goto("http://localhost/")
    return page


async def _longest_freeze_s(viewer: Page) -> float:
    """Chromium adds a freeze to its total when the picture moves again: the largest step is the longest one."""
    longest, total = 0.0, (await viewer.evaluate(FROZEN))["frozen"]
    until_s = asyncio.get_running_loop().time() + SECONDS
    while asyncio.get_running_loop().time() < until_s:
        await asyncio.sleep(SAMPLE_S)
        now = (await viewer.evaluate(FROZEN))["frozen"]
        longest, total = max(longest, now - total), now
    return float(longest)
