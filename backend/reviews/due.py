"""The cards that a member still owes."""

from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.interviews.staff import StaffInterviews
from backend.privacy.audit import Audit
from backend.reviews.repository import Scorecards
from backend.reviews.schemas import CardState, CardWaiting
from backend.reviews.views import state_of
from backend.web.auth import Actor

LOOKED_AT = 200


class CardsDue:
    def __init__(
        self, interviews: Interviews, staff: StaffInterviews, scope: StaffScope, cards: Scorecards, audit: Audit
    ) -> None:
        self._interviews = interviews
        self._staff = staff
        self._scope = scope
        self._cards = cards
        self._audit = audit

    async def of(self, actor: Actor) -> list[CardWaiting]:
        """Interviews handed in that the actor is assigned to and has not scored, the longest waiting first."""
        mine = await self._scope.assigned_to(actor)
        if not mine:
            return []
        states = {card.interview_id: state_of(card) for card in await self._cards.of_member(actor.account_id)}
        found = []
        for interview in await self._interviews.page(mine, None, LOOKED_AT):
            state: CardState = states.get(interview.id, "none")
            if interview.submitted_at is None or state in ("submitted", "amending"):
                continue
            if interview.state == "withdrawn" or interview.accommodations.decided_by == actor.account_id:
                continue
            found.append(
                CardWaiting(
                    interview_id=interview.id,
                    candidate=await self._staff.name_of(interview),
                    position=interview.occasion.position,
                    interview_state=interview.state,
                    submitted_at=interview.submitted_at,
                    state=state,
                )
            )
        await self._audit.record_once(actor, "scorecards.due_listed", "interviews", {})
        return sorted(found, key=lambda each: each.submitted_at)
