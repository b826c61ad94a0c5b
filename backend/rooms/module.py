"""Wires rooms."""

from litestar import Router

from backend.interviews.repository import Interviews
from backend.rooms.ice_servers import IceServers
from backend.rooms.losses import Losses
from backend.rooms.registry import Registry
from backend.rooms.routes import ROUTES
from backend.rooms.takes import TakeRelay
from backend.rooms.whip import Whip
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    interviews = Interviews(wiring.mongo, wiring.keyring, wiring.relay, wiring.clock)
    registry = Registry(wiring.redis, wiring.clock)
    losses = Losses(registry, wiring.bus, wiring.redis, wiring.clock)
    whip = Whip(interviews, registry, losses, wiring.rpc)
    ice_servers = IceServers(wiring.settings, wiring.clock)
    relay = TakeRelay(interviews, registry, wiring.rpc)
    router = Router(
        path="/", route_handlers=ROUTES, tags=["rooms"], dependencies=provided(whip=whip, ice_servers=ice_servers)
    )
    return Module(
        name="rooms",
        route_handlers=[router],
        subscriptions=relay.handlers,
        background={"node watch": losses.run},
    )
