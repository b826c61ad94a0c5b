"""Wires reminders."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.contracts.events.reminders import DeadlineChanged
from backend.contracts.events.scheduling import BookingChanged
from backend.interviews.repository import Interviews
from backend.kernel.turns import look_in_turns
from backend.notices.repository import NoticeTemplates
from backend.positions.repository import Positions
from backend.privacy.module import audit_of
from backend.reminders.planning import Planning
from backend.reminders.repository import Plans, Remindings
from backend.reminders.routes import ROUTES
from backend.reminders.service import Reminders
from backend.web.module import Module, Wiring, provided

SWEEP_S = 30.0
LEASE_MS = 25_000


def build(wiring: Wiring) -> Module:
    plans, remindings = Plans(wiring.mongo), Remindings(wiring.mongo, relay=wiring.relay)
    reminders = Reminders(
        remindings,
        plans,
        Interviews(wiring.mongo, wiring.keyring, wiring.relay, wiring.clock),
        account_services(wiring).people,
        wiring.keyring,
        wiring.clock,
    )
    planning = Planning(plans, Positions(wiring.mongo), NoticeTemplates(wiring.mongo), audit_of(wiring), wiring.clock)

    async def sweep() -> None:
        await look_in_turns(wiring.redis, "reminders", reminders.sweep, every_s=SWEEP_S, lease_ms=LEASE_MS)

    return Module(
        name="reminders",
        route_handlers=[
            Router(path="/api", route_handlers=ROUTES, tags=["reminders"], dependencies=provided(planning=planning))
        ],
        repositories=[plans, remindings],
        subscriptions={
            InterviewChanged: reminders.interview_changed,
            BookingChanged: reminders.booking_changed,
            DeadlineChanged: reminders.deadline_changed,
            PersonErased: reminders.person_erased,
        },
        background={"sweep": sweep},
    )
