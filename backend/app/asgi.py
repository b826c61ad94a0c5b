"""The API process: the Litestar application from the domains, and the server that runs it."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import structlog
import uvicorn
from litestar import Litestar
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, Reference, SecurityScheme
from litestar.router import Router
from redis.asyncio import Redis

from backend.app.lean_http import LeanHttp
from backend.app.mailbox import mailbox_controllers
from backend.app.modules import build_modules
from backend.app.openapi import ApiDocument, with_problems
from backend.app.resources import Resources, objects_of, open_resources
from backend.kernel.allocation import keep_freed_memory, look_for_cycles_rarely
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.events import EventBus
from backend.kernel.ids import new_id
from backend.kernel.jobs import Jobs
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.kernel.outbox import OutboxRelay
from backend.kernel.processes import Heartbeat
from backend.kernel.ratelimit import RateLimiter
from backend.kernel.redis import redis_now_ms
from backend.kernel.rpc import RpcClient
from backend.kernel.settings import Settings
from backend.kernel.tasks import TaskSupervisor
from backend.web.auth import guard, provide_actor, refuse_unguarded
from backend.web.edge import Edge
from backend.web.health import Check, healthz, metrics, readyz
from backend.web.hub import Hub, live_socket
from backend.web.limits import RequestLimits
from backend.web.module import Module, Wiring, provided
from backend.web.policy import Permission
from backend.web.presence import Presence
from backend.web.problems import EXCEPTION_HANDLERS
from backend.web.requests import StrictRequest
from backend.web.sessions import SessionRecords, Sessions
from backend.web.static import Site

PWA_FOLDER = Path(__file__).parents[2] / "pwa" / "dist"
BODY_LIMIT_BYTES = 256 * 1024
SCHEMA_VERSION = 1
STOP_WITHIN_S = 5
PROBE_KEY = "readiness/probe"

_log = structlog.get_logger()


@dataclass(frozen=True)
class Api:
    """The ASGI application (`edge`) and what must run beside it."""

    edge: Edge
    app: Litestar
    modules: list[Module]
    relay: OutboxRelay
    hub: Hub
    wiring: Wiring


def create_api(resources: Resources, *, pwa_folder: Path = PWA_FOLDER) -> Api:
    """Raises: RouteWithoutPermission."""
    relay = OutboxRelay(resources.mongo, resources.bus, [], clock=resources.clock)
    records = SessionRecords(resources.mongo, relay=relay)
    wiring = wiring_of(resources, relay, Sessions(records, resources.redis, clock=resources.clock))
    modules = [Module(name="web", repositories=[records]), *build_modules(wiring)]
    for module in modules:
        for repository in (each for each in module.repositories if each.has_outbox):
            relay.watch(resources.mongo, repository.name, is_urgent=repository.is_urgent, lingers=repository.lingers)
    topics = {kind: authorise for module in modules for kind, authorise in module.topics.items()}
    hub = Hub(resources.live, topics, Presence(resources.redis), clock=resources.clock)
    site = Site(pwa_folder, resources.settings)
    app = _litestar(wiring, modules, hub, _checks(resources, site))
    refuse_unguarded(app)
    return Api(Edge(app, site, resources.settings), app, modules, relay, hub, wiring)


def wiring_of(resources: Resources, relay: OutboxRelay, sessions: Sessions) -> Wiring:
    return Wiring(
        settings=resources.settings,
        mongo=resources.mongo,
        redis=resources.redis,
        store=resources.store,
        keyring=resources.keyring,
        bus=resources.bus,
        jobs=resources.jobs,
        live=resources.live,
        rpc=resources.rpc,
        relay=relay,
        sessions=sessions,
        clock=resources.clock,
    )


def _litestar(wiring: Wiring, modules: list[Module], hub: Hub, checks: list[Check]) -> Litestar:
    app = Litestar(
        route_handlers=[
            healthz,
            readyz,
            metrics,
            live_socket,
            *mailbox_controllers(wiring.settings),
            *(handler for module in modules for handler in module.route_handlers),
        ],
        dependencies={
            "actor": Provide(provide_actor, sync_to_thread=False),
            **provided(
                settings=wiring.settings, sessions=wiring.sessions, redis=wiring.redis, hub=hub, health_checks=checks
            ),
        },
        guards=[guard],
        exception_handlers=EXCEPTION_HANDLERS,
        request_class=StrictRequest,
        request_max_body_size=BODY_LIMIT_BYTES,
        openapi_config=_openapi(),
        logging_config=None,
    )
    app.state.sessions = wiring.sessions
    app.state.settings = wiring.settings
    app.state.limits = RequestLimits(RateLimiter(wiring.redis), wiring.settings)
    return app


def _openapi() -> OpenAPIConfig:
    schemes: dict[str, SecurityScheme | Reference] = {
        "session": SecurityScheme(type="apiKey", name="greenroom_session", security_scheme_in="cookie"),
        "bearer": SecurityScheme(type="http", scheme="bearer"),
    }
    return OpenAPIConfig(
        title="Greenroom",
        version="1",
        use_handler_docstrings=True,
        components=Components(security_schemes=schemes),
        openapi_router=Router(
            path="/schema", route_handlers=[], include_in_schema=False, opt={"permission": Permission.PUBLIC}
        ),
        render_plugins=[ApiDocument()],
    )


def _checks(resources: Resources, site: Site) -> list[Check]:
    async def pages() -> None:
        if not await asyncio.to_thread(site.refresh):
            raise FileNotFoundError

    return [
        Check("database", "database_unavailable", True, resources.mongo.ping),
        Check("redis", "redis_unavailable", True, lambda: redis_now_ms(resources.redis)),
        Check("storage", "storage_unavailable", True, lambda: resources.store.exists(PROBE_KEY)),
        Check("pwa", "pwa_missing", False, pages),
    ]


async def prepare(api: Api) -> None:
    """Indexes and schema version, before the first request. Raises: SchemaTooNew, Unavailable."""
    await api.wiring.mongo.ensure_schema_version(SCHEMA_VERSION)
    for module in api.modules:
        for repository in module.repositories:
            await repository.ensure_indexes()


@asynccontextmanager
async def run_beside(api: Api, *, on_crash: Callable[[], None] | None = None) -> AsyncIterator[None]:
    """Relay, hub, subscriptions, background tasks and heartbeat, for as long as the context lasts."""
    async with TaskSupervisor("api", on_crash=on_crash) as tasks:
        tasks.start("outbox relay", api.relay.run)
        tasks.start("hub", api.hub.run)
        tasks.start("presence", lambda: api.hub.presence.keep(lambda: api.hub.accounts))
        tasks.start("heartbeat", Heartbeat(api.wiring.redis, "api", new_id("api"), clock=api.wiring.clock).run)
        bus = api.wiring.bus
        subscriptions = [
            bus.subscribe(group, handlers)
            for each in api.modules
            for group, handlers in ((each.name, each.subscriptions), (f"{each.name}:hot", each.hot_subscriptions))
            if handlers
        ]
        tasks.start("events", lambda: bus.run_together(subscriptions))
        for module in api.modules:
            for name, run in module.background.items():
                tasks.start(f"{module.name} {name}", run)
        yield


async def serve(settings: Settings) -> None:
    """The API process, until SIGTERM or SIGINT; a crashed background task ends it with an error."""
    keep_freed_memory()
    async with open_resources(settings) as resources:
        api = create_api(resources)
        await prepare(api)
        await asyncio.to_thread(api.edge.site.refresh)
        server = uvicorn.Server(_uvicorn(api.edge, settings))

        def stop() -> None:
            server.should_exit = True

        async with run_beside(api, on_crash=stop):
            look_for_cycles_rarely()
            _stop_on_signals(stop)
            _log.info("api_listens", host=settings.host, port=settings.port)
            await server.serve()


def _uvicorn(app: Any, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=LeanHttp,
        ws="websockets-sansio",
        ws_max_size=64 * 1024,
        ws_per_message_deflate=False,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=STOP_WITHIN_S,
        ssl_certfile=str(settings.tls_certificate) if settings.tls_certificate else None,
        ssl_keyfile=str(settings.tls_key) if settings.tls_key else None,
    )


def _stop_on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


class _Unconnected:
    """Stands where a database driver would: the document needs the routes, not the data."""

    def __getitem__(self, name: str) -> "_Unconnected":
        return self


def openapi_document(settings: Settings) -> dict[str, Any]:
    """The OpenAPI 3.1 document, without any server running."""
    redis, keyring = Redis.from_url("redis://127.0.0.1:1"), Keyring.generate()
    resources = Resources(
        settings=settings,
        mongo=Mongo(_Unconnected(), settings.mongodb_database),
        redis=redis,
        keyring=keyring,
        store=objects_of(settings, keyring),
        bus=EventBus(redis),
        jobs=Jobs(redis),
        live=LiveBus(redis),
        rpc=RpcClient(redis),
        clock=utc_now,
    )
    return with_problems(create_api(resources).app.openapi_schema.to_schema())


def print_openapi(settings: Settings) -> None:
    json.dump(
        openapi_document(settings),
        sys.stdout,
        default=msgspec.to_builtins,
        ensure_ascii=False,
        indent=1,
        sort_keys=True,
    )
    sys.stdout.write("\n")
