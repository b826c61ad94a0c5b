"""Notices as people meet them: a push opens the green room, and HR's campaign goes from its segment to its results."""

import json
import re
from typing import Any

import httpx
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.e2e.browser import Watched, chromium, desk, phone, photograph
from tests.e2e.house import House
from tests.e2e.newcomers import newcomer
from tests.e2e.service_worker import registration_of
from tests.e2e.steps import until

WAIT_MS = 90_000
NO_REST = {"channels": ["push", "email"], "quiet_from": "00:00", "quiet_to": "00:00", "zone": "Asia/Shanghai"}
PAYLOAD = {
    "tag": "minutes_before:bkg_1:can_1", "token": "nobody", "title": "面试将在 15 分钟后开始",
    "body": "房间已经为你准备好了。", "path": "/green-room", "lang": "zh-CN", "is_urgent": True,
}  # fmt: skip
SHOWN = """navigator.serviceWorker.ready.then(ready => ready.getNotifications())
  .then(all => all.map(each => [each.title, each.body, each.tag, each.data.path]))"""
READ = "fetch('/api/inbox').then(answer => answer.json()).then(inbox => inbox.items.some(item => item.read_at))"


async def signed_in(context: BrowserContext, house: House, token: str, language: str) -> Page:
    await context.add_cookies([house.cookie(token)])
    await context.add_init_script(
        f"localStorage.setItem('greenroom.signed-in', '1'); localStorage.setItem('greenroom.language', '{language}')"
    )
    return await context.new_page()


async def test_a_push_message_opens_the_green_room(house: House) -> None:
    person = await newcomer(house, first_name="Viktor", language="zh-CN", position="sales", is_checked=True)
    async with chromium() as browser:
        context = await phone(browser, "zh-CN")
        await context.grant_permissions(["notifications"], origin=house.base_url)
        page = await signed_in(context, house, person["token"], "zh-CN")
        watched = Watched(page)
        await page.goto(f"{house.base_url}/timeline")
        await expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT_MS)
        session = await context.new_cdp_session(page)
        registration_id = await registration_of(session, page)
        await session.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": house.base_url, "registrationId": registration_id, "data": json.dumps(PAYLOAD)},
        )

        async def is_shown() -> bool:
            return bool(await page.evaluate(SHOWN))  # polled from here: the page's policy forbids Playwright's own way

        await until("the notification is shown", is_shown, WAIT_MS / 1000)
        assert await page.evaluate(SHOWN) == [[PAYLOAD["title"], PAYLOAD["body"], PAYLOAD["tag"], PAYLOAD["path"]]]
        worker = next(each for each in context.service_workers if each.url.endswith("/sw.js"))
        await worker.evaluate(
            "self.registration.getNotifications().then(([notification]) => "
            "self.dispatchEvent(new NotificationEvent('notificationclick', { notification })))"
        )
        await expect(page).to_have_url(re.compile("/green-room$"), timeout=WAIT_MS)
        assert watched.complaints == []


async def test_a_campaign_goes_from_its_segment_to_its_results(house: House) -> None:
    person = await newcomer(house, first_name="Yvonne", language="zh-CN", position="sales", has_agreed=False)
    async with httpx.AsyncClient(base_url=house.base_url, timeout=60) as http:
        for each in [*house.demo["candidates"], person]:
            headers = {"Authorization": f"Bearer {each['token']}"}
            (await http.put("/api/me/notices", json=NO_REST, headers=headers)).raise_for_status()
    async with chromium() as browser:
        page = await signed_in(await desk(browser, "en"), house, house.staff("hr_operator")["token"], "en")
        watched = Watched(page)
        await page.goto(f"{house.base_url}/staff/notices")
        await page.get_by_role("button", name="New campaign").click(timeout=WAIT_MS)
        await write(page)
        await expect(page.get_by_text(re.compile(r"^\d+ (people|person)$"))).to_be_visible(timeout=WAIT_MS)
        await expect(page.locator(".note")).to_contain_text("小彤，还有时间可以选", timeout=WAIT_MS)
        await photograph(page, "notices-campaign-en")
        await page.get_by_role("button", name="Send now").click()
        await page.get_by_role("dialog").get_by_role("button", name="Send now").click()
        await expect(page.get_by_text("Done", exact=True)).to_be_visible(timeout=WAIT_MS)
        await the_inbox(browser, house, person)
        read = page.get_by_role("row", name=re.compile(r"^Read [1-9]"))
        await page.reload()
        await expect(read).to_be_visible(timeout=WAIT_MS)
        await photograph(page, "notices-results-en")
        assert watched.complaints == []


async def write(page: Page) -> None:
    """Everybody who is invited, in both languages."""
    await page.get_by_role("textbox", name="Name", exact=True).fill("Spring")
    await page.get_by_label("Appointment").select_option("any")
    for language, title, words in (
        ("zh-CN", "还有时间可以选", "$first_name，还有时间可以选"),
        ("en", "There are times left", "$first_name, there are times left"),
    ):
        fields = page.locator(f'fieldset div[lang="{language}"]')
        await fields.nth(0).get_by_label("Title").fill(title)
        for at, label in ((1, "In short"), (2, "Button"), (3, "Text")):
            await fields.nth(at).get_by_label(label).fill(words)


async def the_inbox(browser: Browser, house: House, person: dict[str, Any]) -> None:
    """The invited person finds it, reads it, and is led on."""
    page = await signed_in(await phone(browser, "zh-CN"), house, person["token"], "zh-CN")
    await page.goto(f"{house.base_url}/inbox")
    item = page.get_by_role("button", name=re.compile("还有时间可以选")).first
    await expect(item).to_be_visible(timeout=WAIT_MS)  # the notifier may be a moment behind; the inbox moves by itself
    await item.click()
    await expect(page.get_by_role("link", name=re.compile("还有时间可以选"))).to_be_visible(timeout=WAIT_MS)
    await photograph(page, "notices-inbox-zh")

    async def is_read() -> bool:
        return bool(await page.evaluate(READ))

    await until("the server knows that it was read", is_read, WAIT_MS / 1000)
