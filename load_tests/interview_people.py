"""Simulated candidates: what they do, how fast, and how long it takes until it shows on the live bus."""

import asyncio
import random
import time
from collections import defaultdict, deque

import msgspec
from redis.asyncio import Redis

from backend.contracts.events.media import (
    LegStored,
    PeerJoined,
    SegmentHeard,
    SpeechEnded,
    SpeechStarted,
    TakeOpened,
    TakeStored,
)
from backend.kernel.clock import utc_now
from backend.kernel.events import EventBus
from backend.kernel.live import LiveBus
from load_tests.interview_house import KINDS, Place, Seat
from load_tests.phone_line import PhoneLine, Refused

DONE_WITHIN_S = 360.0
SHOWN_WITHIN_S = 90.0
TOLD_EACH_S = 15.0
_WORDS = "we had five months and no plan so I asked everybody what they needed first and why"

Span = tuple[float, float]
"""Seconds, at least and at most; drawn evenly."""


class Pace(msgspec.Struct, frozen=True):
    """`answers_s` is a spoken answer in stretches of `speaks_s`, `breathes_s` apart, `ponders_s` after each tenth."""

    ramp_s: float
    reads_s: Span
    thinks_s: Span
    answers_s: Span
    speaks_s: Span
    breathes_s: Span
    ponders_s: Span
    types_s: Span
    drafts_every_s: Span
    chooses_s: Span
    gap_s: float


class Turn(msgspec.Struct):
    id: str
    take_id: str | None = None


class View(msgspec.Struct):
    """What a candidate's phone reads of its screen."""

    version: int = -1
    state: str = ""
    phase: str = ""
    gap_s: float = 0.0
    turn: Turn | None = None


class _Speaking(msgspec.Struct):
    is_speaking: bool


class Measured:
    """Seconds from cause to effect, and what is still awaited, by interview."""

    def __init__(self) -> None:
        self.speech_s: list[float] = []
        self.command_s: list[float] = []
        self.reply_s: list[float] = []
        self.gap_late_s: list[float] = []
        self.failed: list[str] = []
        self._began = time.monotonic()
        self._by_time: defaultdict[int, list[float]] = defaultdict(list)
        self._speech: defaultdict[tuple[str, bool], deque[float]] = defaultdict(deque)
        self._shown: dict[str, tuple[View, float]] = {}
        self._awaited: dict[str, asyncio.Event] = {}

    def speech_told(self, interview_id: str, is_speaking: bool) -> None:
        self._speech[interview_id, is_speaking].append(time.monotonic())

    def speech_shown(self, interview_id: str, is_speaking: bool) -> None:
        """Reports of an interview are shown in the order in which they were told; one that comes twice counts once."""
        told = self._speech[interview_id, is_speaking]
        if told:
            self.speech_s.append(time.monotonic() - told.popleft())
            self._note(self.speech_s[-1])

    def command_shown(self, took_s: float) -> None:
        self.command_s.append(took_s)
        self._note(took_s)

    def _note(self, took_s: float) -> None:
        self._by_time[int((time.monotonic() - self._began) / TOLD_EACH_S)].append(took_s)

    def told(self) -> str:
        """How it went in the course of time: a line for each stretch."""
        rows = [(at * TOLD_EACH_S, sorted(took)) for at, took in sorted(self._by_time.items())]
        return "\n".join(
            f"{at:5.0f} s {len(took) / TOLD_EACH_S:6.1f} effects/s, p50 {1000 * took[len(took) // 2]:6.0f} ms,"
            f" p99 {1000 * took[int(0.99 * len(took))]:6.0f} ms"
            for at, took in rows
        )

    @property
    def speech_lost(self) -> int:
        return sum(map(len, self._speech.values()))

    def view_shown(self, interview_id: str, view: View) -> None:
        known = self._shown.get(interview_id)
        if known is None or view.version > known[0].version:
            self._shown[interview_id] = view, time.monotonic()
        if (awaited := self._awaited.get(interview_id)) is not None:
            awaited.set()

    async def shown(self, interview_id: str, version: int, phase: str | None = None) -> tuple[View, float]:
        """The first known view of that version or a later one, of that phase if one is named, and when it was shown.

        Raises: TimeoutError.
        """
        async with asyncio.timeout(SHOWN_WITHIN_S):
            while True:
                known = self._shown.get(interview_id)
                if known is not None and known[0].version >= version and phase in (None, known[0].phase):
                    return known
                event = self._awaited[interview_id] = asyncio.Event()
                await event.wait()

    async def listen(self, live: LiveBus) -> None:
        """To everything that screens are shown, until cancelled."""
        async for event in live.listen():
            interview_id = event.topic.removeprefix("interview:")
            if event.name == "speech":
                self.speech_shown(interview_id, msgspec.json.decode(event.data, type=_Speaking).is_speaking)
            elif event.name == "view":
                self.view_shown(interview_id, msgspec.json.decode(event.data, type=View))


class Candidate:
    def __init__(self, seat: Seat, place: Place, redis: Redis, measured: Measured, pace: Pace, number: int) -> None:
        self._seat = seat
        self._line = PhoneLine(place.address, seat.token)
        self._bus = EventBus(redis)
        self._measured = measured
        self._pace = pace
        self._chance = random.Random(number)
        self._sent = 0
        self._view = View()

    async def whole(self) -> None:
        await self._pause((0, self._pace.ramp_s))
        try:
            async with asyncio.timeout(DONE_WITHIN_S), self._line:
                await self._interview()
        except (OSError, TimeoutError, Refused, asyncio.IncompleteReadError) as error:
            self._measured.failed.append(f"{self._seat.interview_id}: {type(error).__name__} {error}")

    async def _interview(self) -> None:
        whip = f"whip_{self._seat.room}"
        await self._bus.publish(PeerJoined(self._seat.room, whip, "node_load", utc_now()))
        await self._post("/start")
        await self._pause(self._pace.reads_s)
        await self._say("continue")
        for number, kind in enumerate(KINDS):
            if number:
                await self._next_question()
            await self._pause(self._pace.thinks_s)
            await self._say("start_answer")
            await getattr(self, f"_by_{kind}")(whip)
        await self._hand_in()

    async def _hand_in(self) -> None:
        """On past the acknowledgement and the closing words, each of which may have ended by itself meanwhile."""
        while self._view.state == "live":
            await self._pause(self._pace.reads_s)
            try:
                await self._post("/commands", self._command("continue"))
            except Refused as refused:
                if refused.status == 409:
                    return
                raise

    async def _next_question(self) -> None:
        """It comes by itself when the gap is over."""
        until = time.monotonic() + self._view.gap_s
        self._view, at = await self._measured.shown(self._seat.interview_id, self._view.version + 1, "thinking")
        self._measured.gap_late_s.append(at - until)

    async def _by_voice(self, whip: str) -> None:
        room, take = self._seat.room, self._take_id
        leg = f"leg_{take.removeprefix('tak_')}"
        until = time.monotonic() + self._chance.uniform(*self._pace.answers_s)
        await self._bus.publish(TakeOpened(room, take, leg, utc_now()))
        await self._pause(self._pace.breathes_s)
        spoken_ms = 0
        while time.monotonic() < until:
            await self._speech(SpeechStarted(room, whip, take, leg, spoken_ms, utc_now()), True)
            began_ms, spoken_ms = spoken_ms, spoken_ms + int(1000 * await self._pause(self._pace.speaks_s))
            await self._speech(SpeechEnded(room, whip, take, leg, spoken_ms, utc_now()), False)
            is_pondering = self._chance.random() < 0.1
            await self._pause(self._pace.ponders_s if is_pondering else self._pace.breathes_s)
            await self._bus.publish(SegmentHeard(take, self._seat.interview_id, leg, began_ms, spoken_ms, _WORDS))
        await self._say("done")
        await self._bus.publish(LegStored(take, leg, spoken_ms))
        await self._bus.publish(TakeStored(take, utc_now()))

    async def _speech(self, event: SpeechStarted | SpeechEnded, is_speaking: bool) -> None:
        self._measured.speech_told(self._seat.interview_id, is_speaking)
        await self._bus.publish(event)

    async def _by_text(self, whip: str) -> None:
        until, number = time.monotonic() + self._chance.uniform(*self._pace.types_s), 0
        while time.monotonic() < until:
            number += 1
            await self._say("draft", text=f"{self._seat.interview_id} draft {number}")
            await self._pause(self._pace.drafts_every_s)
        await self._say("done", text=answer_of(self._seat.interview_id))

    async def _by_choice(self, whip: str) -> None:
        await self._pause(self._pace.chooses_s)
        await self._say("choose", options=["b"])
        await self._pause(self._pace.breathes_s)
        await self._say("done")

    async def _say(self, kind: str, **members: object) -> None:
        began = time.monotonic()
        await self._post("/commands", self._command(kind, **members))
        self._measured.reply_s.append(time.monotonic() - began)
        if kind == "draft":  # shown on no other screen; that it is kept is its effect
            self._measured.command_shown(time.monotonic() - began)
            return
        _, at = await self._measured.shown(self._seat.interview_id, self._view.version)
        self._measured.command_shown(max(0.0, at - began))

    def _command(self, kind: str, **members: object) -> dict[str, object]:
        self._sent += 1
        return {"id": f"load-{self._sent:06d}", "kind": kind, **members}

    async def _post(self, path: str, body: object = None) -> None:
        answer = await self._line.post(f"/api/interviews/{self._seat.interview_id}{path}", body)
        self._view = msgspec.json.decode(answer, type=View)

    async def _pause(self, span: Span) -> float:
        seconds = self._chance.uniform(*span)
        await asyncio.sleep(seconds)
        return seconds

    @property
    def _take_id(self) -> str:
        turn = self._view.turn
        if turn is None or turn.take_id is None:
            raise Refused("a take", 0, "the view shows none")
        return turn.take_id


def answer_of(interview_id: str) -> str:
    return f"The answer of {interview_id}, whole."
