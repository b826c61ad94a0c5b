"""What makes the value of a setting valid beyond its type and pattern."""

import base64
import binascii
import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.kernel.addresses import Allowed

_ICE_HOST = r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?"
_STUN_URL = re.compile(rf"stuns?:{_ICE_HOST}")
_TURN_URL = re.compile(rf"turn:{_ICE_HOST}(\?transport=(udp|tcp))?|turns:{_ICE_HOST}(\?transport=tcp)?")


def checked(name: str, value: Any) -> Any:
    """The value of the field `name`, normalised.

    Raises: ValueError with the reason, which never repeats the value.
    """
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


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no such time zone") from None


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


def _media_host(value: str) -> str:
    hosts = media_hosts(value)
    if not hosts:
        raise ValueError("no address is named")
    try:
        return ",".join(str(ip_address(host)) for host in hosts)
    except ValueError:
        raise ValueError("one of the addresses is not one") from None


def media_hosts(value: str | None) -> list[str]:
    """The addresses of `media_host`."""
    return [host for host in re.split(r"[,\s]+", value or "") if host]


def _ice_urls(kind: re.Pattern[str]) -> Any:
    def check(value: str) -> str:
        urls = ice_urls(value)
        if not urls or not all(kind.fullmatch(url) for url in urls):
            raise ValueError("one of the addresses is not one")
        return ",".join(urls)

    return check


def _outgoing_allow(value: str) -> str:
    Allowed.of(value)
    return value


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
    "media_host": _media_host,
    "media_udp_ports": _udp_ports,
    "stun_urls": _ice_urls(_STUN_URL),
    "turn_urls": _ice_urls(_TURN_URL),
    "outgoing_allow": _outgoing_allow,
    "zone": _zone,
}


def redacted(url: str) -> str:
    """A URL for logs: without user and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=re.sub(r"^.*@", "***@", parts.netloc)))
