"""The MongoDB client: the only module that imports the driver.

Motor 3.7 is today's driver; its vendor ended development in 2026-05 in favour of PyMongo's own async API. What stands
here is what both drivers can do, so that the change is a change of this file. Driver errors leave as coded errors.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

import msgspec
import pymongo
import pymongo.errors
from motor.motor_asyncio import AsyncIOMotorClient

from backend.kernel.errors import Conflict, Unavailable
from backend.kernel.indexes import Index
from backend.kernel.metrics import MONGO_OPERATIONS
from backend.kernel.own_values import of_own, where_own_version

Fields = Mapping[str, Any]
Row = dict[str, Any]
SortKeys = Sequence[tuple[str, int]]

_INDEX_DIFFERS = {85, 86}  # IndexOptionsConflict, IndexKeySpecsConflict
_COLLECTION_EXISTS = 48
_TAKEN = 11_000
_READS = {"find_one", "find", "aggregate", "count"}
_DEFAULTS: dict[str, Any] = {
    "w": "majority",
    "journal": True,
    "serverSelectionTimeoutMS": 5_000,
    "connectTimeoutMS": 3_000,
    "socketTimeoutMS": 20_000,
    "waitQueueTimeoutMS": 10_000,
}


class DuplicateKey(Conflict):
    """A unique index already holds the value. `extra` names the index, never the value."""


class SchemaTooNew(Exception):
    """The database was written by a newer Greenroom."""


class WriteResult(msgspec.Struct, frozen=True):
    matched_count: int = 0
    modified_count: int = 0
    deleted_count: int = 0
    upserted_id: Any = None


@contextmanager
def _coded() -> Iterator[None]:
    """Driver errors leave as coded ones."""
    try:
        yield
    except pymongo.errors.DuplicateKeyError as error:
        pattern = (error.details or {}).get("keyPattern") or {}
        raise DuplicateKey("duplicate_key", "This value is taken.", fields=sorted(pattern)) from error
    except (pymongo.errors.ConnectionFailure, pymongo.errors.WaitQueueTimeoutError) as error:
        raise Unavailable("database_unavailable", "The database does not answer.") from error


class _Made:
    """The collections that this process has seen made, and how often it wrote to each."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.lock = asyncio.Lock()
        self.writes: Counter[str] = Counter()


class Collection:
    """One collection. Filters and updates are MongoDB's; dates come back aware, UTC, to the millisecond."""

    def __init__(self, driver: Any, name: str, made: "_Made") -> None:
        self._driver = driver
        self._made = made
        self.name = name

    @contextmanager
    def _counted(self, operation: str) -> Iterator[None]:
        MONGO_OPERATIONS.labels(self.name, operation).inc()
        if operation in _READS:
            with _coded():
                yield
            return
        self._made.writes[self.name] += 1
        try:
            with _coded():
                yield
        finally:
            self._made.writes[self.name] += 1

    async def find_one(self, filter: Fields, projection: Fields | None = None) -> Row | None:
        with self._counted("find_one"):
            row: Row | None = await self._driver.find_one(filter, projection)
        return row

    async def find(
        self,
        filter: Fields,
        projection: Fields | None = None,
        *,
        sort: SortKeys | None = None,
        limit: int | None = None,
        skip: int = 0,
    ) -> list[Row]:
        """All that match, at most `limit`. The embedded server sorts in memory: bound a sorted query by its keys."""
        return [row async for row in self.iterate(filter, projection, sort=sort, limit=limit, skip=skip)]

    async def iterate(
        self,
        filter: Fields,
        projection: Fields | None = None,
        *,
        sort: SortKeys | None = None,
        limit: int | None = None,
        skip: int = 0,
    ) -> AsyncIterator[Row]:
        """The same one by one, for results too large to hold."""
        with self._counted("find"):
            cursor = self._driver.find(filter, projection, skip=skip, limit=limit or 0)
            if sort:
                cursor = cursor.sort(list(sort))
            async for row in cursor:
                yield row

    async def aggregate(self, pipeline: Sequence[Fields]) -> list[Row]:
        with self._counted("aggregate"):
            return [row async for row in self._driver.aggregate(list(pipeline))]

    async def count(self, filter: Fields) -> int:
        with self._counted("count"):
            return int(await self._driver.count_documents(filter))

    async def insert_one(self, row: Fields) -> None:
        """Raises: DuplicateKey."""
        await self.ensure()
        with self._counted("insert_one"):
            await self._driver.insert_one(dict(row))

    async def insert_many(self, rows: Sequence[Fields]) -> None:
        """Raises: DuplicateKey; rows before the offending one are in."""
        await self.ensure()
        try:
            with self._counted("insert_many"):
                await self._driver.insert_many([dict(row) for row in rows])
        except pymongo.errors.BulkWriteError as error:
            raise DuplicateKey("duplicate_key", "One of the values is taken.") from error

    async def insert_each(self, rows: Sequence[Fields]) -> int:
        """Those whose id and unique values are free, in one request; gives how many were."""
        if not rows:
            return 0
        await self.ensure()
        with self._counted("insert_each"):
            try:
                await self._driver.insert_many([dict(row) for row in rows], ordered=False)
            except pymongo.errors.BulkWriteError as error:
                refused = (error.details or {}).get("writeErrors", [])
                if any(each.get("code") != _TAKEN for each in refused):
                    raise
                return len(rows) - len(refused)
        return len(rows)

    async def update_one(self, filter: Fields, update: Any, *, upsert: bool = False, **options: Any) -> WriteResult:
        """`options`: array_filters."""
        if upsert:
            await self.ensure()
        with self._counted("update_one"):
            result = await self._driver.update_one(filter, update, upsert=upsert, **options)
        return WriteResult(result.matched_count, result.modified_count, upserted_id=result.upserted_id)

    async def update_each(self, updates: Sequence[tuple[Fields, Fields]]) -> int:
        """Each (filter, update) on one document of its own, in one request; gives how many matched."""
        with self._counted("update_each"):
            result = await self._driver.bulk_write(
                [pymongo.UpdateOne(filter, update) for filter, update in updates], ordered=False
            )
        return int(result.matched_count)

    async def set_each(self, rows: Mapping[str, Fields], versions: Sequence[int], unset: Sequence[str] = ()) -> int:
        """Sets in each document of `rows`, by id, the fields given there where it has its version of `versions` still.

        Gives how many had. All rows name the same fields, another version among them; those of different versions
        unset none. It is one statement for all of them, for which the embedded server looks at the collection's indexes
        and commits once: less than half of what so many statements of one request cost it.
        """
        if not rows:
            return 0
        ids, first = list(rows), next(iter(rows.values()))
        fields = {}
        for name, value in first.items():
            values = [row[name] for row in rows.values()]
            is_same = all(each == value for each in values)
            fields[name] = {"$literal": value} if is_same else of_own(ids, values)
        update: list[Fields] = [{"$set": fields}, *([{"$unset": list(unset)}] if unset else [])]
        if len(set(versions)) > 1:  # in the filter this would make the embedded server read the whole collection
            changed = {"$mergeObjects": ["$$ROOT", fields]}
            update = [{"$replaceWith": where_own_version(ids, versions, changed)}]
        with self._counted("set_each"):
            wanted = {"_id": {"$in": ids}, "version": {"$in": sorted(set(versions))}}
            result = await self._driver.update_many(wanted, update)
        return int(result.modified_count)

    async def update_many(self, filter: Fields, update: Any, **options: Any) -> WriteResult:
        with self._counted("update_many"):
            result = await self._driver.update_many(filter, update, **options)
        return WriteResult(result.matched_count, result.modified_count)

    async def replace_one(self, filter: Fields, row: Fields, *, upsert: bool = False) -> WriteResult:
        if upsert:
            await self.ensure()
        with self._counted("replace_one"):
            result = await self._driver.replace_one(filter, dict(row), upsert=upsert)
        return WriteResult(result.matched_count, result.modified_count, upserted_id=result.upserted_id)

    async def delete_one(self, filter: Fields) -> WriteResult:
        with self._counted("delete_one"):
            result = await self._driver.delete_one(filter)
        return WriteResult(deleted_count=result.deleted_count)

    async def delete_many(self, filter: Fields) -> WriteResult:
        with self._counted("delete_many"):
            result = await self._driver.delete_many(filter)
        return WriteResult(deleted_count=result.deleted_count)

    async def ensure(self) -> None:
        """Makes the collection where there is none; called before the first write of this process.

        SecantusDB 0.7.0b3 stands still for ever when the first document of a collection, which makes it, meets the
        making of its index. So nobody here writes to a collection that was not made in a step of its own.
        """
        if self.name in self._made.names:
            return
        async with self._made.lock:
            if self.name in self._made.names:
                return
            with _coded():
                try:
                    await self._driver.database.create_collection(self.name, check_exists=False)
                except pymongo.errors.OperationFailure as error:
                    if error.code != _COLLECTION_EXISTS:
                        raise
            self._made.names.add(self.name)

    async def ensure_index(self, index: Index) -> None:
        """Makes the index; one of the same keys with other options is replaced."""
        await self.ensure()
        with _coded():
            try:
                await self._driver.create_index(list(index.keys), **index.options)
            except pymongo.errors.OperationFailure as error:
                if error.code not in _INDEX_DIFFERS:
                    raise
                await self._driver.drop_index(index.name)
                await self._driver.create_index(list(index.keys), **index.options)

    async def index_names(self) -> list[str]:
        with _coded():
            return list(await self._driver.index_information())

    async def drop_indexes(self, names: Sequence[str]) -> None:
        """Those of these names that there are."""
        for name in set(await self.index_names()).intersection(names) if names else ():
            with _coded():
                await self._driver.drop_index(name)


class Mongo:
    """One database. Made by `connect`; one per process, handed to the repositories."""

    def __init__(self, client: Any, database: str) -> None:
        self._client = client
        self._made = _Made()
        self._database = client[database]
        self.database = database

    @classmethod
    async def connect(cls, uri: str, database: str) -> Self:
        """Opens the client and pings once.

        A write is acknowledged once a majority has it in the journal, unless the URI says otherwise. The embedded
        server's URI carries `retryWrites=false`.

        Raises: Unavailable `database_unavailable`.
        """
        given = uri.lower()
        options = {name: value for name, value in _DEFAULTS.items() if f"{name.lower()}=" not in given}
        client = AsyncIOMotorClient(uri, tz_aware=True, appname="greenroom", **options)
        mongo = cls(client, database)
        try:
            await mongo.ping()
        except BaseException:
            client.close()
            raise
        return mongo

    async def ping(self) -> None:
        """Raises: Unavailable `database_unavailable`."""
        with _coded():
            await self._client.admin.command("ping")

    async def close(self) -> None:
        self._client.close()

    def collection(self, name: str) -> Collection:
        return Collection(self._database[name], name, self._made)

    def writes_to(self, *names: str) -> Callable[[], int]:
        """Gives a number that grows with every write of this process to these collections, as it begins and ends."""
        return lambda: sum(self._made.writes[name] for name in names)

    async def collection_names(self) -> list[str]:
        with _coded():
            return list(await self._database.list_collection_names())

    async def ensure_indexes(self, collection: str | Collection, indexes: Sequence[Index]) -> None:
        target = self.collection(collection) if isinstance(collection, str) else collection
        for index in indexes:
            await target.ensure_index(index)

    async def ensure_schema_version(self, current: int) -> int:
        """Notes that the database has the shape `current`; gives the version that stood before (0: a new database).

        Raises: SchemaTooNew where it was written by a newer version.
        """
        meta = self.collection("meta")
        row = await meta.find_one({"_id": "schema"})
        before = int(row["version"]) if row else 0
        if before > current:
            raise SchemaTooNew(f"The database has schema version {before}; this Greenroom knows {current}.")
        if before < current:
            await meta.update_one({"_id": "schema"}, {"$set": {"version": current}}, upsert=True)
        return before

    async def drop(self) -> None:
        """Removes the whole database."""
        with _coded():
            await self._client.drop_database(self.database)
        self._made = _Made()
