"""Security headers: of the application's pages, and of everything else."""

from urllib.parse import urlsplit

from backend.kernel.settings import Settings

_PAGE_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types greenroom",
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


def common_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    """On every response."""
    headers = [
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"permissions-policy", b"camera=(self), microphone=(self), geolocation=(), payment=(), usb=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]
    if is_https(settings):
        headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    return headers


def data_headers() -> list[tuple[bytes, bytes]]:
    """On what is no page: nothing of it may run."""
    return [(b"content-security-policy", _DATA_POLICY.encode())]


def page_headers(settings: Settings, host: str) -> list[tuple[bytes, bytes]]:
    """On the application's pages. Sockets go to the host that served the page and to the public address.

    Safari before 15.4 takes `'self'` for http alone, so the socket origins are named.
    """
    public = urlsplit(settings.base_url).netloc
    hosts = [name for name in dict.fromkeys((host, public)) if _is_plain(name)]
    scheme = "wss" if is_https(settings) else "ws"
    sockets = [f"{scheme}://{name}" for name in hosts]
    policy = "; ".join((*_PAGE_POLICY, " ".join(["connect-src 'self'", *sockets])))
    return [(b"content-security-policy", policy.encode())]


def is_https(settings: Settings) -> bool:
    return settings.base_url.startswith("https://")


def _is_plain(host: str) -> bool:
    """Whether a Host header may stand in a policy: letters, digits, dots, hyphens, colon, brackets."""
    return bool(host) and len(host) < 256 and all(char.isalnum() or char in ".-:[]" for char in host) and host.isascii()
