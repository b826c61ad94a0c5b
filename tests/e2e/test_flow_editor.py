"""HR writes a new version of a flow: told what is missing, mends it, publishes, invites; a candidate meets it."""

import re
import uuid
from typing import Any

import httpx
from playwright.async_api import Page, expect

from tests.e2e.browser import Watched, chromium, desk, photograph
from tests.e2e.house import House

SOON_MS = 30_000
PROMPT = {"en": "Which small thing would you change in our shop first?", "zh-CN": "你最想先改变我们店里的哪个小细节？"}


async def test_hr_writes_publishes_and_invites_and_a_candidate_meets_the_new_version(house: House) -> None:
    async with chromium() as browser:
        context = await desk(browser, "en")
        await context.add_init_script(
            "if (location.origin !== 'null') localStorage.setItem('greenroom.language', 'en')"
        )
        cookie = {"name": "greenroom_session", "value": house.staff("hr_operator")["token"], "url": house.base_url}
        await context.add_cookies([cookie])
        watched = Watched(await context.new_page())
        page = watched.page
        await page.goto(house.base_url + "/staff/flows")
        position = page.get_by_role("article", name="Customer Sales Consultant")
        await position.get_by_role("button", name="New version").click()
        await _write(page)
        number = await _publish(page)
        link = await _invite(page, number)
        assert watched.complaints == []
    seen = _lookup(house, link)
    assert (seen["state"], seen["first_name"], seen["questions"]) == ("ready", "Ada", 4)
    assert "text" in seen["answer_kinds"]


async def _write(page: Page) -> None:
    """Adds a question, is told what it lacks, fills it in, moves it up by the keyboard, takes back a step too many."""
    await expect(page.get_by_role("button", name="Publish")).to_be_visible(timeout=SOON_MS)
    palette = page.get_by_role("complementary", name="Add a step")
    await palette.get_by_role("button", name="Text", exact=True).click()
    problems = page.get_by_role("button", name=re.compile(r"things? to mend"))
    await expect(problems).to_be_visible(timeout=SOON_MS)
    await page.get_by_role("button", name="Publish").click()
    listed = page.get_by_role("region", name="What is still missing")
    await expect(listed.get_by_text("The question lacks Chinese.")).to_be_visible(timeout=SOON_MS)
    await photograph(page, "flow-editor-problems")
    await listed.get_by_text("The question lacks Chinese.").click()
    await page.get_by_role("textbox", name="Question, Chinese").fill(PROMPT["zh-CN"])
    await page.get_by_role("textbox", name="Question, English").fill(PROMPT["en"])
    await expect(problems).to_have_count(0, timeout=SOON_MS)
    steps = page.get_by_role("list", name="Steps").get_by_role("listitem")
    before = await steps.count()
    await palette.get_by_role("button", name="Break", exact=True).click()
    await expect(steps).to_have_count(before + 1)
    await page.get_by_role("button", name="Undo", exact=True).click()
    await expect(steps).to_have_count(before)
    own = page.get_by_role("button", name=re.compile("Which small thing")).first
    await own.focus()
    await page.keyboard.press("Alt+ArrowUp")
    await expect(steps.nth(before - 3)).to_contain_text("Which small thing", timeout=SOON_MS)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible(timeout=SOON_MS)
    await photograph(page, "flow-editor")


async def _publish(page: Page) -> int:
    """The number of the version that is in use then."""
    await page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog", name=re.compile("Publish version"))
    await expect(dialog.get_by_text("Which small thing")).to_be_visible(timeout=SOON_MS)
    title = await dialog.get_by_role("heading").first.inner_text()
    await photograph(page, "flow-publish")
    await dialog.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("Published versions never change.")).to_be_visible(timeout=SOON_MS)
    return int(title.rsplit(" ", 1)[1])


async def _invite(page: Page, number: int) -> str:
    """Sends the form wrong, then right; gives the link that is shown once."""
    await page.goto(page.url.split("/staff/")[0] + "/staff/invite")
    await page.get_by_label("Position").select_option(label="Customer Sales Consultant · Customers and Sales")
    await expect(page.get_by_label("Flow", exact=True)).to_contain_text(f"Version {number}", timeout=SOON_MS)
    await page.get_by_label("Email").fill("not an address")
    await page.get_by_role("button", name="Send the invitation").click()
    await expect(page.get_by_text("This is needed.").first).to_be_visible(timeout=SOON_MS)
    await expect(page.get_by_text("This does not look right.")).to_be_visible(timeout=SOON_MS)
    await page.get_by_label("Full name").fill("Ada Novak")
    await page.get_by_label("How we address them").fill("Ada")
    await page.get_by_label("Email").fill(f"ada.{uuid.uuid4().hex[:10]}@mail.clearlight.example")
    await page.get_by_role("button", name="Send the invitation").click()
    shown = page.get_by_test_id("link")
    await expect(shown).to_be_visible(timeout=SOON_MS)
    await photograph(page, "invited")
    return await shown.inner_text()


def _lookup(house: House, link: str) -> dict[str, Any]:
    """What the candidate sees behind the link."""
    body = {"token": link.rpartition("/")[2]}
    answer = httpx.post(f"{house.base_url}/api/invitations/lookup", json=body, timeout=20)
    answer.raise_for_status()
    return dict(answer.json())
