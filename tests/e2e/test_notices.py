"""Notices as people meet them: a push opens the green room."""

import json
import re
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page, expect

from tests.e2e.browser import Watched, chromium, phone
from tests.e2e.house import House

WAIT_MS = 45_000
PAYLOAD = {
    "tag": "minutes_before:bkg_1:can_1", "token": "nobody", "title": "面试将在 15 分钟后开始",
    "body": "房间已经为你准备好了。", "path": "/green-room", "lang": "zh-CN", "is_urgent": True,
}  # fmt: skip


async def signed_in(context: BrowserContext, house: House, token: str, language: str) -> Page:
    await context.add_cookies([{"name": "greenroom_session", "value": token, "url": house.base_url}])
    await context.add_init_script(
        f"localStorage.setItem('greenroom.signed-in', '1'); localStorage.setItem('greenroom.language', '{language}')"
    )
    return await context.new_page()


async def registration_of(session: CDPSession, page: Page) -> str:
    """The id of the page's active service worker's registration."""
    found: list[str] = []

    def updated(event: dict[str, Any]) -> None:
        found.extend(each["registrationId"] for each in event["registrations"] if not each["isDeleted"])

    session.on("ServiceWorker.workerRegistrationUpdated", updated)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await session.send("ServiceWorker.enable")
    for _ in range(300):
        if found:
            return found[-1]
        await page.wait_for_timeout(100)
    raise AssertionError("the service worker is not registered")


async def test_a_push_message_opens_the_green_room(house: House) -> None:
    person = house.candidate("checked")
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
        shown = await page.wait_for_function(
            "navigator.serviceWorker.ready.then(r => r.getNotifications())"
            ".then(all => all.length && all.map(n => [n.title, n.body, n.tag, n.data.path]))",
            timeout=WAIT_MS,
        )
        assert await shown.json_value() == [[PAYLOAD["title"], PAYLOAD["body"], PAYLOAD["tag"], PAYLOAD["path"]]]
        worker = next(each for each in context.service_workers if each.url.endswith("/sw.js"))
        await worker.evaluate(
            "self.registration.getNotifications().then(([notification]) => "
            "self.dispatchEvent(new NotificationEvent('notificationclick', { notification })))"
        )
        await expect(page).to_have_url(re.compile("/green-room$"), timeout=WAIT_MS)
        assert watched.complaints == []
