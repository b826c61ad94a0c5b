"""Two paths: what the network loses of a live answer is filled from the phone's own recording, picture and sound."""

import asyncio
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import httpx
from playwright.async_api import Page

from tests.e2e.accuracy import error_rate, tokens
from tests.e2e.browser import chromium, phone
from tests.e2e.house import House
from tests.e2e.narrow import NarrowLine
from tests.e2e.newcomers import newcomer
from tests.e2e.sounds import Voice, voice_of
from tests.e2e.steps import LIVE, answered_for, answering, button, fetch, go_on, greet, live_view, until

STRETCH_S = 6.0
HOLE_S = 12.0
WORST_WER = 0.5
LEAST_HEARD = 0.7
"""Of the words that were said in the hole."""
LONGEST_STILL_S = 6.0
"""A busy machine's encoder pauses; a recording without the phone's pictures stands still for the whole hole."""
CORES = 8
"""A usual phone's; on a weaker one the copy is of the voice alone."""
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
    async with chromium(voice) as browser, NarrowLine() as line:
        context = await phone(browser, "en")
        await context.add_cookies([house.cookie(person["token"])])
        page = await context.new_page()
        tools = await context.new_cdp_session(page)
        await tools.send("Emulation.setHardwareConcurrencyOverride", {"hardwareConcurrency": CORES})
        await line.through(page)
        await page.goto(f"{house.base_url}/green-room")
        await go_on(page)
        await greet(page, "en")
        await button(page, LIVE["en"]["start"]).click()
        before = await answering(house, person, 1)
        await answered_for(house, person, STRETCH_S)
        line.is_dead = True
        await _recorded_on_the_phone(page, await _phone_s(page) + HOLE_S)
        line.is_dead = False
        await _running_again(house, person, before)
        after = await live_view(house, person)
        await answered_for(house, person, after["turn"]["answered_s"] + STRETCH_S)
        await button(page, LIVE["en"]["done"]).click()
        answer = await _whole(house, person, 2 * STRETCH_S + HOLE_S - 2, voice)
        await until("the phone has forgotten its copy", lambda: _is_forgotten(page), 90)
    assert line.dropped > 0
    filled = _filled(answer)
    assert filled["end_s"] - filled["start_s"] >= HOLE_S - 3, answer["parts"]
    of_room_s = [part["start_s"] for part in answer["parts"] if part["source"] == "room"]
    assert min(of_room_s) < filled["start_s"] < max(of_room_s), answer["parts"]
    await _moves_in_the_hole(house, answer, filled, tmp_path)


def _filled(answer: dict[str, Any]) -> dict[str, Any]:
    """The longest stretch that is the phone's; of no length where there is none."""
    own = [part for part in answer["parts"] if part["source"] == "phone"]
    return max(own, key=lambda part: part["end_s"] - part["start_s"], default={"start_s": 0.0, "end_s": 0.0})


def _heard_in_the_hole(answer: dict[str, Any], voice: Voice) -> tuple[float, float]:
    """Which share of the words that were said there is in the transcript, and the error of those that are; the voice
    says its text again and again.
    """
    filled = _filled(answer)
    words = [word for segment in answer["segments"] for word in segment["words"]]
    inside = [word["text"] for word in words if filled["start_s"] <= word["start_s"] < filled["end_s"]]
    heard, text = tokens(" ".join(inside), voice.language), tokens(voice.text, voice.language)
    said = len(text) * (filled["end_s"] - filled["start_s"]) / voice.period_s
    return (len(heard) / said, error_rate(heard, text * 4)) if said and heard else (0.0, 1.0)


async def _moves_in_the_hole(house: House, answer: dict[str, Any], filled: dict[str, Any], folder: Path) -> None:
    """The recording that reviewers see has pictures all the way through."""
    path = folder / "answer"
    token = house.staff("hr_operator")["token"]
    async with httpx.AsyncClient(base_url=house.base_url, timeout=60) as client:
        media = await client.get(answer["media_url"], headers={"Authorization": f"Bearer {token}"})
    assert media.status_code == 200, media.text
    path.write_bytes(media.content)
    shown = await asyncio.to_thread(_pictures, path)
    inside = [at for at in shown if filled["start_s"] <= at < filled["end_s"]]
    stills = [after - before for before, after in pairwise([filled["start_s"], *inside, filled["end_s"]])]
    assert max(stills) <= LONGEST_STILL_S, (filled, shown)


def _pictures(path: Path) -> list[float]:
    """When each picture that decodes is shown, in seconds."""
    with av.open(str(path)) as file:
        return [frame.time for frame in file.decode(video=0) if frame.time is not None]


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


async def _whole(house: House, person: dict[str, Any], seconds: float, voice: Voice) -> dict[str, Any]:
    """The first answer, once its recording has no gap and its transcript, made anew of both paths, none either."""
    token = house.staff("hr_operator")["token"]
    answer: dict[str, Any] = {}
    begun = time.monotonic()

    async def is_whole() -> bool:
        nonlocal answer
        review = await fetch(house, f"/api/staff/interviews/{person['interview_id']}", token)
        answer = review["answers"][0]
        is_ready = answer["media_state"] == "ready" and answer["transcript_state"] == "done"
        if not is_ready or answer["gaps"] or answer["duration_s"] < seconds:
            return False
        share, wrong = _heard_in_the_hole(answer, voice)
        return share >= LEAST_HEARD and wrong <= WORST_WER

    try:
        await until("the recording is whole", is_whole, 240)
    except AssertionError:
        told = {name: answer.get(name) for name in ("media_state", "transcript_state", "gaps", "duration_s", "problem")}
        told |= {"parts": answer["parts"], "heard": _heard_in_the_hole(answer, voice)}
        raise AssertionError(f"after {time.monotonic() - begun:.0f} s: {told}") from None
    return answer
