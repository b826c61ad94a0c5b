"""The PWA's files: held in memory, compressed once, revalidated by ETag, with a fallback to index.html for deep links.

Files under `/assets/` carry a hash in their name and are immutable; index.html, the service worker and the rest are
asked for again each time. A page goes out with `Link` headers (RFC 8288) for what its screen takes: on a slow line the
browser then fetches it beside the first script instead of after it.
"""

import gzip
import hashlib
import mimetypes
import threading
from pathlib import Path

import msgspec
from litestar.types import Receive, Scope, Send

from backend.kernel.settings import Settings
from backend.web.headers import page_headers
from backend.web.page_links import PageLinks
from backend.web.problems import PROBLEM_JSON, problem_body, problem_headers

IMMUTABLE = b"public, max-age=31536000, immutable"
REVALIDATE = b"no-cache"
SMALLEST_COMPRESSED_BYTES = 600
# A worker's own requests are governed by the policy that comes with its script, so it gets the pages' policy.
SERVICE_WORKER = "/sw.js"
_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".txt": "text/plain; charset=utf-8",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
}


class Asset(msgspec.Struct, frozen=True):
    """One file, ready to send. `encodings` are compressed forms that are smaller than `body`."""

    content_type: str
    etag: str
    cache_control: bytes
    body: bytes
    encodings: dict[str, bytes]


def read_assets(folder: Path) -> dict[str, Asset]:
    """Every file below `folder` by its path on the site; ready-made `.br` and `.gz` siblings are used."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".br", ".gz")]
    return {f"/{path.relative_to(folder).as_posix()}": _read(path, folder) for path in sorted(files)}


def _read(path: Path, folder: Path) -> Asset:
    body = path.read_bytes()
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(
        content_type=kind,
        etag=hashlib.sha256(body).hexdigest()[:32],
        cache_control=IMMUTABLE if path.relative_to(folder).parts[0] == "assets" else REVALIDATE,
        body=body,
        encodings=_compressed(path, body, kind),
    )


def _compressed(path: Path, body: bytes, kind: str) -> dict[str, bytes]:
    found = {}
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        sibling = path.with_name(path.name + suffix)
        if sibling.is_file():
            found[encoding] = sibling.read_bytes()
    if "gzip" not in found and kind.startswith(_COMPRESSIBLE) and len(body) >= SMALLEST_COMPRESSED_BYTES:
        found["gzip"] = gzip.compress(body, 9, mtime=0)
    return {encoding: data for encoding, data in found.items() if len(data) < len(body)}


class Site:
    """ASGI application of the PWA. A new build is taken up when its index.html changes."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._assets: dict[str, Asset] = {}
        self._links = PageLinks([])
        self._built_ns = 0
        self._lock = threading.Lock()

    def refresh(self) -> bool:
        """Reads the folder again where it was built anew; blocking. False where there is no build."""
        with self._lock:
            try:
                built_ns = (self._folder / "index.html").stat().st_mtime_ns
            except FileNotFoundError:
                return bool(self._assets)
            if built_ns != self._built_ns:
                self._assets = read_assets(self._folder)
                self._links = PageLinks.read(self._folder)
                self._built_ns = built_ns
            return True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        method, path = str(scope.get("method")), scope["path"]
        if method not in ("GET", "HEAD"):
            await _problem(send, 405, "method_not_allowed", "This address can only be read.", {"allow": "GET, HEAD"})
            return
        is_page = path not in self._assets and _wants_page(path, request.get(b"accept", "*/*"))
        page = path if is_page or path == "/" else None
        if is_page or path in ("/", "/index.html"):
            path = "/index.html"
            if not self.refresh():
                await _problem(send, 503, "pwa_missing", "The application's pages are not built yet: run make setup.")
                return
        elif path not in self._assets:
            self.refresh()  # a file of a newer build
        asset = self._assets.get(path)
        if asset is None:
            await _problem(send, 404, "route_unknown", "There is nothing at this address.")
            return
        await self._send(
            send, asset, request, page=page, is_policed=path in ("/index.html", SERVICE_WORKER),
            with_body=method == "GET",
        )  # fmt: skip

    async def _send(
        self, send: Send, asset: Asset, request: dict[bytes, str], *, page: str | None, is_policed: bool,
        with_body: bool,
    ) -> None:  # fmt: skip
        encoding, body = _choose(asset, request.get(b"accept-encoding", ""))
        etag = f'"{asset.etag}-{encoding}"' if encoding else f'"{asset.etag}"'
        headers = [
            (b"content-type", asset.content_type.encode()),
            (b"etag", etag.encode()),
            (b"cache-control", asset.cache_control),
            (b"vary", b"accept-encoding"),
        ]
        if is_policed:
            headers += page_headers(self._settings, request.get(b"host", ""))
        if page is not None and (links := self._links.of(page)):
            headers.append((b"link", links))
        if encoding:
            headers.append((b"content-encoding", encoding.encode()))
        if _is_current(request.get(b"if-none-match", ""), asset.etag):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body if with_body else b"", "more_body": False})


def _wants_page(path: str, accept: str) -> bool:
    """A deep link of the application: asked for as a page, and not the name of a file."""
    is_file = "." in path.rsplit("/", 1)[-1] or path.startswith("/assets/")
    return not is_file and ("text/html" in accept or "*/*" in accept)


def _choose(asset: Asset, accepted: str) -> tuple[str, bytes]:
    """The smallest form that the client takes (RFC 9110 12.5.3; `;q=0` refuses)."""
    offers = [offer.strip().replace(" ", "") for offer in accepted.lower().split(",")]
    taken = {offer.partition(";")[0] for offer in offers if not offer.endswith((";q=0", ";q=0.0", ";q=0.00"))}
    forms = [(encoding, body) for encoding, body in asset.encodings.items() if encoding in taken]
    return min(forms, key=lambda form: len(form[1]), default=("", asset.body))


def _is_current(if_none_match: str, etag: str) -> bool:
    """Weak comparison over all forms of the file (RFC 9110 13.1.2)."""
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(",")]
    return "*" in tags or any(tag.partition("-")[0] == etag for tag in tags)


async def _problem(send: Send, status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> None:
    named = {"content-type": PROBLEM_JSON, **problem_headers(status, headers or {})}
    encoded = [(name.encode(), value.encode()) for name, value in named.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": problem_body(status, code, detail, {}, ""), "more_body": False})
