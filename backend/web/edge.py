"""The outermost layer: request ids, security headers, access log and metrics, and who answers: API or site."""

import secrets
import time

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

from backend.kernel.settings import Settings
from backend.web.headers import common_headers, data_headers
from backend.web.problems import PROBLEM_JSON, problem_body, problem_headers
from backend.web.static import Site

API_PREFIXES = ("/api", "/rtc", "/schema", "/uploads", "/calendar", "/ws", "/healthz", "/readyz", "/metrics")
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REFUSED_SOCKET = range(4000, 5000)

_requests = Counter("greenroom_http_requests_total", "HTTP requests answered", ["route", "method", "status"])
_duration = Histogram("greenroom_http_request_seconds", "Time to the last byte of an answer", ["route"])
_log = structlog.get_logger("access")


class Edge:
    """`api` is the Litestar application; what is not its goes to the PWA's `site`."""

    def __init__(self, api: ASGIApp, site: Site, settings: Settings) -> None:
        self.api = api
        self.site = site
        self._common = common_headers(settings)
        self._data = data_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            await self._http(scope, receive, send)
        elif scope["type"] == ScopeType.WEBSOCKET:
            await self.api(scope, receive, _accept_then_refuse(send))
        else:
            await self.api(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = secrets.token_hex(8)
        state = dict(scope.get("state") or {})
        state["request_id"] = request_id
        scope["state"] = state
        status, began = 0, time.perf_counter()

        async def completed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._with_ours(list(message.get("headers", [])), request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                answering = self.api if is_api(scope["path"]) else self.site
                await answering(scope, receive, completed)
            except Exception as error:
                _log.error("request_crashed", error=type(error).__name__, exc_info=error)
                if status:
                    raise
                await _internal(completed, request_id)
            finally:
                _note(scope, status, time.perf_counter() - began)

    def _with_ours(self, headers: list[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
        present = {name.lower() for name, _ in headers}
        ours = [*self._common, (b"x-request-id", request_id.encode())]
        if b"content-security-policy" not in present:
            ours += self._data
        if b"cache-control" not in present:
            ours.append((b"cache-control", b"no-store"))
        return headers + [(name, value) for name, value in ours if name not in present]


def is_api(path: str) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in API_PREFIXES)


def _note(scope: Scope, status: int, seconds: float) -> None:
    """The route's template stands for the path, whose parts may be secrets or name people."""
    route = str(scope.get("path_template") or ("unrouted" if is_api(scope["path"]) else "site"))
    given = str(scope.get("method"))
    method = given if given in KNOWN_METHODS else "OTHER"
    _requests.labels(route, method, status).inc()
    _duration.labels(route).observe(seconds)
    _log.info("request", route=route, method=method, status=status, ms=round(seconds * 1000, 1))


async def _internal(send: Send, request_id: str) -> None:
    body = problem_body(500, "internal", "Something went wrong on our side. It has been noted.", {}, request_id)
    named = {"content-type": PROBLEM_JSON, **problem_headers(500, {})}
    headers = [(name.encode(), value.encode()) for name, value in named.items()]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _accept_then_refuse(send: Send) -> Send:
    """A socket refused before it was accepted is accepted and closed: browsers show a close code, not a 403."""
    is_open = False

    async def send_on(message: Message) -> None:
        nonlocal is_open
        if message["type"] == "websocket.accept":
            is_open = True
        elif message["type"] == "websocket.close" and not is_open and message["code"] in REFUSED_SOCKET:
            is_open = True
            await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
        await send(message)

    return send_on
