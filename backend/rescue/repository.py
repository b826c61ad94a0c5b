"""Collections of the rescue."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.rescue.model import RESCUES, ROTAS, SWITCHES, DutySwitch, Rescue, Rota

OPEN = ["calling", "unanswered"]


class Rescues(Repository[Rescue]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("interview_id", 1)]),
        Index(keys=[("candidate_id", 1)]),
        Index(keys=[("asked_at", 1)]),
        Index(keys=[("reacted_at", 1)], sparse=True),
        Index(keys=[("next_at", 1)], sparse=True),
        Index(keys=[("open_for", 1)], unique=True, partial={"open_for": {"$gt": ""}}),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, RESCUES, Rescue, relay=relay, noun="rescue")

    async def of(self, interview_id: str) -> list[Rescue]:
        """Of one interview, newest first."""
        found = await self.find({"interview_id": interview_id})
        return sorted(found, key=lambda rescue: rescue.asked_at, reverse=True)

    async def open_of(self, interview_id: str) -> Rescue | None:
        """The call of the interview that nobody has answered yet."""
        return await self.find_one({"open_for": interview_id})

    async def open(self) -> list[Rescue]:
        """All calls that nobody has answered yet, the longest wait first."""
        found = await self.find({"open_for": {"$gt": ""}})
        return sorted(found, key=lambda rescue: rescue.asked_at)

    async def taken_since(self, since: datetime) -> list[Rescue]:
        """Calls that somebody has answered since then."""
        return await self.find({"reacted_at": {"$gte": since}})

    async def due(self, now: datetime) -> list[Rescue]:
        """Calls whose next level is to be called by now."""
        return await self.find({"next_at": {"$lte": now}, "open_for": {"$gt": ""}})

    async def since(self, since: datetime) -> list[Rescue]:
        return await self.find({"asked_at": {"$gte": since}})


class Rotas(Repository[Rota]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, ROTAS, Rota, noun="rota")


class DutySwitches(Repository[DutySwitch]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, SWITCHES, DutySwitch, noun="duty_switch")

    async def standing(self, now: datetime, members: Sequence[str] | None = None) -> dict[str, DutySwitch]:
        """By member; those that have lapsed say nothing."""
        wanted = {"until": {"$gt": now}} | ({} if members is None else {"_id": {"$in": list(members)}})
        return {switch.id: switch for switch in await self.find(wanted)}
