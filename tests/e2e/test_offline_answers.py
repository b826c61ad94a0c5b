"""Answers without a network: recorded in flight mode, through a killed tab, sent over a line that loses and breaks."""

import asyncio
import re
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.accuracy import error_rate, tokens
from tests.e2e.bad_line import Line, a_line
from tests.e2e.browser import chromium, phone, photograph
from tests.e2e.house import House
from tests.e2e.newcomers import newcomer
from tests.e2e.service_worker import registration_of
from tests.e2e.sounds import Voice, voice_of
from tests.e2e.steps import button, fetch, review_of, until

WORST_WER = 0.5
"""A stretch of a looped clip that begins and ends anywhere, in a small model's ears."""
BAD = {"bits_s": 300_000, "latency_s": 0.1, "loss": 0.2}
CUTS = [30_000, 30_000]
SAID = {
    "en": {
        "take": "Download the questions", "ready": "Ready for flight mode", "open": "Open the question",
        "start": "Start answering", "done": "I’m done", "use": "Hand in this answer",
    },
    "zh-CN": {
        "take": "下载题目", "ready": "飞行模式可用", "open": "打开题目", "start": "开始回答", "done": "我答完了",
        "use": "提交这个回答",
    },
}  # fmt: skip
RECEIPT = re.compile(r"\b[0-9A-F]{4}·[0-9A-F]{4}$")


async def test_answers_in_flight_mode_arrive_once_though_the_tab_is_killed_and_the_line_cut(
    house: House, speech_dir: Path, tmp_path: Path
) -> None:
    person = await newcomer(house, first_name="Quentin", language="en", position="engineer")
    voice = voice_of(speech_dir, tmp_path, "en", pause_s=0.5)
    async with a_line(house.base_url) as line, chromium(voice, flags=line.flags) as browser:
        context = await signed_in(house, browser, person, "en")
        page = await with_the_questions(house, context, "en")
        await context.set_offline(True)
        await page.reload()
        await record(page, 1, voice.period_s + 1, "en")
        await hand_in(page, "en")

        await record(page, 2, 4, "en")
        page = await _killed_and_reopened(house, context, page)
        await _question(page, 2).click()
        await expect(page.get_by_text("Your recording was cut off")).to_be_visible()
        await photograph(page, "offline-cut")
        await button(page, "Hand in this answer").click()
        await page.wait_for_url("**/offline")

        await _question(page, 3).click()
        await button(page, "Open the question").click()
        await page.locator("textarea").fill("I would thank them, and ask which part they find hard themselves.")
        await button(page, "Hand in this answer").click()
        await page.wait_for_url("**/offline")
        await page.goto(f"{house.base_url}/timeline")
        await expect(page.get_by_text("3 answers waiting")).to_be_visible()

        await _back_on_a_bad_line(house, context, page, line)
        await expect(receipts(page)).to_have_count(3, timeout=180_000)
        await photograph(page, "offline-safe")
        assert all([RECEIPT.search((await each.inner_text()).strip()) for each in await receipts(page).all()])
        await until("the phone has forgotten what arrived", lambda: _holds_nothing(page))
    assert line.lost > 0
    await _everything_came_once(house, person, voice)


async def test_an_answer_goes_out_in_the_background_while_no_page_is_open(
    house: House, speech_dir: Path, tmp_path: Path
) -> None:
    """The browser wakes the service worker (background sync) when the network is back; the app is closed by then."""
    person = await newcomer(house, first_name="Jorinde", language="zh-CN", position="engineer")
    voice = voice_of(speech_dir, tmp_path, "en", pause_s=0.5)
    async with chromium(voice) as browser:
        context = await signed_in(house, browser, person, "zh-CN")
        page = await with_the_questions(house, context, "zh-CN")
        await context.set_offline(True)
        await record(page, 1, 3, "zh-CN")
        await hand_in(page, "zh-CN")
        registration = await registration_of(await context.new_cdp_session(page), page)
        elsewhere = await context.new_page()
        tools = await context.new_cdp_session(elsewhere)
        await tools.send("ServiceWorker.enable")
        await page.close()

        await context.set_offline(False)
        sync = {
            "origin": house.base_url,
            "registrationId": registration,
            "tag": "greenroom-uploads",
            "lastChance": False,
        }
        await tools.send("ServiceWorker.dispatchSyncEvent", sync)
        await until("the answer is received", lambda: _is_received(house, person), 120)
        await until("the phone has forgotten what arrived", lambda: _worker_holds_nothing(context), 60)
        await context.set_offline(True)
        page = await context.new_page()
        await page.goto(f"{house.base_url}/answers")
        await expect(receipts(page)).to_have_count(1)
        assert RECEIPT.search((await receipts(page).inner_text()).strip())
        await photograph(page, "offline-background")


async def _is_received(house: House, person: dict[str, Any]) -> bool:
    uploads = (await fetch(house, "/api/offline/uploads", person["token"]))["items"]
    return [each["state"] for each in uploads] == ["received"]


async def _worker_holds_nothing(context: BrowserContext) -> bool:
    """Neither a recording nor anything to tell, by the service worker's own look."""
    workers = context.service_workers
    if not workers:
        return False
    left = await workers[-1].evaluate(
        f"async () => {{ {_DATABASE} const db = await open(); "
        "const found = [await all(db, 'chunks'), await all(db, 'actions')]; db.close(); return found.flat().length; }"
    )
    return int(left) == 0


async def signed_in(house: House, browser: Browser, person: dict[str, Any], language: str) -> BrowserContext:
    context = await phone(browser, language)
    await context.add_cookies([house.cookie(person["token"])])
    return context


async def with_the_questions(house: House, context: BrowserContext, language: str) -> Page:
    page = await context.new_page()
    await page.goto(f"{house.base_url}/offline")
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await button(page, SAID[language]["take"]).click()
    await expect(page.get_by_text(SAID[language]["ready"])).to_be_visible(timeout=60_000)

    async def is_kept() -> bool:
        kept = "caches.open('greenroom-own').then((own) => own.match('/api/me')).then(Boolean)"
        return bool(await page.evaluate(f"Boolean(navigator.serviceWorker.controller) && {kept}"))

    await until("the app is kept for flight mode", is_kept, 90)
    return page


def _question(page: Page, number: int) -> Locator:
    return page.locator("main ol li").nth(number - 1).locator("a")


def receipts(page: Page) -> Locator:
    return page.locator("main li .code")


async def record(page: Page, number: int, seconds: float, language: str) -> None:
    """Opens question `number` and speaks until the phone holds so many seconds."""
    said = SAID[language]
    await _question(page, number).click()
    await button(page, said["open"]).click()
    await expect(button(page, said["start"])).to_be_enabled(timeout=60_000)
    await button(page, said["start"]).click()

    async def is_long_enough() -> bool:
        return await _stored_ms(page) >= seconds * 1000

    await until(f"{seconds:.0f} s are stored on the phone", is_long_enough, seconds + 45)


async def hand_in(page: Page, language: str) -> None:
    await button(page, SAID[language]["done"]).click()
    await button(page, SAID[language]["use"]).click()
    await page.wait_for_url("**/offline")


_DATABASE = """
const open = () => new Promise((done, fail) => {
  const asked = indexedDB.open('greenroom-offline');
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
const all = (db, store) => new Promise((done) => {
  const asked = db.transaction(store).objectStore(store).getAll();
  asked.onsuccess = () => done(asked.result);
});
"""


async def _stored_ms(page: Page) -> float:
    """How much of the running recording is in the phone's database."""
    found = await page.evaluate(
        f"""async () => {{ {_DATABASE}
        const db = await open();
        const takes = (await all(db, 'takes')).filter((take) => take.state === 'recording');
        db.close();
        return Math.max(0, ...takes.map((take) => take.durationMs));
        }}"""
    )
    return float(found)


async def _holds_nothing(page: Page) -> bool:
    left = await page.evaluate(
        f"async () => {{ {_DATABASE} const db = await open(); const chunks = await all(db, 'chunks'); db.close(); "
        "return chunks.length; }"
    )
    return int(left) == 0


async def _killed_and_reopened(house: House, context: BrowserContext, page: Page) -> Page:
    """The tab's process dies as by the phone's memory watchdog; the app is opened again, still without a network."""
    session = await context.new_cdp_session(page)
    async with page.expect_event("crash"):
        dying = asyncio.ensure_future(session.send("Page.crash"))
    dying.cancel()
    await page.close()
    page = await context.new_page()
    await page.goto(f"{house.base_url}/offline")
    await expect(page.get_by_text("Cut off at")).to_be_visible(timeout=60_000)
    return page


async def _back_on_a_bad_line(house: House, context: BrowserContext, page: Page, line: Line) -> None:
    """300 kbit/s, every fifth packet lost, and twice the connection ends in the middle of a piece."""
    await page.goto(f"{house.base_url}/answers")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your 3 answers are stored")
    await photograph(page, "offline-waiting")
    line.worsen(**BAD, cuts=list(CUTS))
    await context.set_offline(False)

    async def was_cut_twice() -> bool:
        return line.broken == len(CUTS)

    await until("the line broke twice", was_cut_twice, 120)


async def _everything_came_once(house: House, person: dict[str, Any], voice: Voice) -> None:
    uploads = (await fetch(house, "/api/offline/uploads", person["token"]))["items"]
    assert [(each["state"], each["problem"]) for each in uploads] == [("received", None)] * 2
    assert len({each["take"] for each in uploads}) == 2
    review = await review_of(house, person)
    spoken = [answer for answer in review["answers"] if answer["take_id"]]
    typed = [answer for answer in review["answers"] if answer["text"]]
    assert len(review["answers"]) == 3
    assert len(spoken) == 2
    assert "which part they find hard" in typed[0]["text"]
    heard = " ".join(segment["text"] for segment in spoken[0]["segments"])
    wanted = tokens(voice.text, voice.language)
    assert error_rate(wanted, tokens(heard, voice.language)) <= WORST_WER, heard
    assert all(answer["media_state"] == "ready" and answer["problem"] is None for answer in spoken)
