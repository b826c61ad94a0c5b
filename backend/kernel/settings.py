"""Settings: the environment and nothing else. Each field is the variable `GREENROOM_{FIELD}`.

`.env.example` is written from this struct (`python -m backend.kernel.settings > .env.example`); a test keeps it so.
"""

import base64
import binascii
import difflib
import re
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints
from urllib.parse import urlsplit, urlunsplit

import msgspec
from msgspec import Meta

PREFIX = "GREENROOM_"

_HTTP_URL = r"^https?://[^/\s?#]+/?$"
_STORAGE_URL = r"^(file:///\S*|s3://[^/\s]+(/\S*)?)$"
_UDP_PORTS = r"^\d{1,5}-\d{1,5}$"
_NODE_ID = r"^[A-Za-z0-9_-]{1,64}$"
_ICE_HOST = r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?"
_STUN_URL = re.compile(rf"stuns?:{_ICE_HOST}")
_TURN_URL = re.compile(rf"turn:{_ICE_HOST}(\?transport=(udp|tcp))?|turns:{_ICE_HOST}(\?transport=tcp)?")


def _expects(what: str, *, is_secret: bool = False) -> dict[str, Any]:
    return {"expected": what, "is_secret": is_secret}


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that an installation may choose."""

    data_dir: Annotated[
        Path,
        Meta(description="Where this machine keeps its data: embedded database, objects, spool, keys."),
        Meta(extra=_expects("a directory")),
    ] = Path("var")
    base_url: Annotated[
        str,
        Meta(pattern=_HTTP_URL),
        Meta(description="The public address, as people's browsers see it. Links in mails begin with it."),
        Meta(extra=_expects("http://host[:port] or https://host[:port], without a path")),
    ] = "http://127.0.0.1:8080"
    host: Annotated[
        str,
        Meta(min_length=1),
        Meta(description="The address the API listens on. 0.0.0.0 or :: for all."),
        Meta(extra=_expects("an address of this machine")),
    ] = "127.0.0.1"
    port: Annotated[
        int,
        Meta(ge=0, le=65535),
        Meta(description="The TCP port the API listens on. 0 takes a free one."),
        Meta(extra=_expects("a TCP port, 0 to 65535")),
    ] = 8080
    tls_certificate: Annotated[
        Path | None,
        Meta(description="PEM file with the certificate chain, for HTTPS without a proxy in front. Needs TLS_KEY."),
        Meta(extra=_expects("a PEM file")),
    ] = None
    tls_key: Annotated[
        Path | None,
        Meta(description="PEM file with the private key of TLS_CERTIFICATE."),
        Meta(extra=_expects("a PEM file")),
    ] = None
    mongodb_uri: Annotated[
        str | None,
        Meta(
            description="MongoDB (a replica set in production). Empty: `greenroom up` starts the embedded server, "
            "which is for one machine, demos and tests."
        ),
        Meta(extra=_expects("mongodb://… or mongodb+srv://…", is_secret=True)),
    ] = None
    mongodb_database: Annotated[
        str,
        Meta(pattern=r"^[A-Za-z0-9_-]{1,38}$"),
        Meta(description="The name of the database."),
        Meta(extra=_expects("1 to 38 letters, digits, _ or -")),
    ] = "greenroom"
    redis_url: Annotated[
        str | None,
        Meta(description="Redis 7 or later, or Valkey. Empty: `greenroom up` starts the embedded Valkey."),
        Meta(extra=_expects("redis://…, rediss://… or unix://…", is_secret=True)),
    ] = None
    storage_url: Annotated[
        Annotated[str, Meta(pattern=_STORAGE_URL)] | None,
        Meta(
            description="Where recordings lie, always encrypted. Empty: DATA_DIR/objects. "
            "S3 credentials come from the usual AWS_* variables."
        ),
        Meta(extra=_expects("file:///directory or s3://bucket/prefix")),
    ] = None
    master_key: Annotated[
        str | None,
        Meta(description="The key that wraps all others: 32 bytes in base64 (`openssl rand -base64 32`)."),
        Meta(extra=_expects("32 bytes in base64", is_secret=True)),
    ] = None
    master_key_file: Annotated[
        Path | None,
        Meta(
            description="A file with the same, where MASTER_KEY is empty. Default: DATA_DIR/master.key, "
            "made at the first start. Keep a copy apart from the data: without it nothing can be read."
        ),
        Meta(extra=_expects("a file")),
    ] = None
    smtp_url: Annotated[
        str | None,
        Meta(
            description="The mail server: smtp://user:password@host:587?tls=starttls, tls=implicit (465) or tls=none. "
            "Empty: no mail is sent; the demo catches its own."
        ),
        Meta(extra=_expects("smtp://[user:password@]host[:port][?tls=starttls|implicit|none]", is_secret=True)),
    ] = None
    mail_from: Annotated[
        str,
        Meta(pattern=r"^[^\s<>@]+@[^\s<>@]+$|^[^<>]*<[^\s<>@]+@[^\s<>@]+>$"),
        Meta(description="The sender of mails."),
        Meta(extra=_expects("an address, or Name <address>")),
    ] = "Greenroom <greenroom@localhost>"
    whisper_model: Annotated[
        str,
        Meta(min_length=1),
        Meta(
            description="The speech model: `embedded` (multilingual Whisper base), a faster-whisper model's name, or a "
            "directory. small and larger understand Chinese better."
        ),
        Meta(extra=_expects("embedded, a model's name or a directory")),
    ] = "embedded"
    whisper_device: Annotated[
        Literal["cpu", "cuda", "auto"],
        Meta(description="Where the speech model runs."),
        Meta(extra=_expects("cpu, cuda or auto")),
    ] = "cpu"
    worker_processes: Annotated[
        int,
        Meta(ge=1, le=256),
        Meta(description="Transcribing processes of one media worker, one thread each."),
        Meta(extra=_expects("a number, 1 to 256")),
    ] = 1
    node_id: Annotated[
        Annotated[str, Meta(pattern=_NODE_ID)] | None,
        Meta(description="The name of this media node, the same after a restart. Empty: kept in DATA_DIR."),
        Meta(extra=_expects("1 to 64 letters, digits, _ or -")),
    ] = None
    media_host: Annotated[
        str | None,
        Meta(description="The address a media node offers to browsers. Empty: loopback and this machine's addresses."),
        Meta(extra=_expects("an IP address")),
    ] = None
    media_udp_ports: Annotated[
        Annotated[str, Meta(pattern=_UDP_PORTS)] | None,
        Meta(description="The UDP ports of a media node, for the firewall. Empty: any free ones."),
        Meta(extra=_expects("min-max, each 1024 to 65535")),
    ] = None
    media_capacity: Annotated[
        int,
        Meta(ge=1, le=10_000),
        Meta(description="How many interviews a media node takes at once."),
        Meta(extra=_expects("a number, 1 to 10000")),
    ] = 100
    media_drain_s: Annotated[
        int,
        Meta(ge=0, le=7200),
        Meta(
            description="How long a media node that is told to stop (SIGTERM) waits for its interviews to end, in "
            "seconds. Who is still there then goes on at another node. Give its container 20 s more to stop in."
        ),
        Meta(extra=_expects("seconds, 0 to 7200")),
    ] = 10
    metrics_port: Annotated[
        Annotated[int, Meta(ge=1, le=65535)] | None,
        Meta(
            description="The TCP port on HOST where a media node shows its Prometheus metrics. Empty: nowhere. "
            "Nodes on the same machine need a port each."
        ),
        Meta(extra=_expects("a free TCP port, 1 to 65535")),
    ] = None
    stun_urls: Annotated[
        str | None,
        Meta(description="STUN servers that browsers are told of, separated by commas. The media nodes need none."),
        Meta(extra=_expects("stun:host[:port], several separated by commas")),
    ] = None
    turn_urls: Annotated[
        str | None,
        Meta(
            description="TURN servers (coturn) that relay for phones whose network lets no UDP through, separated by "
            "commas, e.g. turn:turn.example.com:3478,turns:turn.example.com:443?transport=tcp. Needs TURN_SECRET."
        ),
        Meta(extra=_expects("turn:host[:port][?transport=udp|tcp] or turns:…, several separated by commas")),
    ] = None
    turn_secret: Annotated[
        str | None,
        Meta(
            description="The secret shared with the TURN servers (coturn: use-auth-secret, static-auth-secret), from "
            "which every publisher gets credentials for a day."
        ),
        Meta(extra=_expects("the TURN servers' shared secret", is_secret=True)),
    ] = None
    speech_dir: Annotated[
        Path,
        Meta(description="Recorded speech with a manifest, for the tests and the demo's benchmarks."),
        Meta(extra=_expects("a directory")),
    ] = Path("../shared/speech")
    limit_person_per_minute: Annotated[
        int,
        Meta(ge=0),
        Meta(description="How many requests one signed-in person may make in a minute. 0: any number."),
        Meta(extra=_expects("a number, 0 or more")),
    ] = 1200
    limit_network_per_minute: Annotated[
        int,
        Meta(ge=0),
        Meta(description="The same for requests without a session, of one IPv4 address or IPv6 /64. 0: any number."),
        Meta(extra=_expects("a number, 0 or more")),
    ] = 600
    trusted_proxies: Annotated[
        str,
        Meta(min_length=1),
        Meta(
            description="Addresses or networks of the proxies in front of the API, separated by commas: whom they say "
            "a request is from (X-Forwarded-For) is believed. Limits and lock-outs go by it."
        ),
        Meta(extra=_expects("addresses or networks such as 10.0.0.0/8")),
    ] = "127.0.0.1,::1"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Meta(description="What is logged at least."),
        Meta(extra=_expects("debug, info, warning or error")),
    ] = "info"
    log_format: Annotated[
        Literal["console", "json"],
        Meta(description="Logs for people or for machines, on standard error."),
        Meta(extra=_expects("console or json")),
    ] = "console"
    demo: Annotated[
        bool,
        Meta(description="The sample employer and the demo mailbox. Never in production."),
        Meta(extra=_expects("true or false")),
    ] = False


class SettingsError(Exception):
    """One or more variables are wrong; `problems` has one sentence for each."""

    def __init__(self, problems: str | list[str]) -> None:
        problems = [problems] if isinstance(problems, str) else problems
        super().__init__("\n".join(problems))
        self.problems = problems


class _Field(msgspec.Struct, frozen=True):
    name: str
    type: Any
    default: Any
    description: str
    expected: str
    is_secret: bool

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


def _fields() -> list[_Field]:
    hints = get_type_hints(Settings, include_extras=True)
    fields = []
    for field in msgspec.structs.fields(Settings):
        metas = [meta for meta in hints[field.name].__metadata__ if isinstance(meta, Meta)]
        extra = next(meta.extra for meta in metas if meta.extra)
        description = next(meta.description for meta in metas if meta.description)
        fields.append(_Field(field.name, field.type, field.default, description, extra["expected"], extra["is_secret"]))
    return fields


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Reads every `GREENROOM_*` variable; an empty one counts as not set. Unknown names warn, with the closest known.

    Raises: SettingsError naming each wrong variable, its value (`***` for secrets) and what is expected.
    """
    problems: list[str] = []
    values: dict[str, Any] = {}
    for field in _fields():
        given = environ.get(field.variable, "").strip()
        if not given:
            continue
        try:
            values[field.name] = _check(field.name, _parse(given, field.type))
        except ValueError as error:
            problems.append(_problem(field, given, error))
    problems += _contradictions(values)
    if problems:
        raise SettingsError(problems)
    for name in unknown_names(environ):
        warnings.warn(name, stacklevel=2)
    return Settings(**values)


def unknown_names(environ: Mapping[str, str]) -> list[str]:
    """A sentence for each `GREENROOM_*` variable that no field reads."""
    known = [field.variable for field in _fields()]
    sentences = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            closest = difflib.get_close_matches(name, known, n=1)
            sentences.append(f"{name} is not a setting" + (f"; did you mean {closest[0]}?" if closest else "."))
    return sentences


def to_environ(settings: Settings) -> dict[str, str]:
    """The variables that `load_settings` reads back as the same settings, for child processes."""
    environ: dict[str, str] = {}
    for field in _fields():
        value = getattr(settings, field.name)
        if value is not None and value != field.default:
            environ[field.variable] = str(value).lower() if isinstance(value, bool) else str(value)
    return environ


def env_example() -> str:
    """The text of `.env.example`."""
    lines = [
        "# Every setting of Greenroom, with its default. Copy to .env and uncomment what you change;",
        "# `greenroom` itself reads the environment only.",
    ]
    for field in _fields():
        value = field.default
        shown = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        lines += ["", f"# {field.description}", f"# Expected: {field.expected}.", f"# {field.variable}={shown}"]
    return "\n".join(lines) + "\n"


def _parse(given: str, kind: Any) -> Any:
    if kind is bool or getattr(kind, "__origin__", None) is bool:
        given = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(given.lower(), given)
    return msgspec.convert(given, kind, strict=False, dec_hook=_to_path)


def _to_path(kind: type, value: Any) -> Any:
    if kind is Path:
        try:
            return Path(value).expanduser()
        except RuntimeError:
            raise ValueError("there is no such home directory") from None
    raise NotImplementedError(kind)


def _problem(field: _Field, given: str, error: ValueError) -> str:
    shown = "***" if field.is_secret else repr(given if len(given) <= 200 else given[:200] + "…")
    reason = "" if isinstance(error, msgspec.ValidationError) else f" ({error})"
    return f"{field.variable} is {shown}; expected {field.expected}{reason}."


def _check(name: str, value: Any) -> Any:
    """What a pattern alone cannot say. Raises: ValueError with the reason, which never repeats the value."""
    check = _CHECKS.get(name)
    return value if check is None else check(value)


def _base_url(value: str) -> str:
    _port_of(value)
    return value.rstrip("/")


def _url_of(*schemes: str) -> Any:
    def check(value: str) -> str:
        scheme, separator, rest = value.partition("://")
        if scheme not in schemes or not separator or not rest:
            raise ValueError(f"the scheme must be {' or '.join(schemes)}")
        return value

    return check


def _master_key(value: str) -> str:
    try:
        raw = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64") from None
    if len(raw) != 32:
        raise ValueError(f"it has {len(raw)} bytes")
    return value


def _smtp_url(value: str) -> str:
    parts = urlsplit(value)
    _port_of(value)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError("not an smtp:// URL")
    if parts.query and parts.query not in {"tls=starttls", "tls=implicit", "tls=none"}:
        raise ValueError("tls must be starttls, implicit or none")
    return value


def _udp_ports(value: str) -> str:
    first, last = (int(port) for port in value.split("-"))
    if not 1024 <= first <= last <= 65535:
        raise ValueError("the range is empty or outside")
    return value


def _ice_urls(kind: re.Pattern[str]) -> Any:
    def check(value: str) -> str:
        urls = ice_urls(value)
        if not urls or not all(kind.fullmatch(url) for url in urls):
            raise ValueError("one of the addresses is not one")
        return ",".join(urls)

    return check


def ice_urls(value: str | None) -> list[str]:
    """The addresses of `stun_urls` or `turn_urls`."""
    return [url for url in re.split(r"[,\s]+", value or "") if url]


def _port_of(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        raise ValueError("the port is not one") from None


_CHECKS: dict[str, Any] = {
    "base_url": _base_url,
    "mongodb_uri": _url_of("mongodb", "mongodb+srv"),
    "redis_url": _url_of("redis", "rediss", "unix"),
    "master_key": _master_key,
    "smtp_url": _smtp_url,
    "media_udp_ports": _udp_ports,
    "stun_urls": _ice_urls(_STUN_URL),
    "turn_urls": _ice_urls(_TURN_URL),
}


def _contradictions(values: dict[str, Any]) -> list[str]:
    problems = []
    for one, other in (("tls_certificate", "tls_key"), ("turn_urls", "turn_secret")):
        if (one in values) != (other in values):
            present, absent = (one, other) if one in values else (other, one)
            problems.append(
                f"{PREFIX}{present.upper()} is set without {PREFIX}{absent.upper()}; expected both or neither."
            )
    return problems


def redacted(url: str) -> str:
    """A URL for logs: without user and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=re.sub(r"^.*@", "***@", parts.netloc)))


if __name__ == "__main__":
    sys.stdout.write(env_example())
