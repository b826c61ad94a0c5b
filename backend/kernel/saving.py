"""Saves of one collection that come while another is under way, in one statement.

    save a ──┐ statement 1
    save b ──┼──┐
    save c ──┼──┴ statement 2: b, c and d, each where its version is still the one that it was made from
    save d ──┘

The embedded server looks at the indexes and commits once a statement, and a statement costs this process what a single
save does. Each caller hears of its own save alone. `saved_as` holds the tokens of the last statements that saved a
document: where not all of one could be stored, they tell whose were.
"""

import asyncio
import secrets
from collections import deque

from backend.kernel.mongo import Collection, DuplicateKey, Fields, Row
from backend.kernel.own_values import of_own, where_own_version

AT_ONCE = 12
_TOKENS_KEPT = 4


class _Save:
    def __init__(self, id: str, version: int, fields: Fields) -> None:
        self.id = id
        self.version = version
        self.fields = fields
        self.is_stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()


class Saving:
    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._waiting: deque[_Save] = deque()
        self._sending: asyncio.Task[None] | None = None

    async def save(self, id: str, version: int, fields: Fields) -> bool:
        """Sets the fields where the document's version is still `version`; whether it was.

        Raises: DuplicateKey · Unavailable.
        """
        save = _Save(id, version, fields)
        self._waiting.append(save)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send(), name=f"saves of {self._collection.name}")
        return await save.is_stored

    async def _send(self) -> None:
        batch: list[_Save] = []
        try:
            while self._waiting:
                batch = self._next()
                await self._store(batch)
        finally:
            self._sending = None
            for save in (*batch, *self._waiting):
                save.is_stored.cancel()
            self._waiting.clear()

    def _next(self) -> list[_Save]:
        """The longest waiting, no two of one document."""
        chosen: dict[str, _Save] = {}
        for save in list(self._waiting):
            if len(chosen) == AT_ONCE:
                break
            chosen.setdefault(save.id, save)
        batch = list(chosen.values())
        for save in batch:
            self._waiting.remove(save)
        return batch

    async def _store(self, batch: list[_Save]) -> None:
        try:
            stored = await self._one(batch[0]) if len(batch) == 1 else await self._together(batch)
        except Exception as error:  # noqa: BLE001
            _fail(batch, error)
        else:
            for save in batch:
                if not save.is_stored.done():
                    save.is_stored.set_result(save.id in stored)

    async def _one(self, save: _Save) -> set[str]:
        wanted = {"_id": save.id, "version": save.version}
        return {save.id} if (await self._collection.update_one(wanted, {"$set": save.fields})).matched_count else set()

    async def _together(self, batch: list[_Save]) -> set[str]:
        """A value that is taken stops the statement: those that it had not stored yet are then stored one by one."""
        ids, token = [save.id for save in batch], secrets.token_hex(8)
        try:
            result = await self._collection.update_many({"_id": {"$in": ids}}, [{"$replaceWith": _saved(batch, token)}])
        except DuplicateKey:
            stored = await self._stored_by(ids, token)
            for save in batch:
                if save.id not in stored:
                    await self._store([save])
            return stored
        return set(ids) if result.modified_count == len(batch) else await self._stored_by(ids, token)

    async def _stored_by(self, ids: list[str], token: str) -> set[str]:
        rows = await self._collection.find({"_id": {"$in": ids}}, {"saved_as": 1})
        return {row["_id"] for row in rows if token in row.get("saved_as", ())}


def _saved(batch: list[_Save], token: str) -> Row:
    """A document after its save; unchanged where its version is another by now."""
    ids = [save.id for save in batch]
    tokens = {"$slice": [{"$concatArrays": [[token], {"$ifNull": ["$saved_as", []]}]}, _TOKENS_KEPT]}
    after = {"$mergeObjects": ["$$ROOT", of_own(ids, [save.fields for save in batch]), {"saved_as": tokens}]}
    return where_own_version(ids, [save.version for save in batch], after)


def _fail(batch: list[_Save], error: Exception) -> None:
    for save in batch:
        if not save.is_stored.done():
            save.is_stored.set_exception(error)
