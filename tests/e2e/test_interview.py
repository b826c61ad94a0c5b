"""The main job, as a person does it: from the invitation to the reviewed recording, with a real voice."""

import asyncio
import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from playwright.async_api import Page, expect

from tests.e2e.accuracy import error_rate, tokens
from tests.e2e.browser import Watched, chromium, desk, phone, photograph
from tests.e2e.house import House
from tests.e2e.sounds import Voice, voice_of
from tests.e2e.steps import (
    CALM,
    LIVE,
    answered_for,
    answering,
    arrive,
    button,
    check_device,
    come_in,
    fetch,
    go_on,
    greet,
    join,
    pressed,
    review_of,
    start_answer,
    until,
)

TYPED = {
    "en": "I would listen first, then say what I understood, and agree on a next step.",
    "zh-CN": "我会先倾听，再说出我的理解，最后约定下一步。",
}
MOST_WRONG = {"en": 0.15, "zh": 0.30}
LENGTH_TOLERANCE_S = 0.5


@pytest.mark.parametrize(("language", "spoken"), [("en", "en"), ("zh-CN", "zh")])
async def test_from_invitation_to_reviewed_recording(
    house: House, speech_dir: Path, tmp_path: Path, language: str, spoken: str
) -> None:
    try:
        voice = voice_of(speech_dir, tmp_path, spoken, pause_s=5.5)
    except LookupError:
        pytest.skip("the speech that espeak-ng makes has no Chinese")
    person = house.candidate("invited", language)
    async with chromium(voice) as browser:
        context = await phone(browser, language)
        page = Watched(await context.new_page())
        await come_in(house, page.page, person, language)
        await check_device(page.page, language)
        await join(page.page, language)
        await _interview(house, page.page, person, language, voice)
        await _afterwards(page.page, language)
        assert page.complaints == []
        review = await review_of(house, person)
        _assert_transcripts(review, voice)
        await _assert_recordings(house, review)
        reviewer = Watched(await (await desk(browser, language)).new_page())
        await _review(house, reviewer.page, person, review, language)
        assert reviewer.complaints == []


async def _interview(house: House, page: Page, person: dict[str, Any], language: str, voice: Voice) -> None:
    """Step 4: a question by video, one by voice, one typed, whatever their order."""
    await greet(page, language)
    answered: set[str] = set()
    while len(answered) < 3:
        await expect(button(page, LIVE[language]["start"]).or_(page.locator("textarea"))).to_be_visible(timeout=60_000)
        kind = (await fetch(house, f"/api/interviews/{person['interview_id']}/live", person["token"]))["turn"]["kind"]
        await photograph(page, f"live-{kind}-question-{language}")
        if kind == "text":
            await _type_answer(page, language)
        else:
            await _speak_answer(house, page, person, language, voice, len(answered) + 1)
        await photograph(page, f"live-{kind}-acknowledged-{language}")
        answered.add(kind)
        await go_on(page)
    assert answered == {"video", "voice", "text"}


async def _speak_answer(
    house: House, page: Page, person: dict[str, Any], language: str, voice: Voice, index: int
) -> None:
    """The clip is heard once in full at least. In the first answer's pause the interviewer reassures; by the second it
    may have learned that this person pauses for long, and leave them alone.
    """
    await start_answer(page, language)
    view = await answering(house, person, index)
    if index == 1:
        calm = page.get_by_role("status").filter(has_text=CALM[language])
        await expect(calm.first).to_be_visible(timeout=voice.period_s * 1000 + 60_000)
        await photograph(page, f"live-{view['turn']['kind']}-calm-{language}")
    await answered_for(house, person, voice.period_s + voice.clip_s + 1)
    await photograph(page, f"live-{view['turn']['kind']}-answer-{language}")
    await button(page, LIVE[language]["done"]).click()


async def _type_answer(page: Page, language: str) -> None:
    start = button(page, LIVE[language]["start"])
    if await start.is_visible():
        await start.click()
    field = page.get_by_label(LIVE[language]["typed"])
    await field.fill(TYPED[language])
    await button(page, LIVE[language]["done"]).click()


async def _afterwards(page: Page, language: str) -> None:
    """Step 6, the candidate's side: the good-bye, the thank-you, the timeline."""
    finish = button(page, LIVE[language]["finish"])

    async def is_thanked() -> bool:
        if "/live" in page.url:
            await pressed(finish)
        return "/thanks" in page.url

    await until("the thank-you", is_thanked, 90)
    await arrive(page, "/thanks", timeout_s=60)
    await expect(page.locator("main h1")).to_be_visible()
    await photograph(page, f"thanks-{language}")
    await page.goto(page.url.replace("/thanks", "/timeline"))
    await expect(page.locator("main h1")).to_be_visible()
    await photograph(page, f"timeline-{language}")


def _assert_transcripts(review: dict[str, Any], voice: Voice) -> None:
    spoken = [answer for answer in review["answers"] if answer["kind"] != "text"]
    assert len(spoken) == 2
    for answer in spoken:
        assert answer["transcript_state"] == "done", answer["problem"]
        heard = " ".join(segment["text"] for segment in answer["segments"])
        rate = error_rate(tokens(voice.text, voice.language), tokens(heard, voice.language))
        assert rate <= MOST_WRONG[voice.language], f"{rate:.0%} wrong: {heard!r} for {voice.text!r}"
        words = [word for segment in answer["segments"] for word in segment["words"]]
        assert words
        assert all(a["start_s"] <= b["start_s"] for a, b in pairwise(words))


async def _assert_recordings(house: House, review: dict[str, Any]) -> None:
    """Each plays from end to end, seeks by Range, and is as long as the answer was."""
    token = house.staff("hr_operator")["token"]
    async with httpx.AsyncClient(
        base_url=house.base_url, headers={"Authorization": f"Bearer {token}"}, timeout=60
    ) as client:
        for answer in review["answers"]:
            if answer["kind"] == "text":
                assert answer["text"] in TYPED.values()
                continue
            whole = await client.get(answer["media_url"])
            part = await client.get(answer["media_url"], headers={"Range": "bytes=1000-1999"})
            assert (whole.status_code, part.status_code) == (200, 206)
            assert part.content == whole.content[1000:2000]
            length_s, streams = await asyncio.to_thread(_decoded, whole.content)
            assert ("video" in streams) == (answer["kind"] == "video")
            assert "audio" in streams
            lasted_s = answer["duration_s"]
            assert abs(length_s - lasted_s) <= LENGTH_TOLERANCE_S


def _decoded(content: bytes) -> tuple[float, set[str]]:
    """Seconds of sound that decode, and the kinds of streams."""
    with av.open(io.BytesIO(content)) as container:
        kinds = {stream.type for stream in container.streams}
        samples = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
    return samples, kinds


async def _review(house: House, page: Page, person: dict[str, Any], review: dict[str, Any], language: str) -> None:
    """Step 6, the staff's side: sign in with a password, find the row, play, jump by question and by word."""
    await _sign_in(house, page, "hr_operator")
    await photograph(page, f"staff-list-{language}")
    await page.get_by_role("link", name=review["candidate"]).click()
    await expect(page.locator("video")).to_have_count(1, timeout=60_000)
    await until("the recording's length is known", lambda: _evaluate(page, "v.readyState >= 1 && isFinite(v.duration)"))
    await photograph(page, f"review-{language}")
    first = next(at for at, answer in enumerate(review["answers"]) if answer["media_url"])
    answer = review["answers"][first]
    known_s = float(await page.evaluate("document.querySelector('video').duration"))
    assert abs(known_s - answer["duration_s"]) <= LENGTH_TOLERANCE_S
    word = answer["segments"][-1]["words"][0]
    await page.locator(".w", has_text=word["text"].strip()).last.click()
    await until("it plays from a word", lambda: _evaluate(page, "!v.paused && v.currentTime > 1"))
    await photograph(page, f"review-playing-{language}")
    await page.keyboard.press("k")
    await until("it pauses by key", lambda: _evaluate(page, "v.paused"))
    await page.keyboard.press("2")
    shown_in = await page.evaluate("document.documentElement.lang")
    expected = review["answers"][1]["prompt"][shown_in]
    await expect(page.get_by_role("heading", level=2, name=expected)).to_be_visible()


async def _evaluate(page: Page, condition: str) -> bool:
    """A condition on `v`, the player's media element; false while there is none."""
    look = f"const v = document.querySelector('video'); return Boolean(v && ({condition}));"
    return bool(await page.evaluate(f"(() => {{ {look} }})()"))


async def _sign_in(house: House, page: Page, role: str) -> None:
    member = house.staff(role)
    await page.goto(f"{house.base_url}/staff")
    await page.locator("input[type=email]").fill(member["email"])
    await page.locator("input[type=password]").fill(member["password"])
    await photograph(page, "staff-sign-in")
    await page.locator("button[type=submit]").click()
    await arrive(page, "/staff/home")
    await expect(page.locator("main h1")).to_be_visible(timeout=60_000)
    await page.goto(f"{house.base_url}/staff/interviews")
    await expect(page.locator("tbody tr").first).to_be_visible(timeout=60_000)
