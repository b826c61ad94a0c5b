"""The outbox relay: hands what repositories stored beside their documents to the event bus.

    save ── nudge ──▶ published ──▶ lingers ──▶ emptied, many in one write
                          ▲            └─ saved again meanwhile: that save replaces what was published
    sweep ── left behind ─┘

At once after a save in the same process (`nudge`). An entry is removed after it was published, so an event goes out at
least once, in order within its document. Safe to run in every process that saves.

What dead processes left is found by a sweep over the sparse index on `outbox_at`, which `Repository.ensure_indexes`
makes: each second over the urgent collections and some of the others, so that all had their turn within some five.

Documents that are saved again and again (`Repository.lingers`) are emptied late: as a rule the next save does it, which
costs nothing. Until then others leave them alone: their `outbox_at` lies ahead (`LEFT_ALONE`). A relay that has died is
noticed within a second or two, by the signs of life that relays give in Redis, and what lingers is then looked through
by one of the others; so it is when a relay starts and when Redis comes back, which may have lost what was published
last. What had gone out is known by its id (`Published`).
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

import msgspec
import structlog

from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Unavailable
from backend.kernel.events import Encoded, EventBus
from backend.kernel.ids import new_id
from backend.kernel.mongo import Collection, Fields, Mongo, Row
from backend.kernel.published import Published
from backend.kernel.redis import Outage, honour_cancellation

SWEEP_S = 1.0
LINGERS_S = 45.0
LEFT_ALONE = timedelta(seconds=LINGERS_S + 4)
_LEFT_BEHIND = timedelta(seconds=1)
_SWEEP_LIMIT = 500
_LINGERING_LIMIT = 5_000
_AT_ONCE = 100
_EMPTIED_AT_ONCE = 20
_WAITING_MAX = 10_000
_SENT_REMEMBERED = 20_000
_GATHERS_S = 0.2
_GATHERS_LATE_S = 0.5
_SIGN_OF_LIFE_S = 0.4
_SWEPT_AT_ONCE = 12

log = structlog.get_logger()

Target = tuple[str, str]
"""A collection's name and a document's id."""


class Filled(msgspec.Struct, frozen=True):
    """What an outbox holds. Of the last `fresh` entries nobody else can know yet; others may have been published."""

    outbox: list[Row]
    fresh: int = 0


class Lingering(msgspec.Struct, frozen=True):
    """Published and still stored: `held` are the ids, `until` (monotonic) is when it is emptied."""

    held: list[str]
    until: float


class OutboxRelay:
    """Relays the outboxes of `collections`; what is published of those that linger stays for `lingers_s`."""

    def __init__(
        self, mongo: Mongo, bus: EventBus, collections: Sequence[str], *, clock: Clock = utc_now,
        lingers_s: float = LINGERS_S,
    ) -> None:  # fmt: skip
        self._bus = bus
        self._published = Published(bus.redis)
        self._clock = clock
        self._id = new_id("rly")
        self._lingers_s = lingers_s
        self._collections: dict[str, Collection] = {name: mongo.collection(name) for name in collections}
        self._urgent: set[str] = set()
        self._late: set[str] = set()
        self._turn = 0
        self._waiting: dict[Target, Filled | None] = {}
        self._at_once: dict[Target, Lingering] = {}
        self._lingering: dict[Target, Lingering] = {}
        self._sent: dict[str, None] = {}
        self._filled = asyncio.Event()
        self._emptiable = asyncio.Event()
        self._looks_at_all = True
        self._is_running = False

    def left_alone(self, collection: str) -> timedelta:
        """For how long after a save others shall not look after its outbox: this process will."""
        return LEFT_ALONE if self._is_running and collection in self._late else timedelta(0)

    def unsent(self, outbox: Sequence[Row]) -> list[Row]:
        """Without the entries that this relay has published."""
        return [entry for entry in outbox if entry["id"] not in self._sent]

    def nudge(self, collection: str, id: str, outbox: list[Row] | None, fresh: int = 0) -> None:
        """The document's outbox was saved: it holds these entries and no others, where they are named.

        The last `fresh` of them were made by this save. Where too many wait already, the sweep finds it.
        """
        target = collection, id
        self._emptied_of(collection).pop(target, None)
        before = self._waiting.get(target)
        if len(self._waiting) < _WAITING_MAX:
            fresh += before.fresh if before is not None else 0
            self._waiting[target] = None if outbox is None else Filled(outbox, fresh)
            self._filled.set()

    def watch(self, mongo: Mongo, collection: str, *, is_urgent: bool = False, lingers: bool = False) -> None:
        """Relays one more collection. Of an urgent one what a dead process left waits a second or two at most.

        One that `lingers` is emptied late.
        """
        self._collections[collection] = mongo.collection(collection)
        if is_urgent:
            self._urgent.add(collection)
        if lingers:
            self._late.add(collection)

    async def run(self) -> None:
        """Until cancelled. Redis or MongoDB away costs a pause, and is logged once."""
        self._is_running = True
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._publish(), name="outbox relay")
                tasks.create_task(self._empty(), name="outbox emptying")
                tasks.create_task(self._sweep(), name="outbox sweep")
                tasks.create_task(self._live(), name="outbox sign of life")
        finally:
            self._is_running = False

    async def _publish(self) -> None:
        outage = Outage("outbox relay")
        while True:
            honour_cancellation()
            batch = self._next()
            if not batch:
                self._filled.clear()
                await self._filled.wait()
                continue
            try:
                whole = await self._whole(batch)
                unsent = await self._unsent(whole)
                if unsent:
                    await self._bus.publish_many(unsent, also=self._published.noting([each.id for each in unsent]))
                outage.over()
            except Unavailable as error:
                self._waiting = {**dict.fromkeys(batch), **self._waiting}
                await outage.pause(error)
                continue
            self._note_sent([each.id for each in unsent])
            self._let_linger(whole)

    def _next(self) -> dict[Target, Filled | None]:
        """The longest waiting documents."""
        chosen = list(self._waiting)[:_AT_ONCE]
        return {target: self._waiting.pop(target) for target in chosen}

    async def _whole(self, batch: dict[Target, Filled | None]) -> dict[Target, Filled]:
        """What is in the outboxes; those that are empty are left out."""
        whole = {target: filled for target, filled in batch.items() if filled is not None}
        unknown: dict[str, list[str]] = {}
        for name, id in (target for target, filled in batch.items() if filled is None):
            unknown.setdefault(name, []).append(id)
        for name, ids in unknown.items():
            if (collection := self._collections.get(name)) is None:
                log.error("outbox_unwatched", collection=name)
                continue
            rows = await collection.find({"_id": {"$in": ids}}, {"outbox": 1})
            whole |= {(name, row["_id"]): Filled(row["outbox"]) for row in rows if row.get("outbox")}
        return whole

    async def _unsent(self, whole: dict[Target, Filled]) -> list[Encoded]:
        """What nobody has published, as far as is known."""
        doubtful = [
            entry["id"]
            for filled in whole.values()
            for entry in filled.outbox[: max(0, len(filled.outbox) - filled.fresh)]
        ]
        gone = {id for id in doubtful if id in self._sent}
        gone |= await self._published.among([id for id in doubtful if id not in gone])
        return [
            _encoded(*target, entry)
            for target, filled in whole.items() for entry in filled.outbox if entry["id"] not in gone
        ]  # fmt: skip

    def _note_sent(self, ids: Sequence[str]) -> None:
        self._sent |= dict.fromkeys(ids)
        while len(self._sent) > _SENT_REMEMBERED:
            del self._sent[next(iter(self._sent))]

    def _let_linger(self, whole: dict[Target, Filled]) -> None:
        """Those that were saved anew meanwhile wait to be published already."""
        now = time.monotonic()
        for target, filled in whole.items():
            if target in self._waiting:
                continue
            waits_s = self._lingers_s if target[0] in self._late else 0
            emptied = self._emptied_of(target[0])
            emptied.pop(target, None)
            emptied[target] = Lingering([entry["id"] for entry in filled.outbox], now + waits_s)
        self._emptiable.set()

    def _emptied_of(self, collection: str) -> dict[Target, Lingering]:
        """Those to be emptied, in the order in which they are due."""
        return self._lingering if collection in self._late else self._at_once

    async def _empty(self) -> None:
        """Removes what was published, of all documents that are due in one write a collection."""
        outage = Outage("outbox emptying")
        while True:
            honour_cancellation()
            if not (self._at_once or self._lingering):
                self._emptiable.clear()
                await self._emptiable.wait()
            await self._gather()
            due = self._due()
            for name in {name for name, _ in due}:
                part = {id: lingering for (owner, id), lingering in due.items() if owner == name}
                if (collection := self._collections.get(name)) is None:
                    log.error("outbox_unwatched", collection=name)
                    continue
                try:
                    await _remove(collection, part)
                    outage.over()
                except Unavailable as error:
                    for id in part:
                        self._look_after(name, id, None)
                    await outage.pause(error)

    async def _gather(self) -> None:
        """Nobody waits for the emptying, and one write empties many."""
        self._emptiable.clear()
        if not self._at_once:
            with suppress(TimeoutError):
                async with asyncio.timeout(_GATHERS_LATE_S):
                    await self._emptiable.wait()
        await asyncio.sleep(_GATHERS_S)

    def _due(self) -> dict[Target, Lingering]:
        now, due = time.monotonic(), {}
        for emptied in (self._at_once, self._lingering):
            for target, lingering in list(emptied.items())[:_AT_ONCE]:
                if lingering.until > now:
                    break
                due[target] = emptied.pop(target)
        return due

    async def _live(self) -> None:
        """Says that this relay lives, and hears of those that do no more."""
        outage = Outage("outbox sign of life")
        while True:
            try:
                signs = await self._published.say_alive(self._id)
                if signs.is_forgotten:
                    self._doubt()
                self._looks_at_all |= signs.others_died
                outage.over()
            except Unavailable as error:
                self._doubt()
                await outage.pause(error)
            honour_cancellation()
            await asyncio.sleep(_SIGN_OF_LIFE_S)

    def _doubt(self) -> None:
        """Redis may have lost what it was told last: what lingers is looked through, and published again where so."""
        self._sent.clear()
        self._lingering.clear()
        self._looks_at_all = True

    async def _sweep(self) -> None:
        outage = Outage("outbox sweep")
        while True:
            looks_at_all, self._looks_at_all = self._looks_at_all, False
            try:
                for name in self._late if looks_at_all else ():
                    await self._find(name, {"$exists": True}, _LINGERING_LIMIT)
                for name in self._swept_now():
                    await self._find(name, {"$lt": self._clock() - _LEFT_BEHIND}, _SWEEP_LIMIT)
                outage.over()
            except Unavailable as error:
                self._looks_at_all |= looks_at_all
                await outage.pause(error)
            honour_cancellation()
            await asyncio.sleep(SWEEP_S)

    def _swept_now(self) -> list[str]:
        others = [name for name in self._collections if name not in self._urgent]
        chosen = [others[(self._turn + at) % len(others)] for at in range(min(_SWEPT_AT_ONCE, len(others)))]
        self._turn += len(chosen)
        return [*self._urgent, *chosen]

    async def _find(self, name: str, outbox_at: Fields, limit: int) -> None:
        collection = self._collections[name]
        for row in await collection.find({"outbox_at": outbox_at}, {"_id": 1, "outbox": 1}, limit=limit):
            if row.get("outbox"):
                self._look_after(name, row["_id"], row["outbox"])
            else:
                await collection.update_one({"_id": row["_id"], "outbox": {"$size": 0}}, _EMPTY)

    def _look_after(self, name: str, id: str, outbox: list[Row] | None) -> None:
        """Unless this relay does already."""
        if (name, id) not in self._waiting and (name, id) not in self._emptied_of(name):
            self.nudge(name, id, outbox)


_EMPTY = {"$unset": {"outbox": "", "outbox_at": ""}}


async def _remove(collection: Collection, sent: Mapping[str, Lingering]) -> None:
    """Few at a time: saves of the collection wait while a statement is carried out."""
    ids = list(sent)
    for start in range(0, len(ids), _EMPTIED_AT_ONCE):
        few = {id: sent[id] for id in ids[start : start + _EMPTIED_AT_ONCE]}
        await collection.update_many(_unchanged(few), _EMPTY)


def _unchanged(sent: Mapping[str, Lingering]) -> Fields:
    """Those, by id, that hold nothing but what was sent: whoever has saved since looks after all that is in it."""
    held = [id for lingering in sent.values() for id in lingering.held]
    return {"_id": {"$in": list(sent)}, "outbox": {"$not": {"$elemMatch": {"id": {"$nin": held}}}}}


def _encoded(collection: str, id: str, entry: Row) -> Encoded:
    return Encoded(entry["id"], entry["tag"], f"{collection}:{id}", entry["data"].encode())
