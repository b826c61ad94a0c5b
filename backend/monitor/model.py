"""Rescues: a candidate needed a person, and how long it took until one came. Ids and times alone."""

from datetime import datetime
from typing import ClassVar, Literal

from backend.kernel.mongo import Index, Mongo
from backend.kernel.repository import Document, OutboxNudge, Repository

RESCUES = "rescues"
Cause = Literal["help", "long_step", "away", "network"]
Reaction = Literal["attended", "took_over"]


class Rescue(Document, frozen=True, kw_only=True):
    """The id follows from the interview and the moment, so that one call is one rescue however often it is told.

    `asked_at` is when help was pressed, or since when the monitor had reason to call someone.
    """

    id_prefix: ClassVar[str] = "rsc"

    interview_id: str
    application_id: str
    candidate_id: str
    cause: Cause
    asked_at: datetime
    reacted_at: datetime | None = None
    reacted_by: str | None = None
    reaction: Reaction | None = None

    @property
    def response_s(self) -> float | None:
        """Seconds until the first reaction."""
        return None if self.reacted_at is None else max(0.0, (self.reacted_at - self.asked_at).total_seconds())


def rescue_of(interview_id: str, asked_at: datetime) -> str:
    return f"{Rescue.id_prefix}_{interview_id.removeprefix('int_')}_{int(asked_at.timestamp() * 1000)}"


class Rescues(Repository[Rescue]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("interview_id", 1)]),
        Index(keys=[("candidate_id", 1)]),
        Index(keys=[("asked_at", 1)]),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, RESCUES, Rescue, relay=relay, noun="rescue")

    async def of(self, interview_id: str) -> list[Rescue]:
        """Of one interview, newest first."""
        found = await self.find({"interview_id": interview_id})
        return sorted(found, key=lambda rescue: rescue.asked_at, reverse=True)
