"""Candidates who go on with their interviews whatever becomes of the house, and remember what was confirmed to them."""

import asyncio
import time
from typing import Any

import httpx

PATIENCE_S = 180.0
TYPES_S = 0.1
EXTENSIONS = 5


class Person:
    """Answers by voice, then writes until told to hand in.

    Sends each command, under the same id, to one API process or the other until one answers, as a phone does.
    `answered` counts the answers, `at` is when the last came (monotonic).
    """

    def __init__(self, interview_id: str, addresses: list[str], headers: dict[str, str], *, is_hurried: bool) -> None:
        self.interview_id = interview_id
        self.is_hurried = is_hurried
        self.answered, self.at = 0, 0.0
        self.take_id = ""
        self.draft = ""
        self.extensions = 0
        self.may_hand_in = asyncio.Event()
        self._addresses = addresses
        self._headers = headers
        self._sent = 0

    async def interview(self) -> None:
        async with httpx.AsyncClient(headers=self._headers, timeout=5) as self._http:
            await self._ask("POST", "/start")
            await self._say("continue")
            self.take_id = (await self._say("start_answer")).json()["turn"]["take_id"]
            await self._say("done")
            await self._next_question()
            await self._say("draft", text="before the clock runs")
            self.draft = "before the clock runs"
            await self._say("start_answer")
            await self._write()
            while (await self._ask("GET", "/live")).json()["state"] == "live":
                await self._say("continue")

    async def _next_question(self) -> None:
        """It comes by itself."""
        while (await self._ask("GET", "/live")).json()["phase"] != "thinking":  # noqa: ASYNC110
            await asyncio.sleep(TYPES_S)

    async def _write(self) -> None:
        """Draft after draft, and hands in what was confirmed last; who is hurried writes until time ends it."""
        number, is_open = 0, True
        while (self.is_hurried and is_open) or not self.may_hand_in.is_set():
            number += 1
            is_open = is_open and await self._drafted(f"{self.interview_id} has written {number}")
            if not is_open:
                await self._ask("GET", "/live")
            elif not self.is_hurried and number % 4 == 0 and self.extensions < EXTENSIONS:
                self.extensions += (await self._say("more_time")).status_code == 200
            await asyncio.sleep(TYPES_S)
        if is_open:
            await self._say("done")

    async def _drafted(self, text: str) -> bool:
        """Whether it was confirmed: the answer is still open."""
        is_kept = (await self._say("draft", text=text)).status_code == 200
        self.draft = text if is_kept else self.draft
        return is_kept

    async def _say(self, kind: str, **members: object) -> httpx.Response:
        self._sent += 1
        return await self._ask("POST", "/commands", {"id": f"command-{self._sent:04d}", "kind": kind, **members})

    async def _ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    url = f"{self._addresses[0]}/api/interviews/{self.interview_id}{path}"
                    answer = await self._http.request(method, url, json=body)
                    if answer.status_code < 500:
                        self.answered, self.at = self.answered + 1, time.monotonic()
                        return answer
                except httpx.TransportError:
                    pass
                self._addresses = self._addresses[::-1]
                await asyncio.sleep(TYPES_S)
