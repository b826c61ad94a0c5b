"""The collections of notices."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from backend.contracts.events.notifications import Urgency
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Repository
from backend.notices.model import (
    HALTS,
    KEYS,
    NOTICES,
    PREFERENCES,
    SUBSCRIPTIONS,
    SUPPRESSIONS,
    TEMPLATES,
    Channel,
    Halt,
    Notice,
    NoticeTemplate,
    Preferences,
    PushSubscription,
    SealedKey,
    SendingState,
    Suppression,
)


class ChannelTally(msgspec.Struct, frozen=True):
    channel: Channel
    state: SendingState
    count: int


class Tally(msgspec.Struct, frozen=True):
    """Notices by state, their parts by channel and state, and how many were read."""

    states: dict[str, int]
    channels: list[ChannelTally]
    read: int


class Notices(Repository[Notice]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("urgency", 1), ("look_at", 1)]),
        Index(keys=[("account_id", 1), ("shown_at", 1)]),
        Index(keys=[("created_at", 1)]),
        Index(keys=[("token", 1)], unique=True),
    ]

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, NOTICES, Notice, noun="notice")

    async def due_between(
        self, urgency: Urgency, begin: datetime | None, end: datetime, limit: int
    ) -> dict[str, datetime]:
        """Ids, with since when, of some of those with something to do since then and by then."""
        span = {"$lte": end} if begin is None else {"$gte": begin, "$lte": end}
        rows = await self.collection.find({"urgency": urgency, "look_at": span}, {"look_at": 1}, limit=limit)
        return {row["_id"]: row["look_at"] for row in rows}

    async def take(self, ids: Sequence[str], now: datetime, until: datetime, token: str) -> list[Notice]:
        """Those of `ids` that are still due, held until then; nobody else gets them by another `token`."""
        among = {"_id": {"$in": list(ids)}}
        held = {"$set": {"look_at": until, "taken_by": token}, "$inc": {"version": 1}}
        taken = await self.collection.update_many({**among, "look_at": {"$lte": now}}, held)
        return await self.find({**among, "taken_by": token}) if taken.matched_count else []

    async def hold(self, ids: Sequence[str], until: datetime) -> None:
        """Holds on to notices that are being worked on; what was noted of one meanwhile stays."""
        if ids:
            wanted: dict[str, Any] = {"_id": {"$in": list(ids)}, "look_at": {"$lte": until}}
            await self.collection.update_many(wanted, {"$set": {"look_at": until}})

    async def tally(self, prefix: str, since: datetime, until: datetime) -> "Tally":
        """What became of all notices whose id begins so and that were asked for in the time, in one pass over them."""
        within = {"created_at": {"$gte": since, "$lte": until}, "_id": {"$gte": prefix, "$lt": prefix + "\uffff"}}
        channel = {"channel": "$sendings.channel", "state": "$sendings.state"}
        (counted,) = await self.collection.aggregate(
            [
                {"$match": within},
                {
                    "$facet": {
                        "states": [{"$group": {"_id": "$state", "count": {"$sum": 1}}}],
                        "channels": [{"$unwind": "$sendings"}, {"$group": {"_id": channel, "count": {"$sum": 1}}}],
                        "read": [{"$match": {"read_at": {"$ne": None}}}, {"$count": "count"}],
                    }
                },
            ]
        )
        return Tally(
            {str(row["_id"]): int(row["count"]) for row in counted["states"]},
            [
                ChannelTally(row["_id"]["channel"], row["_id"]["state"], int(row["count"]))
                for row in counted["channels"]
            ],
            sum(int(row["count"]) for row in counted["read"]),
        )

    async def by_token(self, token: str) -> Notice | None:
        return await self.find_one({"token": token})

    async def forget(self, account_id: str) -> int:
        return (await self.collection.delete_many({"account_id": account_id})).deleted_count


class PreferenceRecords(Repository[Preferences]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, PREFERENCES, Preferences, noun="preferences")

    async def of(self, account_id: str) -> Preferences:
        """The person's own, or the defaults."""
        return await self.get(account_id) or Preferences(id=account_id)


class PushSubscriptions(Repository[PushSubscription]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("account_id", 1)])]

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, SUBSCRIPTIONS, PushSubscription, noun="push_subscription")

    async def of(self, account_id: str) -> list[PushSubscription]:
        return await self.find({"account_id": account_id})

    async def forget(self, account_id: str) -> int:
        return (await self.collection.delete_many({"account_id": account_id})).deleted_count


class Suppressions(Repository[Suppression]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("account_id", 1)])]

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, SUPPRESSIONS, Suppression, noun="suppression")

    async def forget(self, account_id: str) -> int:
        return (await self.collection.delete_many({"account_id": account_id})).deleted_count


class Halts(Repository[Halt]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, HALTS, Halt, noun="halt")

    async def halt(self, prefix: str, now: datetime) -> None:
        """Again is harmless."""
        await self.insert_each([Halt(id=prefix, at=now)])

    async def among(self, prefixes: Collection[str]) -> frozenset[str]:
        """Those that are halted."""
        if not prefixes:
            return frozenset()
        rows = await self.collection.find({"_id": {"$in": sorted(prefixes)}}, {"_id": 1})
        return frozenset(row["_id"] for row in rows)


class NoticeTemplates(Repository[NoticeTemplate]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, TEMPLATES, NoticeTemplate, noun="notice_template")


class Keys(Repository[SealedKey]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, KEYS, SealedKey, noun="notice_key")
