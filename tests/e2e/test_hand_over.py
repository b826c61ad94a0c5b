"""A running interview goes on on another device: the code that the first one shows lets the second one in, once."""

from typing import Any

import httpx
from playwright.async_api import Browser, Page, Response, expect

from tests.e2e.browser import chromium, phone, photograph
from tests.e2e.house import House
from tests.e2e.newcomers import newcomer
from tests.e2e.steps import LIVE, answering, button, go_on, greet, live_view, until


async def test_the_second_device_scans_and_goes_on_at_the_same_question(house: House) -> None:
    person = await newcomer(house, first_name="Ursula", language="en", position="sales", is_checked=True)
    async with chromium() as browser:
        first = await _page(browser, house, person["token"])
        await first.goto(f"{house.base_url}/green-room")
        link = await _shown_code(first)
        await first.get_by_role("button", name="Close").click()
        await go_on(first)
        await greet(first, "en")
        await button(first, LIVE["en"]["start"]).click()
        await answering(house, person, 1)
        before = await _published(house, person, None)
        second = await _page(browser, house, None)
        await second.goto(link)
        await expect(second.get_by_role("heading", name="Continue on this device?")).to_be_visible()
        await photograph(second, "hand-over-second")
        await second.get_by_role("button", name="Continue here").click()
        await expect(second).to_have_url(f"{house.base_url}/live", timeout=60_000)
        await expect(button(second, LIVE["en"]["done"])).to_be_visible(timeout=60_000)
        after = await _published(house, person, before["publisher"])
        assert after["turn"]["id"] == before["turn"]["id"]
        third = await _page(browser, house, None)
        await third.goto(link)
        await third.get_by_role("button", name="Continue here").click()
        await expect(third.get_by_text("This code has been used.")).to_be_visible(timeout=60_000)
        await photograph(third, "hand-over-used")


async def _page(browser: Browser, house: House, token: str | None) -> Page:
    context = await phone(browser, "en")
    if token:
        await context.add_cookies([house.cookie(token)])
    return await context.new_page()


async def _shown_code(page: Page) -> str:
    """The link in the code on the green room's sheet."""

    def is_offer(response: Response) -> bool:
        return response.url.endswith("/api/hand-overs")

    async with page.expect_response(is_offer) as answer:
        await page.get_by_role("button", name="Continue on another device").click()
    await expect(page.get_by_role("img", name="QR code that opens this interview on another device")).to_be_visible()
    await photograph(page, "hand-over-first")
    return str((await (await answer.value).json())["link"])


async def _published(house: House, person: dict[str, Any], other_than: str | None) -> dict[str, Any]:
    """The view once somebody publishes who is not `other_than`."""
    view: dict[str, Any] = {}

    async def is_there() -> bool:
        nonlocal view
        try:
            view = await live_view(house, person)
        except httpx.TransportError:
            return False
        return view["publisher"] not in (None, other_than) and not view["is_clock_stopped"]

    await until("a device publishes", is_there)
    return view


async def test_of_two_tabs_that_write_the_newer_goes_on_and_the_older_can_take_it_back(house: House) -> None:
    person = await newcomer(house, first_name="Xaver", language="en", position="sales", is_checked=True)
    await _writing(house, person)
    async with chromium() as browser:
        older = await _page(browser, house, person["token"])
        await older.context.add_init_script(NO_CAMERA)
        await older.goto(f"{house.base_url}/live")
        await older.get_by_role("textbox").fill("Written in the first tab")
        await _kept(house, person, "Written in the first tab")
        newer = await older.context.new_page()
        await newer.goto(f"{house.base_url}/live")
        await expect(older.get_by_role("heading", name="The interview is open somewhere else")).to_be_visible()
        await photograph(older, "two-tabs-older")
        await newer.get_by_role("textbox").fill("Written in the first tab, and on in the second")
        await _kept(house, person, "Written in the first tab, and on in the second")
        await older.get_by_role("button", name="Go on here").click()
        await expect(newer.get_by_role("button", name="Go on here")).to_be_visible()
        await expect(older.get_by_role("textbox")).to_have_value("Written in the first tab, and on in the second")


NO_CAMERA = """navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));"""


async def _writing(house: House, person: dict[str, Any]) -> None:
    """They answer the first question in writing."""
    headers = {"Authorization": f"Bearer {person['token']}"}
    path = f"/api/interviews/{person['interview_id']}"
    steps: list[dict[str, str]] = [
        {"kind": "continue"}, {"kind": "switch_kind", "answer_kind": "text"}, {"kind": "start_answer"},
    ]  # fmt: skip
    async with httpx.AsyncClient(base_url=house.base_url, timeout=60, headers=headers) as client:
        (await client.post(f"{path}/start")).raise_for_status()
        for number, step in enumerate(steps):
            (await client.post(f"{path}/commands", json={"id": f"step-of-{number}", **step})).raise_for_status()


async def _kept(house: House, person: dict[str, Any], words: str) -> None:
    async def is_there() -> bool:
        return bool((await live_view(house, person))["turn"]["draft"] == words)

    await until("the words are kept", is_there)
