"""Wires scorecards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from litestar import Router

from backend.accounts.module import services as account_services
from backend.applications.repository import Applications
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.interviews.module import services as interview_services
from backend.interviews.staff import StaffInterviews
from backend.kernel.errors import Gone, NotFound
from backend.kernel.turns import look_in_turns
from backend.positions.repository import Rubrics
from backend.privacy.module import audit_of
from backend.reviews.cards import TOPIC, Cards
from backend.reviews.desk import Desks
from backend.reviews.due import CardsDue
from backend.reviews.forgetting import Forgetting
from backend.reviews.reminding import Reminding
from backend.reviews.repository import Panels, Scorecards
from backend.reviews.routes import ROUTES
from backend.reviews.views import CardViews
from backend.web.auth import Actor
from backend.web.module import Module, Wiring, provided
from backend.web.policy import Permission

REMIND_EVERY_S = 600.0
REMIND_LEASE_MS = 590_000


@dataclass(frozen=True)
class ReviewServices:
    scorecards: Scorecards
    panels: Panels
    cards: Cards
    due: CardsDue
    staff: StaffInterviews
    desks: Desks
    reminding: Reminding


def services(wiring: Wiring) -> ReviewServices:
    interviews = interview_services(wiring)
    people = account_services(wiring).people
    scorecards = Scorecards(wiring.mongo, relay=wiring.relay)
    panels = Panels(wiring.mongo, relay=wiring.relay)
    audit = audit_of(wiring)
    desks = Desks(
        interviews.staff, Applications(wiring.mongo), Rubrics(wiring.mongo), scorecards, panels, people
    )  # fmt: skip
    cards = Cards(
        desks, CardViews(desks, wiring.keyring), scorecards, panels, interviews.staff, audit, wiring.keyring,
        wiring.live, wiring.clock,
    )  # fmt: skip
    due = CardsDue(interviews.interviews, interviews.staff, interviews.scope, scorecards, audit)
    reminding = Reminding(
        interviews.interviews, interviews.staff, desks, people, wiring.keyring, wiring.bus, wiring.redis, wiring.clock
    )
    return ReviewServices(scorecards, panels, cards, due, interviews.staff, desks, reminding)


def build(wiring: Wiring) -> Module:
    parts = services(wiring)
    forgetting = Forgetting(parts.scorecards, parts.panels)

    async def remind() -> None:
        await look_in_turns(
            wiring.redis, "reviews:due", parts.reminding.look, every_s=REMIND_EVERY_S, lease_ms=REMIND_LEASE_MS
        )

    router = Router(
        path="/api",
        route_handlers=ROUTES,
        tags=["reviews"],
        dependencies=provided(cards=parts.cards, cards_due=parts.due),
    )
    return Module(
        name="reviews",
        route_handlers=[router],
        repositories=[parts.scorecards, parts.panels],
        subscriptions={
            InterviewChanged: forgetting.interview_changed,
            PersonErased: forgetting.person_erased,
        },
        background={"remind": remind},
        topics={TOPIC: scorecards_topic(parts)},
    )


def scorecards_topic(parts: ReviewServices) -> Callable[[Actor, str], Awaitable[bool]]:
    """`scorecards:{interview_id}` says that something changed, to staff who may see the interview."""

    async def authorise(actor: Actor, interview_id: str) -> bool:
        if actor.kind == "candidate" or not actor.may(Permission.SCORECARD_READ):
            return False
        try:
            await parts.staff.visible(actor, interview_id)
        except (NotFound, Gone):
            return False
        return True

    return authorise
