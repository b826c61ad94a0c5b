"""500 interviews at once against one API process and one worker on the embedded stores.

Every candidate joins, answers by voice (with the node's reports of speech), in writing with drafts, by choosing, and by
voice again, at the pace of people. An effect is what reaches the live bus that every screen hangs on. Nothing may be
lost: each report of speech shows, each text stands in the database as it was sent, each interview ends handed in.
"""

import asyncio
import random
import sys
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import msgspec
from redis.asyncio import Redis

from backend.contracts.events.media import LegStored, PeerJoined, SpeechEnded, SpeechStarted, TakeOpened, TakeStored
from backend.kernel.clock import utc_now
from backend.kernel.events import EventBus
from backend.kernel.live import LiveBus
from backend.kernel.redis import connect_redis
from load_tests.bench.rows import Row
from load_tests.budgets import quantile_ms, row
from load_tests.counts import Counts, told
from load_tests.interview_house import KINDS, Interviewing, Seat, an_interviewing_house

SIZE = 500
RAMP_S = 25.0
STRETCHES = 4
SPEAKS_S = 2.5
BREATHES_S = 1.5
DRAFTS = 3
DONE_WITHIN_S = 240.0
SHOWN_WITHIN_S = 90.0
SETTLES_WITHIN_S = 30.0
CONNECTIONS = 64


class Measured:
    """Seconds from cause to effect, and what is still awaited, by interview."""

    def __init__(self) -> None:
        self.speech_s: list[float] = []
        self.command_s: list[float] = []
        self.reply_s: list[float] = []
        self.gap_late_s: list[float] = []
        self.failed: list[str] = []
        self._speech: defaultdict[tuple[str, bool], deque[float]] = defaultdict(deque)
        self._views: dict[str, tuple[int, str | None, asyncio.Event]] = {}

    def speech_told(self, interview_id: str, is_speaking: bool) -> None:
        self._speech[interview_id, is_speaking].append(time.monotonic())

    def speech_shown(self, interview_id: str, is_speaking: bool) -> None:
        """Reports of an interview are shown in the order in which they were told; one that comes twice counts once."""
        told = self._speech[interview_id, is_speaking]
        if told:
            self.speech_s.append(time.monotonic() - told.popleft())

    @property
    def speech_lost(self) -> int:
        return sum(map(len, self._speech.values()))

    async def view_above(self, interview_id: str, version: int, phase: str | None = None) -> None:
        """Until a newer view was shown, of that phase if one is named."""
        event = asyncio.Event()
        self._views[interview_id] = (version, phase, event)
        async with asyncio.timeout(SHOWN_WITHIN_S):
            await event.wait()

    def view_shown(self, interview_id: str, shown: "_Shown") -> None:
        awaited = self._views.get(interview_id)
        if awaited is not None and shown.version > awaited[0] and awaited[1] in (None, shown.phase):
            awaited[2].set()


class _Shown(msgspec.Struct):
    version: int
    phase: str


class _Speaking(msgspec.Struct):
    is_speaking: bool


def rows(size: int | None = None) -> Iterator[Row]:
    many = size or SIZE
    with an_interviewing_house(many) as house:
        yield from asyncio.run(_measure(house, many))


async def _measure(house: Interviewing, many: int) -> list[Row]:
    measured = Measured()
    redis = await connect_redis(house.place.redis_url)
    listener = asyncio.create_task(_listen(LiveBus(redis), measured), name="listener")
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    began, before = time.monotonic(), await asyncio.to_thread(house.counts)
    async with httpx.AsyncClient(base_url=f"http://{house.place.address}", timeout=60, limits=limits) as http:
        candidates = [
            _Candidate(seat, http, redis, measured, random.Random(number))
            for number, seat in enumerate(house.place.seats)
        ]
        await asyncio.gather(*(candidate.whole(RAMP_S) for candidate in candidates))
        await _settled(measured)
        took_s, taken = time.monotonic() - began, (await asyncio.to_thread(house.counts)).since(before)
    listener.cancel()
    with suppress(asyncio.CancelledError):
        await listener
    await redis.aclose()
    return _rows(house, measured, many, took_s, taken)


async def _settled(measured: Measured) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(SETTLES_WITHIN_S):
            while measured.speech_lost:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def _listen(live: LiveBus, measured: Measured) -> None:
    async for event in live.listen():
        interview_id = event.topic.removeprefix("interview:")
        if event.name == "speech":
            measured.speech_shown(interview_id, msgspec.json.decode(event.data, type=_Speaking).is_speaking)
        elif event.name == "view":
            measured.view_shown(interview_id, msgspec.json.decode(event.data, type=_Shown))


class _Candidate:
    def __init__(
        self, seat: Seat, http: httpx.AsyncClient, redis: Redis, measured: Measured, chance: random.Random
    ) -> None:
        self._seat = seat
        self._http = http
        self._bus = EventBus(redis)
        self._measured = measured
        self._chance = chance
        self._sent = 0
        self._view: dict[str, Any] = {}

    async def whole(self, ramp_s: float) -> None:
        await asyncio.sleep(self._chance.uniform(0, ramp_s))
        try:
            async with asyncio.timeout(DONE_WITHIN_S):
                await self._interview()
        except (httpx.HTTPError, TimeoutError, RuntimeError) as error:
            self._measured.failed.append(f"{self._seat.interview_id}: {type(error).__name__} {error}")

    async def _interview(self) -> None:
        whip = f"whip_{self._seat.room}"
        await self._bus.publish(PeerJoined(self._seat.room, whip, "node_load", utc_now()))
        await self._post("/start", None)
        await self._say("continue")
        for number, kind in enumerate(KINDS):
            if number:
                await self._next_question()
            await self._pause(1.0)
            await self._say("start_answer")
            await getattr(self, f"_by_{kind}")(whip)
        await self._hand_in()

    async def _hand_in(self) -> None:
        """On past the acknowledgement and the closing words, each of which may have ended by itself meanwhile."""
        while self._view["state"] == "live":
            self._sent += 1
            body = {"id": f"load-{self._sent:06d}", "kind": "continue"}
            address = f"/api/interviews/{self._seat.interview_id}/commands"
            answer = await self._http.post(address, json=body, headers=self._auth)
            if answer.status_code == 409:
                return
            answer.raise_for_status()
            self._view = answer.json()

    async def _next_question(self) -> None:
        """It comes by itself when the gap is over."""
        until = time.monotonic() + float(self._view["gap_s"])
        await self._measured.view_above(self._seat.interview_id, int(self._view["version"]), "thinking")
        self._measured.gap_late_s.append(time.monotonic() - until)
        self._view = await self._get("/live")

    async def _by_voice(self, whip: str) -> None:
        room, take = self._seat.room, self._view["turn"]["take_id"]
        leg = f"leg_{take.removeprefix('tak_')}"
        await self._bus.publish(TakeOpened(room, take, leg, utc_now()))
        for _ in range(STRETCHES):
            await self._speech(SpeechStarted(room, whip, take, leg, 0, utc_now()), True)
            await self._pause(SPEAKS_S)
            await self._speech(SpeechEnded(room, whip, take, leg, 0, utc_now()), False)
            await self._pause(BREATHES_S)
        await self._say("done")
        await self._bus.publish(LegStored(take, leg, 10_000))
        await self._bus.publish(TakeStored(take, utc_now()))

    async def _speech(self, event: SpeechStarted | SpeechEnded, is_speaking: bool) -> None:
        self._measured.speech_told(self._seat.interview_id, is_speaking)
        await self._bus.publish(event)

    async def _by_text(self, whip: str) -> None:
        for number in range(DRAFTS):
            await self._say("draft", text=f"{self._seat.interview_id} draft {number}")
            await self._pause(1.5)
        await self._say("done", text=_answer(self._seat.interview_id))

    async def _by_choice(self, whip: str) -> None:
        await self._say("choose", options=["b"])
        await self._pause(1.0)
        await self._say("done")

    async def _say(self, kind: str, **members: object) -> None:
        self._sent += 1
        body = {"id": f"load-{self._sent:06d}", "kind": kind, **members}
        shown = asyncio.create_task(
            self._measured.view_above(self._seat.interview_id, int(self._view.get("version", -1)))
        )
        await asyncio.sleep(0)
        began = time.monotonic()
        await self._post("/commands", body)
        self._measured.reply_s.append(time.monotonic() - began)
        await shown
        self._measured.command_s.append(time.monotonic() - began)

    async def _post(self, path: str, body: object) -> None:
        answer = await self._http.post(
            f"/api/interviews/{self._seat.interview_id}{path}", json=body, headers=self._auth
        )
        if answer.status_code != 200:
            raise RuntimeError(f"{path} {body}: {answer.status_code} {answer.text[:200]}")
        self._view = answer.json()

    async def _get(self, path: str) -> dict[str, Any]:
        answer = await self._http.get(f"/api/interviews/{self._seat.interview_id}{path}", headers=self._auth)
        answer.raise_for_status()
        return dict(answer.json())

    async def _pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds * self._chance.uniform(0.7, 1.3))

    @property
    def _auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._seat.token}"}


def _answer(interview_id: str) -> str:
    return f"The answer of {interview_id}, whole."


def _rows(house: Interviewing, measured: Measured, many: int, took_s: float, taken: Counts) -> list[Row]:
    whole = [
        each for each in house.stored()
        if each.answers == len(KINDS) and each.texts == [_answer(each.interview_id)]
        and each.state in ("submitted", "processing", "reviewable")
    ]  # fmt: skip
    for failure in measured.failed[:5]:
        print(failure, file=sys.stderr)
    effects = [*measured.speech_s, *measured.command_s]
    each = max(1, len(effects))
    print(told(taken, each), file=sys.stderr)
    told_speech = f"{len(measured.speech_s)} did"
    return [
        row("interviews", "interviews not whole in the database", many - len(whole), "", f"{many} at once"),
        row("interviews", "candidates who met an error", len(measured.failed)),
        row("interviews", "reports of speech not shown", measured.speech_lost, "", told_speech),
        row("interviews", "event → effect p99", quantile_ms(effects, 0.99), "ms", f"{len(effects)} effects"),
        row("interviews", "event → effect p50", quantile_ms(effects, 0.5), "ms"),
        row("interviews", "speech → screen p99", quantile_ms(measured.speech_s, 0.99), "ms"),
        row("interviews", "command → screen p99", quantile_ms(measured.command_s, 0.99), "ms"),
        row("interviews", "command → reply p99", quantile_ms(measured.reply_s, 0.99), "ms"),
        row("interviews", "next question comes late p99", quantile_ms(measured.gap_late_s, 0.99), "ms"),
        row("interviews", "effects a second", len(effects) / took_s, "/s"),
        row("interviews", "CPU of the API process", 100 * taken.cpu_s / took_s, "% of a core", f"{took_s:.0f} s"),
        row("interviews", "CPU an effect", 1000 * taken.cpu_s / each, "ms"),
        row("interviews", "MongoDB requests an effect", taken.requests / each),
        row("interviews", "Redis requests an effect", taken.redis / each),
    ]
