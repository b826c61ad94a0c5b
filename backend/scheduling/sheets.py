"""Collection `claim_sheets`: who gets a resource's time, decided by compare-and-set on one document."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from backend.kernel.errors import Conflict, GreenroomError, Unavailable
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository, StaleVersion
from backend.kernel.together import Together
from backend.scheduling.model import SHEETS, Sheet

TRIES = 40
SHEETS_REMEMBERED = 500

Change = Callable[[Sheet], Sheet]


class _Asked(NamedTuple):
    """A change that somebody waits for."""

    change: Change
    answer: "asyncio.Future[None]"


class Sheets(Repository[Sheet]):
    """Changes that come while a sheet is being saved go together with its next save; between processes the version
    decides. A sheet that this process changed last is tried as it left it, without a look; who would be refused by
    that, or would change nothing, is judged by what is stored.
    """

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, SHEETS, Sheet, relay=relay, noun="sheet")
        self._asked: dict[str, list[_Asked]] = {}
        self._saving: dict[str, asyncio.Task[None]] = {}
        self._left: dict[str, Sheet] = {}
        self._looks: Together[Sheet | None] = Together()

    async def of(self, ids: Sequence[str]) -> dict[str, Sheet]:
        return {sheet.id: sheet for sheet in await self.find({"_id": {"$in": list(ids)}})}

    async def change(self, sheet_id: str, change: Change) -> None:
        """Raises: whatever `change` raises · Unavailable calendar_contended, database_unavailable."""
        asked = _Asked(change, asyncio.get_running_loop().create_future())
        self._asked.setdefault(sheet_id, []).append(asked)
        if sheet_id not in self._saving:
            self._saving[sheet_id] = asyncio.create_task(self._serve(sheet_id), name="claims of one sheet")
        await asked.answer

    async def ensure(self, sheet_id: str, change: Change) -> None:
        """Raises what `change` would, if that is known already: of a sheet that this process has changed lately."""
        left = self._left.get(sheet_id)
        if left is None:
            return
        try:
            change(left)
        except Conflict:
            stored = await self._looks.look(sheet_id, lambda: self.get(sheet_id))
            change(stored or Sheet(id=sheet_id))

    async def _serve(self, sheet_id: str) -> None:
        """Makes the changes that are asked for, as many as wait at a time, until none is left."""
        try:
            while together := self._asked.pop(sheet_id, []):
                try:
                    await self._make(sheet_id, together)
                except Exception as error:  # noqa: BLE001 told to everybody who waits for it
                    self._left.pop(sheet_id, None)
                    _answer(together, dict.fromkeys(range(len(together)), error))
        finally:
            del self._saving[sheet_id]

    async def _make(self, sheet_id: str, together: Sequence[_Asked]) -> None:
        known, is_stored = self._left.get(sheet_id), False
        for attempt in range(TRIES):
            if known is None:
                stored = await self.get(sheet_id)
                known, is_stored = stored or Sheet(id=sheet_id), True
            is_new = is_stored and stored is None
            after, refused, is_doubtful = _after(known, together)
            if is_doubtful and not is_stored:
                known = None
                continue
            try:
                if after is not known:
                    after = await (self.insert(after) if is_new else self.save(after))
            except (StaleVersion, Conflict):
                known = None
                await asyncio.sleep(random.uniform(0, 0.002 * min(attempt + 1, 20)))  # noqa: S311
                continue
            if not (is_new and after is known):
                self._leave(after)
            return _answer(together, refused)
        raise Unavailable("calendar_contended", "Too many people want this time at once. Please try again.")

    async def forget_hours(self, *, before: datetime) -> int:
        """Removes sheets of AI places of hours before."""
        hours = {"$gte": "ai:", "$lt": f"ai:{before:%Y-%m-%dT%H}"}
        return (await self.collection.delete_many({"_id": hours})).deleted_count

    def _leave(self, sheet: Sheet) -> None:
        self._left[sheet.id] = sheet
        if len(self._left) > SHEETS_REMEMBERED:
            del self._left[next(iter(self._left))]


def _after(known: Sheet, together: Sequence[_Asked]) -> tuple[Sheet, dict[int, Exception], bool]:
    """The sheet after all changes in turn, who was refused why, and whether another state might have judged else."""
    after, refused, is_doubtful = known, dict[int, Exception](), False
    for number, asked in enumerate(together):
        try:
            before, after = after, asked.change(after)
            is_doubtful |= after is before
        except GreenroomError as error:
            refused[number] = error
    return after, refused, is_doubtful or bool(refused)


def _answer(together: Sequence[_Asked], refused: dict[int, Exception]) -> None:
    for number, asked in enumerate(together):
        if asked.answer.done():
            continue  # whoever asked has gone
        if (error := refused.get(number)) is not None:
            asked.answer.set_exception(error)
        else:
            asked.answer.set_result(None)
