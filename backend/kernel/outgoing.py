"""HTTP to addresses that people or outsiders give: push endpoints, calendar feeds, webhooks, gateways, model servers.

Every connection goes to an address that was resolved and judged here (`kernel.addresses`), so a name that changes
its mind between check and connect leads nowhere else; TLS still proves the name. Each redirect is judged anew. Time
and size are bounded, and nothing is decompressed, so a small answer cannot grow.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, Self
from urllib.parse import urlsplit

import httpcore
import httpx
import msgspec

from backend.kernel.addresses import Address, Allowed
from backend.kernel.errors import GreenroomError, Invalid, TooLarge, Unavailable

TIMEOUT_S = 10.0
MAX_BYTES = 1024 * 1024
REDIRECTS_MAX = 4
URL_MAX = 2_048
_AGENT = "Greenroom"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OWN_HEADERS = frozenset({"authorization", "cookie", "host", "proxy-authorization"})
_FAULTS = (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError, OSError, ssl.SSLError)
_SLOW = (TimeoutError, httpx.TimeoutException, httpcore.TimeoutException)


class Answer(msgspec.Struct, frozen=True):
    """`headers` have lower-case names. `url` is where the answer came from after redirects."""

    status: int
    headers: dict[str, str]
    body: bytes
    url: str


class Streamed:
    """An answer whose body is read piece by piece, up to the limit."""

    def __init__(self, response: httpx.Response, max_bytes: int) -> None:
        self.status = response.status_code
        self.headers = {key.lower(): value for key, value in response.headers.items()}
        self.url = str(response.request.url)
        self._response = response
        self._max_bytes = max_bytes

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes. Raises: TooLarge `outgoing_too_large` at the piece that passes the limit."""
        if _declared(self.headers) > self._max_bytes:
            raise _too_large(self._max_bytes)
        read = 0
        async for chunk in self._response.aiter_raw():
            read += len(chunk)
            if read > self._max_bytes:
                raise _too_large(self._max_bytes)
            yield chunk


@cache
def _system_trust() -> ssl.SSLContext:
    """One for the process: reading all of the system's certificates takes a while."""
    return ssl.create_default_context()


class Outgoing:
    """One client for all such requests of a process; `close` it at the end.

    Raises, from every request: Invalid `outgoing_url_invalid` (not a plain http(s) URL) · Invalid `outgoing_refused`
    (it lies on an address that is not public) · Unavailable `outgoing_unreachable`, `outgoing_timeout`,
    `outgoing_unreadable` · TooLarge `outgoing_too_large`. No detail repeats the URL, which may hold a secret.
    """

    def __init__(self, allowed: Allowed, *, connections: int = 64, trust: ssl.SSLContext | None = None) -> None:
        self._allowed = allowed
        self._transport = _Transport(allowed, connections, trust or _system_trust())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._transport.aclose()

    async def check(self, url: str) -> None:
        """Whether a URL that somebody gives could be called: for the moment it is saved.

        A name that does not resolve now passes nothing. Raises: Invalid · Unavailable `outgoing_unreachable`.
        """
        host, port = _parts(url)
        async with _coded(TIMEOUT_S):
            await resolve(host, port, self._allowed)

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, max_bytes: int = MAX_BYTES,
        timeout_s: float = TIMEOUT_S,
    ) -> Answer:  # fmt: skip
        """A GET that follows up to 4 redirects, each judged like the first."""
        return await self.send(
            "GET", url, headers=headers, max_bytes=max_bytes, timeout_s=timeout_s, redirects=REDIRECTS_MAX
        )

    async def send(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None,
        max_bytes: int = MAX_BYTES, timeout_s: float = TIMEOUT_S, redirects: int = 0,
    ) -> Answer:  # fmt: skip
        """One request and its whole answer, all within `timeout_s`. Any status is an answer."""
        async with self.stream(
            method, url, body=body, headers=headers, max_bytes=max_bytes, timeout_s=timeout_s, redirects=redirects
        ) as answer:
            content = b"".join([chunk async for chunk in answer.chunks()])
            return Answer(answer.status, answer.headers, content, answer.url)

    @asynccontextmanager
    async def stream(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None,
        max_bytes: int = MAX_BYTES, timeout_s: float = TIMEOUT_S, redirects: int = 0,
    ) -> AsyncIterator[Streamed]:  # fmt: skip
        """The same with the body read by the caller; `timeout_s` spans the whole block."""
        own = {key.lower(): value for key, value in (headers or {}).items()}
        async with _coded(timeout_s):
            response = await self._answered(method, url, body, own, redirects)
            try:
                if response.headers.get("content-encoding", "identity").lower() != "identity":
                    raise Unavailable("outgoing_unreadable", "The answer is compressed, which was not asked for.")
                yield Streamed(response, max_bytes)
            finally:
                await response.aclose()

    async def _answered(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], redirects: int
    ) -> httpx.Response:
        for left in range(redirects, -1, -1):
            _parts(url)
            base = {"accept-encoding": "identity", "user-agent": _AGENT}
            request = httpx.Request(method, url, content=body, headers=base | headers)
            response = await self._transport.handle_async_request(request)
            if response.status_code not in _REDIRECTS or "location" not in response.headers or redirects == 0:
                return response
            await response.aclose()
            if left:
                url, headers = _redirected(response, headers)
                if response.status_code == 303:
                    method, body = "GET", None
        raise Unavailable("outgoing_unreachable", "It redirects too often.")


class _Transport:
    """What a client of httpx does beyond this (cookies, sign-in, environment) is wanted nowhere here, and costs."""

    def __init__(self, allowed: Allowed, connections: int, trust: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust, max_connections=connections, max_keepalive_connections=connections // 2,
            keepalive_expiry=15, network_backend=_Backend(allowed),
        )  # fmt: skip

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        stream: Any = response.stream
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(stream), extensions=response.extensions,
            request=request,
        )  # fmt: skip

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Backend(httpcore.AsyncNetworkBackend):
    """Connects to the very address that it has judged."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:  # fmt: skip
        addresses = await resolve(host, port, self._allowed)
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(
                    str(address), port, min(timeout or TIMEOUT_S, 2.0), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._network.connect_tcp(str(addresses[-1]), port, timeout, local_address, socket_options)


async def resolve(host: str, port: int, allowed: Allowed) -> list[Address]:
    """The addresses of `host` that may be reached, at least one.

    Raises: Invalid `outgoing_refused` where none of them may · Unavailable `outgoing_unreachable`.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unavailable("outgoing_unreachable", "The name of the host is not known.") from None
    addresses = list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))
    reachable = [address for address in addresses if allowed.reaches(host, address)]
    if not reachable:
        raise Invalid("outgoing_refused", "The address is not a public one.")
    return reachable


def _parts(url: str) -> tuple[str, int]:
    """Host and port. Raises: Invalid `outgoing_url_invalid`."""
    try:
        parts = urlsplit(url)
        httpx.URL(url)
        port = parts.port
    except (ValueError, httpx.InvalidURL):
        raise _invalid() from None
    is_plain = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    if not is_plain or parts.hostname is None or len(url) > URL_MAX or not url.isprintable() or " " in url:
        raise _invalid()
    return parts.hostname, port or (443 if parts.scheme == "https" else 80)


def _redirected(response: httpx.Response, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Where to go on; what was meant for the first host alone is not handed to another, nor https to http."""
    before = response.request.url
    try:
        after = before.join(response.headers["location"])
    except httpx.InvalidURL:
        raise _invalid() from None
    if before.scheme == "https" and after.scheme != "https":
        raise Invalid("outgoing_refused", "It redirects from https to http.")
    if (before.scheme, before.host, before.port) != (after.scheme, after.host, after.port):
        headers = {key: value for key, value in headers.items() if key not in _OWN_HEADERS}
    return str(after), headers


@asynccontextmanager
async def _coded(timeout_s: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except GreenroomError:
        raise
    except _SLOW:
        raise Unavailable("outgoing_timeout", "It did not answer in time.") from None
    except _FAULTS:
        raise Unavailable("outgoing_unreachable", "The connection failed.") from None


def _declared(headers: Mapping[str, str]) -> int:
    given = headers.get("content-length", "")
    return int(given) if given.isdecimal() else 0


def _too_large(limit: int) -> TooLarge:
    return TooLarge("outgoing_too_large", "The answer is larger than is read.", limit_bytes=limit)


def _invalid() -> Invalid:
    return Invalid("outgoing_url_invalid", "Expected an http or https address without a user in it.")
