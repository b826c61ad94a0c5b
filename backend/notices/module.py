"""Wires notices: inbox, preferences, push subscriptions, the delivery log, templates."""

from dataclasses import dataclass

from litestar import Router

from backend.accounts.module import services as account_services
from backend.contracts.events.privacy import PersonErased
from backend.kernel.addresses import Allowed
from backend.kernel.events import Received
from backend.kernel.outgoing import Outgoing
from backend.notices.choosing import Choosing
from backend.notices.inbox import Inboxes
from backend.notices.log import DeliveryLog
from backend.notices.repository import (
    Halts,
    Keys,
    Notices,
    NoticeTemplates,
    PreferenceRecords,
    PushSubscriptions,
    Suppressions,
)
from backend.notices.routes import ROUTES
from backend.notices.subscribing import Subscribing
from backend.notices.templating import Templating
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided


@dataclass(frozen=True)
class NoticeRecords:
    """The domain's collections."""

    notices: Notices
    preferences: PreferenceRecords
    subscriptions: PushSubscriptions
    suppressions: Suppressions
    templates: NoticeTemplates
    keys: Keys
    halts: Halts


def records_of(wiring: Wiring) -> NoticeRecords:
    mongo = wiring.mongo
    return NoticeRecords(
        Notices(mongo), PreferenceRecords(mongo), PushSubscriptions(mongo), Suppressions(mongo),
        NoticeTemplates(mongo), Keys(mongo), Halts(mongo),
    )  # fmt: skip


def build(wiring: Wiring) -> Module:
    records, clock = records_of(wiring), wiring.clock
    people, audit = account_services(wiring).people, audit_of(wiring)
    outgoing = Outgoing(Allowed.of(wiring.settings.outgoing_allow))
    subscribing = Subscribing(records.subscriptions, outgoing, wiring.keyring, clock=clock)
    choosing = Choosing(
        records.preferences, records.notices, records.suppressions, subscribing, records.keys, people,
        wiring.keyring, wiring.settings, clock=clock,
    )  # fmt: skip
    router = Router(
        path="/api",
        route_handlers=ROUTES,
        tags=["notices"],
        dependencies=provided(
            inboxes=Inboxes(records.notices, wiring.keyring, wiring.live, clock=clock),
            choosing=choosing,
            subscribing=subscribing,
            delivery_log=DeliveryLog(records.notices, records.suppressions, people, audit, clock=clock),
            templating=Templating(records.templates, audit, clock=clock),
        ),
    )

    async def forget(received: Received[PersonErased]) -> None:
        """Beside the notifier's own forgetting: where none runs, nothing stays behind."""
        account_id = received.event.account_id
        await records.notices.forget(account_id)
        await records.subscriptions.forget(account_id)
        await records.suppressions.forget(account_id)
        await records.preferences.delete(account_id)

    return Module(
        name="notices",
        route_handlers=[router],
        repositories=[
            records.notices, records.preferences, records.subscriptions, records.suppressions, records.templates,
            records.keys, records.halts,
        ],
        subscriptions={PersonErased: forget},
    )  # fmt: skip
