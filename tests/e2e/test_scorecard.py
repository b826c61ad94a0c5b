"""An interviewer scores the demo's reviewable interview on a phone: evidence, a dead network, a reload, the others."""

import re

from playwright.async_api import Browser, Page, expect

from tests.e2e.browser import Watched, chromium, desk, phone, photograph
from tests.e2e.house import House
from tests.e2e.test_notices import WAIT_MS, signed_in
from tests.e2e.test_screens import AXE, violations

LISTENS = "Hears the owner out before acting."


async def test_an_interviewer_scores_on_a_phone_and_then_sees_the_others(house: House) -> None:
    interview = house.named("Sofia Marchetti")["interview_id"]
    async with chromium() as browser:
        context = await phone(browser, "en")
        await context.add_init_script(path=str(AXE))
        page = await signed_in(context, house, house.staff("interviewer")["token"], "en")
        watched = Watched(page)
        await page.goto(f"{house.base_url}/staff/interviews/{interview}")
        await page.get_by_role("tab", name="Scorecard").click(timeout=WAIT_MS)
        await expect(page.get_by_text("Others’ cards open after you submit yours")).to_be_visible(timeout=WAIT_MS)
        await expect(page.get_by_role("heading", name="Maya Lindqvist")).to_have_count(0)
        await rate(page, "Customer focus", 4)
        await pick_a_sentence(page, "Customer focus", "I visited their night shift")
        await page.get_by_role("textbox", name="Why this level for Customer focus").fill(LISTENS)
        await saved(page)
        await photograph(page, "scorecard-phone-draft")
        assert await violations(page) == []

        await context.set_offline(True)
        await rate(page, "Communication", 5)
        await page.get_by_role("textbox", name="Why this level for Communication").fill("Short and concrete.")
        await expect(page.get_by_text("kept on this device")).to_be_visible(timeout=WAIT_MS)
        await photograph(page, "scorecard-phone-offline")
        await context.set_offline(False)
        await saved(page)

        await page.reload()
        await page.get_by_role("tab", name="Scorecard").click(timeout=WAIT_MS)
        await expect(level(page, "Customer focus", 4)).to_be_checked(timeout=WAIT_MS)
        await expect(level(page, "Communication", 5)).to_be_checked(timeout=WAIT_MS)
        reason = page.get_by_role("textbox", name="Why this level for Customer focus")
        await expect(reason).to_have_value(LISTENS, timeout=WAIT_MS)

        await page.get_by_role("button", name="Submit", exact=True).click()
        await expect(page.get_by_text("Say what you would do.")).to_be_visible(timeout=WAIT_MS)
        await quote_words(page, "Shall I send a driver", "Communication")
        await page.get_by_role("tab", name="Scorecard").click()
        await page.get_by_role("group", name="Level for Composure").get_by_text("Not covered").click()
        await page.get_by_text("Yes, gladly", exact=True).click()
        await saved(page)
        await page.get_by_role("button", name="Submit", exact=True).click()
        dialog = page.get_by_role("dialog", name="Submit your scorecard?")
        await dialog.get_by_role("button", name="Submit").click(timeout=WAIT_MS)
        await expect(page.get_by_role("heading", name="Maya Lindqvist")).to_be_visible(timeout=WAIT_MS)
        await expect(page.get_by_role("row", name="Customer focus 4 · 5")).to_be_visible(timeout=WAIT_MS)
        await expect(page.get_by_text("“I visited their night shift”")).to_be_visible(timeout=WAIT_MS)
        await photograph(page, "scorecard-phone-others")
        assert await violations(page) == []
        assert watched.complaints == []
        await look_at_the_desk(browser, house, interview)


async def look_at_the_desk(browser: Browser, house: House, interview: str) -> None:
    """The same card beside the interview, in Chinese in the evening; a note is kept with its moment."""
    context = await desk(browser, "zh-CN", theme="dark")
    await context.add_init_script(path=str(AXE))
    page = await signed_in(context, house, house.staff("interviewer")["token"], "zh-CN")
    watched = Watched(page)
    await page.goto(f"{house.base_url}/staff/interviews/{interview}")
    await expect(page.get_by_role("heading", name="Maya Lindqvist")).to_be_visible(timeout=WAIT_MS)
    await expect(page.locator("mark").first).to_be_visible(timeout=WAIT_MS)
    await photograph(page, "scorecard-desk-zh-dark")
    assert await violations(page) == []
    await page.get_by_role("tab", name="备注").click()
    await page.get_by_role("textbox", name=re.compile("处备注$")).fill("第一题讲得很具体。")
    await page.get_by_role("button", name="保存备注").click()
    await expect(page.get_by_text("第一题讲得很具体。")).to_be_visible(timeout=WAIT_MS)
    await expect(page.get_by_role("button", name=re.compile("^跳到 "))).to_be_visible(timeout=WAIT_MS)
    await photograph(page, "scorecard-desk-zh-dark-notes")
    assert await violations(page) == []
    assert watched.complaints == []


async def test_hr_looks_at_the_rubric_and_begins_a_new_version(house: House) -> None:
    async with chromium() as browser:
        context = await desk(browser, "en")
        await context.add_init_script(path=str(AXE))
        page = await signed_in(context, house, house.staff("hr_operator")["token"], "en")
        watched = Watched(page)
        await page.goto(f"{house.base_url}/staff/rubrics")
        position = page.get_by_role("listitem").filter(has_text="Platform Software Engineer")
        await position.get_by_role("button", name="Write a new version").click(timeout=WAIT_MS)
        await page.get_by_role("spinbutton").first.fill("50", timeout=WAIT_MS)
        await expect(page.get_by_text("The weights add up to 110 %, not 100.")).to_be_visible(timeout=WAIT_MS)
        await expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible(timeout=WAIT_MS)
        await page.get_by_role("button", name="Publish", exact=True).click()
        await expect(page.get_by_text("The weights must add up to 100.").first).to_be_visible(timeout=WAIT_MS)
        await photograph(page, "rubric-desk-problems")
        assert await violations(page) == []
        await page.get_by_role("spinbutton").nth(1).fill("20")
        await expect(page.get_by_text("The weights add up to 100 %.")).to_be_visible(timeout=WAIT_MS)
        await expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible(timeout=WAIT_MS)
        await page.get_by_role("button", name="Publish", exact=True).click()
        dialog = page.get_by_role("dialog", name="Publish this version?")
        await dialog.get_by_role("button", name="Publish").click(timeout=WAIT_MS)
        await expect(page.get_by_text("This version never changes")).to_be_visible(timeout=WAIT_MS)
        await photograph(page, "rubric-desk-published")
        assert watched.complaints == []


def level(page: Page, competency: str, number: int):  # type: ignore[no-untyped-def]
    group = page.get_by_role("group", name=f"Level for {competency}")
    return group.get_by_role("radio", name=str(number), exact=True)


async def rate(page: Page, competency: str, number: int) -> None:
    group = page.get_by_role("group", name=f"Level for {competency}")
    await group.get_by_text(str(number), exact=True).click(timeout=WAIT_MS)
    await expect(level(page, competency, number)).to_be_checked(timeout=WAIT_MS)


async def pick_a_sentence(page: Page, competency: str, words: str) -> None:
    await page.get_by_role("button", name=f"Add evidence for {competency}").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_role("button", name=words).click(timeout=WAIT_MS)
    await expect(sheet.get_by_role("button", name=words)).to_have_attribute("aria-pressed", "true", timeout=WAIT_MS)
    await photograph(page, "scorecard-phone-picking")
    await sheet.get_by_role("button", name="Done").click()
    await expect(page.get_by_role("button", name=re.compile("^Evidence 1 "))).to_be_visible(timeout=WAIT_MS)


async def quote_words(page: Page, words: str, competency: str) -> None:
    """Selects words of a typed answer as a finger does, and says what they speak for."""
    await page.get_by_role("tab", name="Transcript").click()
    await page.locator("[data-typed]").filter(has_text=words).wait_for(timeout=WAIT_MS)
    await page.evaluate(
        """(words) => {
            const fields = [...document.querySelectorAll('[data-typed]')];
            const field = fields.find((each) => each.textContent.includes(words));
            const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                document.getSelection().removeAllRanges();
                document.getSelection().addRange(range);
            }
        }""",
        words,
    )
    await (
        page.get_by_role("group", name="Use as evidence for")
        .get_by_role("button", name=competency)
        .click(timeout=WAIT_MS)
    )
    mark = page.locator("mark").filter(has_text=words)
    await expect(mark).to_be_visible(timeout=WAIT_MS)
    await photograph(page, "scorecard-phone-transcript")


async def saved(page: Page) -> None:
    await expect(page.get_by_role("status").filter(has_text=re.compile(r"^\s*saved "))).to_be_visible(timeout=WAIT_MS)
