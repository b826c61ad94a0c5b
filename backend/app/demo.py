"""The demo employer: loaded once into whatever database the settings name, described with fresh ways in.

Passwords, links and codes are random for each installation and lie sealed in the collection `demo`, so that every
`greenroom demo` prints the same ones; the bearer tokens are new each time and live a day. A load that was cut off
goes on where it stopped.
"""

import secrets
from datetime import datetime, timedelta

import msgspec

from backend.accounts.model import Candidate, Member
from backend.accounts.module import services as account_services
from backend.accounts.sealing import email_index
from backend.app.asgi import create_api, prepare
from backend.app.demo_bank import keep_questions
from backend.app.demo_bookings import book_some, lay_out
from backend.app.demo_data import (
    CANDIDATES,
    DEPARTMENTS,
    EMPLOYER,
    MEMBERS,
    OPEN_FOR_DAYS,
    POSITIONS,
    DemoCandidate,
    DemoMember,
    DemoPosition,
)
from backend.app.demo_progress import bring_to
from backend.app.demo_reviews import publish_rubrics, score
from backend.app.resources import Resources
from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.flows.model import Flow
from backend.flows.repository import Flows
from backend.flows.service import FlowEditing
from backend.interviews.inviting import Inviting
from backend.interviews.module import services as interview_services
from backend.kernel.errors import Conflict
from backend.kernel.ids import new_id
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Document, Repository
from backend.positions.model import Department, Position
from backend.positions.repository import Departments, Positions, Rubrics
from backend.questions.bank import BankQuestions
from backend.reviews.module import services as review_services
from backend.scheduling.module import services as scheduling_services
from backend.web.module import Wiring
from backend.web.policy import Role
from backend.web.sessions import Identity

DEMO = "demo"
CODE_LIFE = timedelta(days=1)
CODE_RENEWED_BEFORE = timedelta(hours=12)


class StaffWay(msgspec.Struct, frozen=True):
    role: Role
    email: str
    password: str
    token: str


class CandidateWay(msgspec.Struct, frozen=True):
    name: str
    link: str
    code: str
    token: str
    interview_id: str
    room: str


class Demo(msgspec.Struct, frozen=True):
    """What `greenroom demo --json` prints."""

    base_url: str
    staff: list[StaffWay]
    candidates: list[CandidateWay]


class Invited(msgspec.Struct, frozen=True):
    """A demo candidate's way in. `link` holds the token of their invitation."""

    candidate_id: str
    interview_id: str
    invitation_id: str
    link: str
    code: str
    code_expires_at: datetime


class Ways(msgspec.Struct, frozen=True):
    """By mail address: staff passwords, candidates' links and codes."""

    passwords: dict[str, str]
    invited: dict[str, Invited]


class DemoRecord(Document, frozen=True, kw_only=True):
    """`sealed` opens to `Ways`."""

    sealed: bytes


class DemoRecords(Repository[DemoRecord]):
    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, DEMO, DemoRecord)


async def load(resources: Resources) -> Demo:
    """Makes what is missing of the demo employer and describes it."""
    api = create_api(resources)
    await prepare(api)
    loader = _Loader(api.wiring)
    await loader.load()
    return await loader.describe()


async def describe(resources: Resources) -> Demo:
    """The ways in, with new tokens. Raises: NotFound where the demo was never loaded."""
    return await _Loader(create_api(resources).wiring).describe()


class _Loader:
    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._records = DemoRecords(wiring.mongo)
        self._accounts = account_services(wiring)
        self._people = self._accounts.people
        self._interviews = interview_services(wiring)
        self._scheduling = scheduling_services(wiring)
        self._reviews = review_services(wiring)
        self._applications = Applications(wiring.mongo, relay=wiring.relay)
        self._departments = Departments(wiring.mongo)
        self._positions = Positions(wiring.mongo)
        self._flows = Flows(wiring.mongo)

    async def load(self) -> None:
        ways = await self._ways()
        await self._people.name_employer(EMPLOYER)
        members = {member.role: await self._member(member, ways.passwords[member.email]) for member in MEMBERS}
        for department_id, name in DEPARTMENTS.items():
            if await self._departments.get(department_id) is None:
                await self._departments.insert(Department(id=department_id, name=name))
        published = {demo.key: await self._position(demo, members[Role.RECRUITER].id) for demo in POSITIONS}
        await publish_rubrics(Rubrics(self._wiring.mongo), self._wiring.clock)
        await lay_out(self._scheduling, members)
        bank = BankQuestions(self._wiring.mongo)
        await keep_questions(bank, POSITIONS, members[Role.HR_OPERATOR].id, self._wiring.clock)
        for candidate in CANDIDATES:
            await self._candidate(candidate, published, members)

    async def describe(self) -> Demo:
        ways = await self._ways()
        return Demo(
            base_url=self._wiring.settings.base_url,
            staff=[await self._staff_way(member, ways.passwords[member.email]) for member in MEMBERS],
            candidates=[
                await self._candidate_way(candidate) for candidate in CANDIDATES if await self._is_kept(candidate)
            ],
        )

    async def _is_kept(self, demo: DemoCandidate) -> bool:
        """Whether the candidate's data have not been erased since."""
        interview = await self._interviews.interviews.get((await self._ways()).invited[demo.email].interview_id)
        return interview is not None and interview.erased is None

    async def _ways(self) -> Ways:
        record = await self._records.get(DEMO)
        if record is None:
            ways = Ways({member.email: secrets.token_urlsafe(9) for member in MEMBERS}, {})
            try:
                await self._records.insert(DemoRecord(id=DEMO, sealed=self._sealed(ways)))
            except Conflict:
                return await self._ways()
            return ways
        opened = self._wiring.keyring.open(record.sealed, DEMO.encode())
        return msgspec.json.decode(opened, type=Ways)

    async def _note(self, email: str, invited: Invited) -> None:
        ways = await self._ways()
        fresh = Ways(ways.passwords, {**ways.invited, email: invited})
        await self._records.update(DEMO, lambda known: (msgspec.structs.replace(known, sealed=self._sealed(fresh)), ()))

    def _sealed(self, ways: Ways) -> bytes:
        return self._wiring.keyring.seal(msgspec.json.encode(ways), DEMO.encode())

    async def _member(self, demo: DemoMember, password: str) -> Member:
        known = await self._people.members.by_email(email_index(self._wiring.keyring, demo.email))
        return known or await self._people.add_member(
            demo.name, demo.email, password, [demo.role], demo.language, self._accounts.passwords,
            department_ids=demo.departments,
        )  # fmt: skip

    async def _position(self, demo: DemoPosition, contact_id: str) -> tuple[Position, list[Flow]]:
        position_id = f"pos_demo_{demo.key}"
        position = await self._positions.get(position_id) or await self._positions.insert(
            Position(
                id=position_id,
                title=demo.title,
                department_id=demo.department,
                department=DEPARTMENTS[demo.department],
                competencies=demo.competencies,
                retention_days=180,
                contact_id=contact_id,
            )
        )
        editing = FlowEditing(self._flows, clock=self._wiring.clock)
        flows = []
        for number, steps in enumerate((steps for steps in (demo.earlier_steps, demo.steps) if steps), start=1):
            flow = await self._flows.find_one({"position_id": position_id, "number": number})
            flow = flow or await editing.draft(position, steps)
            flows.append(flow if flow.state == "published" else await editing.publish(flow.id, position))
        return position, flows

    async def _candidate(
        self, demo: DemoCandidate, published: dict[str, tuple[Position, list[Flow]]], members: dict[Role, Member]
    ) -> None:
        if demo.email in (await self._ways()).invited:
            return
        known = await self._people.candidates.by_email(email_index(self._wiring.keyring, demo.email))
        candidate = known or await self._people.add_candidate(demo.name, demo.first_name, demo.email, demo.language)
        position, flows = published[demo.position]
        application = await self._application(demo, candidate, position, flows, members)
        await self._begin_anew(application)
        invited = await self._invite(application, candidate)
        await bring_to(self._interviews, demo, invited.interview_id, candidate.id)
        if demo.progress == "human_route":
            await book_some(self._scheduling, invited.interview_id, days_ahead=1)
        if demo.answers:
            handed_in = await self._interviews.interviews.require(invited.interview_id)
            await score(self._reviews, handed_in, members[Role.RECRUITER], self._wiring.clock())
        await self._note(demo.email, invited)

    async def _application(
        self, demo: DemoCandidate, candidate: Candidate, position: Position, flows: list[Flow],
        members: dict[Role, Member],
    ) -> Application:  # fmt: skip
        """Who has answers ready took the earlier, written version of the flow."""
        known = await self._applications.find_one({"candidate_id": candidate.id, "position_id": position.id})
        if known is not None:
            return known
        now = self._wiring.clock()
        return await self._applications.insert(
            Application(
                id=new_id(Application.id_prefix),
                candidate_id=candidate.id,
                position_id=position.id,
                flow_id=flows[0 if demo.answers else -1].id,
                segment=demo.segment,
                stage_since=now,
                invited_by=members[Role.RECRUITER].id,
                invited_at=now,
                interviewer_ids=[members[Role.INTERVIEWER].id],
            )
        )

    async def _begin_anew(self, application: Application) -> None:
        """An interview whose link was lost when a load was cut off makes room for a new one."""
        lost = await self._interviews.interviews.find_one({"application_id": application.id})
        if lost is not None:
            await self._interviews.interviews.delete(lost.id)

    async def _invite(self, application: Application, candidate: Candidate) -> Invited:
        inviting = Inviting(
            self._interviews.interviews, self._applications, self._flows, self._positions, self._people,
            self._accounts.invitations, self._wiring.clock,
        )  # fmt: skip
        now = self._wiring.clock()
        made = await inviting.invite(application.id, expires_at=now + timedelta(days=OPEN_FOR_DAYS), with_mail=False)
        invited = Invited(candidate.id, made.interview.id, made.invitation_id, made.link, "", now)
        return await self._with_code(invited)

    async def _with_code(self, invited: Invited) -> Invited:
        now = self._wiring.clock()
        fresh = msgspec.structs.replace(
            invited, code=f"{secrets.randbelow(10**6):06d}", code_expires_at=now + CODE_LIFE
        )
        await self._accounts.invitations.set_standing_code(invited.invitation_id, fresh.code, fresh.code_expires_at)
        return fresh

    async def _staff_way(self, demo: DemoMember, password: str) -> StaffWay:
        member = await self._member(demo, password)
        identity = Identity(member.id, "member", frozenset(member.roles), member.language)
        token, _ = await self._wiring.sessions.open(identity)
        return StaffWay(demo.role, demo.email, password, token)

    async def _candidate_way(self, demo: DemoCandidate) -> CandidateWay:
        invited = (await self._ways()).invited[demo.email]
        if invited.code_expires_at - self._wiring.clock() < CODE_RENEWED_BEFORE:
            invited = await self._with_code(invited)
            await self._note(demo.email, invited)
        interview = await self._interviews.interviews.require(invited.interview_id)
        identity = Identity(invited.candidate_id, "candidate", frozenset({Role.CANDIDATE}), demo.language, interview.id)
        token, _ = await self._wiring.sessions.open(identity)
        link = f"{self._wiring.settings.base_url}/i/{invited.link.rpartition('/')[2]}"
        return CandidateWay(demo.name, link, invited.code, token, interview.id, interview.room)
