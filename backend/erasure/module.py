"""Wires erasure."""

from collections.abc import Sequence
from typing import Any

from litestar import Router

from backend.accounts.module import services as account_services
from backend.applications.repository import Applications
from backend.contracts.events.media import (
    LegStored,
    TakePreviewed,
    TakeProcessed,
    TakeStored,
    TakeTranscoded,
    TakeTranscribed,
)
from backend.erasure.model import ErasureRecords
from backend.erasure.routes import ROUTES
from backend.erasure.service import Erasures, PersonForgetter
from backend.erasure.sweep import RetentionSweep
from backend.erasure.traces import Traces
from backend.interviews.repository import Interviews
from backend.kernel.events import Received
from backend.kernel.timers import Timers
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided

_LATE = (LegStored, TakeStored, TakeProcessed, TakeTranscribed, TakePreviewed, TakeTranscoded)
"""What may still come of a recording that is erased."""


def services(wiring: Wiring, also: Sequence[PersonForgetter] = ()) -> tuple[Erasures, ErasureRecords, Interviews]:
    accounts = account_services(wiring)
    records = ErasureRecords(wiring.mongo, relay=wiring.relay)
    interviews = Interviews(wiring.mongo, wiring.keyring, wiring.relay, wiring.clock)
    timers = [Timers(wiring.redis, namespace, wiring.clock) for namespace in ("interviews", "silences")]
    erasures = Erasures(
        records,
        interviews,
        Applications(wiring.mongo, relay=wiring.relay),
        accounts.people,
        accounts.invitations,
        accounts.sign_outs,
        Traces(wiring.store, wiring.redis, wiring.bus, wiring.live, timers),
        audit_of(wiring),
        wiring.clock,
        also,
    )
    return erasures, records, interviews


def build(wiring: Wiring, also: Sequence[PersonForgetter] = ()) -> Module:
    """`also`: further parts of the installation that keep something of a person."""
    erasures, records, interviews = services(wiring, also)
    sweep = RetentionSweep(erasures, interviews, wiring.redis, wiring.clock)

    async def remove_late(received: Received[Any]) -> None:
        await erasures.remove_late(received.event.take_id)

    router = Router(path="/api", route_handlers=ROUTES, tags=["privacy"], dependencies=provided(erasures=erasures))
    return Module(
        name="erasure",
        route_handlers=[router],
        repositories=[records],
        subscriptions=dict.fromkeys(_LATE, remove_late),
        background={"retention": sweep.run},
    )
