"""Two paths: what the network loses of a live answer is filled with what the phone recorded itself."""

import time
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.e2e.accuracy import error_rate, tokens
from tests.e2e.browser import chromium, phone
from tests.e2e.house import House
from tests.e2e.newcomers import newcomer
from tests.e2e.sounds import voice_of
from tests.e2e.steps import LIVE, answered_for, answering, button, fetch, go_on, greet, live_view, until

STRETCH_S = 6.0
HOLE_S = 12.0
WORST_WER = 0.5
_STORED = """async () => {
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open('greenroom-offline');
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const takes = await new Promise((done) => {
    const asked = db.transaction('takes').objectStore('takes').getAll();
    asked.onsuccess = () => done(asked.result);
  });
  db.close();
  return takes.filter((take) => take.path === 'live').map((take) => ({ state: take.state, ms: take.durationMs }));
}"""


async def test_a_hole_of_twelve_seconds_in_the_network_is_filled_from_the_phone(
    house: House, speech_dir: Path, tmp_path: Path
) -> None:
    person = await newcomer(house, first_name="Xenia", language="en", position="engineer", is_checked=True)
    voice = voice_of(speech_dir, tmp_path, "en", pause_s=0.5)
    async with chromium(voice) as browser:
        context = await phone(browser, "en")
        await context.add_cookies([house.cookie(person["token"])])
        page = await context.new_page()
        await page.goto(f"{house.base_url}/green-room")
        await go_on(page)
        await greet(page, "en")
        await button(page, LIVE["en"]["start"]).click()
        before = await answering(house, person, 1)
        await answered_for(house, person, STRETCH_S)
        with house.halted("media"):
            await _recorded_on_the_phone(page, await _phone_s(page) + HOLE_S)
        await _running_again(house, person, before)
        after = await live_view(house, person)
        await answered_for(house, person, after["turn"]["answered_s"] + STRETCH_S)
        await button(page, LIVE["en"]["done"]).click()
        answer = await _whole(house, person, 2 * STRETCH_S + HOLE_S - 2)
        await until("the phone has forgotten its copy", lambda: _is_forgotten(page), 90)
    heard = " ".join(segment["text"] for segment in answer["segments"])
    wanted = tokens(voice.text, voice.language)
    assert error_rate(wanted, tokens(heard, voice.language)) <= WORST_WER, heard


async def _phone_s(page: Page) -> float:
    copies = await page.evaluate(_STORED)
    return float(max((copy["ms"] for copy in copies if copy["state"] == "recording"), default=0.0)) / 1000


async def _recorded_on_the_phone(page: Page, seconds: float) -> None:
    async def is_stored() -> bool:
        return await _phone_s(page) >= seconds

    await until(f"the phone has {seconds:.0f} s of its own", is_stored, HOLE_S + 45)


async def _is_forgotten(page: Page) -> bool:
    return all(copy["state"] == "recording" for copy in await page.evaluate(_STORED))


async def _running_again(house: House, person: dict[str, Any], before: dict[str, Any]) -> None:
    """Media comes again, by the old connection or a new one."""

    async def is_back() -> bool:
        view = await live_view(house, person)
        is_same = bool(view["turn"]) and view["turn"]["id"] == before["turn"]["id"]
        return is_same and view["publisher"] is not None and not view["is_clock_stopped"]

    await until("the answer goes on", is_back, 90)


async def _whole(house: House, person: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The first answer, once its recording has no gap and its transcript is there."""
    token = house.staff("hr_operator")["token"]
    answer: dict[str, Any] = {}
    begun = time.monotonic()

    async def is_whole() -> bool:
        nonlocal answer
        review = await fetch(house, f"/api/staff/interviews/{person['interview_id']}", token)
        answer = review["answers"][0]
        is_ready = answer["media_state"] == "ready" and answer["transcript_state"] == "done"
        return bool(is_ready and not answer["gaps"] and answer["duration_s"] >= seconds)

    try:
        await until("the recording is whole", is_whole, 240)
    except AssertionError:
        told = {name: answer.get(name) for name in ("media_state", "transcript_state", "gaps", "duration_s", "problem")}
        raise AssertionError(f"after {time.monotonic() - begun:.0f} s: {told}") from None
    return answer
