"""Wires materials."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.interviews.module import services as interview_services
from backend.kernel.events import Received
from backend.materials.repository import MaterialRecords
from backend.materials.routes import ROUTES
from backend.materials.service import MaterialDesk
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    interviews = interview_services(wiring)
    records = MaterialRecords(wiring.mongo, relay=wiring.relay)
    desk = MaterialDesk(
        records, interviews.interviews, interviews.scope, account_services(wiring).people, wiring.keyring,
        audit_of(wiring), wiring.live, wiring.clock,
    )  # fmt: skip

    async def interview_changed(received: Received[InterviewChanged]) -> None:
        if received.event.change == "erased":
            await desk.forget_interview(received.event.interview_id)

    async def person_erased(received: Received[PersonErased]) -> None:
        await desk.forget_person(received.event.account_id)

    return Module(
        name="materials",
        route_handlers=[
            Router(path="/api", route_handlers=ROUTES, tags=["materials"], dependencies=provided(material_desk=desk))
        ],
        repositories=[records],
        subscriptions={InterviewChanged: interview_changed, PersonErased: person_erased},
    )
