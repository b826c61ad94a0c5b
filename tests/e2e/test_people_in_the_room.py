"""People in the room: a candidate and two of the team in three browsers, each with a voice of their own.

The candidate asks for a person: whoever is on duty hears of it on any screen, takes the call, goes in and is seen, with
no further press; somebody else joins from the list. Each sees and hears the others, by the browsers' own statistics;
one takes over from the AI, shows a screen, writes a private note and hands back. Then the media node dies under them.
"""

import time
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import soundfile
from playwright.async_api import Page, expect

from tests.e2e.browser import Watched, chromium, desk, phone, photograph
from tests.e2e.house import House
from tests.e2e.newcomers import newcomer
from tests.e2e.sounds import some_clip
from tests.e2e.steps import LIVE, answering, button, fetch, live_view, until
from tests.e2e.test_screens import AXE, violations

SMALL = (160, 120)
PEERS = """
(() => {
  const Original = window.RTCPeerConnection;
  window.peers = [];
  window.RTCPeerConnection = class extends Original {
    constructor(...given) { super(...given); window.peers.push(this); }
  };
})()
"""
RECEIVED = """
async () => {
  const found = [];
  for (const peer of window.peers) {
    if (peer.connectionState !== 'connected') continue;
    const one = { frames: 0, energy: 0 };
    for (const entry of (await peer.getStats()).values()) {
      if (entry.type !== 'inbound-rtp') continue;
      if (entry.kind === 'video') one.frames += entry.framesDecoded ?? 0;
      else one.energy += entry.totalAudioEnergy ?? 0;
    }
    if (one.frames > 0 || one.energy > 0) found.push(one);
  }
  return found;
}
"""
MOVING = """
async () => {
  window.seen ??= new Map();
  let moving = 0;
  for (const peer of window.peers) {
    let frames = 0;
    for (const entry of (await peer.getStats()).values()) {
      if (entry.type === 'inbound-rtp' && entry.kind === 'video') frames += entry.framesDecoded ?? 0;
    }
    moving += window.seen.has(peer) && frames > window.seen.get(peer);
    window.seen.set(peer, frames);
  }
  return moving;
}
"""
WORDS = {
    "en": {"in": "Go in", "over": "Take over", "back": "Give back to AI", "notes": "Notes", "keep": "Keep note"},
    "zh-CN": {"in": "进入面试间", "over": "接手", "back": "交还给 AI", "notes": "备注", "keep": "保存备注"},
}
RECRUITER, OPERATOR = "Maya Lindqvist", "周雅琴"
NOTE = "Checked back after two days, unprompted."


async def test_two_join_an_ai_interview_take_over_and_hand_back(house: House, speech_dir: Path, tmp_path: Path) -> None:
    person = await newcomer(house, first_name="Zebulon", language="en", position="sales", is_checked=True)
    recruiter, operator = house.staff("recruiter"), house.staff("hr_operator")
    async with AsyncExitStack() as stack:
        answer = _voice(some_clip(speech_dir, "en", 0), tmp_path)
        candidate = await stack.enter_async_context(_browser(house, person["token"], "en", answer, is_phone=True))
        await _begin(house, candidate, person)
        doors = []
        for member, language, number in ((recruiter, "en", 16), (operator, "zh-CN", 1)):
            sound = _voice(some_clip(speech_dir, language[:2], number), tmp_path)
            doors.append(await stack.enter_async_context(_browser(house, member["token"], language, sound)))
        first, second = doors
        stack.enter_context(_on_duty(house, operator))
        print(f"\nhelp asked → face seen: {await _comes_to_help(house, candidate, second):.1f} s")
        await _goes_in_from_list(house, first, person)
        await expect(candidate.locator(".here")).to_contain_text(RECRUITER)
        await expect(candidate.locator(".here")).to_contain_text(OPERATOR)
        await photograph(candidate, "room-candidate-watched")
        for page in doors:
            await _sees_and_hears(page, 2)
        await first.locator("footer").get_by_role("button", name=WORDS["en"]["over"]).click()
        await expect(candidate.locator(".talk h1")).to_contain_text(RECRUITER)
        assert (await live_view(house, person))["held_by"] == RECRUITER
        await _sees_and_hears(candidate, 2)
        await _shows_screen(candidate, first)
        await _write_note(house, first, person, recruiter)
        for page, name in ((candidate, "candidate"), (first, "first"), (second, "second")):
            await _looks_well(page, f"room-led-{name}")
        house.kill("media")
        killed = time.monotonic()
        for page, others in ((candidate, 2), (first, 2), (second, 2)):
            await _sees_afresh(page, others)
        print(f"media node killed → all see all again: {time.monotonic() - killed:.1f} s")
        await first.locator("footer").get_by_role("button", name=WORDS["en"]["back"]).click()
        await expect(button(candidate, LIVE["en"]["done"])).to_be_visible()
        await answering(house, person, 1)
        assert (await live_view(house, person))["held_by"] is None
        for page in doors:
            await page.locator("footer .btn.stop").click()
            await expect(page.locator("main.end h1")).to_be_visible()

        async def is_alone() -> bool:
            return await candidate.locator(".here").count() == 0

        await until("the candidate sees that all have gone", is_alone, 60)


@asynccontextmanager
async def _browser(
    house: House, token: str, language: str, voice: Path, *, is_phone: bool = False
) -> AsyncIterator[Page]:
    """One person's browser with a voice as its microphone and a small moving picture as its camera."""
    flags = (
        f"--use-file-for-fake-audio-capture={voice}",
        f"--use-file-for-fake-video-capture={_picture(voice.parent)}",
    )
    async with chromium(flags=flags) as browser:
        context = await (phone if is_phone else desk)(browser, language)
        await context.grant_permissions(["camera", "microphone"])
        await context.add_init_script(PEERS)
        await context.add_init_script(path=str(AXE))
        await context.add_init_script(
            f"if (location.origin !== 'null') localStorage.setItem('greenroom.language', '{language}')"
        )
        await context.add_cookies([house.cookie(token)])
        watched = Watched(await context.new_page())
        yield watched.page
        assert watched.complaints == []


async def _begin(house: House, page: Page, person: dict[str, Any]) -> None:
    """The candidate answers the AI's first question."""
    await page.goto(f"{house.base_url}/green-room")
    await button(page, "Start the interview").click()
    await button(page, LIVE["en"]["ready"]).click()
    await button(page, LIVE["en"]["start"]).click()
    await answering(house, person, 1)


@contextmanager
def _on_duty(house: House, member: dict[str, Any]) -> Iterator[None]:
    """Whoever asks for help meanwhile rings at this member's screens alone."""
    with httpx.Client(
        base_url=house.base_url, headers={"Authorization": f"Bearer {member['token']}"}, timeout=60
    ) as http:
        http.put("/api/staff/rescue/duty", json={"is_on": True}).raise_for_status()
        try:
            yield
        finally:
            http.put("/api/staff/rescue/duty", json={"is_on": None}).raise_for_status()


async def _comes_to_help(house: House, candidate: Page, helper: Page) -> float:
    """Help is pressed; the helper's screen rings on whatever page it is; seconds until their picture is seen.

    They go in and nothing else: the AI waits, and what the candidate had open makes room for their face.
    """
    await helper.goto(f"{house.base_url}/staff/home")
    await expect(helper.locator(".rail .duty [aria-checked=true]")).to_be_visible()
    before = sum(one["frames"] for one in await candidate.evaluate(RECEIVED))
    await button(candidate, "Help").click()
    await candidate.get_by_role("button", name="Call a person to help me").click()
    asked = time.monotonic()
    call = helper.locator("article.call", has_text="Zebulon")
    await expect(call).to_be_visible(timeout=60_000)
    await photograph(helper, "room-call-rings")
    await call.locator(".btn.go").click()
    await _enters(helper, "zh-CN")

    async def is_seen() -> bool:
        return bool(sum(one["frames"] for one in await candidate.evaluate(RECEIVED)) > before)

    await until("the candidate sees who came", is_seen, 60)
    took = time.monotonic() - asked
    await expect(candidate.locator(".talk h1")).to_contain_text(OPERATOR)
    await expect(candidate.get_by_role("dialog")).to_have_count(0)
    await photograph(candidate, "room-helper-here")
    await helper.locator("footer").get_by_role("button", name=WORDS["zh-CN"]["back"]).click()
    await expect(button(candidate, LIVE["en"]["done"])).to_be_visible()
    return took


async def _goes_in_from_list(house: House, page: Page, person: dict[str, Any]) -> None:
    """From the list of interviews to the one that is running now."""
    await page.goto(f"{house.base_url}/staff/interviews")
    way = page.locator(f"a.join[href='/staff/interviews/{person['interview_id']}/room']")
    await way.click(timeout=60_000)
    await expect(button(page, WORDS["en"]["in"])).to_be_enabled()
    await _looks_well(page, "room-green")
    await _enters(page, "en")


async def _enters(page: Page, language: str) -> None:
    """Through the staff's green room, to take part."""
    door = button(page, WORDS[language]["in"])
    await expect(door).to_be_enabled()
    await door.click()
    await expect(page.locator("main.lr")).to_be_visible()


async def _shows_screen(viewer: Page, page: Page) -> None:
    """One more picture arrives at the viewer than there are people, for as long as the screen is shown."""
    await button(page, "Show your screen").click()
    shown = viewer.locator("figure[aria-label$='screen'] video")
    await expect(shown).to_be_visible()

    async def moves() -> bool:
        return bool(await shown.evaluate("(video) => video.videoWidth > 0 && video.currentTime > 0"))

    await until("the shared screen is seen", moves, 60)
    await photograph(viewer, "room-screen-shared")
    await button(page, "Stop showing your screen").first.click()
    await expect(shown).to_have_count(0)


async def _sees_afresh(page: Page, others: int) -> None:
    """The pictures of so many people move on from one look to the next."""

    async def do_move() -> bool:
        return int(await page.evaluate(MOVING)) >= others

    await until(f"{others} others are seen again", do_move, 60)


async def _sees_and_hears(page: Page, others: int) -> None:
    """Pictures are decoded and voices are loud from so many people; all by the browser's own figures."""

    async def does() -> bool:
        received = await page.evaluate(RECEIVED)
        return sum(one["frames"] > 5 and one["energy"] > 1e-4 for one in received) >= others

    await until(f"{others} others are seen and heard", does, 60)


async def _looks_well(page: Page, name: str) -> None:
    """As it stands and in the other theme, and on a narrow phone: accessible, nothing too wide."""
    before = page.viewport_size
    assert before is not None
    for theme, size in (("light", before), ("dark", {"width": 360, "height": 780})):
        await page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.wait_for_timeout(400)  # what enters has settled: axe reads colours as they are drawn
        await photograph(page, f"{name}-{theme}")
        found = await violations(page)
        assert found == [], f"{name} in {theme}: {found}"
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{name} is too wide"
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(before)


async def _write_note(house: House, page: Page, person: dict[str, Any], member: dict[str, Any]) -> None:
    await page.get_by_role("tab", name=WORDS["en"]["notes"]).click()
    await page.locator("#note").fill(NOTE)
    await button(page, WORDS["en"]["keep"]).click()
    await expect(page.get_by_role("tabpanel").get_by_text(NOTE)).to_be_visible()
    notes = await fetch(house, f"/api/staff/interviews/{person['interview_id']}/notes", member["token"])
    assert [(note["text"], note["is_mine"]) for note in notes] == [(NOTE, True)]
    assert notes[0]["at_s"] is not None


def _voice(clip: Path, folder: Path) -> Path:
    """The clip as a 16-bit WAV file that Chromium plays again and again."""
    samples, rate = soundfile.read(clip, dtype="float32", always_2d=True)
    sound = samples.mean(axis=1)
    sound *= 0.7 / max(1e-6, float(np.abs(sound).max()))
    path = folder / f"{clip.stem}.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((sound * 32767).astype("<i2").tobytes())
    return path


def _picture(folder: Path) -> Path:
    """Ten small frames with a bar that moves, as YUV4MPEG2: little work for three browsers on two cores."""
    path = folder / "camera.y4m"
    if path.exists():
        return path
    width, height = SMALL
    with path.open("wb") as out:
        out.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode())
        for at in range(10):
            luma = np.full((height, width), 90, np.uint8)
            luma[:, at * 16 : at * 16 + 16] = 200
            out.write(b"FRAME\n" + luma.tobytes() + np.full(width * height // 2, 128, np.uint8).tobytes())
    return path
