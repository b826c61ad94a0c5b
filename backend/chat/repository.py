"""Collections of the chat."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec

from backend.chat.model import (
    ATTACHMENTS,
    CANNED,
    MESSAGES,
    THREADS,
    Attachment,
    Canned,
    Lane,
    Message,
    Thread,
    message_id,
)
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Mark, Repository

READ_AT_ONCE = 500
_WAITING, _UNREAD = "waiting", "unread"
WAITING = {"found_by": _WAITING}
"""Finds the threads in which the candidate waits for an answer."""

AHEAD = 16
"""How far beyond the last known number is looked at first."""


class Said(msgspec.Struct, frozen=True):
    """That a message stands."""

    thread_id: str
    lane: Lane
    number: int


class ThreadWaiting(msgspec.Struct, frozen=True):
    """That somebody waits for an answer."""

    id: str
    interview_id: str
    since: datetime


class Threads(Repository[Thread]):
    has_outbox: ClassVar[bool] = False
    indexes: ClassVar[list[Index]] = [Index(keys=[("last_at", 1)])]
    former_indexes: ClassVar[list[str]] = ["candidate_id_1", "assignee_id_1", "waiting_since_1", "name_tokens_1"]

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, THREADS, Thread, noun="thread")

    def marks(self, doc: Thread) -> list[Mark]:
        found: list[Mark] = [_of_candidate(doc.candidate_id), *map(_of_name, doc.name_tokens)]
        if doc.assignee_id is not None:
            found.append(_of_assignee(doc.assignee_id))
        if doc.waiting_since is not None:
            found.append(_WAITING)
        if doc.is_unread:
            found.append(_UNREAD)
        return found

    async def of_interview(self, interview_id: str, candidate_id: str) -> Thread | None:
        return await self.find_one({"found_by": _of_candidate(candidate_id), "interview_id": interview_id})

    async def of_candidate(self, candidate_id: str) -> list[Thread]:
        return await self.find({"found_by": _of_candidate(candidate_id)})

    async def named(self, tokens: Sequence[str], limit: int) -> list[Thread]:
        """Those of people whose names have all of the tokens; not in order."""
        return await self.find({"found_by": {"$all": [_of_name(each) for each in tokens]}}, limit=limit)

    async def unread(self) -> int:
        """How many have something that nobody of the team has read."""
        return await self.count({"found_by": _UNREAD})

    async def page(self, filter: dict[str, Any], before: datetime | None, limit: int) -> list[Thread]:
        """Newest first. `before` is the `last_at` of the page before."""
        bound = {"last_at": {"$lt": before}} if before else {}
        return await self.find(filter | bound, sort=[("last_at", -1)], limit=limit)

    async def between(
        self, moment: Literal["last_at", "waiting_since"], begin: datetime, end: datetime
    ) -> AsyncIterator[Thread]:
        """All whose `moment` lies there, the earliest first, some at a time."""
        after, among = begin, WAITING if moment == "waiting_since" else {}
        while True:
            wanted = {**among, moment: {"$gt": after, "$lte": end}}
            found = await self.find(wanted, sort=[(moment, 1)], limit=READ_AT_ONCE)
            for thread in found:
                yield thread
            if len(found) < READ_AT_ONCE:
                return
            after = getattr(found[-1], moment)

    async def waiting(self, account_id: str, now: datetime) -> list[ThreadWaiting]:
        """Those that wait for this member or anybody, the longest wait first."""
        wanted: dict[str, Any] = {
            **WAITING,
            "assignee_id": {"$in": [None, account_id]},
            "$or": [{"snoozed_until": None}, {"snoozed_until": {"$lte": now}}],
        }
        rows = await self.collection.find(wanted, {"interview_id": 1, "waiting_since": 1})
        found = [ThreadWaiting(row["_id"], row["interview_id"], row["waiting_since"]) for row in rows]
        return sorted(found, key=lambda thread: thread.since)

    async def lasts(self, thread_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """The last message and the last note that each thread knows of."""
        rows = await self.collection.find({"_id": {"$in": list(thread_ids)}}, {"last_number": 1, "last_note": 1})
        return {row["_id"]: (row["last_number"], row["last_note"]) for row in rows}


def assigned_to(account_id: str) -> dict[str, Any]:
    """Finds the threads that somebody of the team has."""
    return {"found_by": _of_assignee(account_id)}


def _of_candidate(candidate_id: str) -> str:
    return f"candidate:{candidate_id}"


def _of_assignee(account_id: str) -> str:
    return f"assignee:{account_id}"


def _of_name(token: str) -> str:
    return f"name:{token}"


class Messages(Repository[Message]):
    """Written once and never changed."""

    has_outbox: ClassVar[bool] = False
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("thread_id", 1), ("author_id", 1), ("client_id", 1)], unique=True),
        Index(keys=[("tokens", 1)]),
        Index(keys=[("at", 1)]),
    ]

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, MESSAGES, Message, noun="message")

    async def between(self, thread_id: str, lane: Lane, first: int, last: int) -> list[Message]:
        """Numbers `first` to `last`, in order. By each id: for a range of ids the embedded store reads all."""
        numbers = range(max(first, 1), last + 1)
        found = await self.by_id([message_id(thread_id, lane, number) for number in numbers])
        return sorted(found, key=lambda message: message.number)

    async def by_id(self, ids: Sequence[str]) -> list[Message]:
        """Not in order; those that are not there are left out."""
        return await self.find({"_id": {"$in": list(ids)}}) if ids else []

    async def said(self, begin: datetime, end: datetime) -> list[Said]:
        """Messages and notes after `begin` up to `end`, not in order."""
        rows = await self.collection.find({"at": {"$gt": begin, "$lte": end}}, {"thread_id": 1, "lane": 1, "number": 1})
        return [Said(row["thread_id"], row["lane"], row["number"]) for row in rows]

    async def forget(self, thread_id: str) -> None:
        """All of a thread."""
        await self.collection.delete_many({"thread_id": thread_id})

    async def sent_as(self, thread_id: str, author_id: str, client_id: str) -> Message | None:
        return await self.find_one({"thread_id": thread_id, "author_id": author_id, "client_id": client_id})

    async def newest_number(self, thread_id: str, lane: Lane, known: int) -> int:
        """The last number taken, where all up to `known` are: what was written in the meantime is a few at most."""
        many = AHEAD
        while True:
            ids = [message_id(thread_id, lane, number) for number in range(known + 1, known + many + 1)]
            taken = await self.collection.find({"_id": {"$in": ids}}, {"number": 1})
            known = max((int(row["number"]) for row in taken), default=known)
            if len(taken) < many:
                return known
            many *= 2

    async def with_tokens(self, tokens: Sequence[str], limit: int) -> list[Message]:
        """Messages that have all of the tokens; not in order."""
        return await self.find({"tokens": {"$all": list(tokens)}}, limit=limit)


class Attachments(Repository[Attachment]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("thread_id", 1)]),
        Index(keys=[("message_id", 1), ("created_at", 1)]),
    ]

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, ATTACHMENTS, Attachment, noun="attachment")

    async def of(self, ids: Sequence[str]) -> list[Attachment]:
        """In the order of `ids`; those that are gone are left out."""
        if not ids:
            return []
        found = {each.id: each for each in await self.find({"_id": {"$in": list(ids)}})}
        return [found[each] for each in ids if each in found]


class CannedReplies(Repository[Canned]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, CANNED, Canned, noun="canned_reply")
