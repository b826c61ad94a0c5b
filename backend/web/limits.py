"""How many requests a minute: of one person, and of one network where nobody is signed in.

Generous, for they stop floods and not people: a live interview makes some 60 a minute, and many candidates may sit
behind one address. Without Redis nobody is limited, for an interview goes before its protection. What this machine asks
itself is not counted: its operator's tools, measurements, tests. A proxy on it names its clients (X-Forwarded-For).
"""

import ipaddress
import time
from collections.abc import Mapping
from typing import Any

from litestar.handlers import BaseRouteHandler

from backend.kernel.errors import Unavailable
from backend.kernel.ratelimit import RateLimiter
from backend.kernel.settings import Settings

WINDOW_S = 60.0
IPV6_NETWORK_BITS = 64
BLIND_S = 5.0
"""How long no limit is asked for after Redis did not answer."""


class RequestLimits:
    """A limit of 0 is none. A dear route has a narrower one of its own as well, `opt={"limit_per_minute": 60}`, and one
    that must always answer has none, `opt={"is_unlimited": True}`.
    """

    def __init__(self, limiter: RateLimiter, settings: Settings) -> None:
        self._limiter = limiter
        self._of_network = settings.limit_network_per_minute
        self._of_person = settings.limit_person_per_minute
        self._blind_until = 0.0

    async def count_person(self, account_id: str, scope: Mapping[str, Any], handler: BaseRouteHandler) -> None:
        """Raises: RateLimited rate_limited."""
        if not is_local(scope):
            await self._count_all(f"of {account_id}", self._of_person, handler)

    async def count_network(self, scope: Mapping[str, Any], handler: BaseRouteHandler) -> None:
        """A request without a session. Raises: RateLimited rate_limited."""
        if not is_local(scope):
            await self._count_all(f"from {network_of(scope)}", self._of_network, handler)

    async def _count_all(self, whose: str, limit: int, handler: BaseRouteHandler) -> None:
        if not limit or handler.opt.get("is_unlimited"):
            return
        await self._count(f"requests {whose}", limit)
        if (narrower := handler.opt.get("limit_per_minute")) is not None:
            await self._count(f"{handler} {whose}", int(narrower))

    async def _count(self, key: str, limit: int) -> None:
        if time.monotonic() < self._blind_until:
            return
        try:
            await self._limiter.hit(key, limit=limit, window_s=WINDOW_S)
        except Unavailable:
            self._blind_until = time.monotonic() + BLIND_S


def is_local(scope: Mapping[str, Any]) -> bool:
    """Whether a request comes from this machine, and from no client behind a proxy on it."""
    client = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(str(client[0])).is_loopback
    except ValueError:
        return False


def network_of(scope: Mapping[str, Any]) -> str:
    """Where a request came from, as far as one household or host has it to itself: an IPv4 address, or the /64 that an
    IPv6 one lies in.
    """
    client = scope.get("client")
    host = str(client[0]) if client else "unknown"
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_NETWORK_BITS), strict=False))
    return str(address)
