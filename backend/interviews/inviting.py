"""Inviting: an application gets its interview, on a snapshot of the flow, and the candidate a link to it."""

from datetime import datetime, timedelta

import msgspec

from backend.accounts.invitations import Invitations
from backend.accounts.model import Occasion as InvitationOccasion
from backend.accounts.people import People
from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.contracts.events.interviews import InterviewChanged
from backend.flows.model import Flow
from backend.flows.repository import Flows
from backend.flows.rules import duration_min
from backend.interviews.model import Interview, Occasion, room_of
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict
from backend.kernel.ids import new_id
from backend.positions.model import Position
from backend.positions.repository import Positions

OPEN_FOR = timedelta(days=7)
RESULT_AFTER = timedelta(days=5)


class Invited(msgspec.Struct, frozen=True):
    """`link` is told once."""

    interview: Interview
    invitation_id: str
    link: str


class Inviting:
    def __init__(
        self,
        interviews: Interviews,
        applications: Applications,
        flows: Flows,
        positions: Positions,
        people: People,
        invitations: Invitations,
        clock: Clock,
    ) -> None:
        self._interviews = interviews
        self._applications = applications
        self._flows = flows
        self._positions = positions
        self._people = people
        self._invitations = invitations
        self._clock = clock

    async def invite(
        self,
        application_id: str,
        *,
        expires_at: datetime | None = None,
        reviewers: list[str] | None = None,
        with_mail: bool = True,
    ) -> Invited:
        """The interview of an application and its invitation. `reviewers` are the names or teams the candidate is told.

        Raises: NotFound application_unknown, flow_unknown, position_unknown · Conflict flow_not_published,
        flow_without_questions, interview_exists.
        """
        application = await self._applications.require(application_id)
        flow = await self._flows.require(application.flow_id)
        _ensure_runnable(flow)
        position = await self._positions.require(application.position_id)
        occasion = await self._occasion(position, flow, reviewers or [])
        interview = await self._create(application, flow, occasion, expires_at or self._clock() + OPEN_FOR)
        candidate = await self._people.candidates.require(application.candidate_id)
        invitation, link = await self._invitations.invite(
            candidate, interview.id, shown_before_sign_in(interview), interview.expires_at, with_mail=with_mail
        )
        return Invited(interview, invitation.id, link)

    async def _create(
        self, application: Application, flow: Flow, occasion: Occasion, expires_at: datetime
    ) -> Interview:
        now = self._clock()
        person = await self._people.person(application.candidate_id)
        interview_id = new_id(Interview.id_prefix)
        interview = await self._interviews.insert(
            Interview(
                id=interview_id,
                application_id=application.id,
                candidate_id=application.candidate_id,
                position_id=application.position_id,
                room=room_of(interview_id),
                language=person.language,
                segment=application.segment,
                occasion=occasion,
                flow=flow,
                invited_at=now,
                expires_at=expires_at,
                updated_at=now,
                result_by=expires_at + RESULT_AFTER,
            ),
            [InterviewChanged(interview_id, application.id, "invited", 0, "invited", now)],
        )
        await self._applications.update(
            application.id, lambda known: (msgspec.structs.replace(known, interview_id=interview_id), ())
        )
        return interview

    async def _occasion(self, position: Position, flow: Flow, reviewers: list[str]) -> Occasion:
        contact = await self._people.person(position.contact_id)
        employer = await self._people.employer()
        return Occasion(
            employer=employer.name,
            position=position.title,
            department=position.department,
            competencies={competency.id: competency.name for competency in position.competencies},
            duration_min=duration_min(flow),
            retention_days=position.retention_days,
            reviewers=reviewers or [contact.name],
            contact_name=contact.name,
            contact_email=contact.email,
        )


def shown_before_sign_in(interview: Interview) -> InvitationOccasion:
    """What the holder of a link to this interview may know of it."""
    occasion = interview.occasion
    return InvitationOccasion(
        employer=occasion.employer,
        position=occasion.position,
        duration_min=occasion.duration_min,
        questions=len(interview.flow.questions),
        answer_kinds=list(interview.flow.answer_kinds),
        contact_name=occasion.contact_name,
        contact_email=occasion.contact_email,
    )


def _ensure_runnable(flow: Flow) -> None:
    """Raises: Conflict flow_not_published, flow_without_questions."""
    if flow.state != "published":
        raise Conflict("flow_not_published", "Only a published flow can be interviewed on.")
    if not flow.questions:
        raise Conflict("flow_without_questions", "This flow asks no questions.")
