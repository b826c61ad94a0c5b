"""Wires positions, departments and rubrics."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.contracts.events.positions import RubricPublished
from backend.kernel.events import Received
from backend.positions.repository import Departments, Positions, Rubrics
from backend.positions.routes import ROUTES
from backend.positions.rubrics import StaffRubrics
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided


def rubrics_of(wiring: Wiring) -> tuple[Rubrics, StaffRubrics]:
    """The collection and what staff do with it."""
    rubrics = Rubrics(wiring.mongo, relay=wiring.relay)
    positions = Positions(wiring.mongo, relay=wiring.relay)
    people = account_services(wiring).people
    return rubrics, StaffRubrics(rubrics, positions, people, audit_of(wiring), wiring.clock)


def build(wiring: Wiring) -> Module:
    departments, positions = Departments(wiring.mongo, relay=wiring.relay), Positions(wiring.mongo, relay=wiring.relay)
    rubrics, staff_rubrics = rubrics_of(wiring)

    async def follow(received: Received[RubricPublished]) -> None:
        await staff_rubrics.follow(received.event)

    router = Router(
        path="/api", route_handlers=ROUTES, tags=["rubrics"], dependencies=provided(staff_rubrics=staff_rubrics)
    )
    return Module(
        name="positions",
        route_handlers=[router],
        repositories=[departments, positions, rubrics],
        subscriptions={RubricPublished: follow},
    )
