"""Time, handed in: everything that needs the present takes a `Clock`."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present as an aware UTC datetime."""


def utc_now() -> datetime:
    """The present, aware, UTC, cut to the milliseconds MongoDB keeps, so that a stored document equals the live one."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def epoch_ms(at: datetime) -> int:
    """Milliseconds since 1970 of an aware datetime.

    Raises: ValueError where `at` is naive.
    """
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no place in time")
    return int(at.timestamp() * 1000)
