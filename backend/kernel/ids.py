"""Ids: `{prefix}_` and 26 characters of Crockford base 32 that sort by time (ULID: 48 bits ms, 80 bits random)."""

import secrets
import threading
import time
from typing import NewType

AccountId = NewType("AccountId", str)
SessionId = NewType("SessionId", str)
InvitationId = NewType("InvitationId", str)
PositionId = NewType("PositionId", str)
QuestionId = NewType("QuestionId", str)
FlowId = NewType("FlowId", str)
ApplicationId = NewType("ApplicationId", str)
InterviewId = NewType("InterviewId", str)
TurnId = NewType("TurnId", str)
AnswerId = NewType("AnswerId", str)
TakeId = NewType("TakeId", str)
LegId = NewType("LegId", str)
RoomId = NewType("RoomId", str)
ResourceId = NewType("ResourceId", str)
NodeId = NewType("NodeId", str)
EventId = NewType("EventId", str)
DeliveryId = NewType("DeliveryId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BITS = 80

_lock = threading.Lock()
_last = 0


def new_id(prefix: str) -> str:
    """A fresh id such as `int_01hx…`. Ids of one process sort in the order of making, even within a millisecond."""
    global _last
    fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    with _lock:
        _last = max(_last + 1, fresh)
        value = _last
    return f"{prefix}_{_base32(value)}"


def _base32(value: int) -> str:
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))
