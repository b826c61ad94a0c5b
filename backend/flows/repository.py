"""Collection `flows`."""

from typing import ClassVar

from backend.flows.model import FLOWS, Flow
from backend.kernel.mongo import Index, Mongo
from backend.kernel.repository import OutboxNudge, Repository


class Flows(Repository[Flow]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("position_id", 1), ("number", 1)], unique=True)]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, FLOWS, Flow, relay=relay, noun="flow")

    async def newest_published(self, position_id: str) -> Flow | None:
        """The version that new interviews of a position run on."""
        found = await self.find({"position_id": position_id, "state": "published"})
        return max(found, key=lambda flow: flow.number, default=None)

    async def next_number(self, position_id: str) -> int:
        found = await self.find({"position_id": position_id})
        return max((flow.number for flow in found), default=0) + 1
