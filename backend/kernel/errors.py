"""Coded errors. A domain raises the kind it means; `web/problems.py` turns it into an RFC 9457 document.

`code` is stable and what clients and translations go by; `detail` is a plain English sentence without personal data;
`extra` are further members of the problem document; `headers` go onto the response.
"""

import math
from typing import ClassVar


class GreenroomError(Exception):
    """The root. Raise one of the kinds below."""

    default_status: ClassVar[int] = 500

    def __init__(self, code: str, detail: str = "", **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.status = self.default_status
        self.detail = detail
        self.extra = extra
        self.headers: dict[str, str] = {}

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class BadRequest(GreenroomError):
    """What came cannot be read."""

    default_status = 400


class Unauthorised(GreenroomError):
    """Nobody is signed in, or the credentials are wrong."""

    default_status = 401


class Forbidden(GreenroomError):
    """Signed in, but not allowed."""

    default_status = 403


class NotFound(GreenroomError):
    """There is no such thing, or not for this actor."""

    default_status = 404


class Conflict(GreenroomError):
    """The state of the thing does not allow it now."""

    default_status = 409


class Gone(GreenroomError):
    """It was here and will not come back: expired, used, revoked."""

    default_status = 410


class TooLarge(GreenroomError):
    """More than is taken at once."""

    default_status = 413


class Invalid(GreenroomError):
    """Readable, but a value is not acceptable."""

    default_status = 422


class RateLimited(GreenroomError):
    """Too often; `retry_after_s` says when to come back (rounded up in the header)."""

    default_status = 429

    def __init__(self, code: str = "rate_limited", detail: str = "", *, retry_after_s: float, **extra: object) -> None:
        super().__init__(code, detail or "Too many attempts.", **extra)
        _retry_after(self, retry_after_s)


class Unavailable(GreenroomError):
    """A part that is needed is away for the moment."""

    default_status = 503

    def __init__(
        self, code: str = "unavailable", detail: str = "", *, retry_after_s: float | None = 2, **extra: object
    ) -> None:
        super().__init__(code, detail, **extra)
        if retry_after_s is not None:
            _retry_after(self, retry_after_s)


def _retry_after(error: GreenroomError, seconds: float) -> None:
    whole = max(1, math.ceil(seconds))
    error.extra.setdefault("retry_after_s", whole)
    error.headers["Retry-After"] = str(whole)


class StorageFull(GreenroomError):
    """No room is left to keep what came; what was acknowledged before is kept."""

    default_status = 507

    def __init__(self, code: str = "storage_full", detail: str = "", **extra: object) -> None:
        super().__init__(code, detail or "There is no room left on the server. What it has received is kept.", **extra)


_KINDS: dict[int, type[GreenroomError]] = {
    kind.default_status: kind
    for kind in (BadRequest, Unauthorised, Forbidden, NotFound, Conflict, Gone, TooLarge, Invalid, StorageFull)
}


def error_of(status: int, code: str, detail: str, extra: dict[str, object]) -> GreenroomError:
    """The error another process raised, as its own kind again."""
    rest = {key: value for key, value in extra.items() if key != "retry_after_s"}
    retry_after = extra.get("retry_after_s")
    seconds = float(retry_after) if isinstance(retry_after, int | float) else None
    if status == RateLimited.default_status:
        return RateLimited(code, detail, retry_after_s=seconds or 1, **rest)
    if status == Unavailable.default_status:
        return Unavailable(code, detail, retry_after_s=seconds, **rest)
    error = _KINDS.get(status, GreenroomError)(code, detail, **extra)
    error.status = status
    return error
