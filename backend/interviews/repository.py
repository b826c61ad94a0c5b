"""Collection `interviews`. Who may see which is decided in these queries, not in the routes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from backend.interviews.machine import BEFORE
from backend.interviews.model import INTERVIEWS, Interview
from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import NotFound
from backend.kernel.mongo import Index, Mongo
from backend.kernel.repository import OutboxNudge, Repository

_LIGHT = {"outbox": 0, "outbox_at": 0, "takes.segments": 0}


class Interviews(Repository[Interview]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("application_id", 1)], unique=True),
        Index(keys=[("candidate_id", 1)]),
        Index(keys=[("takes.id", 1)]),
        Index(keys=[("state", 1), ("expires_at", 1)]),
        Index(keys=[("has_work", 1)], partial={"has_work": True}),
        Index(keys=[("waits_for_model", 1)], partial={"waits_for_model": True}),
    ]

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None, clock: Clock = utc_now) -> None:
        super().__init__(mongo, INTERVIEWS, Interview, relay=relay, clock=clock, noun="interview")

    async def own(self, interview_id: str, candidate_id: str) -> Interview:
        """A candidate's own. Raises: NotFound interview_unknown, for foreign ones too."""
        found = await self.find_one({"_id": interview_id, "candidate_id": candidate_id})
        if found is None:
            raise _unknown()
        return found

    async def assigned(self, interview_id: str, applications: Collection[str] | None) -> Interview:
        """One among those a member may see; None: they may see all. Raises: NotFound interview_unknown."""
        found = await self.get(interview_id)
        if found is None or (applications is not None and found.application_id not in applications):
            raise _unknown()
        return found

    async def with_take(self, take_id: str) -> Interview | None:
        return await self.find_one({"takes.id": take_id})

    async def page(self, applications: Collection[str] | None, before: str | None, limit: int) -> list[Interview]:
        """Newest first, from `before` on, without transcripts: not to be saved."""
        wanted: dict[str, Any] = {}
        if before is not None:
            wanted["_id"] = {"$lt": before}
        if applications is not None:
            wanted["application_id"] = {"$in": list(applications)}
        rows = await self.collection.find(wanted, _LIGHT, sort=[("_id", -1)], limit=limit)
        return [self._decode(row) for row in rows]

    async def to_watch(self, now: datetime) -> list[Interview]:
        """Those that time or missing reports may move, without transcripts: not to be saved."""
        filters: list[dict[str, Any]] = [
            {"state": {"$in": ["live", "paused"]}},
            {"has_work": True},
            {"state": {"$in": sorted(BEFORE)}, "expires_at": {"$lte": now}},
        ]
        found: dict[str, Interview] = {}
        for wanted in filters:
            for row in await self.collection.find(wanted, _LIGHT):
                interview = self._decode(row)
                found[interview.id] = interview
        return list(found.values())

    async def waiting_for_model(self) -> list[Interview]:
        """Without transcripts: not to be saved."""
        return [self._decode(row) for row in await self.collection.find({"waits_for_model": True}, _LIGHT)]


def _unknown() -> NotFound:
    return NotFound("interview_unknown", "There is no such interview.")
