"""Collection `applications`."""

from typing import ClassVar

from backend.applications.model import APPLICATIONS, Application
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository


class Applications(Repository[Application]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("candidate_id", 1), ("position_id", 1)], unique=True),
        Index(keys=[("interview_id", 1)], unique=True, partial={"interview_id": {"$gt": ""}}),
        Index(keys=[("position_id", 1), ("stage", 1)]),
        Index(keys=[("interviewer_ids", 1)]),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, APPLICATIONS, Application, relay=relay, noun="application")

    async def of_interview(self, interview_id: str) -> Application | None:
        return await self.find_one({"interview_id": interview_id})
