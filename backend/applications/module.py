"""Wires applications, whose stage follows their interview."""

from backend.applications.repository import Applications
from backend.applications.rules import follow
from backend.contracts.events.interviews import FOLLOWS_HAND_IN, MOVED, InterviewChanged
from backend.kernel.events import Received, mentioning
from backend.web.module import Module, Wiring


def build(wiring: Wiring) -> Module:
    applications = Applications(wiring.mongo, relay=wiring.relay)

    @mentioning(MOVED)
    async def follow_interview(received: Received[InterviewChanged]) -> None:
        event = received.event
        if not event.has_moved or event.change in FOLLOWS_HAND_IN:
            return
        await applications.update(event.application_id, lambda known: (follow(known, event.state, event.at), ()))

    return Module(name="applications", repositories=[applications], subscriptions={InterviewChanged: follow_interview})
