"""Wires campaigns."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.applications.repository import Applications
from backend.campaigns.audience import Audience
from backend.campaigns.repository import Campaigns
from backend.campaigns.routes import ROUTES
from backend.campaigns.runner import Runner
from backend.campaigns.service import CampaignDesk
from backend.interviews.repository import Interviews
from backend.kernel.turns import look_in_turns
from backend.notices.repository import Halts, Notices, PreferenceRecords
from backend.privacy.module import audit_of
from backend.reminders.repository import Remindings
from backend.web.module import Module, Wiring, provided

LOOK_S = 1.0
LEASE_MS = 900


def build(wiring: Wiring) -> Module:
    people = account_services(wiring).people
    campaigns, notices = Campaigns(wiring.mongo, relay=wiring.relay), Notices(wiring.mongo)
    halts = Halts(wiring.mongo)
    audience = Audience(
        Applications(wiring.mongo),
        Interviews(wiring.mongo, wiring.keyring, wiring.relay, wiring.clock),
        Remindings(wiring.mongo),
        people,
    )
    runner = Runner(
        campaigns, audience, notices, PreferenceRecords(wiring.mongo), wiring.keyring, people, wiring.settings.zone,
        wiring.clock,
    )  # fmt: skip
    desk = CampaignDesk(campaigns, audience, notices, halts, people, wiring.keyring, audit_of(wiring), wiring.clock)

    async def run() -> None:
        await look_in_turns(wiring.redis, "campaigns", runner.look, every_s=LOOK_S, lease_ms=LEASE_MS)

    return Module(
        name="campaigns",
        route_handlers=[
            Router(path="/api", route_handlers=ROUTES, tags=["campaigns"], dependencies=provided(campaign_desk=desk))
        ],
        repositories=[campaigns],
        background={"runner": run},
    )
