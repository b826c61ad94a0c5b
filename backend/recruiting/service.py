"""Inviting candidates from the staff's side: one form, checked whole, becomes person, application, interview, link."""

from collections.abc import Sequence
from datetime import timedelta

from backend.accounts.model import Candidate
from backend.accounts.people import People
from backend.accounts.sealing import email_index
from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.flows.model import Flow
from backend.flows.repository import Flows
from backend.flows.rules import duration_min
from backend.interviews.inviting import Invited, Inviting
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict
from backend.kernel.fields import FieldProblem, email_problems, name_problems, refuse
from backend.kernel.ids import new_id
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.privacy.audit import Audit
from backend.recruiting.schemas import (
    CandidateAsked,
    CandidateInvited,
    FlowChoice,
    InvitingChoices,
    MemberChoice,
    PositionChoice,
)
from backend.web.auth import Actor
from backend.web.policy import Role


class Recruiting:
    def __init__(
        self, people: People, positions: Positions, flows: Flows, applications: Applications, interviews: Interviews,
        inviting: Inviting, audit: Audit, keyring: Keyring, clock: Clock,
    ) -> None:  # fmt: skip
        self._people = people
        self._positions = positions
        self._flows = flows
        self._applications = applications
        self._interviews = interviews
        self._inviting = inviting
        self._audit = audit
        self._keyring = keyring
        self._clock = clock

    async def choices(self) -> InvitingChoices:
        """What the form offers: positions with their published versions, and who may be assigned."""
        published = await self._flows.find({"state": "published"})
        positions = [_choice(position, published) for position in await self._positions.find({})]
        members = await self._people.members.find({"roles": Role.INTERVIEWER.value, "is_active": True})
        interviewers = [MemberChoice(member.id, (await self._people.person(member.id)).name) for member in members]
        return InvitingChoices(
            sorted(positions, key=lambda choice: choice.title.en.casefold()),
            sorted(interviewers, key=lambda choice: choice.name.casefold()),
        )

    async def invite(self, actor: Actor, asked: CandidateAsked) -> CandidateInvited:
        """Sent twice by accident it invites once: the second time it says so, and names the interview.

        Raises: Invalid fields_invalid with all `problems` · Conflict candidate_invited with `interview_id`.
        """
        position, flow = await self._checked(asked)
        candidate, is_known = await self._person(asked)
        application = await self._application(actor, asked, candidate, flow)
        try:
            invited = await self._inviting.invite(
                application.id, expires_at=self._clock() + timedelta(days=asked.open_days)
            )
        except Conflict as error:
            if error.code != "interview_exists":
                raise
            raise await self._already(application.id) from error
        await self._record(actor, invited, position, flow)
        name = (await self._people.person(candidate.id)).name
        return CandidateInvited(
            invited.interview.id,
            name,
            invited.link,
            invited.interview.expires_at,
            invited.interview.flow.number,
            is_known,
        )

    async def _checked(self, asked: CandidateAsked) -> tuple[Position, Flow]:
        """What the form names, where all of it is sound. Raises: Invalid fields_invalid."""
        problems = [
            *name_problems("name", asked.name),
            *name_problems("first_name", asked.first_name),
            *email_problems("email", asked.email),
        ]
        position = await self._positions.get(asked.position_id)
        flow = await self._flow(asked, position)
        if position is None:
            problems.append(FieldProblem("position_id", "unknown"))
        elif flow is None:
            problems.append(FieldProblem("flow_id", "nothing_published" if asked.flow_id is None else "not_published"))
        if not await self._are_interviewers(asked.interviewer_ids):
            problems.append(FieldProblem("interviewer_ids", "unknown"))
        refuse(problems, "The invitation cannot be sent like this.")
        if position is None or flow is None:
            raise AssertionError("refused above")
        return position, flow

    async def _flow(self, asked: CandidateAsked, position: Position | None) -> Flow | None:
        if position is None:
            return None
        if asked.flow_id is None:
            return await self._flows.newest_published(position.id)
        return await self._flows.find_one({"_id": asked.flow_id, "position_id": position.id, "state": "published"})

    async def _are_interviewers(self, member_ids: Sequence[str]) -> bool:
        for member_id in set(member_ids):
            member = await self._people.members.get(member_id)
            if member is None or not member.is_active or Role.INTERVIEWER not in member.roles:
                return False
        return True

    async def _person(self, asked: CandidateAsked) -> tuple[Candidate, bool]:
        """The person behind the address, and whether they were known."""
        index = email_index(self._keyring, asked.email)
        if (known := await self._people.candidates.by_email(index)) is not None:
            return known, True
        try:
            return await self._people.add_candidate(
                asked.name.strip(), asked.first_name.strip(), asked.email, asked.language
            ), False
        except Conflict:
            made_meanwhile = await self._people.candidates.by_email(index)
            if made_meanwhile is None:
                raise
            return made_meanwhile, True

    async def _application(self, actor: Actor, asked: CandidateAsked, candidate: Candidate, flow: Flow) -> Application:
        """A new one, or one whose invitation was cut off before. Raises: Conflict candidate_invited."""
        wanted = {"candidate_id": candidate.id, "position_id": flow.position_id}
        known = await self._applications.find_one(wanted)
        if known is not None:
            if await self._interviews.find_one({"application_id": known.id}) is not None:
                raise await self._already(known.id)
            return known
        now = self._clock()
        application = Application(
            id=new_id(Application.id_prefix),
            candidate_id=candidate.id,
            position_id=flow.position_id,
            flow_id=flow.id,
            segment=asked.segment,
            stage_since=now,
            invited_by=actor.account_id,
            invited_at=now,
            interviewer_ids=list(dict.fromkeys(asked.interviewer_ids)),
        )
        try:
            return await self._applications.insert(application)
        except Conflict as error:
            known = await self._applications.find_one(wanted)
            raise (await self._already(known.id) if known else error) from error

    async def _already(self, application_id: str) -> Conflict:
        interview = await self._interviews.find_one({"application_id": application_id})
        return Conflict(
            "candidate_invited",
            "This person has been invited for this position already.",
            interview_id=interview.id if interview else None,
        )

    async def _record(self, actor: Actor, invited: Invited, position: Position, flow: Flow) -> None:
        detail = {"invitation": invited.invitation_id, "position": position.id, "flow": flow.id}
        await self._audit.record(actor, "interview.invited", invited.interview.id, detail)


def _choice(position: Position, published: Sequence[Flow]) -> PositionChoice:
    own = sorted(
        (flow for flow in published if flow.position_id == position.id), key=lambda flow: flow.number, reverse=True
    )
    flows = [
        FlowChoice(flow.id, flow.number, flow.published_at, len(flow.questions), duration_min(flow)) for flow in own
    ]
    return PositionChoice(position.id, position.title, position.department, flows)
