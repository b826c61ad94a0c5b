"""What `greenroom up` starts: servers, processes, their environment, worked out before the first one runs."""

import os
import signal
import sys
from collections.abc import Mapping

import msgspec

from backend.app.certificates import lan_addresses, own_certificate
from backend.app.child import ChildSpec
from backend.app.embedded import LOOPBACK, Server, free_port, is_free, mongo_server, redis_server
from backend.app.house import House
from backend.kernel.clock import utc_now
from backend.kernel.environment import PREFIX, to_environ
from backend.kernel.settings import Settings


class PortTaken(Exception):
    """Another program listens on the port that the API needs."""


class Plan(msgspec.Struct, frozen=True):
    """`children` in the order of their start; `api_url` is where the API answers on this machine."""

    house: House
    children: list[ChildSpec]
    environ: dict[str, str]
    api_url: str
    is_demo: bool
    is_lan: bool


def plan_house(settings: Settings, *, is_lan: bool, is_demo: bool) -> Plan:
    """Raises: PortTaken, EmbeddedMissing."""
    settings = _addressed(_absolute(settings), is_lan=is_lan, is_demo=is_demo)
    if not is_free(settings.host, settings.port):
        raise PortTaken(
            f"port {settings.port} of {settings.host} is taken by another program. "
            "Stop that, or set GREENROOM_PORT (and GREENROOM_BASE_URL to match)."
        )
    settings, servers = _with_servers(settings)
    smtp_url = settings.smtp_url
    mailbox_port = free_port() if is_demo and smtp_url is None else None
    if mailbox_port is not None:
        smtp_url = f"smtp://{LOOPBACK}:{mailbox_port}?tls=none"
    children = [_server_child(server) for server in servers]
    children += _process_children(settings, servers, mailbox_port, smtp_url)
    return Plan(
        house=House(os.getpid(), settings.base_url, settings.mongodb_uri or "", settings.redis_url or "", smtp_url),
        children=children,
        environ=child_environ(os.environ, settings),
        api_url=_api_url(settings),
        is_demo=is_demo,
        is_lan=is_lan,
    )


def child_environ(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """The environment for a child: exactly these settings, and of the rest what was there."""
    kept = {name: value for name, value in environ.items() if not name.startswith(PREFIX)}
    return kept | to_environ(settings) | {"PYTHONUNBUFFERED": "1"}


def greenroom(*arguments: str) -> list[str]:
    """The command line of one of our processes."""
    return [sys.executable, "-m", "backend.app.cli", *arguments]


def _absolute(settings: Settings) -> Settings:
    return msgspec.structs.replace(settings, data_dir=settings.data_dir.absolute())


def _addressed(settings: Settings, *, is_lan: bool, is_demo: bool) -> Settings:
    """Port 0 becomes a free one; in the local network TLS on all addresses; links name where the house is found."""
    settings = msgspec.structs.replace(settings, demo=is_demo)
    is_default = settings.base_url == Settings().base_url
    if settings.port == 0:
        settings = msgspec.structs.replace(settings, port=free_port())
    if is_lan:
        addresses = lan_addresses()
        files = own_certificate(settings.data_dir, addresses, utc_now())
        settings = msgspec.structs.replace(settings, tls_certificate=files.certificate, tls_key=files.key)
        settings = msgspec.structs.replace(settings, host="0.0.0.0")  # noqa: S104 - asked for by --lan
        name = addresses[0] if addresses else LOOPBACK
    else:
        name = LOOPBACK if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared only
    if is_default:
        scheme = "https" if settings.tls_certificate else "http"
        settings = msgspec.structs.replace(settings, base_url=f"{scheme}://{name}:{settings.port}")
    return settings


def _with_servers(settings: Settings) -> tuple[Settings, list[Server]]:
    servers: list[Server] = []
    if settings.mongodb_uri is None:
        servers.append(mongo_server(settings.data_dir / "mongodb"))
        settings = msgspec.structs.replace(settings, mongodb_uri=servers[-1].uri)
    if settings.redis_url is None:
        servers.append(redis_server(settings.data_dir / "redis"))
        settings = msgspec.structs.replace(settings, redis_url=servers[-1].uri)
    return settings, servers


def _server_child(server: Server) -> ChildSpec:
    server.directory.mkdir(parents=True, exist_ok=True)
    return ChildSpec(
        name=server.name,
        argv=server.argv,
        environ=dict(os.environ),
        directory=server.directory,
        log=server.directory / "server.log",
        at_parents_death=signal.SIGTERM,
    )


def _process_children(
    settings: Settings, servers: list[Server], mailbox_port: int | None, smtp_url: str | None
) -> list[ChildSpec]:
    environ = child_environ(os.environ, settings)
    # The only node of its house has none to hand its interviews to.
    media = child_environ(os.environ, msgspec.structs.replace(settings, media_drain_s=0))
    mailing = child_environ(os.environ, msgspec.structs.replace(settings, smtp_url=smtp_url))
    wait = ["--wait-for", ",".join(f"{LOOPBACK}:{server.port}" for server in servers)]
    children = [
        ChildSpec(name="api", argv=greenroom("api", *wait), environ=environ),
        ChildSpec(name="media", argv=greenroom("media", *wait), environ=media),
        ChildSpec(name="notifier", argv=greenroom("notifier", *wait), environ=mailing),
        ChildSpec(name="worker", argv=greenroom("worker", *wait), environ=environ),
    ]
    if mailbox_port is not None:
        argv = greenroom("mailbox", "--port", str(mailbox_port))
        children.append(ChildSpec(name="mailbox", argv=argv, environ=environ))
    return children


def _api_url(settings: Settings) -> str:
    host = LOOPBACK if settings.host in {"0.0.0.0", "::", "localhost"} else settings.host  # noqa: S104 - compared only
    return f"{'https' if settings.tls_certificate else 'http'}://{host}:{settings.port}"
