"""A conversation: a person leads instead of the AI, and everybody in the room is recorded on a track of their own."""

from datetime import datetime

import msgspec

from backend.interviews.room_names import Source


class Track(msgspec.Struct, frozen=True):
    """Whose recording a take is, in which conversation. `role` None: the candidate's."""

    conversation_id: str
    participant_id: str
    account_id: str
    room: str
    source: Source = "camera"
    role: str | None = None


class Asked(msgspec.Struct, frozen=True):
    """What a person has put to the candidate. `turn_id`: the turn it was noted as, where it is one of the flow's."""

    account_id: str
    at: datetime
    question_id: str | None = None
    turn_id: str | None = None
    text: str = ""


class Conversation(msgspec.Struct, frozen=True):
    """From a take-over to the hand-back. `leaders` are the accounts that led, in order.

    `is_recorded` is false where the candidate has agreed to a text that did not speak of conversations.
    """

    id: str
    began_at: datetime
    leaders: list[str]
    is_recorded: bool
    ended_at: datetime | None = None
    asked: list[Asked] = []
