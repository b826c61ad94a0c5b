"""Collection `flows`."""

from datetime import UTC, datetime
from typing import ClassVar

from backend.flows.model import FLOWS, Flow
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository, StaleVersion

_NEVER = datetime.min.replace(tzinfo=UTC)


class Flows(Repository[Flow]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("position_id", 1), ("number", 1)], unique=True),
        Index(keys=[("position_id", 1)], unique=True, partial={"state": "draft"}),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, FLOWS, Flow, relay=relay, noun="flow")

    async def of_position(self, position_id: str) -> list[Flow]:
        """All versions, newest number first."""
        return sorted(await self.find({"position_id": position_id}), key=lambda flow: flow.number, reverse=True)

    async def newest_published(self, position_id: str) -> Flow | None:
        """The version that new interviews of a position run on: the one that was published last."""
        found = await self.find({"position_id": position_id, "state": "published"})
        return max(found, key=lambda flow: (flow.published_at or _NEVER, flow.number), default=None)

    async def draft_of(self, position_id: str) -> Flow | None:
        """The version that is being written; a position has one at a time."""
        return await self.find_one({"position_id": position_id, "state": "draft"})

    async def delete_draft(self, flow: Flow) -> None:
        """Removes the draft unless it was published meanwhile. Raises: StaleVersion stale_version."""
        wanted = {"_id": flow.id, "version": flow.version, "state": "draft"}
        if (await self.collection.delete_one(wanted)).deleted_count == 0:
            raise StaleVersion("stale_version", "The draft was changed in the meantime.")
