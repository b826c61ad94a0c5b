"""Chromium as a candidate's phone or a reviewer's desk: Debian's build, fake camera, a voice as its microphone."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Request, async_playwright

from tests.e2e.sounds import Voice

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}
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
    "--autoplay-policy=no-user-gesture-required",
]


_MOVING = """() => document.fonts.status !== 'loaded' || document.getAnimations().some(
  (each) => each.playState === 'running' && each.effect?.getComputedTiming().endTime !== Infinity)"""


def chromium_path() -> str | None:
    return os.environ.get("GREENROOM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@asynccontextmanager
async def chromium(voice: Voice | None = None, *, flags: tuple[str, ...] = ()) -> AsyncIterator[Browser]:
    """A headless browser; `voice` is what its microphone hears, from the start at each opening of the device."""
    hears = [f"--use-file-for-fake-audio-capture={voice.path}"] if voice else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *hears, *flags])
        try:
            yield browser
        finally:
            await browser.close()


class Watched:
    """A page and what it complained of: content-security violations and errors nobody caught."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._under_way: set[Request] = set()
        page.on("request", self._begun)
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda request: self._under_way.discard(request))  # type: ignore[call-overload]
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error.stack or error}"))
        page.on("console", lambda message: self._console(message.type, message.text))

    async def settled(self) -> None:
        """Until nothing is being fetched and nothing moves that will come to rest: colours are then as they stay."""
        quiet, deadline = 0, time.monotonic() + 5
        while quiet < 3 and time.monotonic() < deadline:
            moving = await self.page.evaluate(_MOVING)
            quiet = 0 if moving or self._under_way else quiet + 1
            await asyncio.sleep(0.05)

    def _begun(self, request: Request) -> None:
        if request.resource_type not in ("media", "eventsource"):
            self._under_way.add(request)

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and ("Content Security Policy" in text or "TrustedHTML" in text or "TrustedScript" in text):
            self.complaints.append(text)


async def _patient(browser: Browser, **how: Any) -> BrowserContext:
    context = await browser.new_context(**how)
    context.set_default_timeout(60_000)
    return context


async def phone(browser: Browser, language: str, *, theme: str = "light", zone: str | None = None) -> BrowserContext:
    """`zone` is the clock it shows, None: this machine's."""
    return await _patient(
        browser,
        viewport=PHONE,
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale=language,
        color_scheme=theme,
        timezone_id=zone,
        permissions=["camera", "microphone"],
        reduced_motion="reduce",
    )


async def desk(browser: Browser, language: str, *, theme: str = "light") -> BrowserContext:
    return await _patient(
        browser,
        viewport=DESK,
        locale=language,
        color_scheme=theme,
        reduced_motion="reduce",
    )


async def photograph(page: Page, name: str) -> None:
    """A screenshot into GREENROOM_SCREENSHOTS, where that names a folder: for people who want to look."""
    folder = os.environ.get("GREENROOM_SCREENSHOTS")
    if folder:
        await page.screenshot(path=f"{folder}/{name}.png")
