"""Wires the live monitor."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.interviews.module import services as interview_services
from backend.monitor.routes import ROUTES
from backend.monitor.service import Monitor
from backend.privacy.module import audit_of
from backend.rescue.module import services as rescue_services
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    people = account_services(wiring).people
    parts, rescue = interview_services(wiring), rescue_services(wiring)
    monitor = Monitor(
        parts.interviews, rescue.rescuing, parts.scope, people, parts.announcer.watchers, audit_of(wiring), wiring.clock
    )
    shared = provided(monitor=monitor, rescue_calls=rescue.calls)
    router = Router(path="/api", route_handlers=ROUTES, tags=["monitor"], dependencies=shared)
    return Module(name="monitor", route_handlers=[router])
