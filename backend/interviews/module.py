"""Wires interviews."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from litestar import Router

from backend.accounts.module import services as account_services
from backend.accounts.remembered import Remembered
from backend.applications.repository import Applications
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.media import SegmentHeard, SegmentSpoken, SpeechEnded, SpeechStarted
from backend.flows.repository import Flows
from backend.interviews import (
    accommodation_routes,
    identity_routes,
    own_routes,
    preview_routes,
    routes,
    staff_routes,
)
from backend.interviews.accommodations import AccommodationService
from backend.interviews.announcer import STAFF_TOPIC, Announcer
from backend.interviews.candidate import CandidateInterviews
from backend.interviews.conducting import Conducting
from backend.interviews.drafting import Drafting
from backend.interviews.follow_up_model import FollowUpModel, ModelServer
from backend.interviews.follow_ups import FollowUps
from backend.interviews.heard import HeardWords
from backend.interviews.identity_checks import IdentityChecks
from backend.interviews.inviting import Inviting
from backend.interviews.live_transcripts import LiveTranscripts
from backend.interviews.media_reports import MediaReports
from backend.interviews.own_transcripts import OwnTranscripts
from backend.interviews.pacer import Pacer
from backend.interviews.previews import Previews
from backend.interviews.recent import Recent
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.interviews.speech import SpeechFacts
from backend.interviews.staff import StaffInterviews
from backend.interviews.watch import Watch
from backend.kernel.addresses import Allowed
from backend.kernel.errors import Gone, NotFound
from backend.kernel.outgoing import Outgoing
from backend.kernel.ratelimit import RateLimiter
from backend.kernel.settings import Settings
from backend.kernel.timers import Timers
from backend.positions.repository import Positions
from backend.privacy.module import audit_of
from backend.web.auth import Actor
from backend.web.module import Module, Wiring, provided
from backend.web.policy import Permission

NAMES_S = 60.0
"""How long staff are shown a name that has been changed or erased."""
OWN_NAMES_S = 300.0
"""How long a running interview shows a name that has been changed; an erased one is not shown."""


@dataclass(frozen=True)
class InterviewServices:
    """The domain's services and its collection."""

    interviews: Interviews
    announcer: Announcer
    pacer: Pacer
    conducting: Conducting
    reports: MediaReports
    watch: Watch
    candidate: CandidateInterviews
    staff: StaffInterviews
    inviting: Inviting
    scope: StaffScope
    accommodations: AccommodationService
    identity: IdentityChecks
    own_transcripts: OwnTranscripts
    previews: Previews
    follow_ups: FollowUps
    timers: Timers
    looks: Timers


def services(wiring: Wiring) -> InterviewServices:
    accounts = account_services(wiring)
    people = accounts.people
    clock = wiring.clock
    interviews = Interviews(wiring.mongo, wiring.keyring, wiring.relay, clock)
    timers = Timers(wiring.redis, "interviews", clock)
    looks = Timers(wiring.redis, "silences", clock)
    recent = Recent(interviews, wiring.redis)
    names = Remembered(people.person, life_s=NAMES_S)
    own_names = Remembered(names.person, life_s=OWN_NAMES_S)
    announcer = Announcer(wiring.live, wiring.redis, own_names.person, recent, clock)
    heard = HeardWords(wiring.redis, wiring.keyring)
    pacer = Pacer(recent, SpeechFacts(wiring.redis), heard, announcer, looks, clock)
    settings = wiring.settings
    follow_ups = FollowUps(heard, _model(settings), settings.model_calls_per_interview, clock)
    conducting = Conducting(interviews, recent, announcer, pacer, follow_ups, timers, wiring.jobs, clock)
    audit = audit_of(wiring)
    applications = Applications(wiring.mongo, relay=wiring.relay)
    positions = Positions(wiring.mongo, relay=wiring.relay)
    inviting = Inviting(
        interviews,
        applications,
        Flows(wiring.mongo, relay=wiring.relay),
        positions,
        people,
        accounts.invitations,
        clock,
    )
    scope = StaffScope(applications, positions, people.members)
    staff = StaffInterviews(interviews, conducting, scope, audit, names.person, wiring.live, wiring.mongo, clock)
    return InterviewServices(
        interviews=interviews,
        announcer=announcer,
        pacer=pacer,
        conducting=conducting,
        reports=MediaReports(recent, conducting),
        watch=Watch(interviews, conducting, announcer, wiring.redis, clock),
        candidate=CandidateInterviews(
            interviews,
            recent,
            conducting,
            announcer,
            Drafting(interviews.drafts, recent, conducting, wiring.redis, clock),
            names.person,
            wiring.keyring,
            clock,
        ),
        staff=staff,
        accommodations=AccommodationService(interviews, conducting, staff, people, positions, audit, wiring.keyring),
        identity=IdentityChecks(
            interviews,
            conducting,
            staff,
            people.person,
            wiring.store,
            wiring.keyring,
            RateLimiter(wiring.redis, clock),
            audit,
            clock,
        ),
        own_transcripts=OwnTranscripts(interviews, conducting),
        previews=Previews(wiring.redis, wiring.keyring, people.person, clock),
        inviting=inviting,
        scope=scope,
        follow_ups=follow_ups,
        timers=timers,
        looks=looks,
    )


def _model(settings: Settings) -> FollowUpModel | None:
    """The model that words follow-ups, where one is named; else the built-in rules do it alone."""
    if settings.model_url is None:
        return None
    server = ModelServer(settings.model_url, settings.model_name, settings.model_key, settings.model_timeout_s)
    return FollowUpModel(server, Outgoing(Allowed.of(settings.outgoing_allow)))


def build(wiring: Wiring) -> Module:
    parts = services(wiring)

    async def run_timers() -> None:
        await parts.timers.run(parts.conducting.woken)

    async def run_model() -> None:
        await parts.follow_ups.run(parts.interviews.get, parts.conducting.apply)

    async def run_looks() -> None:
        await parts.looks.run(parts.conducting.looked)

    router = Router(
        path="/api",
        route_handlers=[
            *routes.ROUTES,
            *own_routes.ROUTES,
            *preview_routes.ROUTES,
            *staff_routes.ROUTES,
            *accommodation_routes.ROUTES,
            *identity_routes.ROUTES,
        ],
        tags=["interviews"],
        dependencies=provided(
            own_interviews=parts.candidate,
            staff_interviews=parts.staff,
            accommodations=parts.accommodations,
            identity_checks=parts.identity,
            own_transcripts=parts.own_transcripts,
            previews=parts.previews,
            flows=Flows(wiring.mongo, relay=wiring.relay),
            positions=Positions(wiring.mongo, relay=wiring.relay),
        ),
    )
    return Module(
        name="interviews",
        route_handlers=[router],
        repositories=[parts.interviews],
        subscriptions={
            **parts.reports.handlers,
            SegmentHeard: parts.conducting.heard,
            SegmentSpoken: LiveTranscripts(parts.interviews, wiring.jobs).segment_spoken,
            InterviewChanged: parts.announcer.catch_up,
        },
        hot_subscriptions={
            SpeechStarted: parts.pacer.speech_started,
            SpeechEnded: parts.pacer.speech_ended,
        },
        background={"timers": run_timers, "silences": run_looks, "follow-ups": run_model, "watch": parts.watch.run},
        topics={"interview": interview_topic(parts), "staff": staff_topic(parts)},
    )


def interview_topic(parts: InterviewServices) -> Callable[[Actor, str], Awaitable[bool]]:
    """`interview:{id}` is the candidate's own, and of staff who may see it."""

    async def authorise(actor: Actor, interview_id: str) -> bool:
        try:
            if actor.kind == "candidate":
                await parts.interviews.own(interview_id, actor.account_id)
            elif actor.may(Permission.INTERVIEW_REVIEW):
                await parts.staff.follow(actor, interview_id)
            else:
                return False
        except (NotFound, Gone):
            return False
        return True

    return authorise


def staff_topic(parts: InterviewServices) -> Callable[[Actor, str], Awaitable[bool]]:
    """`staff:interviews` carries every row, so it is for those who may see all of them."""

    async def authorise(actor: Actor, key: str) -> bool:
        if f"staff:{key}" != STAFF_TOPIC or not actor.may(Permission.INTERVIEW_LIST):
            return False
        return await parts.scope.applications_of(actor) is None

    return authorise
