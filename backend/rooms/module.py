"""Wires rooms."""

from litestar import Router

from backend.contracts.events.media import NodeStarted, ViewerLeft
from backend.interviews.module import services as interview_services
from backend.interviews.repository import Interviews
from backend.participants.module import services as participant_services
from backend.privacy.module import audit_of
from backend.rooms.ice_servers import IceServers
from backend.rooms.losses import Losses
from backend.rooms.registry import Registry
from backend.rooms.takes import TakeRelay
from backend.rooms.whep import Whep
from backend.rooms.whep_routes import ROUTES as WHEP_ROUTES
from backend.rooms.whip import Whip
from backend.rooms.whip_routes import ROUTES as WHIP_ROUTES
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    interviews = Interviews(wiring.mongo, wiring.keyring, wiring.relay, wiring.clock)
    registry = Registry(wiring.redis, wiring.clock)
    parts, participants = interview_services(wiring), participant_services(wiring).participants
    watchers = parts.announcer.watchers
    losses = Losses(registry, watchers, wiring.bus, wiring.live, wiring.redis, wiring.clock)
    whip = Whip(interviews, parts.scope, participants, registry, losses, wiring.rpc)
    ice_servers = IceServers(wiring.settings, wiring.clock)
    relay = TakeRelay(interviews, registry, wiring.rpc)
    whep = Whep(
        interviews,
        parts.scope,
        participants,
        registry,
        watchers,
        audit_of(wiring),
        wiring.rpc,
        parts.announcer.show_view,
        wiring.clock,
    )
    router = Router(
        path="/",
        route_handlers=[*WHIP_ROUTES, *WHEP_ROUTES],
        tags=["rooms"],
        dependencies=provided(whip=whip, whep=whep, ice_servers=ice_servers),
    )
    return Module(
        name="rooms",
        route_handlers=[router],
        subscriptions={**relay.handlers, ViewerLeft: whep.viewer_left, NodeStarted: losses.node_started},
        background={"node watch": losses.run},
    )
