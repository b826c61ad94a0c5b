"""Request → Actor, and the one guard that reads each route's permission from the policy table."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

import msgspec
from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.exceptions import WebSocketException
from litestar.handlers import BaseRouteHandler
from litestar.routes import BaseRoute, HTTPRoute, WebSocketRoute

from backend.kernel.errors import Forbidden, GreenroomError, Unauthorised
from backend.kernel.language import Language
from backend.web.csrf import refuse_forged
from backend.web.limits import RequestLimits
from backend.web.policy import Permission, Role, permits
from backend.web.sessions import LIFE, Session, Sessions

COOKIE = "greenroom_session"
SOCKET_REFUSED = 4000


class Actor(msgspec.Struct, frozen=True):
    """Who acts in a request. `interview_id` is a candidate's own interview."""

    account_id: str
    kind: Literal["member", "candidate"]
    roles: frozenset[Role]
    session_id: str
    language: Language
    interview_id: str | None
    expires_at: datetime

    def may(self, permission: Permission) -> bool:
        return permits(self.roles, permission)


class RouteWithoutPermission(Exception):
    """A route names no permission; the application refuses to start."""


def actor_of(session: Session) -> Actor:
    return Actor(
        account_id=session.account_id,
        kind=session.kind,
        roles=frozenset(session.roles),
        session_id=session.id,
        language=session.language,
        interview_id=session.interview_id,
        expires_at=session.expires_at,
    )


def credentials(connection: ASGIConnection[Any, Any, Any, Any]) -> tuple[str, Literal["bearer", "cookie"]] | None:
    """The token of a request and how it came. A bearer token wins over the cookie; `?token=` serves sockets alone."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip(), "bearer"
    if connection.scope["type"] == ScopeType.WEBSOCKET and (token := connection.query_params.get("token", "")):
        return token, "bearer"
    if token := connection.cookies.get(COOKIE, ""):
        return token, "cookie"
    return None


async def identify(connection: ASGIConnection[Any, Any, Any, Any], sessions: Sessions) -> Actor:
    """Who is at the other end.

    Raises: 401 session_missing, session_ended · 403 origin_foreign, csrf_header_missing.
    """
    presented = credentials(connection)
    if presented is None:
        raise Unauthorised("session_missing", "Please sign in.")
    token, way = presented
    session = await sessions.find(token)
    if session is None:
        raise Unauthorised("session_ended", "Your session has ended. Please sign in again.")
    if way == "cookie":
        refuse_forged(connection)
    return actor_of(session)


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Litestar's guard of every route. A socket is closed with 4000 and the status, and the code as its reason.

    Raises: 401 as `identify` · 403 forbidden, where none of the actor's roles carries the permission ·
    429 rate_limited.
    """
    try:
        await _authorise(connection, handler)
    except GreenroomError as error:
        if connection.scope["type"] == ScopeType.WEBSOCKET:
            raise WebSocketException(detail=error.code, code=SOCKET_REFUSED + error.status) from error
        raise


async def _authorise(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    permission = permission_of(handler)
    if permission is None:
        if connection.scope.get("method") == "OPTIONS":
            return
        raise Forbidden("forbidden", "This is not yours to see or do.")
    limits: RequestLimits = connection.app.state.limits
    if permission is Permission.PUBLIC:
        await limits.count_network(connection.scope, handler)
        return
    try:
        actor = await identify(connection, connection.app.state.sessions)
    except Unauthorised:
        await limits.count_network(connection.scope, handler)
        raise
    await limits.count_person(actor.account_id, connection.scope, handler)
    if not actor.may(permission):
        raise Forbidden("forbidden", "This is not yours to see or do.")
    connection.scope["user"] = actor


def provide_actor(scope: dict[str, Any]) -> Actor:
    """Dependency `actor` of every route that is not public."""
    actor = scope.get("user")
    if not isinstance(actor, Actor):
        raise Unauthorised("session_missing", "Please sign in.")
    return actor


def permission_of(handler: BaseRouteHandler) -> Permission | None:
    permission = handler.opt.get("permission")
    return permission if isinstance(permission, Permission) else None


def guarded_routes(routes: Iterable[BaseRoute]) -> list[tuple[str, str, Permission]]:
    """Every (method, path, permission); sockets have the method WS.

    Raises: RouteWithoutPermission.
    """
    found = []
    for route in routes:
        for method, handler in _handlers(route):
            permission = permission_of(handler)
            if permission is None:
                raise RouteWithoutPermission(f"{method} {route.path} names no permission")
            found.append((method, route.path, permission))
    return found


def _handlers(route: BaseRoute) -> list[tuple[str, BaseRouteHandler]]:
    if isinstance(route, HTTPRoute):
        named = {(method, handler) for handler in route.route_handlers for method in handler.http_methods}
        return [(str(method), handler) for method, handler in named if method != "OPTIONS"]
    if isinstance(route, WebSocketRoute):
        return [("WS", route.route_handler)]
    raise RouteWithoutPermission(f"{route.path} is of a kind that has no guard")


def refuse_unguarded(app: Litestar) -> None:
    """Raises: RouteWithoutPermission, at start."""
    guarded_routes(app.routes)


def session_cookie(token: str, *, is_secure: bool) -> Cookie:
    return Cookie(
        key=COOKIE, value=token, max_age=int(LIFE.total_seconds()), httponly=True, samesite="lax", secure=is_secure,
        path="/",
    )  # fmt: skip


def cleared_cookie(*, is_secure: bool) -> Cookie:
    return Cookie(key=COOKIE, value="", max_age=0, httponly=True, samesite="lax", secure=is_secure, path="/")
