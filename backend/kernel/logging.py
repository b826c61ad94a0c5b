"""Structured logs on standard error, for people (`console`) or machines (`json`), without personal data."""

import logging
import re
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from backend.kernel.errors import GreenroomError
from backend.kernel.settings import Settings

MASK = "***"

_PERSONAL_KEYS = re.compile(
    r"(^|_)(e?mail|name|first_name|phone|address|code|token|password|secret|cookie|authorization|sdp|to|text|note|ip)$"
)
_HARMLESS_KEYS = {"process_name", "logger_name", "error_code", "status_code", "exit_code", "task_name"}
_MAIL_ADDRESS = re.compile(r"[^\s<>@\"'(),;:=]{1,64}@[^\s<>@\"'(),;:=]{1,255}")
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")
_ERROR_CODE = re.compile(r"[a-z][a-z_]{0,79}")
_QUOTED = re.compile(r"'[^']{1,4000}'|\"[^\"]{1,4000}\"|\d{5,4000}")
TEXT_MAX_CHARS = 4_000
MESSAGE_MAX_CHARS = 300
_BEARER = re.compile(r"(?i)\b(bearer\s+|token=)[A-Za-z0-9._~+/=-]+")


def mask_personal(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Masks values of keys that hold personal data or secrets, and addresses and tokens within any text."""
    return {key: value if _is_done(key, value) else _masked(key, value) for key, value in event.items()}


def _is_done(key: str, value: Any) -> bool:
    """A traceback is masked as it is rendered; an event that is no text was none of ours."""
    return key == "exception" or (key == "event" and not isinstance(value, str))


def _masked(key: str, value: Any) -> Any:
    if isinstance(value, bool | int | float) or value is None:
        return value
    if key == "code" and isinstance(value, str) and _ERROR_CODE.fullmatch(value):
        return value
    if key not in _HARMLESS_KEYS and key != "event" and _PERSONAL_KEYS.search(key.lower()):
        return MASK
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, Mapping):
        return {inner: _masked(str(inner), held) for inner, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked("", held) for held in value]
    return value


def mask_text(text: str) -> str:
    """The text without credentials in URLs, mail addresses and bearer tokens; at most 4,000 characters of it."""
    text = text if len(text) <= TEXT_MAX_CHARS else text[:TEXT_MAX_CHARS] + "…"
    return _MAIL_ADDRESS.sub(MASK, _BEARER.sub(rf"\1{MASK}", _CREDENTIALS.sub(f"{MASK}:", text)))


def mask_message(error: BaseException) -> str:
    """What an exception says of itself. Messages quote what people sent: whatever stands in quotes is masked, except
    where the error is our own, whose words hold no personal data.
    """
    text = str(error)[:MESSAGE_MAX_CHARS]
    return mask_text(text if isinstance(error, GreenroomError) else _QUOTED.sub(MASK, text))


def traceback_of(error: BaseException, seen: frozenset[int] = frozenset()) -> str:
    """Kinds, places and masked messages of an exception and of those that led to it; never a value of a variable."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    lines = [*map(mask_text, traceback.format_tb(error.__traceback__)), f"{kind}: {mask_message(error)}\n"]
    seen |= {id(error)}
    if isinstance(error, BaseExceptionGroup):
        lines += [f"within it: {traceback_of(inner, seen)}" for inner in error.exceptions if id(inner) not in seen]
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        lines.insert(0, f"{traceback_of(before, seen)}which led to:\n")
    return "".join(lines)


def _render_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """In place of structlog's own rendering, which shows variables where the library for it is installed."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["exception"] = traceback_of(error).rstrip()
    return event


def configure_logging(settings: Settings, process: str) -> None:
    """Sets up structlog and the standard library's logging for this process; `process` stands in every line."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _render_exception,
        mask_personal,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[_process(process), *shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _adopt_standard_logging(level, [_process(process), *shared], renderer)


def _process(name: str) -> Processor:
    def add(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["process"] = name
        return event

    return add


def _adopt_standard_logging(level: int, shared: list[Processor], renderer: Processor) -> None:
    """Lines of libraries come out in the same form; their chatter below warning is left out, unless debugging."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level if level <= logging.DEBUG else max(level, logging.WARNING))
    for chatty in ("aiortc", "aioice", "pymongo", "motor", "asyncio", "httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))


get_logger = structlog.get_logger
