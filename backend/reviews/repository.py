"""Collections `scorecards` and `panels`. What people wrote lies sealed, see `at_rest`."""

from typing import ClassVar

from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.reviews.model import PANELS, SCORECARDS, Panel, Scorecard, card_of, panel_of


class Scorecards(Repository[Scorecard]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("interview_id", 1)]),
        Index(keys=[("rater_id", 1)]),
        Index(keys=[("candidate_id", 1)]),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, SCORECARDS, Scorecard, relay=relay, noun="scorecard")

    async def of_rater(self, interview_id: str, rater_id: str) -> Scorecard | None:
        return await self.get(card_of(interview_id, rater_id))

    async def of_interview(self, interview_id: str) -> list[Scorecard]:
        """In the order in which they were begun."""
        found = await self.find({"interview_id": interview_id})
        return sorted(found, key=lambda card: (card.begun_at, card.id))

    async def of_member(self, rater_id: str) -> list[Scorecard]:
        return await self.find({"rater_id": rater_id})


class Panels(Repository[Panel]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("interview_id", 1)]),
        Index(keys=[("candidate_id", 1)]),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, PANELS, Panel, relay=relay, noun="panel")

    async def of_interview(self, interview_id: str) -> Panel | None:
        return await self.get(panel_of(interview_id))
