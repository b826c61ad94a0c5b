"""The domains of the application, lowest first. Indexes are made and background tasks start in this order."""

from collections.abc import Callable

from backend.accounts.module import build as accounts
from backend.answers.module import build as answers
from backend.applications.module import build as applications
from backend.flows.module import build as flows
from backend.interviews.module import build as interviews
from backend.positions.module import build as positions
from backend.privacy.module import build as privacy
from backend.rooms.module import build as rooms
from backend.web.module import Module, Wiring

BUILDERS: tuple[Callable[[Wiring], Module], ...] = (
    accounts,
    privacy,
    positions,
    flows,
    applications,
    interviews,
    answers,
    rooms,
)


def build_modules(wiring: Wiring) -> list[Module]:
    return [build(wiring) for build in BUILDERS]
