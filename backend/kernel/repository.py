"""Documents with a version, saved by compare-and-set, with their events in the same write.

An event list given to `insert` or `save` is stored in the document's own `outbox` by the same single-document write,
so state and announcement cannot part. The relay (`kernel/outbox.py`) hands the entries to Redis Streams and removes
them. `outbox_at` stands only while there are any, and says from when on others than the process that saved look after
them; a sparse index on it makes the relay's sweep cheap.

A repository may name `marks` for its documents: short texts, and moments, by which they are looked for, in one field
(`found_by`) with one index. Each index of a collection costs something at every save, whatever was saved; one over many
kinds of marks costs about as much as one over a single field:

    class Interviews(Repository[Interview]):
        def marks(self, doc: Interview) -> list[Mark]:
            return [f"candidate:{doc.candidate_id}", *(["has_work"] if doc.has_work else []), doc.look_at]

    await interviews.find({"found_by": "candidate:can_1"})
    await interviews.find(due_by(now) | {"look_at": {"$lte": now}})
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from backend.kernel.clock import Clock, epoch_ms, utc_now
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.events import tag_of
from backend.kernel.ids import new_id
from backend.kernel.indexes import Index
from backend.kernel.mongo import DuplicateKey, Mongo, Row, SortKeys
from backend.kernel.outboxes import Outboxes
from backend.kernel.outboxes import OutboxNudge as OutboxNudge
from backend.kernel.saving import Saving

NUMBERS_TRIED = 8
OUTBOX_INDEX = Index([("outbox_at", 1)], sparse=True)
MARKS_INDEX = Index([("found_by", 1)])

Mark = str | datetime
"""What a document is found by: `kind` or `kind:value`, or a moment, of which the first to come is found (`due_by`)."""


class Document(msgspec.Struct, frozen=True):
    """What a repository keeps; stored under `_id` = `id`. `version` counts the saves."""

    id: str
    version: int = 0


class StaleVersion(Conflict):
    """Somebody else saved the document in between."""


D = TypeVar("D", bound=Document)


class Repository(Generic[D]):
    """The documents of one collection.

    `noun` names one of them in error codes (`{noun}_unknown`, `{noun}_exists`); it defaults to the collection's name.
    """

    indexes: ClassVar[list[Index]] = []
    former_indexes: ClassVar[list[str]] = []
    """Names of those that earlier versions made and nothing asks for any more: each costs something at every save."""
    has_outbox: ClassVar[bool] = True
    """Whether events are saved with its documents; without any there is no index for it, and no relay looks."""
    is_urgent: ClassVar[bool] = False
    """Whether somebody stands and waits for the events of these documents, see `OutboxRelay.watch`."""
    lingers: ClassVar[bool] = False
    """Whether these documents are saved again within seconds as a rule: their outboxes are then emptied by that."""
    saves_together: ClassVar[bool] = False
    """Whether many of these documents are saved at the same time, see `Saving`."""

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
        self._clock = clock
        self._outboxes = Outboxes(name, relay)
        self._shared_saves = Saving(self.collection) if self.saves_together else None
        self._encodes_some = _encodes_some(type(self))
        self._has_marks = type(self).marks is not Repository.marks
        self._fields = {field.encode_name for field in msgspec.structs.fields(kind)} - {"id", "version"}
        if taken := self._fields & {"outbox", "outbox_at", "found_by", "saved_as"}:
            raise TypeError(f"{kind.__name__} has fields of the repository's own: {sorted(taken)}")

    async def ensure_indexes(self) -> None:
        """Makes those that are named, drops former ones, and marks what was stored before there were marks."""
        outbox, marks = [OUTBOX_INDEX] if self.has_outbox else [], [MARKS_INDEX] if self._has_marks else []
        await self._mongo.ensure_indexes(self.collection, [*outbox, *self.indexes, *marks])
        if self._has_marks:
            await self._mark_all()
        await self.collection.drop_indexes(self.former_indexes)

    def marks(self, doc: D) -> list[Mark]:
        """What `doc` is found by; a pure function of it. Stored with every save that changes them."""
        return []

    async def get(self, id: str) -> D | None:
        return await self.find_one({"_id": id})

    async def is_newest(self, doc: D) -> bool:
        """Whether nobody has saved or removed the document since."""
        return await self.collection.find_one({"_id": doc.id, "version": doc.version}, {"_id": 1}) is not None

    async def require(self, id: str) -> D:
        """Raises: NotFound `{noun}_unknown`."""
        doc = await self.get(id)
        if doc is None:
            raise NotFound(f"{self.noun}_unknown", f"There is no such {self.noun}.")
        return doc

    async def insert(self, doc: D, events: Sequence[msgspec.Struct] = ()) -> D:
        """Raises: Conflict `{noun}_exists` where the id or a unique value is taken."""
        now = self._clock()
        outbox = _entries(events, now)
        try:
            await self.collection.insert_one(self._row(doc) | self._outboxes.first(outbox, now))
        except DuplicateKey as error:
            raise self._exists(error) from error
        self._outboxes.saved(doc.id, doc.version, outbox, len(outbox))
        return doc

    async def save(self, doc: D, events: Sequence[msgspec.Struct] = (), *, before: D | None = None) -> D:
        """Stores `doc` where the stored version is still `doc.version`; gives it with its new version.

        Only what differs from `before`, the document as it was loaded, is written where that is given.

        Raises: StaleVersion `stale_version`, also where the document is gone; Conflict `{noun}_exists`.
        """
        now = self._clock()
        update, entries = self._update_to(doc, before), _entries(events, now)
        outbox = self._outboxes.fill(update, doc.id, doc.version, entries, now)
        try:
            is_stored = await self._store(doc, update)
        except DuplicateKey as error:
            raise self._exists(error) from error
        except BaseException:
            self._outboxes.doubt(doc.id)
            raise
        if not is_stored:
            raise StaleVersion("stale_version", f"The {self.noun} was changed in the meantime.", version=doc.version)
        self._outboxes.saved(doc.id, doc.version + 1, outbox, len(entries))
        return msgspec.structs.replace(doc, version=doc.version + 1)

    async def insert_each(self, docs: Sequence[D]) -> int:
        """Stores those whose id and unique values are free, in one request, with no events; gives how many were."""
        return await self.collection.insert_each([self._row(doc) for doc in docs])

    async def save_each(self, docs: Sequence[D]) -> int:
        """Stores each where its stored version is still the same, whole, with no events, in one request; where fields
        are absent, in one for each version.

        Gives how many were; the others are left as somebody else has made them. Raises: Unavailable.
        """
        versions = {doc.id: doc.version for doc in docs}
        alike: dict[tuple[frozenset[str], int | None], dict[str, Row]] = {}
        for doc in docs:
            fields = self._encode(doc) | self._marked(doc)
            is_whole = self._fields <= fields.keys()
            kind = frozenset(fields), None if is_whole else doc.version
            alike.setdefault(kind, {})[doc.id] = {**fields, "version": doc.version + 1}
        saved = 0
        for (names, _), rows in alike.items():
            absent = sorted(self._fields - names)
            saved += await self.collection.set_each(rows, [versions[id] for id in rows], absent)
        return saved

    def _update_to(self, doc: D, before: D | None) -> dict[str, Any]:
        names = None if before is None or not self._encodes_some else _differing(doc, before)
        fields = self._encode(doc) if names is None else self._encode_some(doc, names)
        update: dict[str, Any] = {"$set": {**fields, "version": doc.version + 1}}
        if self._has_marks and (before is None or (marks := self._marks(doc)) != self._marks(before)):
            update["$set"]["found_by"] = self._marks(doc) if before is None else marks
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
        row = await self.collection.find_one(filter)
        return None if row is None else self._loaded(row)

    async def count(self, filter: Mapping[str, Any]) -> int:
        return await self.collection.count(filter)

    async def delete(self, id: str) -> bool:
        """Removes the document; false where it was not there."""
        self._outboxes.forget(id)
        return (await self.collection.delete_one({"_id": id})).deleted_count > 0

    async def _store(self, doc: D, update: dict[str, Any]) -> bool:
        if self._shared_saves is not None and update.keys() == {"$set"}:
            return await self._shared_saves.save(doc.id, doc.version, update["$set"])
        return (await self.collection.update_one({"_id": doc.id, "version": doc.version}, update)).matched_count > 0

    def _row(self, doc: D) -> Row:
        return {"_id": doc.id, "version": doc.version, **self._encode(doc), **self._marked(doc)}

    def _marked(self, doc: D) -> Row:
        return {"found_by": self._marks(doc)} if self._has_marks else {}

    def _marks(self, doc: D) -> list[str | int]:
        """As they are stored: moments as numbers (epoch ms), which stand before all texts in an index."""
        stored = (epoch_ms(mark) if isinstance(mark, datetime) else mark for mark in self.marks(doc))
        return list(dict.fromkeys(stored))

    async def _mark_all(self) -> None:
        """Those stored before there were marks; what is saved meanwhile has them by that."""
        rows = await self.collection.find({"found_by": None}, {"_id": 1})
        for start in range(0, len(rows), _MARKED_AT_ONCE):
            ids = [row["_id"] for row in rows[start : start + _MARKED_AT_ONCE]]
            docs = await self.find({"_id": {"$in": ids}})
            await self.collection.update_each(
                [({"_id": doc.id, "version": doc.version}, {"$set": {"found_by": self._marks(doc)}}) for doc in docs]
            )

    def _loaded(self, row: Row) -> D:
        self._outboxes.loaded(row)
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
        row.pop("found_by", None)
        return msgspec.convert(row, self._kind, str_keys=True)


def due_by(moment: datetime) -> dict[str, Any]:
    """Finds documents of which a mark is a moment that has come by then."""
    return {"found_by": {"$lte": epoch_ms(moment)}}


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
_MARKED_AT_ONCE = 200
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
