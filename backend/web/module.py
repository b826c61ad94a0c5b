"""What the application hands to a domain, and what a domain brings to the application.

Each domain has a `module.py` with `def build(wiring: Wiring) -> Module`; `backend.app.modules` lists them in order.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar.di import Provide
from litestar.types import ControllerRouterHandler
from redis.asyncio import Redis

from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.events import EventBus, Received
from backend.kernel.jobs import Jobs
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.kernel.rpc import RpcClient
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore
from backend.web.hub import TopicAuthoriser
from backend.web.sessions import Sessions

EventHandler = Callable[[Received[Any]], Awaitable[None]]
Background = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Wiring:
    """The parts of the process that domains are built from. Timers are made from `redis`, one namespace a domain."""

    settings: Settings
    mongo: Mongo
    redis: Redis
    store: ObjectStore
    keyring: Keyring
    bus: EventBus
    jobs: Jobs
    live: LiveBus
    rpc: RpcClient
    relay: OutboxNudge
    sessions: Sessions
    clock: Clock


@dataclass(frozen=True)
class Module:
    """`name` is also the consumer group of `subscriptions`, event type → handler, idempotent by event id.

    `hot_subscriptions` come often and ask no database as a rule: they have a group of their own (`{name}:hot`), so that
    they do not stand behind handlers that wait for one.

    Indexes of `repositories` are ensured at start and their outboxes are relayed. `background` runs in every API
    process, by task name. `topics` maps a topic's first part to who may hear it.
    """

    name: str
    route_handlers: Sequence[ControllerRouterHandler] = ()
    repositories: Sequence[Repository[Any]] = ()
    subscriptions: Mapping[type[msgspec.Struct], EventHandler] = field(default_factory=dict)
    hot_subscriptions: Mapping[type[msgspec.Struct], EventHandler] = field(default_factory=dict)
    background: Mapping[str, Background] = field(default_factory=dict)
    topics: Mapping[str, TopicAuthoriser] = field(default_factory=dict)


def provided(**parts: object) -> dict[str, Provide]:
    """Dependencies of a domain's router: each part under the name that its route handlers ask for."""
    return {name: _provide(part) for name, part in parts.items()}


def _provide(part: object) -> Provide:
    return Provide(lambda: part, sync_to_thread=False)
