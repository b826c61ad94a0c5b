"""Collection `materials`."""

from typing import ClassVar

from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.materials.model import MATERIALS, Materials


class MaterialRecords(Repository[Materials]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("candidate_id", 1)])]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, MATERIALS, Materials, relay=relay, noun="materials")

    async def forget_person(self, candidate_id: str) -> int:
        return (await self.collection.delete_many({"candidate_id": candidate_id})).deleted_count
