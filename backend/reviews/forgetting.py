"""Erasure: what was written about a person goes with the interview, or with the person."""

from backend.contracts.events.interviews import InterviewChanged, changes
from backend.contracts.events.privacy import PersonErased
from backend.kernel.events import Received, mentioning
from backend.reviews.repository import Panels, Scorecards

ERASED = "erased"


class Forgetting:
    """Each handler may be called twice."""

    def __init__(self, cards: Scorecards, panels: Panels) -> None:
        self._kept = (cards, panels)

    @mentioning(*changes(ERASED))
    async def interview_changed(self, received: Received[InterviewChanged]) -> None:
        if received.event.change == ERASED:
            await self.forget({"interview_id": received.event.interview_id})

    async def person_erased(self, received: Received[PersonErased]) -> None:
        await self.forget({"candidate_id": received.event.account_id})

    async def forget(self, whose: dict[str, str]) -> int:
        """Gives how many documents there were."""
        return sum([(await records.collection.delete_many(whose)).deleted_count for records in self._kept])
