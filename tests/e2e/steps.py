"""What a candidate does on the phone, step by step, by the names on the buttons."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from playwright.async_api import Locator, Page, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.e2e.browser import photograph
from tests.e2e.house import House

LIVE = {
    "en": {
        "ready": "I’m ready",
        "start": "Start answering",
        "done": "I’m done",
        "typed": "Your answer",
        "finish": "Finish",
    },
    "zh-CN": {"ready": "我准备好了", "start": "开始回答", "done": "我答完了", "typed": "你的回答", "finish": "完成"},
}
CHECK = {
    "en": {
        "camera": "Turn on the camera",
        "seen": "Yes, next: microphone",
        "works": "It works, next: speaker",
        "play": "Play the notes",
        "hear": "I hear it, next: network",
        "measure": "Start the measurement",
        "result": "See the result",
        "room": "On to the green room",
        "join": "Start the interview",
    },
    "zh-CN": {
        "camera": "打开摄像头",
        "seen": "能看到，下一步：麦克风",
        "works": "没问题，下一步：扬声器",
        "play": "播放声音",
        "hear": "听到了，下一步：网络",
        "measure": "开始测量",
        "result": "查看结果",
        "room": "去候场室",
        "join": "开始面试",
    },
}
CALM = {"en": re.compile("pause|time|rush|moment|think", re.I), "zh-CN": re.compile("慢|停顿|不急|想|时间")}


async def until(what: str, check: Callable[[], Awaitable[bool]], timeout_s: float = 90.0) -> None:
    """Polls until `check` holds. Raises: AssertionError that names `what`."""
    deadline = time.monotonic() + timeout_s
    while not await check():
        assert time.monotonic() < deadline, f"not within {timeout_s:.0f} s: {what}"
        await asyncio.sleep(0.25)


async def live_view(house: House, person: dict[str, Any]) -> dict[str, Any]:
    return await fetch(house, f"/api/interviews/{person['interview_id']}/live", person["token"])


async def fetch(house: House, path: str, token: str) -> Any:
    async with httpx.AsyncClient(base_url=house.base_url, timeout=60) as client:
        answer = await client.get(path, headers={"Authorization": f"Bearer {token}"})
        answer.raise_for_status()
        return answer.json()


async def mailed_code(house: House, address_hint: str) -> str:
    """The newest one-time code in the demo's mailbox for an address, or for one that begins like the masked one."""
    begins = address_hint.partition("•")[0]
    code = ""

    async def has_come() -> bool:
        nonlocal code
        async with httpx.AsyncClient(base_url=house.base_url, timeout=60) as client:
            mails = (await client.get("/api/demo/mailbox")).json()
        for mail in sorted(mails, key=lambda each: str(each["at"]), reverse=True):
            found = re.search(r"\b(\d{6})\b", f"{mail['subject']} {mail['text']}")
            if found and mail["to"].startswith(begins):
                code = found.group(1)
                return True
        return False

    await until("a mail with a code", has_come, 90)
    return code


async def greet(page: Page, language: str) -> None:
    """From the greeting to the first question."""
    button = page.get_by_role("button", name=LIVE[language]["ready"], exact=True)
    await expect(button).to_be_visible(timeout=60_000)
    await photograph(page, f"live-greeting-{language}")
    await button.click()


async def start_answer(page: Page, language: str) -> None:
    await button(page, LIVE[language]["start"]).click()
    await expect(page.get_by_role("button", name=LIVE[language]["done"], exact=True)).to_be_visible(timeout=60_000)


async def answering(house: House, person: dict[str, Any], index: int, timeout_s: float = 90.0) -> dict[str, Any]:
    """Waits until the clock of answer `index` runs; the live view then."""
    view: dict[str, Any] = {}

    async def is_running() -> bool:
        nonlocal view
        view = await live_view(house, person)
        turn = view["turn"]
        return bool(turn and turn["index"] == index and view["phase"] == "answering" and not view["is_clock_stopped"])

    await until(f"answer {index} is running", is_running, timeout_s)
    return view


async def answered_for(house: House, person: dict[str, Any], seconds: float) -> None:
    """Waits until the open answer has lasted so long by the server's clock."""

    async def is_long_enough() -> bool:
        turn = (await live_view(house, person))["turn"]
        return bool(turn and turn["answered_s"] >= seconds)

    await until(f"{seconds:.0f} s of answer", is_long_enough, seconds + 120)


async def review_of(house: House, person: dict[str, Any], timeout_s: float = 240.0) -> dict[str, Any]:
    """The review, once every take is playable and transcribed."""
    token = house.staff("hr_operator")["token"]
    review: dict[str, Any] = {}

    async def is_ready() -> bool:
        nonlocal review
        review = await fetch(house, f"/api/staff/interviews/{person['interview_id']}", token)
        return bool(review["state"] == "reviewable")

    await until("the interview can be reviewed", is_ready, timeout_s)
    return review


async def pressed(button: Locator) -> bool:
    """Presses a button if it is there now; it may go away at any moment, for the page leads on by itself."""
    try:
        await button.click(timeout=1_000)
    except PlaywrightTimeout:
        return False
    return True


async def go_on(page: Page, *, timeout_s: float = 60.0) -> None:
    """Presses the one filled button of the screen, once it can be pressed."""
    button = page.locator("main .btn.go:visible, .foot .btn.go:visible, dialog[open] .btn.go:visible").last
    await expect(button).to_be_enabled(timeout=timeout_s * 1000)
    await button.click()


async def arrive(page: Page, path: str, *, timeout_s: float = 60.0) -> None:
    await page.wait_for_url(f"**{path}", timeout=timeout_s * 1000)


async def come_in(house: House, page: Page, person: dict[str, Any], language: str) -> None:
    """Step 1: the link, the mailed code, what awaits them, the consent."""
    await page.goto(person["link"])
    await expect(page.locator("main h1")).to_be_visible(timeout=60_000)
    await photograph(page, f"invitation-{language}")
    await go_on(page)
    code_field = page.locator("dialog[open] input").first
    await expect(code_field).to_be_visible(timeout=60_000)
    await photograph(page, f"code-{language}")
    address = (await fetch(house, "/api/me", person["token"]))["email"]
    await code_field.click()
    await page.keyboard.type(await mailed_code(house, address))
    await arrive(page, "/welcome")
    await expect(page.locator("main h1")).to_be_visible()
    await photograph(page, f"welcome-{language}")
    await page.locator("main label:has(input[type=checkbox])").click()
    await go_on(page)
    await arrive(page, "/check")


async def check_device(page: Page, language: str) -> None:
    """Step 2: camera, microphone with level and play-back, speaker, network; the stored result, the green room."""
    words = CHECK[language]
    await button(page, words["camera"]).click()
    await expect(button(page, words["seen"])).to_be_enabled(timeout=60_000)
    await photograph(page, f"check-camera-{language}")
    await button(page, words["seen"]).click()
    works = button(page, words["works"])
    await expect(works).to_be_enabled(timeout=60_000)
    await photograph(page, f"check-microphone-{language}")
    await works.click()
    await button(page, words["play"]).click()
    await expect(button(page, words["hear"])).to_be_enabled(timeout=60_000)
    await photograph(page, f"check-speaker-{language}")
    await button(page, words["hear"]).click()
    start, result = button(page, words["measure"]), button(page, words["result"])
    await expect(start.or_(result)).to_be_visible(timeout=60_000)
    if await start.is_visible():
        await start.click()
    await expect(result).to_be_enabled(timeout=60_000)
    await photograph(page, f"check-network-{language}")
    await result.click()
    room = button(page, words["room"])
    await expect(room).to_be_enabled(timeout=60_000)
    await photograph(page, f"check-result-{language}")
    await room.click()
    await arrive(page, "/green-room")


async def join(page: Page, language: str) -> None:
    """Step 3: the green room's one button."""
    start = button(page, CHECK[language]["join"])
    await expect(start).to_be_enabled(timeout=60_000)
    await photograph(page, f"green-room-{language}")
    await start.click()
    await arrive(page, "/live")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)
