"""People at their phones: each hears one thread over a socket that comes back by itself, as the app's does."""

import asyncio
import random
import time
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from load_tests.chat_house import ApiProcess, Talker
from load_tests.phone_line import Lines, Refused

OPEN_WITHIN_S = 30.0
BACK_OFF_S = (0.3, 2.0)


@dataclass
class Heard:
    """What all of them heard. `sent` maps a message's client id to when that was, `delays` are (sent at, seconds)."""

    sent: dict[str, float] = field(default_factory=dict)
    delays: list[tuple[float, float]] = field(default_factory=list)
    out_of_order: int = 0
    fetched: int = 0
    marked: int = 0
    connected: int = 0
    connects: deque[float] = field(default_factory=deque)


class Person:
    """Knows messages by their numbers: one that comes again is the same, one that is missing is fetched."""

    def __init__(self, talker: Talker, apis: list[ApiProcess], lines: Lines, heard: Heard, at: int) -> None:
        self.talker = talker
        self.numbers: list[int] = []
        self.client_ids: Counter[str] = Counter()
        self._apis = apis
        self._at = at
        self._lines = lines
        self._heard = heard
        self._after: dict[str, str] = {}
        self._chance = random.Random(at)
        self._read_up_to = 0
        self._marking: asyncio.Task[None] | None = None

    @property
    def api(self) -> ApiProcess:
        return self._apis[self._at % len(self._apis)]

    @property
    def topic(self) -> str:
        return f"thread:{self.talker.thread_id}"

    async def run(self) -> None:
        """Until cancelled. After a lost connection the other process is tried, after a pause."""
        try:
            while True:
                with suppress(OSError, WebSocketException, TimeoutError, Refused):
                    await self._listen()
                self._at += 1
                await asyncio.sleep(self._chance.uniform(*BACK_OFF_S))
        finally:
            if self._marking is not None:
                self._marking.cancel()

    async def _listen(self) -> None:
        url = f"ws://{self.api.address}/ws?token={self.talker.token}"
        async with connect(url, compression=None, open_timeout=OPEN_WITHIN_S, ping_interval=None) as socket:
            await socket.send(_encoded({"op": "subscribe", "topics": [self.topic], "after": self._after}))
            is_in = False
            try:
                async for frame in socket:
                    told = msgspec.json.decode(frame)
                    if told["op"] == "subscribed":
                        self._after.setdefault(self.topic, told["last"][self.topic])
                        self._heard.connected += not is_in
                        self._heard.connects.append(time.monotonic())
                        is_in = True
                    elif told["op"] == "gone":
                        self._after[self.topic] = told["last"]
                        await self._fetch()
                    elif told["op"] == "event":
                        self._after[self.topic] = told["id"]
                        if told["name"] == "message":
                            await self._hear(told["data"])
            finally:
                self._heard.connected -= is_in

    async def _hear(self, message: dict[str, Any]) -> None:
        number, last = message["number"], self.numbers[-1] if self.numbers else 0
        if number <= last:
            return
        if number > last + 1:
            self._heard.out_of_order += 1
            await self._fetch()
            return
        self._keep(message)

    def _keep(self, message: dict[str, Any]) -> None:
        self.numbers.append(message["number"])
        self.client_ids[message["client_id"]] += 1
        if message["side"] == "team":
            self._read()
        if (sent := self._heard.sent.get(message["client_id"])) is not None:
            self._heard.delays.append((sent, time.monotonic() - sent))

    def _read(self) -> None:
        """Tells how far they have got, as the app does: what one has written oneself needs no telling."""
        if self._marking is None or self._marking.done():
            self._marking = asyncio.create_task(self._mark(), name="read mark")

    async def _mark(self) -> None:
        while (last := self.numbers[-1]) > self._read_up_to:
            path = f"/api/chat/threads/{self.talker.thread_id}/marks"
            try:
                await self._lines.post(self.api.address, self.talker.token, path, {"delivered": last, "read": last})
            except (OSError, TimeoutError, asyncio.IncompleteReadError, Refused):
                return  # told with the next message
            self._read_up_to = last
            self._heard.marked += 1

    async def _fetch(self) -> None:
        """What is missing, in order."""
        self._heard.fetched += 1
        last = self.numbers[-1] if self.numbers else 0
        path = f"/api/chat/threads/{self.talker.thread_id}/messages?after={last}&limit=100"
        answer = await self._lines.get(self.api.address, self.talker.token, path)
        for message in msgspec.json.decode(answer)["items"]:
            if message["number"] == (self.numbers[-1] if self.numbers else 0) + 1:
                self._keep(message)


async def say(
    lines: Lines, apis: list[ApiProcess], thread_id: str, token: str, client_id: str, heard: Heard,
    within_s: float,
) -> bool:  # fmt: skip
    """Sends one message until it is acknowledged, by whichever process answers; false where none did in time."""
    heard.sent[client_id] = time.monotonic()
    chance = random.Random(client_id)
    until, turn = time.monotonic() + within_s, chance.randrange(len(apis))
    body = {"client_id": client_id, "text": f"Message {client_id}, with some words of what one would say."}
    while time.monotonic() < until:
        try:
            await lines.post(apis[turn % len(apis)].address, token, f"/api/chat/threads/{thread_id}/messages", body)
            return True
        except Refused as refused:
            if refused.status < 500 and refused.status != 429:
                raise
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        turn += 1
        await asyncio.sleep(0.2)
    return False


def _encoded(frame: dict[str, Any]) -> str:
    return msgspec.json.encode(frame).decode()
