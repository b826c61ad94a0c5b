"""Every screen in both languages and themes: accessible (axe, WCAG 2.2 AA), no sideways scrolling, no complaint."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import httpx
import msgspec
from playwright.async_api import Browser, Page, expect

from tests.e2e.browser import Watched, chromium, desk, phone, photograph
from tests.e2e.house import House
from tests.e2e.newcomers import newcomer
from tests.e2e.steps import until

AXE = Path(__file__).parents[2] / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGES = ("en", "zh-CN")
LOOKS = 8
SQUEEZED = """() => [...document.querySelectorAll('h1, h2, a, button, label, p, td, th, span, b')].filter((each) => {
  const { width, height } = each.getBoundingClientRect(), holds = each.textContent.trim().length;
  return width > 1 && width < 26 && height > 70 && holds > 3 && !each.querySelector('svg, img');
}).map((each) => each.outerHTML.slice(0, 80))"""
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class Look(msgspec.Struct):
    """One page in one language and theme, signed in as one person or nobody; both themes share the page."""

    watched: Watched
    device: str
    language: str
    theme: Literal["light", "dark"]

    @property
    def page(self) -> Page:
        return self.watched.page

    @property
    def name(self) -> str:
        return f"{self.device}-{self.language}-{self.theme}"


async def test_screens_that_need_no_sign_in(house: House) -> None:
    open_link = house.candidate("consented")["link"].removeprefix(house.base_url)
    paths = ["/", "/help", open_link, "/i/no-such-link", "/h/no-such-code", "/staff", "/demo/mailbox", "/no-such-page"]
    async with chromium() as browser, _looks(house, browser, None) as looks:
        await _visit(house, looks, paths)


async def test_screens_of_a_candidate_from_consent_to_the_open_question(house: House) -> None:
    person = await newcomer(house, first_name="Nepomuk", language="en", position="sales")
    async with chromium() as browser, _looks(house, browser, person["token"]) as looks:
        await _visit(house, looks, ["/welcome", "/check", "/timeline", "/offline", "/answers"])
        await _act(house, person, "device-check", {"findings": [], "network": None, "user_agent": "test"})
        await _visit(house, looks, ["/green-room"])
        await _act(house, person, "start", None)
        await _visit(house, looks, ["/live"], wait_for="main h1")
        await _act(house, person, "commands", {"id": "screens-continue", "kind": "continue"})
        await _visit(house, looks, ["/live"], wait_for="main .lf .btn.go")
        await _act(house, person, "withdraw", None)
        await _visit(house, looks, ["/timeline"])


async def test_screens_after_the_interview_and_of_the_human_route(house: House) -> None:
    for state, paths in (
        ("reviewable", ["/thanks", "/timeline", "/chat", "/transcript"]),
        ("human_route", ["/human-route"]),
    ):
        person = house.candidate(state)
        async with chromium() as browser, _looks(house, browser, person["token"]) as looks:
            await _visit(house, looks, paths)


async def test_screens_of_notices(house: House) -> None:
    person = house.candidate("reviewable")
    async with chromium() as browser, _looks(house, browser, person["token"]) as looks:
        await _visit(house, looks, ["/inbox", "/inbox/settings"], wait_for="main .micro, main .empty, main select")
    token = house.staff("hr_operator")["token"]
    async with chromium() as browser, _looks(house, browser, token, is_wide=True) as looks:
        await _visit(house, looks, ["/staff/notices/reminders"], wait_for=".list li")
        await _visit(house, looks, ["/staff/notices/templates", await _a_campaign(house, token)], wait_for="fieldset")
        await _visit(house, looks, ["/staff/notices", "/staff/notices/deliveries"], wait_for=".empty, .list, tbody tr")


async def _a_campaign(house: House, token: str) -> str:
    """The address of a draft."""
    words = {"zh-CN": "$first_name，还有时间可以选", "en": "$first_name, there are times left"}
    text = dict.fromkeys(("title", "short", "button", "body"), words)
    draft = {"name": "Winter", "segment": {}, "text": text, "path": "/booking", "rate_per_min": 60}
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=house.base_url, headers=headers, timeout=60) as client:
        made = await client.post("/api/staff/campaigns", json=draft)
        made.raise_for_status()
    return f"/staff/notices/campaigns/{made.json()['id']}"


async def test_screens_of_staff(house: House) -> None:
    review = f"/staff/interviews/{house.candidate('reviewable')['interview_id']}"
    for wide in (False, True):
        token = house.staff("hr_operator")["token"]
        async with chromium() as browser, _looks(house, browser, token, is_wide=wide) as looks:
            await _visit(house, looks, ["/staff/interviews"], wait_for="tbody tr")
            await _visit(house, looks, [review], wait_for=".sg")
            await _visit(house, looks, ["/staff/inbox"], wait_for=".inbox h1")
            await _visit(house, looks, ["/staff/rubrics", "/staff/rubrics/rub_demo_sales"], wait_for=".scroll h2")
    token = house.staff("it_admin")["token"]
    async with chromium() as browser, _looks(house, browser, token) as looks:
        await _visit(house, looks[:1], ["/staff/interviews", "/staff/members"], wait_for="main h1")
        await _visit(house, looks[3:], ["/staff/members"], wait_for="main h1")


async def test_screens_of_flows_questions_and_accommodations(house: House) -> None:
    """In Chinese and dark on a phone, in English and light at a desk."""
    token = house.staff("hr_operator")["token"]
    person = await newcomer(house, first_name="Rosalind", language="en", position="sales")
    await _act(house, person, "accommodations", {"wishes": ["extra_time", "captions"]})
    question = house.get("/api/staff/questions", token)["items"][0]["id"]
    versions = house.get("/api/staff/flows", token)[0]["flows"]
    flow = next(str(row["id"]) for row in versions if row["is_current"])
    paths = ["/staff/flows", "/staff/questions", f"/staff/questions/{question}", "/staff/accommodations", "/staff/help"]
    for wide in (False, True):
        async with chromium() as browser, _looks(house, browser, token, is_wide=wide) as looks:
            some = looks[:1] if wide else looks[3:]
            await _visit(house, some, paths, wait_for="main ul li, main ol li, main article")
            await _visit(house, some, [f"/staff/flows/{flow}"], wait_for="ol li")
            await _visit(house, some, ["/staff/help/if-the-network-drops"], wait_for=".article p, .article li")
            await _visit(house, some, ["/staff/monitor", "/staff/invite", "/staff/home", "/staff/duty"])


async def test_screens_of_a_call_for_help(house: House) -> None:
    """The page that a push leads to, while it rings and once it is one's own; the scorecard on the same phone."""
    person = await newcomer(house, first_name="Octavia", language="en", position="sales", is_checked=True)
    await _act(house, person, "start", None)
    member = {"Authorization": f"Bearer {house.staff('hr_operator')['token']}"}
    review = f"/staff/interviews/{house.named('Sofia Marchetti')['interview_id']}"
    async with (
        httpx.AsyncClient(base_url=house.base_url, headers=member, timeout=60) as client,
        chromium() as browser,
        _looks(house, browser, house.staff("hr_operator")["token"]) as looks,
    ):
        (await client.put("/api/staff/rescue/duty", json={"is_on": True})).raise_for_status()
        try:
            await _act(house, person, "commands", {"id": "screens-help", "kind": "help"})
            call = await _call_for(client, person["interview_id"])
            await _visit(house, looks[:1], [f"/staff/calls/{call}"], wait_for="main h1")
            (await client.post(f"/api/staff/rescue/calls/{call}/accept")).raise_for_status()
            await _visit(house, looks[3:], [f"/staff/calls/{call}"], wait_for="main h1")
            chinese = looks[2]
            await chinese.page.context.add_cookies([house.cookie(house.staff("interviewer")["token"])])
            await chinese.page.goto(house.base_url + review)
            await chinese.page.get_by_role("tab", name="评分").click()
            await expect(chinese.page.get_by_role("region", name="你的评分")).to_be_visible(timeout=60_000)
            await _examine(chinese, f"{review}/score")
        finally:
            (await client.put("/api/staff/rescue/duty", json={"is_on": None})).raise_for_status()


async def _call_for(client: httpx.AsyncClient, interview_id: str) -> str:
    found: list[str] = []

    async def rings() -> bool:
        answer = await client.get("/api/staff/rescue/calls")
        found.extend(each["id"] for each in answer.json()["items"] if each["interview_id"] == interview_id)
        return bool(found)

    await until("somebody is called", rings, 60)
    return found[0]


async def test_screens_of_booking_and_calendars(house: House) -> None:
    person = await newcomer(house, first_name="Wilhelmina", language="zh-CN", position="sales")
    async with chromium() as browser, _looks(house, browser, person["token"]) as looks:
        await _visit(house, looks, ["/booking"], wait_for=".slots, .card")
    token = house.staff("interviewer")["token"]
    for wide in (False, True):
        async with chromium() as browser, _looks(house, browser, token, is_wide=wide) as looks:
            await _visit(house, looks, ["/staff/calendar"], wait_for="main h1")
            await _visit(house, looks, ["/staff/calendar/hours"], wait_for="main h1")
    token = house.staff("hr_operator")["token"]
    async with chromium() as browser, _looks(house, browser, token, is_wide=True) as looks:
        await _visit(house, looks, ["/staff/bookings"], wait_for=".cards")
        await _visit(house, looks, ["/staff/bookings/pos_demo_sales"], wait_for="main h1")
        await _visit(house, looks[:1], ["/staff/bookings/nowhere"], wait_for=".missing h2")


@asynccontextmanager
async def _looks(
    house: House, browser: Browser, token: str | None, *, is_wide: bool = False
) -> AsyncIterator[list[Look]]:
    """A page in each language and theme, on a phone or on a desk."""
    looks: list[Look] = []
    for language in LANGUAGES:
        context = await (desk if is_wide else phone)(browser, language)
        await context.add_init_script(path=str(AXE))
        await context.add_init_script(
            f"if (location.origin !== 'null') localStorage.setItem('greenroom.language', '{language}')"
        )
        if token:
            await context.add_cookies([house.cookie(token)])
        watched = Watched(await context.new_page())
        looks += [Look(watched, "desk" if is_wide else "phone", language, theme) for theme in THEMES]
    yield looks


async def _visit(house: House, looks: list[Look], paths: list[str], *, wait_for: str = "main h1, main h2") -> None:
    for path in paths:
        for _, themes in groupby(looks, key=lambda look: id(look.watched)):
            first, *others = themes
            await first.page.emulate_media(color_scheme=first.theme)
            await first.page.goto(house.base_url + path)
            await expect(first.page.locator(wait_for).first).to_be_visible(timeout=60_000)
            await _examine(first, path)
            for look in others:
                await look.page.emulate_media(color_scheme=look.theme)
                await _examine(look, path)
            await first.page.goto("about:blank")


async def _examine(look: Look, path: str) -> None:
    await look.watched.settled()
    name = path.strip("/").replace("/", "-")[:24] or "home"
    await photograph(look.page, f"screen-{name}-{look.name}")
    found = await violations(look.page)
    assert found == [], f"{path} in {look.name}: {found}"
    wider = await look.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{path} in {look.name} is {wider} px too wide"
    squeezed = await look.page.evaluate(SQUEEZED)
    assert squeezed == [], f"{path} in {look.name} has text one character wide"
    assert look.watched.complaints == [], f"{path} in {look.name}"


async def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds, and still finds once what moves has come to rest: rule, and the elements."""
    for _ in range(LOOKS):
        if not (found := await _violations(page)):
            return []
        await asyncio.sleep(1)
    return found


async def _violations(page: Page) -> list[dict[str, Any]]:
    found = await page.evaluate(
        "async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations.map("
        "(v) => ({rule: v.id, nodes: v.nodes.map((n) => n.html + ': ' + n.failureSummary).slice(0, 3)}))",
        RULES,
    )
    return list(found)


async def _act(house: House, person: dict[str, Any], action: str, body: object) -> None:
    headers = {"Authorization": f"Bearer {person['token']}"}
    async with httpx.AsyncClient(base_url=house.base_url, headers=headers, timeout=60) as client:
        answer = await client.post(f"/api/interviews/{person['interview_id']}/{action}", json=body)
        answer.raise_for_status()
