"""Collections `positions` and `departments`."""

from typing import ClassVar

from backend.kernel.mongo import Index, Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.positions.model import DEPARTMENTS, POSITIONS, Department, Position


class Positions(Repository[Position]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("department_id", 1)])]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, POSITIONS, Position, relay=relay, noun="position")


class Departments(Repository[Department]):
    indexes: ClassVar[list[Index]] = []

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, DEPARTMENTS, Department, relay=relay, noun="department")
