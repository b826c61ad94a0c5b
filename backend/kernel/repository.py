"""Documents with a version, saved by compare-and-set, with their events in the same write.

An event list given to `insert` or `save` is stored in the document's own `outbox` by the same single-document write,
so state and announcement cannot part. The relay (`kernel/outbox.py`) hands the entries to Redis Streams and removes
them. `outbox_at` stands only while entries wait; a sparse index on it makes the relay's sweep cheap.
"""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import msgspec

from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.events import tag_of
from backend.kernel.ids import new_id
from backend.kernel.mongo import DuplicateKey, Index, Mongo, Row, SortKeys

OUTBOX_INDEX = Index([("outbox_at", 1)], sparse=True)


class Document(msgspec.Struct, frozen=True):
    """What a repository keeps; stored under `_id` = `id`. `version` counts the saves."""

    id: str
    version: int = 0


class StaleVersion(Conflict):
    """Somebody else saved the document in between."""


class OutboxNudge(Protocol):
    """Told of each document whose outbox has just been filled."""

    def nudge(self, collection: str, id: str) -> None: ...


D = TypeVar("D", bound=Document)


class Repository(Generic[D]):
    """The documents of one collection.

    `noun` names one of them in error codes (`{noun}_unknown`, `{noun}_exists`); it defaults to the collection's name.
    """

    indexes: ClassVar[list[Index]] = []

    def __init__(
        self,
        mongo: Mongo,
        name: str,
        kind: type[D],
        *,
        relay: OutboxNudge | None = None,
        clock: Clock = utc_now,
        noun: str | None = None,
    ) -> None:
        self.name = name
        self.noun = noun or name
        self.collection = mongo.collection(name)
        self._mongo = mongo
        self._kind = kind
        self._relay = relay
        self._clock = clock
        self._fields = {field.encode_name for field in msgspec.structs.fields(kind)} - {"id", "version"}

    async def ensure_indexes(self) -> None:
        await self._mongo.ensure_indexes(self.collection, [OUTBOX_INDEX, *self.indexes])

    async def get(self, id: str) -> D | None:
        return await self.find_one({"_id": id})

    async def require(self, id: str) -> D:
        """Raises: NotFound `{noun}_unknown`."""
        doc = await self.get(id)
        if doc is None:
            raise NotFound(f"{self.noun}_unknown", f"There is no such {self.noun}.")
        return doc

    async def insert(self, doc: D, events: Sequence[msgspec.Struct] = ()) -> D:
        """Raises: Conflict `{noun}_exists` where the id or a unique value is taken."""
        row = {"_id": doc.id, "version": doc.version, **self._encode(doc)}
        if events:
            now = self._clock()
            row |= {"outbox": _entries(events, now), "outbox_at": now}
        try:
            await self.collection.insert_one(row)
        except DuplicateKey as error:
            raise self._exists(error) from error
        self._announce(doc.id, events)
        return doc

    async def save(self, doc: D, events: Sequence[msgspec.Struct] = ()) -> D:
        """Stores `doc` where the stored version is still `doc.version`; gives it with its new version.

        Raises: StaleVersion `stale_version`, also where the document is gone; Conflict `{noun}_exists`.
        """
        fields = self._encode(doc)
        update: dict[str, Any] = {"$set": {**fields, "version": doc.version + 1}}
        if absent := self._fields - fields.keys():
            update["$unset"] = dict.fromkeys(absent, "")
        if events:
            now = self._clock()
            update["$push"] = {"outbox": {"$each": _entries(events, now)}}
            update["$set"]["outbox_at"] = now
        try:
            result = await self.collection.update_one({"_id": doc.id, "version": doc.version}, update)
        except DuplicateKey as error:
            raise self._exists(error) from error
        if result.matched_count == 0:
            raise StaleVersion("stale_version", f"The {self.noun} was changed in the meantime.", version=doc.version)
        self._announce(doc.id, events)
        return msgspec.structs.replace(doc, version=doc.version + 1)

    async def update(self, id: str, change: Callable[[D], tuple[D, Sequence[msgspec.Struct]]], *, tries: int = 8) -> D:
        """Loads, applies `change`, saves; again from the start where somebody else was faster.

        `change` is called once a try and must be pure. Giving back the very same document without events saves nothing.

        Raises: NotFound `{noun}_unknown`; StaleVersion after `tries`; whatever `change` raises.
        """
        for attempt in range(1, tries + 1):
            doc = await self.require(id)
            changed, events = change(doc)
            if changed is doc and not events:
                return doc
            try:
                return await self.save(changed, events)
            except StaleVersion:
                if attempt == tries:
                    raise
                await asyncio.sleep(random.uniform(0, 0.005 * 2**attempt))  # noqa: S311
        raise AssertionError("unreachable")

    async def find(
        self, filter: Mapping[str, Any], *, sort: SortKeys | None = None, limit: int | None = None
    ) -> list[D]:
        """Documents that match. Filters name stored fields: `_id`, `version`, and the struct's."""
        return [self._decode(row) for row in await self.collection.find(filter, _NO_OUTBOX, sort=sort, limit=limit)]

    async def find_one(self, filter: Mapping[str, Any]) -> D | None:
        row = await self.collection.find_one(filter, _NO_OUTBOX)
        return None if row is None else self._decode(row)

    async def count(self, filter: Mapping[str, Any]) -> int:
        return await self.collection.count(filter)

    async def delete(self, id: str) -> bool:
        """Removes the document; false where it was not there."""
        return (await self.collection.delete_one({"_id": id})).deleted_count > 0

    def _announce(self, id: str, events: Sequence[msgspec.Struct]) -> None:
        if events and self._relay is not None:
            self._relay.nudge(self.name, id)

    def _exists(self, error: DuplicateKey) -> Conflict:
        return Conflict(f"{self.noun}_exists", f"There is such a {self.noun} already.", **error.extra)

    def _encode(self, doc: D) -> Row:
        row: Row = msgspec.to_builtins(doc, builtin_types=(datetime, bytes), str_keys=True)
        del row["id"], row["version"]
        return row

    def _decode(self, row: Row) -> D:
        row["id"] = row.pop("_id")
        return msgspec.convert(row, self._kind, str_keys=True)


_NO_OUTBOX = {"outbox": 0, "outbox_at": 0}


def _entries(events: Sequence[msgspec.Struct], now: datetime) -> list[Row]:
    return [
        {"id": new_id("evt"), "tag": tag_of(event), "at": now, "data": msgspec.json.encode(event).decode()}
        for event in events
    ]
