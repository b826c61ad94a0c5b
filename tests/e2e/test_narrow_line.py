"""A line that turns too narrow for a picture in mid-answer: the voice stays, and the picture comes back."""

from pathlib import Path
from typing import Any

from playwright.async_api import expect

from tests.e2e.browser import photograph
from tests.e2e.house import House
from tests.e2e.narrow import first_answer
from tests.e2e.newcomers import newcomer
from tests.e2e.sounds import voice_of
from tests.e2e.steps import live_view, until

NARROW_KBPS = 90


async def test_the_picture_is_given_up_for_the_voice_and_comes_back(
    house: House, speech_dir: Path, tmp_path: Path
) -> None:
    person = await newcomer(house, first_name="Ulrike", language="en", position="sales", is_checked=True)
    voice = voice_of(speech_dir, tmp_path, "en", pause_s=1.0)
    async with first_answer(house, person, voice) as (watched, line):
        page = watched.page
        line.kbps = NARROW_KBPS
        await until("the picture is given up", lambda: is_on(house, person, "audio"), 90)
        told = page.get_by_role("status").filter(has_text="only sound is sent")
        await expect(told).to_be_visible()
        await photograph(page, "narrow-line-en")
        line.kbps = None
        await until("the picture is back", lambda: is_on(house, person, "video_"), 90)
        await expect(told).to_be_hidden()
        assert (await live_view(house, person))["phase"] == "answering"
        assert watched.complaints == []


async def is_on(house: House, person: dict[str, Any], rung: str) -> bool:
    """Whether the line stands on a rung whose name begins so."""
    return str((await live_view(house, person))["rung"]).startswith(rung)
