"""A candidate books a time on the phone, moves it, without a network too, takes it into a calendar and gives it up; HR
sees it.
"""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import icalendar
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.browser import Watched, chromium, desk, phone, photograph
from tests.e2e.house import House
from tests.e2e.newcomers import newcomer
from tests.e2e.steps import button, fetch

BERLIN = ZoneInfo("Europe/Berlin")
NAME = "Ottilie"


async def test_a_time_is_booked_moved_and_given_up_and_the_calendar_follows(house: House) -> None:
    person = await newcomer(house, first_name=NAME, language="en", position="sales")
    path = f"/api/interviews/{person['interview_id']}/booking?zone=Europe/Berlin"
    async with chromium() as browser:
        context = await phone(browser, "en", zone="Europe/Berlin")
        await context.add_cookies([house.cookie(person["token"])])
        watched = Watched(await context.new_page())
        page = watched.page
        await page.goto(f"{house.base_url}/booking")
        await _choose(page, 2)
        await expect(page.get_by_role("timer")).to_contain_text("Kept for you")
        await photograph(page, "booking-held")
        await button(page, "Book this time").click()
        await expect(page.get_by_text("Booked", exact=True)).to_be_visible()
        first = await _appointment(house, path, person["token"])
        await _is_shown(page, first)
        await photograph(page, "booking-booked")
        one = await _calendar_file(page)
        assert (one.start.astimezone(UTC), int(one["SEQUENCE"])) == (first, 1)
        assert f"{house.base_url}/booking" in str(one.get("DESCRIPTION", "")) + str(one.get("URL", ""))

        await button(page, "Choose another time").click()
        await _choose(page, 3)
        await button(page, "Move to this time").click()
        await expect(button(page, "Choose another time")).to_be_visible()
        second = await _appointment(house, path, person["token"])
        assert second != first
        await _is_shown(page, second)
        other = await _calendar_file(page)
        assert (other.start.astimezone(UTC), int(other["SEQUENCE"])) == (second, 2)
        assert str(other["UID"]) == str(one["UID"])

        await _asked_for_offline(context, page, 2)
        assert await _appointment(house, path, person["token"]) == second
        await context.set_offline(False)
        await expect(page.get_by_text("You asked for")).to_be_hidden()
        third = await _appointment(house, path, person["token"])
        assert third != second
        await _is_shown(page, third)

        await _asked_for_offline(context, page, 3)
        elsewhere = await _moved_on_another_device(house, path, person["token"])
        await context.set_offline(False)
        await expect(page.get_by_text("You could not have")).to_be_visible()
        await photograph(page, "booking-wish-refused")
        await button(page, "All right").click()
        await expect(page.get_by_text("You could not have")).to_be_hidden()
        await _is_shown(page, elsewhere)

        staff = Watched(await (await desk(browser, "en")).new_page())
        await staff.page.context.add_cookies([house.cookie(house.staff("hr_operator")["token"])])
        await staff.page.goto(f"{house.base_url}/staff/bookings")
        await expect(staff.page.get_by_text(NAME).first).to_be_visible()
        await photograph(staff.page, "booking-overview")

        await button(page, "Give it up").click()
        await button(page, "Yes, give it up").click()
        await expect(page.get_by_text("Your time was given up")).to_be_visible()
        assert watched.complaints == staff.complaints == []
    assert (await fetch(house, path, person["token"]))["state"] == "cancelled"


async def _asked_for_offline(context: BrowserContext, page: Page, day: int) -> None:
    await context.set_offline(True)
    await button(page, "Choose another time").click()
    await _choose(page, day)
    await photograph(page, "booking-offline")
    await button(page, "Ask for it when online").click()
    await expect(page.get_by_text("You asked for")).to_be_visible()
    await photograph(page, "booking-wish")


async def _moved_on_another_device(house: House, path: str, token: str) -> datetime:
    """To the last free time."""
    headers, address = {"Authorization": f"Bearer {token}"}, path.partition("?")[0]
    async with httpx.AsyncClient(base_url=house.base_url, headers=headers, timeout=60) as client:
        times = (await client.get(address)).json()["times"]
        start = next(time["start"] for time in reversed(times) if time["is_free"])
        held = await client.post(f"{address}/hold", json={"start": start, "zone": "Europe/Berlin"})
        booked = await client.post(f"{address}/confirm", json={"id": held.json()["held"]["id"]})
    assert booked.status_code == 200, booked.text
    return datetime.fromisoformat(start)


async def _choose(page: Page, day: int) -> None:
    """The first free time of a day that is more than a day ahead, so that it can be moved again."""
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.locator(".day:not([disabled])").nth(day).click()
    await page.locator(".slot:not(.full)").first.click()


async def _appointment(house: House, path: str, token: str) -> datetime:
    view = await fetch(house, path, token)
    assert view["state"] == "booked", view
    return datetime.fromisoformat(view["appointment"]["start"])


async def _is_shown(page: Page, start: datetime) -> None:
    """On the candidate's clock, and the employer's beside."""
    when = page.locator(".when")
    await expect(when).to_contain_text(start.astimezone(BERLIN).strftime("%H:%M"))
    await expect(when).to_contain_text(start.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%H:%M"))


async def _calendar_file(page: Page) -> icalendar.Event:
    """The event of the file that the page offers, as a calendar would read it."""
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Calendar file").click()
    kept = await (await download.value).path()
    calendar = icalendar.Calendar.from_ical(await asyncio.to_thread(kept.read_bytes))
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event
