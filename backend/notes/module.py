"""Wires staff's notes."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.contracts.events.interviews import InterviewChanged, changes
from backend.contracts.events.privacy import PersonErased
from backend.interviews.module import services as interview_services
from backend.kernel.events import Received, mentioning
from backend.notes.repository import StaffNotes
from backend.notes.routes import ROUTES
from backend.notes.service import Notes
from backend.privacy.module import audit_of
from backend.reviews.module import services as review_services
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    interviews = interview_services(wiring)
    stored = StaffNotes(wiring.mongo, relay=wiring.relay)
    notes = Notes(
        stored, interviews.interviews, interviews.scope, review_services(wiring).desks,
        account_services(wiring).people, wiring.keyring, audit_of(wiring), wiring.live, wiring.clock,
    )  # fmt: skip

    @mentioning(*changes("erased"))
    async def interview_changed(received: Received[InterviewChanged]) -> None:
        if received.event.change == "erased":
            await notes.forget_interview(received.event.interview_id)

    async def person_erased(received: Received[PersonErased]) -> None:
        await notes.forget_person(received.event.account_id)

    router = Router(path="/api", route_handlers=ROUTES, tags=["notes"], dependencies=provided(notes=notes))
    return Module(
        name="notes",
        route_handlers=[router],
        repositories=[stored],
        subscriptions={InterviewChanged: interview_changed, PersonErased: person_erased},
    )
