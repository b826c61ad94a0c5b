"""Documents with a version, saved by compare-and-set, with their events in the same write.

An event list given to `insert` or `save` is stored in the document's own `outbox` by the same single-document write,
so state and announcement cannot part. The relay (`kernel/outbox.py`) hands the entries to Redis Streams and removes
them. `outbox_at` stands only while entries wait; a sparse index on it makes the relay's sweep cheap.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import msgspec

from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.events import tag_of
from backend.kernel.ids import new_id
from backend.kernel.mongo import DuplicateKey, Index, Mongo, Row, SortKeys

OUTBOXES_REMEMBERED = 4_096
NUMBERS_TRIED = 8
OUTBOX_INDEX = Index([("outbox_at", 1)], sparse=True)


class Document(msgspec.Struct, frozen=True):
    """What a repository keeps; stored under `_id` = `id`. `version` counts the saves."""

    id: str
    version: int = 0


class StaleVersion(Conflict):
    """Somebody else saved the document in between."""


class OutboxNudge(Protocol):
    """Told of each document whose outbox has just been filled."""

    def nudge(
        self, collection: str, id: str, outbox: Sequence[Row] | None = None,
        emptied: Callable[[Sequence[Row]], None] | None = None,
    ) -> None:  # fmt: skip
        """`outbox` is what it holds, where that is known. `emptied` is told what was in it once it holds nothing."""


D = TypeVar("D", bound=Document)


class Repository(Generic[D]):
    """The documents of one collection.

    `noun` names one of them in error codes (`{noun}_unknown`, `{noun}_exists`); it defaults to the collection's name.
    """

    indexes: ClassVar[list[Index]] = []
    has_outbox: ClassVar[bool] = True
    """Whether events are saved with its documents; without any there is no index for it, and no relay looks."""
    is_urgent: ClassVar[bool] = False
    """Whether somebody stands and waits for the events of these documents, see `OutboxRelay.watch`."""

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
        self._outboxes: dict[str, tuple[int, list[Row]]] = {}
        self._encodes_some = _encodes_some(type(self))
        self._fields = {field.encode_name for field in msgspec.structs.fields(kind)} - {"id", "version"}

    async def ensure_indexes(self) -> None:
        outbox = [OUTBOX_INDEX] if self.has_outbox else []
        await self._mongo.ensure_indexes(self.collection, [*outbox, *self.indexes])

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
        now = self._clock()
        row, outbox = {"_id": doc.id, "version": doc.version, **self._encode(doc)}, _entries(events, now)
        if outbox:
            row |= {"outbox": outbox, "outbox_at": now}
        try:
            await self.collection.insert_one(row)
        except DuplicateKey as error:
            raise self._exists(error) from error
        self._announce(doc.id, outbox, doc.version, [])
        return doc

    async def save(self, doc: D, events: Sequence[msgspec.Struct] = (), *, before: D | None = None) -> D:
        """Stores `doc` where the stored version is still `doc.version`; gives it with its new version.

        Only what differs from `before`, the document as it was loaded, is written where that is given.

        Raises: StaleVersion `stale_version`, also where the document is gone; Conflict `{noun}_exists`.
        """
        now = self._clock()
        update, outbox = self._update_to(doc, before), _entries(events, now)
        if outbox:
            update["$push"] = {"outbox": {"$each": outbox}}
            update["$set"]["outbox_at"] = now
        try:
            result = await self.collection.update_one({"_id": doc.id, "version": doc.version}, update)
        except DuplicateKey as error:
            raise self._exists(error) from error
        if result.matched_count == 0:
            raise StaleVersion("stale_version", f"The {self.noun} was changed in the meantime.", version=doc.version)
        version, known = self._outboxes.pop(doc.id, (None, []))
        self._announce(doc.id, outbox, doc.version + 1, known if version == doc.version else None)
        return msgspec.structs.replace(doc, version=doc.version + 1)

    async def insert_each(self, docs: Sequence[D]) -> int:
        """Stores those whose id and unique values are free, in one request, with no events; gives how many were."""
        return await self.collection.insert_each(
            [{"_id": doc.id, "version": doc.version, **self._encode(doc)} for doc in docs]
        )

    async def save_each(self, docs: Sequence[D]) -> int:
        """Stores each where its stored version is still the same, whole, with no events; one request a version.

        Gives how many were; the others are left as somebody else has made them. Raises: Unavailable.
        """
        alike: dict[tuple[int, frozenset[str]], dict[str, Row]] = {}
        for doc in docs:
            fields = self._encode(doc)
            alike.setdefault((doc.version, frozenset(fields)), {})[doc.id] = {**fields, "version": doc.version + 1}
        saved = 0
        for (version, names), rows in alike.items():
            saved += await self.collection.set_each(rows, {"version": version}, sorted(self._fields - names))
        return saved

    def _update_to(self, doc: D, before: D | None) -> dict[str, Any]:
        names = None if before is None or not self._encodes_some else _differing(doc, before)
        fields = self._encode(doc) if names is None else self._encode_some(doc, names)
        update: dict[str, Any] = {"$set": {**fields, "version": doc.version + 1}}
        if absent := (self._fields if names is None else names) - fields.keys():
            update["$unset"] = dict.fromkeys(absent, "")
        return update

    async def update(
        self, id: str, change: Callable[[D], tuple[D, Sequence[msgspec.Struct]]], *, tries: int = 8,
        known: D | None = None,
    ) -> D:  # fmt: skip
        """Loads, applies `change`, saves; again from the start where somebody else was faster.

        `change` is called once a try and must be pure. Giving back the very same document without events saves nothing.
        `known` is the document just loaded, whole, which the first try then need not load again.

        Raises: NotFound `{noun}_unknown`; StaleVersion after `tries`; whatever `change` raises.
        """
        for attempt in range(1, tries + 1):
            doc = known if known is not None and attempt == 1 else await self.require(id)
            changed, events = change(doc)
            if changed is doc and not events:
                return doc
            try:
                return await self.save(changed, events, before=doc)
            except StaleVersion:
                if attempt == tries:
                    raise
                await asyncio.sleep(random.uniform(0, 0.005 * 2**attempt))  # noqa: S311
        raise AssertionError("unreachable")

    async def find(
        self, filter: Mapping[str, Any], *, sort: SortKeys | None = None, limit: int | None = None
    ) -> list[D]:
        """Documents that match. Filters name stored fields: `_id`, `version`, and the struct's."""
        return [self._loaded(row) for row in await self.collection.find(filter, _NO_OUTBOX, sort=sort, limit=limit)]

    async def find_one(self, filter: Mapping[str, Any]) -> D | None:
        row = await self.collection.find_one(filter, _NO_OUTBOX)
        return None if row is None else self._loaded(row)

    async def count(self, filter: Mapping[str, Any]) -> int:
        return await self.collection.count(filter)

    async def delete(self, id: str) -> bool:
        """Removes the document; false where it was not there."""
        return (await self.collection.delete_one({"_id": id})).deleted_count > 0

    def _announce(self, id: str, outbox: Sequence[Row], version: int, before: list[Row] | None) -> None:
        """`before` is what was in the outbox already, where that is known."""
        whole = None if before is None else [*before, *outbox]
        if whole is not None:
            self._note_outbox(id, version, whole)
        if outbox and self._relay is not None:
            self._relay.nudge(self.name, id, whole, emptied=lambda sent: self._note_emptied(id, version, sent))

    def _note_emptied(self, id: str, version: int, sent: Sequence[Row]) -> None:
        """Whoever saves from `version` or a later one on finds nothing of it in the outbox."""
        known_at, known = self._outboxes.get(id, (version, []))
        gone = {entry["id"] for entry in sent}
        self._note_outbox(id, max(version, known_at), [entry for entry in known if entry["id"] not in gone])

    def _note_outbox(self, id: str, version: int, outbox: list[Row]) -> None:
        if self._relay is None:
            return
        self._outboxes[id] = version, outbox
        if len(self._outboxes) > OUTBOXES_REMEMBERED:
            del self._outboxes[next(iter(self._outboxes))]

    def _loaded(self, row: Row) -> D:
        """An outbox that is empty at a version can hold, when the next is saved, only what that save puts in."""
        if row.pop("outbox_at", None) is None:
            self._note_outbox(row["_id"], row["version"], [])
        return self._decode(row)

    def _exists(self, error: DuplicateKey) -> Conflict:
        return Conflict(f"{self.noun}_exists", f"There is such a {self.noun} already.", **error.extra)

    def _encode(self, doc: D) -> Row:
        row: Row = msgspec.to_builtins(doc, builtin_types=_BUILTIN, str_keys=True)
        del row["id"], row["version"]
        return row

    def _encode_some(self, doc: D, names: set[str]) -> Row:
        """Those fields alone, each whole."""
        return {name: msgspec.to_builtins(getattr(doc, name), builtin_types=_BUILTIN, str_keys=True) for name in names}

    def _decode(self, row: Row) -> D:
        row["id"] = row.pop("_id")
        return msgspec.convert(row, self._kind, str_keys=True)


async def under_next_number(store: Callable[[], Awaitable[D]], taken: str) -> D:
    """What `store` gives, which looks up the next number and stores under it; again where somebody else was faster.

    `taken` is the conflict that says so (`{noun}_exists`). Raises: it after some tries; whatever else `store` raises.
    """
    for attempt in range(1, NUMBERS_TRIED + 1):
        try:
            return await store()
        except Conflict as error:
            if error.code != taken or attempt == NUMBERS_TRIED:
                raise
    raise AssertionError("unreachable")


def _encodes_some(kind: type[Repository[Any]]) -> bool:
    """Whether fields may be encoded one by one: a class that encodes its own way says how for some of them."""
    is_own_way = kind._encode is not Repository._encode
    return not is_own_way or kind._encode_some is not Repository._encode_some


_NO_OUTBOX = {"outbox": 0}
_BUILTIN = (datetime, bytes)


def _differing(doc: Document, before: Document) -> set[str]:
    """Names of the fields that are not the very same objects; documents are frozen, so the same is unchanged."""
    return {name for name in doc.__struct_fields__ if getattr(doc, name) is not getattr(before, name)} - {
        "id",
        "version",
    }


def _entries(events: Sequence[msgspec.Struct], now: datetime) -> list[Row]:
    return [
        {"id": new_id("evt"), "tag": tag_of(event), "at": now, "data": msgspec.json.encode(event).decode()}
        for event in events
    ]
