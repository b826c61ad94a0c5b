"""Family `narrow`: which rung a phone takes on a line of so many kbit/s, and how much of the answer is recorded there.

The whole product, Chromium as the phone (needs `make build`), a voice as its microphone. The line lets media through at
the rate and drops the rest, without a queue; what goes over HTTP is not slowed (nor is the phone's own recording).

A busy machine's Chromium does not listen all the time: what its microphone never gave, by its own count of samples,
nobody can record. So the sound recorded is measured by what it gave, and both stand in the row.
"""

import asyncio
import io
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import httpx
import msgspec

from load_tests.bench.rows import Goal, Row
from tests.e2e.browser import chromium_path
from tests.e2e.house import House
from tests.e2e.narrow import first_answer
from tests.e2e.newcomers import newcomer
from tests.e2e.sounds import voice_of
from tests.e2e.steps import LIVE, answered_for, button, fetch, live_view, until
from tests.speech import speech_folder

LINES = (("Yngve", 60),)
WIDE_S, NARROW_S, SAMPLE_S = 6.0, 60.0, 0.5
FILLED_WITHIN_S = 30.0
"""From a recording that can be played to one with what only the phone has."""
_CONNECTIONS = """(() => {
  const Real = window.RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Real {
    constructor(...given) { super(...given); window.connections.push(this); }
  };
})()"""
_GIVEN = """async () => {
  const open = window.connections.filter((each) => each.connectionState === 'connected');
  for (const entry of (await open.at(-1).getStats()).values())
    if (entry.type === 'media-source' && entry.kind === 'audio')
      return [entry.totalSamplesDuration, entry.timestamp / 1000];
}"""


class Seen(msgspec.Struct, frozen=True):
    """`rungs`: share of the narrow stretch on each, from the first; `audio_s` in the recording of an answer that lasted
    `answer_s` by the server's clock, up to the tap on done; `given`: the share of that time in which the microphone
    gave sound.
    """

    down_s: float
    rungs: dict[str, float]
    answer_s: float
    given: float
    audio_s: float
    longest_hole_s: float
    room_s: float


def rows() -> Iterator[Row]:
    """Nothing where there is no Chromium."""
    if chromium_path() is None:
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        house = House(Path(folder) / "var")
        house.start()
        try:
            for name, kbps in LINES:
                yield from _rows(asyncio.run(_seen(house, Path(folder), name, kbps)), kbps)
        finally:
            house.stop()


def _rows(seen: Seen, kbps: int) -> Iterator[Row]:
    line, load = f"at {kbps} kbit/s", os.getloadavg()[0]
    stood = ", ".join(f"{rung} {share:.0%}" for rung, share in seen.rungs.items())
    yield Row("narrow", f"until sound alone is sent {line}", seen.down_s, "s", load, note=stood)
    whole = 100 * seen.audio_s / (seen.answer_s * seen.given)
    note = (
        f"{seen.answer_s:.0f} s, the microphone gave {seen.given:.1%} of it, longest hole {seen.longest_hole_s:.2f} s, "
        f"through the room {seen.room_s:.0f} s"
    )
    yield Row("narrow", f"sound recorded {line}", whole, "%", load, Goal(99, "at_least"), note=note)


async def _seen(house: House, folder: Path, name: str, kbps: int) -> Seen:
    person = await newcomer(house, first_name=name, language="en", position="sales", is_checked=True)
    speech = speech_folder(Path(os.environ.get("GREENROOM_SPEECH_DIR", "../shared/speech")), folder)
    voice = voice_of(speech, folder, "en", pause_s=1.0)
    async with first_answer(house, person, voice, script=_CONNECTIONS) as (watched, line):
        page = watched.page
        begun = await page.evaluate(_GIVEN)
        await answered_for(house, person, WIDE_S)
        line.kbps = kbps
        down_s, rungs = await _on_the_line(house, person)
        ended = await page.evaluate(_GIVEN)
        answered_s = float((await live_view(house, person))["turn"]["answered_s"])
        await button(page, LIVE["en"]["done"]).click()
        answer = await _recorded(house, person)
    given = min(1.0, (ended[0] - begun[0]) / (ended[1] - begun[1]))
    sound = await asyncio.to_thread(_sound, await _media(house, answer))
    return Seen(down_s, rungs, answered_s, given, *sound, _through_the_room_s(answer))


async def _on_the_line(house: House, person: dict[str, Any]) -> tuple[float, dict[str, float]]:
    """Seconds until sound alone is sent, the whole stretch where it never is, and the share of each rung."""
    begun_s, down_s, looks = time.monotonic(), NARROW_S, Counter[str]()
    while (now_s := time.monotonic() - begun_s) < NARROW_S:
        rung = str((await live_view(house, person))["rung"] or "video_high")
        looks[rung] += 1
        down_s = min(down_s, now_s) if rung == "audio" else down_s
        await asyncio.sleep(SAMPLE_S)
    return down_s, {rung: count / looks.total() for rung, count in looks.items()}


async def _recorded(house: House, person: dict[str, Any]) -> dict[str, Any]:
    """The first answer, once nothing more is to be expected of its recording."""
    answer: dict[str, Any] = {}

    async def is_ready() -> bool:
        nonlocal answer
        token = house.staff("hr_operator")["token"]
        answer = (await fetch(house, f"/api/staff/interviews/{person['interview_id']}", token))["answers"][0]
        return bool(answer["media_state"] == "ready" and answer["transcript_state"] == "done")

    await until("the answer is recorded", is_ready, 240)
    await asyncio.sleep(FILLED_WITHIN_S)
    await until("the answer is recorded again, where the phone had more", is_ready, 240)
    return answer


async def _media(house: House, answer: dict[str, Any]) -> bytes:
    headers = {"Authorization": f"Bearer {house.staff('hr_operator')['token']}"}
    async with httpx.AsyncClient(base_url=house.base_url, timeout=60) as client:
        media = await client.get(answer["media_url"], headers=headers)
    media.raise_for_status()
    return media.content


def _sound(content: bytes) -> tuple[float, float]:
    """Seconds of the file in which there is sound, and the longest stretch without any between two packets."""
    with av.open(io.BytesIO(content), "r") as file:
        frames = [
            (frame.time, frame.samples / frame.sample_rate) for frame in file.decode(audio=0) if frame.time is not None
        ]
    holes = [max(0.0, later - at - long) for (at, long), (later, _) in pairwise(frames)]
    return frames[-1][0] + frames[-1][1] - frames[0][0] - sum(holes), max(holes)


def _through_the_room_s(answer: dict[str, Any]) -> float:
    """All of it, where nothing is the phone's."""
    own = sum(part["end_s"] - part["start_s"] for part in answer["parts"] if part["source"] == "phone")
    return float(answer["duration_s"] - own)
