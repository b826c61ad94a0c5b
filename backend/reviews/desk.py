"""The cards of one interview laid out for one member: who rates, what the member may see and do."""

from dataclasses import dataclass

from backend.accounts.people import People
from backend.applications.repository import Applications
from backend.interviews.model import Interview
from backend.interviews.staff import StaffInterviews
from backend.kernel.errors import NotFound
from backend.positions.repository import Rubrics
from backend.positions.rubric import Rubric
from backend.reviews.model import Panel, Scorecard
from backend.reviews.repository import Panels, Scorecards
from backend.reviews.rules import Hidden, Refused, Standing, hidden_because, refused_because
from backend.web.auth import Actor
from backend.web.policy import Permission, Role


@dataclass(frozen=True)
class Desk:
    """`asked` are the members whose cards are awaited, in the order of assignment. `rubric` None: there is none yet."""

    actor: Actor
    interview: Interview
    rubric: Rubric | None
    panel: Panel | None
    cards: list[Scorecard]
    asked: list[str]

    @property
    def own(self) -> Scorecard | None:
        return next((card for card in self.cards if card.rater_id == self.actor.account_id), None)

    @property
    def submitted(self) -> list[Scorecard]:
        return [card for card in self.cards if card.is_submitted]

    @property
    def waiting(self) -> int:
        """How many of those asked have not submitted."""
        done = {card.rater_id for card in self.submitted}
        return sum(1 for member_id in self.asked if member_id not in done)

    @property
    def is_complete(self) -> bool:
        return self.waiting == 0 and bool(self.submitted)

    @property
    def standing(self) -> Standing:
        own = self.own
        return Standing(
            is_asked=self.actor.account_id in self.asked,
            may_write=self.actor.may(Permission.SCORECARD_WRITE),
            sees_all=Role.AUDITOR in self.actor.roles,
            has_draft=own is not None and not own.is_submitted,
            is_submitted=own is not None and own.is_submitted,
            has_opened=self.panel is not None and self.actor.account_id in self.panel.seen_by,
            is_complete=self.is_complete,
        )

    @property
    def hidden(self) -> Hidden | None:
        return hidden_because(self.standing)

    @property
    def refused(self) -> Refused | None:
        """Why the actor may not begin a card."""
        is_audience = self.panel is not None and self.actor.account_id in self.panel.seen_by
        return refused_because(
            self.standing, self.interview, self.actor.account_id, self.rubric, is_audience=is_audience
        )


class Desks:
    def __init__(
        self, staff: StaffInterviews, applications: Applications, rubrics: Rubrics, cards: Scorecards, panels: Panels,
        people: People,
    ) -> None:  # fmt: skip
        self._staff = staff
        self._applications = applications
        self._rubrics = rubrics
        self._cards = cards
        self._panels = panels
        self._people = people

    async def desk(self, actor: Actor, interview_id: str) -> Desk:
        """Raises: NotFound interview_unknown · Gone interview_erased."""
        interview = await self._staff.visible(actor, interview_id)
        panel = await self._panels.of_interview(interview.id)
        rubric = await self._rubrics.require(panel.rubric_id) if panel else None
        return Desk(
            actor=actor,
            interview=interview,
            rubric=rubric or await self._rubrics.current(interview.position_id),
            panel=panel,
            cards=await self._cards.of_interview(interview.id),
            asked=await self._asked(interview, panel),
        )

    async def owing(self, interview: Interview) -> list[str]:
        """Who was asked to score it, can, and has not submitted a card."""
        if await self._rubrics.current(interview.position_id) is None:
            return []
        panel = await self._panels.of_interview(interview.id)
        done = {card.rater_id for card in await self._cards.of_interview(interview.id) if card.is_submitted}
        return [member_id for member_id in await self._asked(interview, panel) if member_id not in done]

    async def name_of(self, member_id: str) -> str:
        try:
            return (await self._people.person(member_id)).name
        except NotFound:
            return ""

    async def _asked(self, interview: Interview, panel: Panel | None) -> list[str]:
        """The interviewers assigned, without those who left, who read the cards before they were assigned, and who
        decided on accommodations, which scorers must not know.
        """
        excused = {interview.accommodations.decided_by, *(panel.seen_by if panel else ())}
        application = await self._applications.get(interview.application_id)
        found = []
        for member_id in application.interviewer_ids if application else ():
            member = await self._people.members.get(member_id)
            if member is not None and member.is_active and member_id not in excused:
                found.append(member_id)
        return found
