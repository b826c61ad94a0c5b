"""Pages of a list: a bounded size and an opaque place to go on from."""

import base64
import binascii
from datetime import datetime
from typing import Annotated

import msgspec
from litestar.params import Parameter

from backend.kernel.errors import BadRequest

Limit = Annotated[int, Parameter(ge=1, le=100, description="Rows a page, 50 unless said.")]
After = Annotated[str | None, Parameter(max_length=400, description="`next` of the page before.")]
DEFAULT_LIMIT = 50


def cursor(*keys: str) -> str:
    """The place after the row with these sort keys."""
    return base64.urlsafe_b64encode(msgspec.json.encode(keys)).decode().rstrip("=")


def keys_of(after: str, count: int) -> list[str]:
    """The sort keys in a cursor. Raises: 400 cursor_invalid."""
    try:
        padded = after + "=" * (-len(after) % 4)
        keys = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=list[str])
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise BadRequest("cursor_invalid", "The place to go on from is unknown.") from error
    if len(keys) != count:
        raise BadRequest("cursor_invalid", "The place to go on from is unknown.")
    return keys


def moment_of(after: str) -> datetime:
    """The one sort key of a cursor over moments. Raises: 400 cursor_invalid."""
    try:
        at = datetime.fromisoformat(keys_of(after, 1)[0])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadRequest("cursor_invalid", "The place to go on from is unknown.")
    return at
