"""In flight mode: the app opens, help can be read and searched, an invitation waits for the network."""

from playwright.async_api import expect

from tests.e2e.browser import chromium, phone
from tests.e2e.house import House
from tests.e2e.steps import until


async def test_the_app_and_its_help_open_without_a_network(house: House) -> None:
    person = house.candidate("consented")
    async with chromium() as browser:
        context = await phone(browser, "en")
        page = await context.new_page()
        await page.goto(house.base_url + "/help")

        async def is_kept() -> bool:
            found = "(await caches.keys()).length > 0 && Boolean((await navigator.serviceWorker.ready).active)"
            return bool(await page.evaluate(f"(async () => {found})()"))

        await until("the service worker keeps the app", is_kept, 90)
        await page.reload()
        await context.set_offline(True)
        await page.goto(house.base_url + "/help")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await page.goto(person["link"])
        heading = page.get_by_role("heading", level=1)
        await expect(heading).to_have_text("You are offline")
        await context.set_offline(False)
        await expect(heading).not_to_have_text("You are offline", timeout=60_000)
