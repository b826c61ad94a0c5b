"""Collections `reminder_plans` and `remindings`."""

from typing import ClassVar

from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.reminders.model import DEFAULT_PLAN, PLANS, REMINDINGS, Plan, Reminding


class Plans(Repository[Plan]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, PLANS, Plan, noun="reminder_plan")

    async def of(self, position_id: str) -> Plan | None:
        """The position's own, else the default one; None: the built-in rules."""
        found = {plan.id: plan for plan in await self.find({"_id": {"$in": [position_id, DEFAULT_PLAN]}})}
        return found.get(position_id) or found.get(DEFAULT_PLAN)


class Remindings(Repository[Reminding]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("position_id", 1), ("plan", 1)]),
        Index(keys=[("candidate_id", 1)]),
        Index(keys=[("plan", 1)]),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, REMINDINGS, Reminding, relay=relay, noun="reminding")

    async def forget(self, candidate_id: str) -> int:
        return (await self.collection.delete_many({"candidate_id": candidate_id})).deleted_count
