"""What happens in an interview's room among people."""

from datetime import datetime
from typing import Literal

import msgspec


class RoomChanged(msgspec.Struct, frozen=True, tag="participants.room_changed"):
    """Somebody came, went or said something of themself; `change` names it: joined, left, state, media, queue."""

    interview_id: str
    room: str
    change: str
    at: datetime


class ParticipantLeft(msgspec.Struct, frozen=True, tag="participants.left"):
    """A member on one device is out: by their own wish, on another device now, silent, or the interview is over."""

    interview_id: str
    room: str
    participant_id: str
    account_id: str
    by: Literal["self", "joined_elsewhere", "silent", "over"]
    at: datetime
