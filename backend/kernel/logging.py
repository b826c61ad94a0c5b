"""Structured logs on standard error, for people (`console`) or machines (`json`), without personal data."""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from backend.kernel.settings import Settings

MASK = "***"

_PERSONAL_KEYS = re.compile(
    r"(^|_)(e?mail|name|first_name|phone|address|code|token|password|secret|cookie|authorization|sdp|to|text|note|ip)$"
)
_HARMLESS_KEYS = {"process_name", "logger_name", "error_code", "status_code", "exit_code", "task_name"}
_MAIL_ADDRESS = re.compile(r"[^\s<>@\"'(),;:=]+@[^\s<>@\"'(),;:=]+")
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")
_BEARER = re.compile(r"(?i)\b(bearer\s+|token=)[A-Za-z0-9._~+/=-]+")


def mask_personal(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Masks values of keys that hold personal data or secrets, and addresses and tokens within any text."""
    return {key: value if key == "event" and not isinstance(value, str) else _masked(key, value)
            for key, value in event.items()}  # fmt: skip


def _masked(key: str, value: Any) -> Any:
    if isinstance(value, bool | int | float) or value is None:
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
    """The text without credentials in URLs, mail addresses and bearer tokens."""
    return _MAIL_ADDRESS.sub(MASK, _BEARER.sub(rf"\1{MASK}", _CREDENTIALS.sub(f"{MASK}:", text)))


def _mask_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Masks the rendered traceback: messages of exceptions may quote what people sent."""
    if isinstance(text := event.get("exception"), str):
        event["exception"] = mask_text(text)
    return event


def configure_logging(settings: Settings, process: str) -> None:
    """Sets up structlog and the standard library's logging for this process; `process` stands in every line."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_personal,
        _mask_exception,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
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
