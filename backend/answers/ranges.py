"""Range requests for one range of bytes (RFC 9110 14)."""

import re

import msgspec

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class ByteRange(msgspec.Struct, frozen=True):
    """`[start, end)`."""

    start: int
    end: int


class Unsatisfiable(Exception):
    """The range lies beyond the content: 416."""


def requested_range(header: str | None, if_range: str | None, etag: str, size: int) -> ByteRange | None:
    """The part that is asked for; None: the whole, also for what cannot be read or several ranges (RFC 9110 14.2).

    Raises: Unsatisfiable.
    """
    if header is None or (if_range is not None and if_range != etag):
        return None
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first, last = found.groups()
    if first == "":
        length = min(int(last), size)
        if length == 0:
            raise Unsatisfiable
        return ByteRange(size - length, size)
    start = int(first)
    end = min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return ByteRange(start, end)


def is_unchanged(if_none_match: str | None, etag: str) -> bool:
    """RFC 9110 13.1.2, weak comparison."""
    if if_none_match is None:
        return False
    known = [value.strip().removeprefix("W/") for value in if_none_match.split(",")]
    return "*" in known or etag in known
