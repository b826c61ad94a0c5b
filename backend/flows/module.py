"""Wires flows."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.flows.repository import Flows
from backend.flows.routes import ROUTES
from backend.flows.service import FlowEditing
from backend.flows.staff import StaffFlows
from backend.positions.repository import Positions
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    flows = Flows(wiring.mongo, relay=wiring.relay)
    staff_flows = StaffFlows(
        flows,
        FlowEditing(flows, clock=wiring.clock),
        Positions(wiring.mongo, relay=wiring.relay),
        account_services(wiring).people,
        audit_of(wiring),
    )
    router = Router(path="/api", route_handlers=ROUTES, tags=["flows"], dependencies=provided(staff_flows=staff_flows))
    return Module(name="flows", route_handlers=[router], repositories=[flows])
