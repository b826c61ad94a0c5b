"""Requests that a foreign page made with our cookie.

A cookie alone changes nothing: an unsafe method needs the header `X-Greenroom: 1`, which no foreign page may send
without our leave, and where the browser names an origin it must be ours. Sockets have no such header, so there the
origin decides.
"""

from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType

from backend.kernel.errors import Forbidden

HEADER = "x-greenroom"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_forged(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Raises: 403 origin_foreign, csrf_header_missing."""
    is_socket = connection.scope["type"] == ScopeType.WEBSOCKET
    if not is_socket and str(connection.scope.get("method")) in SAFE_METHODS:
        return
    if not is_own_origin(connection.headers.get("origin"), connection.headers.get("host"), _base_url(connection)):
        raise Forbidden("origin_foreign", "This request comes from another site.")
    if connection.headers.get("sec-fetch-site", "same-origin") in ("cross-site", "same-site"):
        raise Forbidden("origin_foreign", "This request comes from another site.")
    if not is_socket and connection.headers.get(HEADER) != "1":
        raise Forbidden("csrf_header_missing", "The header X-Greenroom: 1 is missing.")


def is_own_origin(origin: str | None, host: str | None, base_url: str) -> bool:
    """Whether `origin` is where this site is: the public address, or the very host that was asked.

    No origin at all comes from clients that are no browsers, and these carry nobody's cookie by accident.
    """
    if origin is None:
        return True
    parts, public = urlsplit(origin), urlsplit(base_url)
    if (parts.scheme, parts.netloc) == (public.scheme, public.netloc):
        return True
    return parts.scheme in ("http", "https") and parts.netloc != "" and parts.netloc == host


def _base_url(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    return str(connection.app.state.settings.base_url)
