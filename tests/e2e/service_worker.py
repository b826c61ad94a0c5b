"""The page's service worker, commanded through the browser's own tools."""

from typing import Any

from playwright.async_api import CDPSession, Page


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
