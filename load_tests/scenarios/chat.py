"""1,000 people connected to two API processes, 50 messages a second for a minute, one process killed -9.

Each person hears their own thread; half of the messages are theirs, half the team's. What was acknowledged is to reach
its person once and in order. In the end both processes are killed and start anew: a storm of all at once.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import httpx
import uvloop

from load_tests.bench.api import _allow_files
from load_tests.bench.rows import Row
from load_tests.budgets import quantile_ms, row
from load_tests.chat_house import ChatHouse, a_chat_house
from load_tests.chat_people import Heard, Person, say
from load_tests.counts import Counts, told
from load_tests.house_costs import Costs
from load_tests.phone_line import Lines

SIZE = 1_000
RATE = 50
FOR_S = 60.0
FOR_FEW_S = 15.0
"""How long fewer people than `SIZE` talk, each as often."""
KILL_FELT_S = 15.0
"""Messages of this long after the kill are not judged by their delay."""
ACKNOWLEDGED_WITHIN_S = 30.0
SETTLES_WITHIN_S = 45.0
BACK_WITHIN_S = 60.0
JOINING_AT_ONCE = 50


def rows(size: int | None = None) -> Iterator[Row]:
    yield from uvloop.run(_measure(size or SIZE))


async def _measure(many: int) -> list[Row]:
    _allow_files(many + 500)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        house = await stack.enter_async_context(a_chat_house(folder, many))
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=20))
        lines = Lines()
        stack.callback(lines.close)
        heard = Heard()
        people = [Person(talker, house.apis, lines, heard, at) for at, talker in enumerate(house.talkers)]
        before = sum(api.memory_bytes() for api in house.apis)
        crowd = await _joined(people, heard)
        stack.push_async_callback(_end, crowd)
        joined = heard.connected
        memory_kb = (sum(api.memory_bytes() for api in house.apis) - before) / 1024 / max(1, joined)
        talk = Talk(house, http, lines, heard)
        await talk.whole(FOR_S if many >= SIZE else FOR_FEW_S, RATE * many / SIZE)
        await until(lambda: not missing(people, talk.acknowledged), SETTLES_WITHIN_S)
        lost = missing(people, talk.acknowledged)
        storm_s = await _storm(house, heard, many)
        late = await talk.some(20)
        await until(lambda: not missing(people, late), SETTLES_WITHIN_S)
        lost += missing(people, late)
        rest = [
            row("chat", "people connected", joined, "", f"of {many}"),
            row("chat", "memory a connection", memory_kb, "KB", "both processes, with all that they cache"),
            row("chat", "people not back after the storm", many - heard.connected, "", f"{storm_s:.1f} s after"),
            row("chat", "a storm of all: back after", storm_s, "s"),
        ]
        return [*_told(people, heard, talk, lost), *rest]


async def _joined(people: list[Person], heard: Heard) -> "list[asyncio.Task[None]]":
    """All of them, some at a time, at their sockets."""
    crowd: list[asyncio.Task[None]] = []
    for begin in range(0, len(people), JOINING_AT_ONCE):
        crowd += [asyncio.create_task(person.run()) for person in people[begin : begin + JOINING_AT_ONCE]]
        await until(partial(_are_in, heard, len(crowd)), BACK_WITHIN_S)
    return crowd


def _are_in(heard: Heard, many: int) -> bool:
    return heard.connected >= many


async def _end(crowd: "list[asyncio.Task[None]]") -> None:
    for task in crowd:
        task.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)


async def until(is_so: Callable[[], bool], within_s: float) -> float:
    """Seconds until it was so, or how long was waited for it."""
    began = time.monotonic()
    while not is_so() and time.monotonic() < began + within_s:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    return time.monotonic() - began


class Talk:
    """What is sent, by whom, and what was acknowledged: client id → thread."""

    def __init__(self, house: ChatHouse, http: httpx.AsyncClient, lines: Lines, heard: Heard) -> None:
        self.acknowledged: dict[str, str] = {}
        self.refused = 0
        self.kill_s = 0.0
        self.costs: Costs | None = None
        """Of the time up to the kill, in which `costed` messages were acknowledged."""
        self.costed = 0
        self._house = house
        self._http = http
        self._lines = lines
        self._heard = heard
        self._chance = random.Random(1)
        self._count = 0

    async def whole(self, for_s: float, rate: float) -> None:
        """`rate` messages a second; after a third of the time one process is killed and started anew."""
        killing = asyncio.create_task(self._kill(for_s / 3, await self._house.costs(self._http)))
        began, sending = time.monotonic(), set[asyncio.Task[None]]()
        for number in range(int(rate * for_s)):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            sending.add(asyncio.create_task(self._send(self.acknowledged)))
        await asyncio.gather(*sending)
        await killing

    async def some(self, count: int) -> dict[str, str]:
        """So many more; gives those that were acknowledged."""
        acknowledged: dict[str, str] = {}
        await asyncio.gather(*(self._send(acknowledged) for _ in range(count)))
        return acknowledged

    async def _kill(self, after_s: float, before: Costs) -> None:
        await asyncio.sleep(after_s)
        self.costs, self.costed = (await self._house.costs(self._http)).since(before), len(self.acknowledged)
        self.kill_s = time.monotonic()
        await self._house.apis[1].kill()
        await self._house.apis[1].start()

    async def _send(self, acknowledged: dict[str, str]) -> None:
        self._count += 1
        talker = self._chance.choice(self._house.talkers)
        is_own = self._count % 2 == 0
        token = talker.token if is_own else self._house.team[self._count // 2 % len(self._house.team)]
        client_id = f"msg_{self._count:022d}"
        is_in = await say(
            self._lines, self._house.apis, talker.thread_id, token, client_id, self._heard, ACKNOWLEDGED_WITHIN_S
        )
        if is_in:
            acknowledged[client_id] = talker.thread_id
        else:
            self.refused += 1


async def _storm(house: ChatHouse, heard: Heard, many: int) -> float:
    """Seconds from when the processes answer again until everybody is back."""
    await asyncio.gather(*(api.kill() for api in house.apis))
    await until(lambda: heard.connected == 0, BACK_WITHIN_S)
    await asyncio.gather(*(api.start() for api in house.apis))
    return await until(lambda: heard.connected >= many, BACK_WITHIN_S)


def missing(people: list[Person], acknowledged: dict[str, str]) -> int:
    """Acknowledged messages that their person has not heard."""
    heard = {person.talker.thread_id: person.client_ids for person in people}
    return sum(1 for client_id, thread_id in acknowledged.items() if not heard[thread_id][client_id])


def _told(people: list[Person], heard: Heard, talk: Talk, lost: int) -> list[Row]:
    twice = sum(n - 1 for person in people for n in person.client_ids.values() if n > 1)
    jumbled = sum(person.numbers != list(range(1, len(person.numbers) + 1)) for person in people)
    is_calm = [took for sent, took in heard.delays if not talk.kill_s - 1 <= sent <= talk.kill_s + KILL_FELT_S]
    note = f"{len(talk.acknowledged)} acknowledged, {len(people)} people"
    each = max(1, talk.costed)
    costs = talk.costs or Costs(Counts({}, 0, 0), {})
    print(told(costs.counts, each), file=sys.stderr)
    return [
        row("chat", "acknowledged messages not delivered", lost, "", note),
        row("chat", "messages delivered twice", twice),
        row("chat", "messages out of order", jumbled, "", f"{heard.fetched} looks at what was missed"),
        row("chat", "messages not taken in time", talk.refused),
        row("chat", "read marks acknowledged", heard.marked),
        row("chat", "message → screen p50 outside the kill", quantile_ms(is_calm, 0.5), "ms"),
        row("chat", "message → screen p99 outside the kill", quantile_ms(is_calm, 0.99), "ms", f"{len(is_calm)}"),
        row("chat", "message → screen p99 with the kill", quantile_ms([t for _, t in heard.delays], 0.99), "ms"),
        row("chat", "MongoDB requests a message", costs.counts.requests / each, "", f"{talk.costed} before the kill"),
        row("chat", "Redis requests a message", costs.counts.redis / each),
        *(row("chat", f"CPU of {part} a message", 1000 * s / each, "ms") for part, s in costs.cpu_s.items()),
    ]
