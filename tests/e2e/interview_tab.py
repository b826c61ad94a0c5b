"""One person's interview in one browser tab, through every kind of step, by the names on the buttons."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from playwright.async_api import Browser, Locator, Page, expect
from redis.asyncio import Redis

from backend.interviews.heard import HeardWords
from backend.kernel.crypto import Keyring
from backend.kernel.environment import load_settings
from tests.e2e.browser import Watched, phone, photograph
from tests.e2e.house import House
from tests.e2e.steps import CALM, LIVE, answered_for, button, fetch, live_view, pressed, until

WORDS = {
    "en": {
        "think": "Think",
        "again": "Answer again (once)",
        "code": "Your code",
        "follow": "Following up on what you said",
        "quoted": r"You mentioned “(.+?)…?”\.",
        "unquoted": "^[^“”]*(what|What) you have just told me[^“”]*[?]$",
        "word": r"[a-z']+",
        "typed": "Your answer",
        "peace": "Think in peace.",
        "practice": "Practice, not stored",
    },
    "zh-CN": {
        "think": "想一想",
        "again": "重新回答（还可 1 次）",
        "code": "你的代码",
        "follow": "顺着你刚才说的再问一句",
        "quoted": "你刚才提到“(.+?)…?”，",
        "unquoted": "^[^“”]*你刚才说的[^“”]*？$",
        "word": r"[\u4e00-\u9fff]",
        "typed": "你的回答",
        "peace": "安心想一想。",
        "practice": "练习，不保存",
    },
}
PERSON = {"en": "Hannah Weiss", "zh-CN": "陈可欣"}
CODE = "SELECT client, count(*) FROM orders WHERE paid GROUP BY client;"
STORY = {
    "en": "Four earn little and one earns much. The average says ten thousand, yet nobody in the shop earns that much.",
    "zh-CN": "四个人挣得少，一个人挣得多，平均数说每人一万，可店里没有一个人真的挣一万。",
}


class InterviewTab:
    """What the person does there, and what the house says of it."""

    def __init__(self, house: House, page: Page, person: dict[str, Any], language: str) -> None:
        self.house = house
        self.page = page
        self.person = person
        self.language = language
        self.words = WORDS[language]
        self.main = page.locator("main [data-main]")
        self.followed_up = ""
        self.take_id = ""

    async def view(self) -> dict[str, Any]:
        return await live_view(self.house, self.person)

    def is_on_rung(self, rung: str) -> Any:
        async def check() -> bool:
            return bool((await self.view())["rung"] == rung)

        return check

    async def press(self, name: str) -> None:
        await button(self.page, name).click()

    async def until_phase(self, phase: str, timeout_s: float = 90) -> dict[str, Any]:
        view: dict[str, Any] = {}

        async def is_there() -> bool:
            nonlocal view
            view = await self.view()
            return bool(view["phase"] == phase and not view["pause"])

        await until(f"the phase {phase}", is_there, timeout_s)
        return view

    async def enter(self) -> None:
        await _start(self.house, self.person)
        await self.page.goto(f"{self.house.base_url}/live")
        await expect(self.main).to_be_visible(timeout=60_000)
        await self.main.click()

    async def practise(self) -> None:
        """Nothing of it is kept: there is no take."""
        await expect(self.page.get_by_text(self.words["practice"]).first).to_be_visible(timeout=60_000)
        await self.main.click()
        view = await self.until_phase("answering")
        assert view["turn"]["is_practice"]
        assert view["turn"]["take_id"] is None
        await self.finish_answer()
        await _lengthen_gaps(self.house, self.person)
        await self.main.click()

    async def begin_answer(self) -> dict[str, Any]:
        """The clock of the answer runs: the microphone is connected."""
        view: dict[str, Any] = {}

        async def is_running() -> bool:
            nonlocal view
            view = await self.view()
            if view["phase"] == "thinking":
                await pressed(button(self.page, LIVE[self.language]["start"]))
            return bool(view["phase"] == "answering" and not view["is_clock_stopped"])

        await until("the answer runs", is_running, 120)
        return view

    async def finish_answer(self) -> None:
        """By its button's name: the page may still show how to begin what the house knows to run."""
        done = self.main.filter(has_text=LIVE[self.language]["done"])
        await expect(done).to_be_enabled()
        await done.click()
        await self.until_phase("acknowledged")

    async def hesitate(self) -> None:
        """A long pause is met with a calm word; who wants to think is left alone."""
        await self.until_phase_is_open()
        await self.begin_answer()
        calm = self.page.locator(".notes").filter(has_text=CALM[self.language])
        await expect(calm.first).to_be_visible(timeout=60_000)
        await photograph(self.page, f"engine-calm-{self.language}")
        await self.press(self.words["think"])
        await expect(self.page.get_by_text(self.words["peace"]).first).to_be_visible()

    async def until_phase_is_open(self) -> None:
        async def is_open() -> bool:
            return bool((await self.view())["turn"])

        await until("the question is open", is_open, 90)

    async def go_on_to(self, step: str) -> None:
        """On from an acknowledged answer, through a follow-up where one comes, to `step`."""

        async def is_there() -> bool:
            view = await self.view()
            if view["phase"] == "acknowledged":
                await self._on_from(view)
            elif view["turn"] and view["turn"]["follows"]:
                await self._follow_up()
            return _step_of(view) == step

        await until(f"the step {step}", is_there, 180)

    async def _on_from(self, acknowledged: dict[str, Any]) -> None:
        """Presses once and lets the server follow: a second press would be the next step's."""
        if not await pressed(self.main):
            return
        for _ in range(40):
            if (await self.view())["phase"] != acknowledged["phase"]:
                return
            await asyncio.sleep(0.25)

    async def is_understood(self) -> None:
        """Two stretches of the running answer have been put into words: enough to take something up."""
        self.take_id = (await self.view())["turn"]["take_id"]

        async def has_words() -> bool:
            return len(await self.heard()) >= 2

        await until("two stretches are in words", has_words, 120)

    async def heard(self) -> list[str]:
        """The words of that answer, as the interviewer has them."""
        keyring = Keyring.from_settings(load_settings(self.house.environ))
        async with Redis.from_url(self.house.redis_url) as redis:
            return await HeardWords(redis, keyring).words(self.take_id)

    def was_followed_up(self, said: str) -> None:
        """By one question that quotes the person: most of the quoted words (Chinese: characters) are among these. What
        may have been misheard (by the small model, on a busy machine) is asked after without a quote.
        """
        quoted = re.search(self.words["quoted"], self.followed_up)
        if quoted is None:
            assert re.search(self.words["unquoted"], self.followed_up), self.followed_up
            return
        one_word = self.words["word"]
        words, spoken = re.findall(one_word, quoted[1].lower()), set(re.findall(one_word, said.lower()))
        assert len(words) >= 3
        assert sum(word in spoken for word in words) >= 0.6 * len(words), (words, said)

    async def _follow_up(self) -> None:
        """It is shown as one, in the very words of the server, and answered shortly."""
        await expect(self.page.get_by_text(self.words["follow"])).to_be_visible(timeout=60_000)
        prompt = (await self.view())["turn"]["prompt"]
        self.followed_up = prompt["en" if self.language == "en" else "zh-CN"]
        await expect(self.page.get_by_text(self.followed_up, exact=True).first).to_be_visible(timeout=60_000)
        await photograph(self.page, f"engine-follow-up-{self.language}")
        await self.begin_answer()
        await answered_for(self.house, self.person, 1)
        await self.finish_answer()

    async def take_a_break(self) -> None:
        """By a key; through a reload; no clock runs, no media is sent; and back to the same answer."""
        before = await self.view()
        await self.page.keyboard.press("b")
        await until("the break", self._is_paused, 90)
        await expect(self.page.locator(".disc")).to_be_visible()
        await self.page.reload()
        await expect(self.page.locator(".disc")).to_be_visible(timeout=60_000)
        await photograph(self.page, f"engine-break-{self.language}")
        assert await self._is_paused()
        await self.main.click()
        back = await self.begin_answer()
        assert back["turn"]["id"] == before["turn"]["id"]
        assert back["pauses_left"] == before["pauses_left"] - 1

    async def _is_paused(self) -> bool:
        return bool((await self.view())["pause"])

    async def turn_camera_off(self) -> None:
        """Sound alone by one's own choice, told to the server as such."""
        await self.page.locator("header .more").click()
        await self.page.get_by_role("switch").nth(2).click()
        await until("sound alone", self.is_on_rung("audio"), 90)
        await self.page.keyboard.press("Escape")

    async def written_part(self) -> None:
        """The break of the flow, a choice, code and a text; each survives a reload; then the good-bye."""
        await expect(self.page.locator(".disc")).to_be_visible(timeout=60_000)
        await self.main.click()
        boxes = self.page.get_by_role("checkbox")
        await expect(boxes.first).to_be_visible(timeout=60_000)
        for at in (0, 2):
            await self.page.locator("label:has(input[type=checkbox])").nth(at).click()
        await expect(boxes.nth(1)).to_be_disabled()
        await self._survives(lambda: boxes.nth(2), "checked")
        await self.finish_answer()
        await self.main.click()
        await self._write_code()
        await self.finish_answer()
        await self.main.click()
        field = self.page.get_by_label(self.words["typed"])
        await field.fill(STORY[self.language])
        await self._survives(lambda: field, STORY[self.language])
        await photograph(self.page, f"engine-creative-{self.language}")
        await self.finish_answer()
        await self._leave()

    async def _write_code(self) -> None:
        editor = self.page.get_by_role("textbox", name=self.words["code"])
        await expect(editor).to_be_visible(timeout=60_000)
        await self.page.locator("select").select_option("sql")
        await expect(editor).to_have_attribute("data-language", "sql", timeout=60_000)
        await editor.click()
        await self.page.keyboard.type(CODE)
        await photograph(self.page, f"engine-code-{self.language}")
        await expect(editor).to_have_text(CODE)
        await until("the code is kept", self._has_code, 90)
        await self.page.reload()
        await expect(self.page.get_by_role("textbox", name=self.words["code"])).to_contain_text(
            "GROUP BY", timeout=60_000
        )
        await expect(self.page.locator("select")).to_have_value("sql")

    async def _has_code(self) -> bool:
        turn = (await self.view())["turn"]
        return bool(turn and turn["draft"] == CODE and turn["code_language"] == "sql")

    async def _survives(self, locate: Any, wanted: str) -> None:
        """What was typed or chosen is there again after a reload right after the last key."""
        await self.page.reload()
        found: Locator = locate()
        if wanted == "checked":
            await expect(found).to_be_checked(timeout=60_000)
        else:
            await expect(found).to_have_value(wanted, timeout=60_000)

    async def _leave(self) -> None:
        """The closing says when and how the result comes; then the thanks."""

        async def is_thanked() -> bool:
            if "/live" in self.page.url:
                await pressed(self.main)
            return "/thanks" in self.page.url

        await until("the thank-you", is_thanked, 90)


def _step_of(view: dict[str, Any]) -> str:
    if view["phase"] == "break":
        return "rest"
    turn = view["turn"]
    return "doubt" if turn and turn["index"] == 2 and not turn["follows"] else ""


async def _start(house: House, person: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {person['token']}"}
    async with httpx.AsyncClient(base_url=house.base_url, headers=headers, timeout=60) as client:
        (await client.post(f"/api/interviews/{person['interview_id']}/start")).raise_for_status()


async def _lengthen_gaps(house: House, person: dict[str, Any]) -> None:
    """After each answer there is time for what is done then, on a busy machine too."""
    headers = {"Authorization": f"Bearer {person['token']}"}
    async with httpx.AsyncClient(base_url=house.base_url, headers=headers, timeout=60) as client:
        for number in range(4):
            command = {"id": f"longer-gap-{number}", "kind": "longer_gap"}
            answer = await client.post(f"/api/interviews/{person['interview_id']}/commands", json=command)
            assert answer.status_code in (200, 409), answer.text  # 409: this gap is over


@asynccontextmanager
async def interview_tab(house: House, browser: Browser, language: str) -> AsyncIterator[InterviewTab]:
    """Nothing on the way breaks the content security policy, the code editor neither; all five answers arrive."""
    person = house.named(PERSON[language])
    context = await phone(browser, language)
    await context.add_init_script(
        f"if (location.origin !== 'null') localStorage.setItem('greenroom.language', '{language}')"
    )
    await context.add_cookies([house.cookie(person["token"])])
    watched = Watched(await context.new_page())
    yield InterviewTab(house, watched.page, person, language)
    assert watched.complaints == []
    timeline = await fetch(house, f"/api/interviews/{person['interview_id']}/timeline", person["token"])
    assert timeline["answers_received"] == 5
