"""HR writes a new version of a flow: a question of the bank, one of its own, a document to be shown; told what is
missing, mends it, publishes, invites. The candidate meets that version and shows a document, which HR confirms.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.browser import Watched, chromium, desk, phone, photograph
from tests.e2e.house import House
from tests.e2e.newcomers import newcomer
from tests.e2e.steps import fetch, until
from tests.e2e.test_screens import AXE, violations
from tests.interviews.pictures import jpeg

SOON_MS = 60_000
POSITION = "Data Analyst"
PROMPT = {"en": "Which small thing would you change in our shop first?", "zh-CN": "你最想先改变我们店里的哪个小细节？"}


@pytest.fixture
def as_before(house: House) -> Iterator[None]:
    """Afterwards new interviews run on the version of before again: other tests invite for the same position."""
    before = _current(house)
    yield
    if (now := _current(house)) != before:
        headers = {"Authorization": f"Bearer {house.staff('hr_operator')['token']}"}
        address = f"{house.base_url}/api/staff/flows/{before}/roll-back"
        httpx.post(address, headers=headers, timeout=60).raise_for_status()
        assert _current(house) not in (before, now)


def _current(house: House) -> str:
    flows = house.get("/api/staff/flows", house.staff("hr_operator")["token"])
    own = next(each["flows"] for each in flows if each["position"]["title"]["en"] == POSITION)
    return next(str(row["id"]) for row in own if row["is_current"])


@pytest.mark.usefixtures("as_before")
async def test_hr_writes_publishes_and_invites_and_a_candidate_meets_the_new_version(house: House) -> None:
    async with chromium() as browser:
        watched = await _as_hr(house, browser)
        page = watched.page
        await page.goto(house.base_url + "/staff/flows")
        position = page.get_by_role("article", name=POSITION)
        await position.get_by_role("button", name="New version").click()
        await _write(page)
        number = await _publish(page)
        link = await _invite(page, number)
        assert watched.complaints == []
    seen = _lookup(house, link)
    assert (seen["state"], seen["first_name"], seen["questions"]) == ("ready", "Ottoline", 7)
    assert "text" in seen["answer_kinds"]
    await _show_document(house)


async def _write(page: Page) -> None:
    """Adds steps, is told all that they lack, fills it in, moves one by the keyboard, takes back a step too many."""
    await expect(page.get_by_role("button", name="Publish")).to_be_visible(timeout=SOON_MS)
    palette = page.get_by_role("complementary", name="Add a step")
    await palette.get_by_role("button", name="Text", exact=True).click()
    problems = page.get_by_role("button", name=re.compile(r"^\d+ things? to mend$"))
    await expect(problems).to_be_visible(timeout=SOON_MS)
    await page.get_by_role("button", name="Publish").click()
    listed = page.get_by_role("region", name="What is still missing")
    await expect(listed.get_by_text("The question lacks English.")).to_be_visible(timeout=SOON_MS)
    await photograph(page, "flow-editor-problems")
    await listed.get_by_text("The question lacks Chinese.").click()
    await page.get_by_role("textbox", name="Question, Chinese").fill(PROMPT["zh-CN"])
    await page.get_by_role("textbox", name="Question, English").fill(PROMPT["en"])
    await expect(problems).to_have_count(0, timeout=SOON_MS)
    steps = page.get_by_role("list", name="Steps").get_by_role("listitem")
    before = await steps.count()
    await palette.get_by_role("button", name="Break", exact=True).click()
    await expect(steps).to_have_count(before + 1, timeout=SOON_MS)
    await page.get_by_role("button", name="Undo", exact=True).click()
    await expect(steps).to_have_count(before, timeout=SOON_MS)
    await palette.get_by_role("button", name="From the question bank").click()
    bank = page.get_by_role("dialog", name="Take a question from the bank")
    await photograph(page, "flow-editor-bank")
    await bank.get_by_role("textbox").or_(bank.get_by_role("searchbox")).fill("客户销售")
    await bank.get_by_role("button", name=re.compile("^Use it: ")).first.click()
    await expect(steps).to_have_count(before + 1, timeout=SOON_MS)
    await expect(page.get_by_text(re.compile("Copied from the question bank, version \\d"))).to_be_visible(
        timeout=SOON_MS
    )
    await palette.get_by_role("button", name="Identity", exact=True).click()
    await page.get_by_role("switch", name="Ask for a document photo").click()
    own = page.get_by_role("button", name=re.compile("^Which small thing")).first
    await own.focus()
    await page.keyboard.press("Alt+ArrowUp")
    await expect(page.get_by_text(re.compile("Which small thing .*: now step"))).to_have_count(1, timeout=SOON_MS)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible(timeout=SOON_MS)
    await photograph(page, "flow-editor")
    await page.get_by_role("button", name="Preview").click()
    await expect(page.get_by_role("dialog").get_by_text("Nothing is recorded or kept.")).to_be_visible(timeout=SOON_MS)
    await photograph(page, "flow-preview")
    await page.keyboard.press("Escape")


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
    await expect(page.get_by_label("Position")).to_be_visible(timeout=SOON_MS)
    labels = await page.get_by_label("Position").locator("option").all_inner_texts()
    wanted = next(label for label in labels if label.startswith(POSITION))
    await page.get_by_label("Position").select_option(label=wanted)
    await expect(page.get_by_label("Flow", exact=True)).to_contain_text(f"Version {number}", timeout=SOON_MS)
    await page.get_by_label("Email").fill("not an address")
    await page.get_by_role("button", name="Send the invitation").click()
    await expect(page.get_by_text("This is needed.").first).to_be_visible(timeout=SOON_MS)
    await expect(page.get_by_text("This does not look right.")).to_be_visible(timeout=SOON_MS)
    await page.get_by_label("Full name").fill("Ottoline Novak")
    await page.get_by_label("How we address them").fill("Ottoline")
    await page.get_by_label("Email").fill(f"ottoline.{uuid.uuid4().hex[:10]}@mail.clearlight.example")
    await page.get_by_role("button", name="Send the invitation").click()
    shown = page.get_by_test_id("link")
    await expect(shown).to_be_visible(timeout=SOON_MS)
    await photograph(page, "invited")
    return await shown.inner_text()


async def _show_document(house: House) -> None:
    """The newest version asks for it after the consent: no photo, a blurred one, sent; then HR looks and confirms."""
    person = await newcomer(house, first_name="Ismene", language="en", position="analyst")
    async with chromium() as browser:
        context = await phone(browser, "en")
        await context.add_cookies([house.cookie(person["token"])])
        await context.add_init_script(path=str(AXE))
        watched = Watched(await context.new_page())
        page = watched.page
        await page.goto(f"{house.base_url}/check")
        await expect(page.get_by_role("heading", name="Show us that it is you")).to_be_visible(timeout=SOON_MS)
        await photograph(page, "identity-ask")
        assert await violations(page) == []
        files = page.locator("input[data-files]")
        await files.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"no photo"})
        await expect(page.get_by_text("This is not a photo we can read.")).to_be_visible(timeout=SOON_MS)
        await files.set_input_files({"name": "card.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
        await expect(page.get_by_text("It looks a little blurred.")).to_be_visible(timeout=SOON_MS)
        await photograph(page, "identity-preview")
        assert await violations(page) == []
        await page.get_by_role("button", name="Send this photo").click()
        await expect(page.get_by_role("heading", name="Your photo has arrived")).to_be_visible(timeout=SOON_MS)
        await photograph(page, "identity-given")
        await page.get_by_role("button", name="Go on").click()
        await expect(page).to_have_url(f"{house.base_url}/check", timeout=SOON_MS)
        assert watched.complaints == []
        await _confirm(house, browser, person)


async def _confirm(house: House, browser: Browser, person: dict[str, Any]) -> None:
    watched = await _as_hr(house, browser)
    page = watched.page
    await page.goto(f"{house.base_url}/staff/interviews/{person['interview_id']}")
    await page.get_by_role("tab", name="Manage").click()
    await page.get_by_role("button", name="Show the photo").click()
    shown = page.get_by_role("img", name=re.compile("^Document photo"))
    await expect(shown).to_be_visible(timeout=SOON_MS)
    await until("the photo is drawn", lambda: shown.evaluate("(image) => image.complete && image.naturalWidth === 800"))
    await photograph(page, "identity-hr")
    await page.get_by_role("button", name="It is them").click()

    async def is_confirmed() -> bool:
        view = await fetch(house, f"/api/interviews/{person['interview_id']}", person["token"])
        return bool(view["identity"]["verdict"] == "confirmed")

    await until("the identity is confirmed", is_confirmed, 60)
    assert watched.complaints == []


async def _as_hr(house: House, browser: Browser) -> Watched:
    context = await desk(browser, "en")
    await context.add_init_script("if (location.origin !== 'null') localStorage.setItem('greenroom.language', 'en')")
    await context.add_cookies([house.cookie(house.staff("hr_operator")["token"])])
    return Watched(await context.new_page())


def _lookup(house: House, link: str) -> dict[str, Any]:
    """What the candidate sees behind the link."""
    body = {"token": link.rpartition("/")[2]}
    answer = httpx.post(f"{house.base_url}/api/invitations/lookup", json=body, timeout=60)
    answer.raise_for_status()
    return dict(answer.json())
