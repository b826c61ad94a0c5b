"""The outbox relay: hands what repositories stored beside their documents to the event bus.

At once after a save in the same process (`nudge`); what dead processes left is found by a sweep over the sparse index
on `outbox_at`, which `Repository.ensure_indexes` makes: each second over the urgent collections and some of the others,
so that all had their turn within some five. An entry is removed after it was published, so an
event goes out at least once, in order within its document. Safe to run in every process that saves.

Documents go out many at a time: one pipeline publishes what waits, one bulk write empties their outboxes meanwhile the
next are published. A repository that knows what the whole outbox holds says so, and it need not be read.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog

from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Unavailable
from backend.kernel.events import Encoded, EventBus
from backend.kernel.mongo import Collection, Fields, Mongo, Row
from backend.kernel.redis import Outage, honour_cancellation

SWEEP_S = 1.0
_LEFT_BEHIND = timedelta(seconds=1)
_SWEEP_LIMIT = 500
_AT_ONCE = 100
_WAITING_MAX = 10_000
_GATHERS_S = 0.02
_SWEPT_AT_ONCE = 12

log = structlog.get_logger()

Target = tuple[str, str]
"""A collection's name and a document's id."""


class OutboxRelay:
    """Relays the outboxes of `collections`."""

    def __init__(self, mongo: Mongo, bus: EventBus, collections: Sequence[str], *, clock: Clock = utc_now) -> None:
        self._bus = bus
        self._clock = clock
        self._collections: dict[str, Collection] = {name: mongo.collection(name) for name in collections}
        self._urgent: set[str] = set()
        self._turn = 0
        self._waiting: dict[Target, Sequence[Row] | None] = {}
        self._busy: set[Target] = set()
        self._emptied: dict[Target, Callable[[Sequence[Row]], None]] = {}
        self._lately: dict[Target, set[str]] = {}
        self._filled = asyncio.Event()
        self._sent: asyncio.Queue[dict[Target, Sequence[Row]]] = asyncio.Queue(maxsize=4)

    def nudge(
        self, collection: str, id: str, outbox: Sequence[Row] | None = None,
        emptied: Callable[[Sequence[Row]], None] | None = None,
    ) -> None:  # fmt: skip
        """The document's outbox has entries: these and no others, where they are named.

        `emptied` is called where it was found to hold no others. Where too many wait already, the sweep finds it.
        """
        target = collection, id
        if len(self._waiting) >= _WAITING_MAX:
            return
        self._waiting[target] = outbox
        self._filled.set()
        self._emptied.pop(target, None)
        if emptied is not None and len(self._emptied) < _WAITING_MAX:
            self._emptied[target] = emptied

    def watch(self, mongo: Mongo, collection: str, *, is_urgent: bool = False) -> None:
        """Relays one more collection. Of an urgent one what a dead process left waits a second or two at most."""
        self._collections[collection] = mongo.collection(collection)
        if is_urgent:
            self._urgent.add(collection)

    async def run(self) -> None:
        """Until cancelled. Redis or MongoDB away costs a pause, and is logged once."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._publish(), name="outbox relay")
            tasks.create_task(self._empty(), name="outbox emptying")
            tasks.create_task(self._sweep(), name="outbox sweep")

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
                await self._bus.publish_many([_encoded(*target, each) for target in whole for each in whole[target]])
                outage.over()
            except Unavailable as error:
                self._waiting = {**dict.fromkeys(batch), **self._waiting}
                self._done(batch)
                await outage.pause(error)
                continue
            self._done([target for target in batch if target not in whole])
            if whole:
                await self._sent.put(whole)

    def _next(self) -> dict[Target, Sequence[Row] | None]:
        """The longest waiting documents that are not under way, so that one document goes out in order."""
        chosen = [target for target in self._waiting if target not in self._busy][:_AT_ONCE]
        self._busy.update(chosen)
        return {target: self._waiting.pop(target) for target in chosen}

    def _done(self, targets: "Sequence[Target] | dict[Target, Sequence[Row] | None]") -> None:
        self._busy.difference_update(targets)
        if self._waiting:
            self._filled.set()

    async def _whole(self, batch: dict[Target, Sequence[Row] | None]) -> dict[Target, Sequence[Row]]:
        """What is in the outboxes; those that are empty are left out."""
        known = {target: self._left(target, outbox) for target, outbox in batch.items() if outbox}
        whole: dict[Target, Sequence[Row]] = {target: outbox for target, outbox in known.items() if outbox}
        unknown: dict[str, list[str]] = {}
        for name, id in (target for target in batch if target not in known):
            unknown.setdefault(name, []).append(id)
        for name, ids in unknown.items():
            if (collection := self._collections.get(name)) is None:
                log.error("outbox_unwatched", collection=name)
                continue
            rows = await collection.find({"_id": {"$in": ids}}, {"outbox": 1})
            whole |= {(name, row["_id"]): row["outbox"] for row in rows if row.get("outbox")}
        return whole

    def _left(self, target: Target, outbox: Sequence[Row]) -> list[Row]:
        """Without what has been taken out since its document was saved."""
        gone = self._lately.get(target, ())
        return [entry for entry in outbox if entry["id"] not in gone]

    async def _empty(self) -> None:
        """Removes what was published, of all documents that wait for it in one write a collection."""
        outage = Outage("outbox emptying")
        while True:
            honour_cancellation()
            sent = dict(await self._sent.get())
            await asyncio.sleep(_GATHERS_S)  # nobody waits for it, and one write empties many
            while not self._sent.empty():
                sent |= self._sent.get_nowait()
            for name in {name for name, _ in sent}:
                part = {id: outbox for (owner, id), outbox in sent.items() if owner == name}
                if (collection := self._collections.get(name)) is None:
                    log.error("outbox_unwatched", collection=name)
                    continue
                try:
                    await self._remove(collection, part)
                    outage.over()
                except Unavailable as error:
                    for id in part:
                        self.nudge(name, id)
                    await outage.pause(error)
            self._done(list(sent))

    async def _remove(self, collection: Collection, sent: dict[str, Sequence[Row]]) -> None:
        """Empties the outboxes that are still what was sent; of the others takes that out."""
        refilled = {id: self._waiting[collection.name, id] for id in sent if (collection.name, id) in self._waiting}
        told = {id: self._emptied.get((collection.name, id)) for id in sent}
        updates = [
            (({"_id": id}, _taken_out(outbox)) if id in refilled else (_unchanged(id, outbox), _EMPTY))
            for id, outbox in sent.items()
        ]
        if await collection.update_each(updates) == len(sent):
            for id, outbox in sent.items():
                is_known = refilled.get(id, outbox) is not None
                self._note_sent((collection.name, id), told[id] if is_known else None, outbox)
            return
        await collection.update_each([({"_id": id}, _taken_out(outbox)) for id, outbox in sent.items()])
        for id in sent:
            self.nudge(collection.name, id)

    def _note_sent(
        self, target: Target, tell: Callable[[Sequence[Row]], None] | None, sent: Sequence[Row]
    ) -> None:  # fmt: skip
        if tell is not None:
            tell(sent)
        if target not in self._waiting:
            self._emptied.pop(target, None)
        self._lately[target] = {entry["id"] for entry in sent}
        if len(self._lately) > _WAITING_MAX:
            del self._lately[next(iter(self._lately))]

    async def _sweep(self) -> None:
        outage = Outage("outbox sweep")
        while True:
            try:
                for name in self._swept_now():
                    await self._find_left_behind(name, self._collections[name])
                outage.over()
            except Unavailable as error:
                await outage.pause(error)
            honour_cancellation()
            await asyncio.sleep(SWEEP_S)

    def _swept_now(self) -> list[str]:
        others = [name for name in self._collections if name not in self._urgent]
        chosen = [others[(self._turn + at) % len(others)] for at in range(min(_SWEPT_AT_ONCE, len(others)))]
        self._turn += len(chosen)
        return [*self._urgent, *chosen]

    async def _find_left_behind(self, name: str, collection: Collection) -> None:
        before = self._clock() - _LEFT_BEHIND
        rows = await collection.find({"outbox_at": {"$lt": before}}, {"_id": 1, "outbox": 1}, limit=_SWEEP_LIMIT)
        for row in rows:
            if row.get("outbox"):
                self.nudge(name, row["_id"])
            else:
                await collection.update_one(
                    {"_id": row["_id"], "outbox": {"$size": 0}}, {"$unset": {"outbox": "", "outbox_at": ""}}
                )


_EMPTY = {"$unset": {"outbox": "", "outbox_at": ""}}


def _unchanged(id: str, sent: Sequence[Row]) -> Fields:
    """Entries are added at the end and taken from the front, so equal ends and length mean equal."""
    ends = {"outbox.0.id": sent[0]["id"], f"outbox.{len(sent) - 1}.id": sent[-1]["id"]}
    return {"_id": id, "outbox": {"$size": len(sent)}, **ends}


def _taken_out(sent: Sequence[Row]) -> Fields:
    return {"$pull": {"outbox": {"id": {"$in": [entry["id"] for entry in sent]}}}}


def _encoded(collection: str, id: str, entry: Row) -> Encoded:
    return Encoded(entry["id"], entry["tag"], f"{collection}:{id}", entry["data"].encode())
