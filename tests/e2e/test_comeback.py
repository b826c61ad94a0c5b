"""Nothing that was said is lost: reload, closed tab and a killed media node, each in the middle of an answer."""

from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.e2e.browser import chromium, phone
from tests.e2e.house import House
from tests.e2e.sounds import voice_of
from tests.e2e.steps import LIVE, answered_for, answering, button, fetch, go_on, greet, live_view, until

STRETCH_S = 6.0
BACK_WITHIN_S = 90.0


async def test_reload_closed_tab_and_killed_node_in_the_middle_of_an_answer(
    house: House, speech_dir: Path, tmp_path: Path
) -> None:
    """Each time the candidate is back on the same question, and what was said before is in the final recording."""
    person = house.candidate("checked")
    voice = voice_of(speech_dir, tmp_path, "en", pause_s=0.5)
    async with chromium(voice) as browser:
        context = await _signed_in(house, browser, person)
        page = await _in_the_first_answer(house, context, person)
        await answered_for(house, person, STRETCH_S)
        for fault in (_reload, _close_and_return, _kill_node):
            before = await live_view(house, person)
            page = await fault(house, context, page)
            back = await _running_again(house, person, before)
            assert back["turn"]["take_id"] == before["turn"]["take_id"], fault.__name__
            await answered_for(house, person, back["turn"]["answered_s"] + STRETCH_S)
        await button(page, LIVE["en"]["done"]).click()
        answer = await _processed(house, person)
    assert answer["problem"] is None
    # Four stretches; what lay between them may have been filled by the phone's own recording.
    assert answer["duration_s"] >= 4 * (STRETCH_S - 1.5), answer
    assert " ".join(segment["text"] for segment in answer["segments"])


async def _reload(house: House, context: BrowserContext, page: Page) -> Page:
    await page.reload()
    return page


async def _close_and_return(house: House, context: BrowserContext, page: Page) -> Page:
    await page.close()
    page = await context.new_page()
    await page.goto(f"{house.base_url}/live")
    return page


async def _kill_node(house: House, context: BrowserContext, page: Page) -> Page:
    house.kill("media")
    return page


async def _signed_in(house: House, browser: Browser, person: dict[str, Any]) -> BrowserContext:
    context = await phone(browser, "en")
    await context.add_cookies([house.cookie(person["token"])])
    return context


async def _in_the_first_answer(house: House, context: BrowserContext, person: dict[str, Any]) -> Page:
    page = await context.new_page()
    await page.goto(f"{house.base_url}/green-room")
    await go_on(page)
    await greet(page, "en")
    await button(page, LIVE["en"]["start"]).click()
    await answering(house, person, 1)
    await expect(button(page, LIVE["en"]["done"])).to_be_visible()
    return page


async def _running_again(house: House, person: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The view once another WHIP resource than before delivers media to the same question, and the clock runs."""
    view: dict[str, Any] = {}

    async def is_back() -> bool:
        nonlocal view
        view = await live_view(house, person)
        is_same = bool(view["turn"]) and view["turn"]["id"] == before["turn"]["id"]
        is_new = view["publisher"] not in (None, before["publisher"])
        return is_same and is_new and not view["is_clock_stopped"]

    await until("the answer goes on", is_back, BACK_WITHIN_S)
    return view


async def _processed(house: House, person: dict[str, Any]) -> dict[str, Any]:
    token = house.staff("hr_operator")["token"]
    answer: dict[str, Any] = {}

    async def is_ready() -> bool:
        nonlocal answer
        review = await fetch(house, f"/api/staff/interviews/{person['interview_id']}", token)
        answer = review["answers"][0]
        return bool(answer["media_state"] in ("ready", "failed") and answer["transcript_state"] == "done")

    await until("the recording is ready", is_ready, 240)
    return answer
