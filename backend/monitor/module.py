"""Wires the live monitor."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.applications.repository import Applications
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.interviews.module import services as interview_services
from backend.monitor.followers import Followers
from backend.monitor.model import Rescues
from backend.monitor.routes import ROUTES
from backend.monitor.service import Monitor
from backend.positions.repository import Positions
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    people = account_services(wiring).people
    parts = interview_services(wiring)
    rescues = Rescues(wiring.mongo, relay=wiring.relay)
    monitor = Monitor(
        parts.interviews, rescues, parts.scope, people, parts.announcer.watchers, wiring.live, audit_of(wiring),
        wiring.clock,
    )  # fmt: skip
    followers = Followers(
        monitor, rescues, parts.interviews, Applications(wiring.mongo, relay=wiring.relay),
        Positions(wiring.mongo, relay=wiring.relay), people, wiring.keyring, wiring.clock,
    )  # fmt: skip
    router = Router(path="/api", route_handlers=ROUTES, tags=["monitor"], dependencies=provided(monitor=monitor))
    return Module(
        name="monitor",
        route_handlers=[router],
        repositories=[rescues],
        subscriptions={
            InterviewChanged: followers.interview_changed,
            PersonErased: followers.person_erased,
        },
    )
