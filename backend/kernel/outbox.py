"""The outbox relay: hands what repositories stored beside their documents to the event bus.

At once after a save in the same process (`nudge`); what dead processes left is found by a sweep each second over the
sparse index on `outbox_at`, which `Repository.ensure_indexes` makes. An entry is removed after it was published, so an
event goes out at least once, in order within its document. Safe to run in every process that saves.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog

from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Unavailable
from backend.kernel.events import EventBus
from backend.kernel.mongo import Collection, Mongo, Row
from backend.kernel.redis import Outage, honour_cancellation

SWEEP_S = 1.0
_LEFT_BEHIND = timedelta(seconds=1)
_SWEEP_LIMIT = 500
_WORKERS = 4
_WAITING_MAX = 10_000

log = structlog.get_logger()


class OutboxRelay:
    """Relays the outboxes of `collections`."""

    def __init__(self, mongo: Mongo, bus: EventBus, collections: Sequence[str], *, clock: Clock = utc_now) -> None:
        self._bus = bus
        self._clock = clock
        self._collections: dict[str, Collection] = {name: mongo.collection(name) for name in collections}
        self._waiting: dict[tuple[str, str], None] = {}
        self._busy: set[tuple[str, str]] = set()
        self._filled = asyncio.Event()

    def nudge(self, collection: str, id: str) -> None:
        """The document's outbox has entries. Where too many wait already, the sweep finds it."""
        if len(self._waiting) < _WAITING_MAX:
            self._waiting[collection, id] = None
            self._filled.set()

    def watch(self, mongo: Mongo, collection: str) -> None:
        """Relays one more collection."""
        self._collections[collection] = mongo.collection(collection)

    async def run(self) -> None:
        """Until cancelled. Redis or MongoDB away costs a pause, and is logged once."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(_WORKERS):
                tasks.create_task(self._work(), name=f"outbox relay {number}")
            tasks.create_task(self._sweep(), name="outbox sweep")

    async def _work(self) -> None:
        outage = Outage("outbox relay")
        while True:
            honour_cancellation()
            target = self._next()
            if target is None:
                self._filled.clear()
                await self._filled.wait()
                continue
            self._busy.add(target)
            try:
                await self._relay(*target)
                outage.over()
            except Unavailable as error:
                self._waiting[target] = None
                await outage.pause(error)
            finally:
                self._busy.discard(target)
                if self._waiting:
                    self._filled.set()

    def _next(self) -> tuple[str, str] | None:
        """The longest waiting document that nobody works on, so that one document goes out in order."""
        for target in self._waiting:
            if target not in self._busy:
                del self._waiting[target]
                return target
        return None

    async def _relay(self, name: str, id: str) -> None:
        collection = self._collections.get(name)
        if collection is None:
            log.error("outbox_unwatched", collection=name)
            return
        row = await collection.find_one({"_id": id}, {"outbox": 1})
        entries: list[Row] = (row or {}).get("outbox") or []
        if not entries:
            return
        for entry in entries:
            await self._bus.publish_encoded(entry["id"], entry["tag"], f"{name}:{id}", entry["data"].encode())
        await self._remove(collection, id, [entry["id"] for entry in entries])

    async def _remove(self, collection: Collection, id: str, sent: list[str]) -> None:
        """Empties the outbox in one write where it is still what was sent, else takes that out.

        Entries are added at the end and taken from the front, so equal ends and length mean equal.
        """
        whole = {
            "_id": id,
            "outbox": {"$size": len(sent)},
            "outbox.0.id": sent[0],
            f"outbox.{len(sent) - 1}.id": sent[-1],
        }
        result = await collection.update_one(whole, {"$unset": {"outbox": "", "outbox_at": ""}})
        if result.matched_count == 0:
            await collection.update_one({"_id": id}, {"$pull": {"outbox": {"id": {"$in": sent}}}})
            self.nudge(collection.name, id)

    async def _sweep(self) -> None:
        outage = Outage("outbox sweep")
        while True:
            try:
                for name, collection in list(self._collections.items()):
                    await self._find_left_behind(name, collection)
                outage.over()
            except Unavailable as error:
                await outage.pause(error)
            honour_cancellation()
            await asyncio.sleep(SWEEP_S)

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
