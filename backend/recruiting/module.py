"""Wires inviting."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.applications.repository import Applications
from backend.flows.repository import Flows
from backend.interviews.module import services as interview_services
from backend.positions.repository import Positions
from backend.privacy.module import audit_of
from backend.recruiting.links import Links
from backend.recruiting.routes import ROUTES
from backend.recruiting.service import Recruiting
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    accounts = account_services(wiring)
    interviews = interview_services(wiring)
    audit = audit_of(wiring)
    recruiting = Recruiting(
        accounts.people,
        Positions(wiring.mongo, relay=wiring.relay),
        Flows(wiring.mongo, relay=wiring.relay),
        Applications(wiring.mongo, relay=wiring.relay),
        interviews.interviews,
        interviews.inviting,
        audit,
        wiring.keyring,
        wiring.clock,
    )
    links = Links(
        accounts.invitations,
        accounts.invitation_records,
        accounts.people,
        interviews.interviews,
        interviews.conducting,
        interviews.scope,
        accounts.sign_outs,
        audit,
        wiring.clock,
    )
    router = Router(
        path="/api",
        route_handlers=ROUTES,
        tags=["recruiting"],
        dependencies=provided(recruiting=recruiting, links=links),
    )
    return Module(name="recruiting", route_handlers=[router])
