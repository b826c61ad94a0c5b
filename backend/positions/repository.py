"""Collections `positions`, `departments` and `rubrics`."""

from typing import ClassVar

from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository, StaleVersion
from backend.positions.model import DEPARTMENTS, POSITIONS, Department, Position
from backend.positions.rubric import RUBRICS, Rubric


class Positions(Repository[Position]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("department_id", 1)])]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, POSITIONS, Position, relay=relay, noun="position")


class Departments(Repository[Department]):
    indexes: ClassVar[list[Index]] = []

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, DEPARTMENTS, Department, relay=relay, noun="department")


class Rubrics(Repository[Rubric]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("position_id", 1), ("number", 1)], unique=True),
        Index(keys=[("position_id", 1)], unique=True, partial={"state": "draft"}),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, RUBRICS, Rubric, relay=relay, noun="rubric")

    async def of_position(self, position_id: str) -> list[Rubric]:
        """All versions, newest number first."""
        return sorted(await self.find({"position_id": position_id}), key=lambda rubric: rubric.number, reverse=True)

    async def current(self, position_id: str) -> Rubric | None:
        """The published version with the highest number: a position has one draft at a time, so it is the newest."""
        return next((each for each in await self.of_position(position_id) if each.state == "published"), None)

    async def delete_draft(self, rubric: Rubric) -> None:
        """Raises: StaleVersion where it was saved or published in the meantime."""
        wanted = {"_id": rubric.id, "version": rubric.version, "state": "draft"}
        if (await self.collection.delete_one(wanted)).deleted_count == 0:
            raise StaleVersion("stale_version", "The rubric was changed in the meantime.", version=rubric.version)
