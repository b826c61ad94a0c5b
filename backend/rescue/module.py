"""Wires the rescue."""

from dataclasses import dataclass

from litestar import Router

from backend.accounts.module import services as account_services
from backend.applications.repository import Applications
from backend.chat.module import services as chat_services
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.participants import RoomChanged
from backend.contracts.events.privacy import PersonErased
from backend.contracts.events.rescue import RescueChanged
from backend.interviews.module import services as interview_services
from backend.participants.module import services as participant_services
from backend.positions.repository import Positions
from backend.privacy.module import audit_of
from backend.rescue.calls import Calls
from backend.rescue.coming import Coming
from backend.rescue.duty import DutyDesk
from backend.rescue.followers import Followers
from backend.rescue.own import OwnRescues
from backend.rescue.repository import DutySwitches, Rescues, Rotas
from backend.rescue.rescuing import Rescuing
from backend.rescue.roster import Rosters
from backend.rescue.routes import ROUTES
from backend.rescue.tidings import Tidings
from backend.rescue.watch import RescueWatch
from backend.scheduling.repository import HolidayRecords
from backend.web.module import Module, Wiring, provided
from backend.web.presence import Presence


@dataclass(frozen=True)
class RescueServices:
    rescues: Rescues
    rosters: Rosters
    rescuing: Rescuing
    duty: DutyDesk
    calls: Calls
    own: OwnRescues
    followers: Followers
    watch: RescueWatch


def services(wiring: Wiring) -> RescueServices:
    people, parts, audit = account_services(wiring).people, interview_services(wiring), audit_of(wiring)
    positions, clock, presence = Positions(wiring.mongo, relay=wiring.relay), wiring.clock, Presence(wiring.redis)
    rescues = Rescues(wiring.mongo, relay=wiring.relay)
    rosters = Rosters(
        Rotas(wiring.mongo), DutySwitches(wiring.mongo), HolidayRecords(wiring.mongo), people,
        Applications(wiring.mongo), positions, clock,
    )  # fmt: skip
    conversations = chat_services(wiring).conversations
    tidings = Tidings(people, parts.interviews, positions, conversations, wiring.keyring)
    rescuing = Rescuing(rescues, parts.interviews, rosters, tidings, presence, clock)
    room = participant_services(wiring)
    coming = Coming(rescues, room.rooms, room.leading, parts.interviews, clock)
    duty = DutyDesk(rosters, tidings, presence, audit, clock)
    return RescueServices(
        rescues=rescues,
        rosters=rosters,
        rescuing=rescuing,
        duty=duty,
        calls=Calls(rescuing, duty, parts.interviews, parts.scope, people, audit, clock),
        own=OwnRescues(rescuing, parts.interviews, parts.conducting, people, clock),
        followers=Followers(rescuing, parts.interviews, tidings, coming, wiring.live),
        watch=RescueWatch(rescuing, parts.interviews, wiring.redis, clock),
    )


def build(wiring: Wiring) -> Module:
    parts = services(wiring)
    router = Router(
        path="/api",
        route_handlers=ROUTES,
        tags=["rescue"],
        dependencies=provided(rescue_calls=parts.calls, duty_desk=parts.duty, own_rescues=parts.own),
    )
    return Module(
        name="rescue",
        route_handlers=[router],
        repositories=[parts.rescues, parts.rosters.rotas, parts.rosters.switches],
        subscriptions={
            InterviewChanged: parts.followers.interview_changed,
            RescueChanged: parts.followers.rescue_changed,
            RoomChanged: parts.followers.room_changed,
            PersonErased: parts.followers.person_erased,
        },
        background={"watch": parts.watch.run},
    )
