"""Wires answers."""

from litestar import Router

from backend.accounts.repository import Members
from backend.answers.media import AnswerMedia
from backend.answers.routes import ROUTES
from backend.applications.repository import Applications
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.positions.repository import Positions
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    scope = StaffScope(Applications(wiring.mongo), Positions(wiring.mongo), Members(wiring.mongo))
    media = AnswerMedia(Interviews(wiring.mongo, wiring.keyring, wiring.relay, wiring.clock), scope, audit_of(wiring))
    router = Router(
        path="/", route_handlers=ROUTES, tags=["answers"], dependencies=provided(answer_media=media, store=wiring.store)
    )
    return Module(name="answers", route_handlers=[router])
