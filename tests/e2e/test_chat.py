"""A candidate on a phone and a recruiter at a desk in one conversation, through a lost network too."""

import asyncio
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.e2e.browser import Watched, chromium, desk, phone
from tests.e2e.house import House
from tests.e2e.steps import button, until

QUESTION = "My flat has weak Wi-Fi in the evening. What if it drops?"
ANSWER = "别担心：断线时计时会停下来。"
LATE = "Written in a tunnel <b>without</b> a network"
KEPT = """async (message) => {
  const own = await caches.open('greenroom-own');
  const [me, chat] = await Promise.all(['/api/me', '/api/chat'].map((path) => own.match(path)));
  return Boolean(me && chat && (await chat.text()).includes(message));
}"""


async def test_a_candidate_and_a_recruiter_talk(house: House, tmp_path: Path) -> None:
    person, recruiter = house.candidate("consented"), house.staff("recruiter")
    async with chromium() as browser:
        candidate = await _signed_in(house, browser, person, "en", is_wide=False)
        team = await _signed_in(house, browser, recruiter, "zh-CN", is_wide=True)
        await candidate.page.goto(f"{house.base_url}/chat")
        await team.page.goto(f"{house.base_url}/staff/inbox")
        await _say(candidate.page, QUESTION, "Send")
        await team.page.get_by_role("link").filter(has_text="Wi-Fi").click()
        await expect(team.page.get_by_role("log").get_by_text(QUESTION)).to_be_visible(timeout=60_000)
        await expect(candidate.page.get_by_text("Read", exact=True)).to_be_visible(timeout=60_000)
        await button(team.page, "我来负责").click()
        await expect(button(team.page, "转交")).to_be_visible(timeout=60_000)
        await _say(team.page, ANSWER, "发送")
        await expect(candidate.page.get_by_text(ANSWER)).to_be_visible(timeout=60_000)
        await _through_a_tunnel(candidate.page, team.page)
        await _a_file(candidate.page, team.page, tmp_path)
    assert candidate.complaints == []
    assert team.complaints == []


async def _through_a_tunnel(candidate: Page, team: Page) -> None:
    """What is written without a network waits, through a closed page too, is sent by itself, once, and shows as the
    text that it is.
    """

    async def is_kept() -> bool:
        return bool(await candidate.evaluate(KEPT, QUESTION))

    async def is_led() -> bool:
        return bool(await candidate.evaluate("Boolean(navigator.serviceWorker.controller)"))

    await until("the service worker leads the page", is_led, 60)
    await candidate.reload()
    await until("the conversation is kept for flight mode", is_kept, 45)
    await candidate.context.set_offline(True)
    await _say(candidate, LATE, "Send")
    await expect(candidate.get_by_text("Waits for the network").last).to_be_visible(timeout=60_000)
    await candidate.reload()
    await expect(candidate.get_by_role("log").get_by_text(QUESTION)).to_be_visible(timeout=60_000)
    await expect(candidate.get_by_text("Waits for the network").last).to_be_visible(timeout=60_000)
    await candidate.context.set_offline(False)
    await expect(team.get_by_role("log").get_by_text(LATE)).to_have_count(1, timeout=60_000)
    await expect(candidate.get_by_role("log").get_by_text(LATE)).to_have_count(1)


async def _a_file(candidate: Page, team: Page, folder: Path) -> None:
    letter = folder / "letter.txt"
    letter.write_text("I would love to.")
    await candidate.locator("input[type=file]").set_input_files(letter)
    await expect(candidate.get_by_text("letter.txt")).to_be_visible(timeout=60_000)
    await button(candidate, "Send").click()
    link = team.get_by_role("log").get_by_role("link").filter(has_text="letter.txt")
    await expect(link).to_be_visible(timeout=60_000)
    async with team.expect_download() as download:
        await link.click()
    kept = await (await download.value).path()
    assert await asyncio.to_thread(kept.read_text) == "I would love to."


async def _say(page: Page, text: str, send: str) -> None:
    await page.locator("form.composer textarea").fill(text)
    await button(page, send).click()


async def _signed_in(house: House, browser: Browser, who: dict[str, Any], language: str, *, is_wide: bool) -> Watched:
    context = await (desk if is_wide else phone)(browser, language)
    await context.add_cookies([house.cookie(who["token"])])
    await context.add_init_script(
        f"if (location.origin !== 'null') localStorage.setItem('greenroom.language', '{language}')"
    )
    return Watched(await context.new_page())
