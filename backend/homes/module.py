"""Wires the homes."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.chat.repository import Threads
from backend.homes.gathering import Gathering
from backend.homes.routes import ROUTES
from backend.homes.service import Homes
from backend.interviews.module import services as interview_services
from backend.privacy.module import audit_of
from backend.rescue.repository import Rescues
from backend.reviews.repository import Scorecards
from backend.scheduling.repository import Bookings
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    parts, mongo = interview_services(wiring), wiring.mongo
    gathering = Gathering(
        parts.interviews, Threads(mongo), Rescues(mongo), Scorecards(mongo), wiring.live, mongo, wiring.clock
    )
    homes = Homes(
        parts.interviews, Bookings(mongo), gathering, parts.scope, account_services(wiring).people, audit_of(wiring),
        wiring.live, mongo, wiring.clock,
    )  # fmt: skip
    router = Router(path="/api", route_handlers=ROUTES, tags=["home"], dependencies=provided(homes=homes))
    return Module(name="homes", route_handlers=[router])
