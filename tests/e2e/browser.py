"""Chromium as a candidate's phone or a reviewer's desk: Debian's build, fake camera, a voice as its microphone."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

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
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("console", lambda message: self._console(message.type, message.text))

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and ("Content Security Policy" in text or "TrustedHTML" in text or "TrustedScript" in text):
            self.complaints.append(text)


async def phone(browser: Browser, language: str, *, theme: str = "light") -> BrowserContext:
    return await browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale=language,
        color_scheme=theme,  # type: ignore[arg-type]
        permissions=["camera", "microphone"],
        reduced_motion="reduce",
    )


async def desk(browser: Browser, language: str, *, theme: str = "light") -> BrowserContext:
    return await browser.new_context(
        viewport=DESK,  # type: ignore[arg-type]
        locale=language,
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )


async def photograph(page: Page, name: str) -> None:
    """A screenshot into GREENROOM_SCREENSHOTS, where that names a folder: for people who want to look."""
    folder = os.environ.get("GREENROOM_SCREENSHOTS")
    if folder:
        await page.screenshot(path=f"{folder}/{name}.png")
