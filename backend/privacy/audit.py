"""The audit log: append-only, hash-chained, who did or saw what and when."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import ClassVar

import msgspec

from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import BadRequest, Conflict, Unavailable
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Repository, StaleVersion
from backend.privacy.audit_chain import GENESIS, AuditEntry, AuditHead, entry_id, head_seal, sealed, verdict
from backend.privacy.schemas import AuditPage, AuditRow, AuditVerdict
from backend.web.auth import Actor
from backend.web.paging import cursor, keys_of

AUDIT = "audit"
HEADS = "audit_heads"
HEAD_ID = "head"
READ_AT_ONCE = 500
TRIES = 50
LOOKS_REMEMBERED = 10_000
SYSTEM = "system"


class AuditEntries(Repository[AuditEntry]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("event_id", 1)], unique=True, partial={"event_id": {"$gt": ""}}),
        Index(keys=[("subject", 1)]),
    ]

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, AUDIT, AuditEntry, noun="audit_entry")


class AuditHeads(Repository[AuditHead]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, HEADS, AuditHead, noun="audit_head")


class Audit:
    """Appends and verifies. Whoever takes the next number first goes first; the others take the one after.

    A process remembers the end that it wrote itself: where another has gone on since, the number is taken.
    """

    def __init__(self, entries: AuditEntries, heads: AuditHeads, keyring: Keyring, *, clock: Clock = utc_now) -> None:
        self.entries = entries
        self.heads = heads
        self._key = keyring.derive("audit log")
        self._clock = clock
        self._turn = asyncio.Lock()
        self._looks: set[str] = set()
        self._last: tuple[int, str] | None = None
        self._head: AuditHead | None = None

    @classmethod
    def of(cls, mongo: Mongo, keyring: Keyring, *, clock: Clock = utc_now) -> "Audit":
        return cls(AuditEntries(mongo), AuditHeads(mongo), keyring, clock=clock)

    async def record(
        self, actor: Actor | None, action: str, subject: str, detail: Mapping[str, str] | None = None
    ) -> AuditEntry:
        """Appends what `actor` (None: the system itself) did to or saw of `subject`; stored when this returns.

        `action` is a stable name such as `interview.read`; `detail` holds ids and codes, never names or contents.
        """
        actor_id = actor.account_id if actor else SYSTEM
        return await self.append(actor_id, actor.kind if actor else SYSTEM, action, subject, detail or {})

    async def record_once(self, actor: Actor, action: str, subject: str, detail: Mapping[str, str]) -> None:
        """The same, once for each session of the actor: a look that is made of many requests is one look."""
        event_id = f"{action}:{actor.session_id}:{subject}"
        if event_id in self._looks:
            return
        await self.append(actor.account_id, actor.kind, action, subject, detail, event_id=event_id)
        if len(self._looks) >= LOOKS_REMEMBERED:
            self._looks.clear()
        self._looks.add(event_id)

    async def append(
        self, actor_id: str, actor_kind: str, action: str, subject: str, detail: Mapping[str, str],
        *, event_id: str | None = None,
    ) -> AuditEntry:  # fmt: skip
        """The same by ids; an event that was recorded before is recorded once."""
        draft = AuditEntry(
            id="", number=0, at=self._clock(), actor_id=actor_id, actor_kind=actor_kind, action=action,
            subject=subject, detail=dict(detail), event_id=event_id, previous_hash="", hash="",
        )  # fmt: skip
        async with self._turn:
            for _ in range(TRIES):
                if event_id is not None and (known := await self.entries.find_one({"event_id": event_id})):
                    return known
                number, previous = self._last or await self._end()
                entry = sealed(
                    self._key,
                    msgspec.structs.replace(draft, id=entry_id(number + 1), number=number + 1, previous_hash=previous),
                )
                try:
                    await self.entries.insert(entry)
                except Conflict:  # another process has gone on
                    self._last = None
                    continue
                self._last = entry.number, entry.hash
                await self._move_head(entry)
                return entry
        raise Unavailable("audit_busy", "The audit log is being written by others.")

    async def _end(self) -> tuple[int, str]:
        """Number and hash of the last entry: the head's, or what was appended after it."""
        head = await self.heads.get(HEAD_ID)
        number, last_hash = (head.number, head.hash) if head else (0, GENESIS)
        while (entry := await self.entries.get(entry_id(number + 1))) is not None:
            number, last_hash = entry.number, entry.hash
        return number, last_hash

    async def _move_head(self, entry: AuditEntry) -> None:
        """A head that another process moved further stays; one that was not moved at all is found by `_end`."""
        seal = head_seal(self._key, entry.number, entry.hash)
        fresh = AuditHead(id=HEAD_ID, number=entry.number, hash=entry.hash, seal=seal)
        try:
            if self._head is not None and self._head.number < entry.number:
                self._head = await self.heads.save(msgspec.structs.replace(fresh, version=self._head.version))
                return
        except StaleVersion:
            self._head = None
        head = await self.heads.get(HEAD_ID)
        try:
            if head is None:
                self._head = await self.heads.insert(fresh)
            elif head.number < entry.number:
                self._head = await self.heads.save(msgspec.structs.replace(fresh, version=head.version))
        except (StaleVersion, Conflict):
            return

    async def page(self, limit: int, after: str | None) -> AuditPage:
        """Newest first. Raises: 400 cursor_invalid."""
        newest = _number(after) - 1 if after else (await self._end())[0]
        oldest = max(1, newest - limit + 1)
        found = await self._range(oldest, newest)
        rows = [_row(entry) for entry in reversed(found)]
        return AuditPage(rows, cursor(str(oldest)) if oldest > 1 and rows else None)

    async def verify(self) -> AuditVerdict:
        """Whether the whole log is as it was written."""
        return await verdict(self._key, self._all(), await self.heads.get(HEAD_ID))

    async def _all(self) -> AsyncIterator[AuditEntry]:
        """All entries by their numbers, then whatever else lies there, which is none that this log has written."""
        read = 0
        while entries := await self._range(read + 1, read + READ_AT_ONCE):
            read += READ_AT_ONCE
            for entry in entries:
                yield entry
        rows = await self.entries.collection.find({}, {"_id": 1})
        others = sorted({row["_id"] for row in rows} - {entry_id(number) for number in range(1, read + 1)})
        for begin in range(0, len(others), READ_AT_ONCE):
            found = await self.entries.find({"_id": {"$in": others[begin : begin + READ_AT_ONCE]}})
            for entry in sorted(found, key=lambda each: each.id):
                yield entry

    async def _range(self, oldest: int, newest: int) -> list[AuditEntry]:
        found = await self.entries.find({"_id": {"$in": [entry_id(number) for number in range(oldest, newest + 1)]}})
        return sorted(found, key=lambda entry: entry.number)


def _number(after: str) -> int:
    """Raises: 400 cursor_invalid."""
    (number,) = keys_of(after, 1)
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        raise BadRequest("cursor_invalid", "The place to go on from is unknown.")
    return int(number)


def _row(entry: AuditEntry) -> AuditRow:
    return AuditRow(
        entry.number, entry.at, entry.actor_id, entry.actor_kind, entry.action, entry.subject, entry.detail,
        entry.previous_hash, entry.hash,
    )  # fmt: skip
