"""Collections of the chat."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal

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
from backend.kernel.mongo import Index, Mongo
from backend.kernel.repository import OutboxNudge, Repository

READ_AT_ONCE = 500
AHEAD = 16
"""How far beyond the last known number is looked at first."""


class Threads(Repository[Thread]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("candidate_id", 1)]),
        Index(keys=[("last_at", 1)]),
        Index(keys=[("assignee_id", 1)]),
        Index(keys=[("waiting_since", 1)], sparse=True),
        Index(keys=[("name_tokens", 1)]),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, THREADS, Thread, relay=relay, noun="thread")

    async def of_interview(self, interview_id: str, candidate_id: str) -> Thread | None:
        return await self.find_one({"candidate_id": candidate_id, "interview_id": interview_id})

    async def page(self, filter: dict[str, Any], before: datetime | None, limit: int) -> list[Thread]:
        """Newest first. `before` is the `last_at` of the page before."""
        bound = {"last_at": {"$lt": before}} if before else {}
        return await self.find(filter | bound, sort=[("last_at", -1)], limit=limit)

    async def between(
        self, moment: Literal["last_at", "waiting_since"], begin: datetime, end: datetime
    ) -> AsyncIterator[Thread]:
        """All whose `moment` lies there, the earliest first, some at a time."""
        after = begin
        while True:
            found = await self.find({moment: {"$gt": after, "$lte": end}}, sort=[(moment, 1)], limit=READ_AT_ONCE)
            for thread in found:
                yield thread
            if len(found) < READ_AT_ONCE:
                return
            after = getattr(found[-1], moment)

    async def waiting(self, account_id: str, now: datetime, limit: int) -> tuple[list[Thread], int]:
        """The first of those that wait for this member or anybody, the longest wait first, and how many there are."""
        wanted: dict[str, Any] = {
            "waiting_since": {"$ne": None},
            "assignee_id": {"$in": [None, account_id]},
            "$or": [{"snoozed_until": None}, {"snoozed_until": {"$lte": now}}],
        }
        found = await self.find(wanted, sort=[("waiting_since", 1)], limit=limit)
        return found, await self.count(wanted)


class Messages(Repository[Message]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("thread_id", 1), ("author_id", 1), ("client_id", 1)], unique=True),
        Index(keys=[("tokens", 1)]),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, MESSAGES, Message, relay=relay, noun="message")

    async def between(self, thread_id: str, lane: Lane, first: int, last: int) -> list[Message]:
        """Numbers `first` to `last`, in order. By each id: for a range of ids the embedded store reads all."""
        numbers = range(max(first, 1), last + 1)
        found = await self.find({"_id": {"$in": [message_id(thread_id, lane, number) for number in numbers]}})
        return sorted(found, key=lambda message: message.number)

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
