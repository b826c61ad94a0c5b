"""Every error as an RFC 9457 problem document with a stable `code` and without internals."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from backend.kernel.errors import GreenroomError

PROBLEM_JSON = "application/problem+json"
_RETRY_DEFAULT_S = 5
_log = structlog.get_logger()

_CODES: dict[int, tuple[str, str]] = {
    400: ("request_malformed", "The request could not be read."),
    401: ("session_missing", "Please sign in."),
    403: ("forbidden", "This is not yours to see or do."),
    404: ("route_unknown", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take this method."),
    413: ("body_too_large", "The request is larger than this address takes."),
    415: ("content_type_unsupported", "This address takes application/json."),
    429: ("too_many_requests", "Too many requests. Please wait a little."),
    500: ("internal", "Something went wrong on our side. It has been noted; please try again."),
    503: ("unavailable", "This is not available at the moment. Please try again soon."),
}


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The members that every problem document has; further ones stand beside them (RFC 9457 3.2)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str = ""


def problem_body(status: int, code: str, detail: str, extra: Mapping[str, object], request_id: str) -> bytes:
    problem = Problem(f"urn:greenroom:problem:{code}", _title(status), status, detail, code, request_id)
    return msgspec.json.encode({**extra, **msgspec.to_builtins(problem)})


def problem_headers(status: int, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a problem; 429 and 503 always say when to come back, nothing of it is cached."""
    named = {name.lower(): value for name, value in headers.items()}
    if status in (429, 503):
        named.setdefault("retry-after", str(_RETRY_DEFAULT_S))
    return {"cache-control": "no-store", **named}


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _response(
    request: Request[Any, Any, Any], status: int, code: str, detail: str, extra: Mapping[str, object],
    headers: Mapping[str, str],
) -> Response[bytes]:  # fmt: skip
    request_id = request.scope.get("state", {}).get("request_id", "")
    return Response(
        problem_body(status, code, detail, extra, request_id),
        status_code=status,
        media_type=PROBLEM_JSON,
        headers=problem_headers(status, headers),
    )


def _coded(request: Request[Any, Any, Any], error: GreenroomError) -> Response[bytes]:
    if error.status >= 500:
        _log.warning("request_failed", code=error.code, status=error.status)
    return _response(request, error.status, error.code, error.detail, error.extra, error.headers)


def _framework(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    if error.status_code >= 500 and error.status_code != 503:
        return _unexpected(request, error)
    code, detail = _CODES.get(error.status_code, ("request_refused", "The request was refused."))
    extra: dict[str, object] = {}
    if isinstance(error, ValidationException):
        code, detail = "parameter_invalid", "A parameter of the request is missing or not what it should be."
        extra["errors"] = [_place(item) for item in error.extra or [] if isinstance(item, dict)]
    return _response(request, error.status_code, code, detail, extra, error.headers or {})


def _place(item: Mapping[str, object]) -> dict[str, object]:
    """Where and what is wrong; the value itself is not echoed."""
    return {"where": str(item.get("source", "body")), "name": item.get("key", ""), "message": item.get("message", "")}


def _unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    _log.error("request_crashed", error=type(error).__name__, exc_info=error)
    code, detail = _CODES[500]
    return _response(request, 500, code, detail, {}, {})


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    GreenroomError: _coded,
    HTTPException: _framework,
    Exception: _unexpected,
}
