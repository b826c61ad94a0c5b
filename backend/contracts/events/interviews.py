"""What interviews announce to the planes beside and above them."""

from datetime import datetime

import msgspec

from backend.contracts.media import MediaKind


class TakeWanted(msgspec.Struct, frozen=True, tag="interviews.take_wanted"):
    """An answer by voice or video begins: the room's node shall record `take_id` from now on."""

    interview_id: str
    room: str
    take_id: str
    kinds: list[MediaKind]
    language: str


class TakeRested(msgspec.Struct, frozen=True, tag="interviews.take_rested"):
    """Nothing is recorded into the take until it is wanted again."""

    interview_id: str
    room: str
    take_id: str


class TakeFinished(msgspec.Struct, frozen=True, tag="interviews.take_finished"):
    """The answer is closed: the node flushes and stores the take."""

    interview_id: str
    room: str
    take_id: str
    at: datetime


MOVED = '"has_moved":true'
"""What the JSON of an InterviewChanged holds that brought the interview elsewhere (`kernel.events.mentioning`)."""


FOLLOWS_HAND_IN = frozenset({"processing", "reviewable"})
"""Changes by which work on the recordings moves an interview on that has been handed in. Who follows what people do has
heard of `submitted` before, so they look nothing up for these: they come in crowds.
"""


def changes(*names: str) -> tuple[str, ...]:
    """What it holds where it is about one of these changes."""
    return tuple(f'"change":"{name}"' for name in names)


class InterviewChanged(msgspec.Struct, frozen=True, tag="interviews.changed"):
    """A persisted change; `change` names it (consented, started, turn_opened, answer_closed, submitted, …).

    `has_moved`: this change brought the interview on to `state`, or to one that the same save left again.
    """

    interview_id: str
    application_id: str
    state: str
    version: int
    change: str
    at: datetime
    has_moved: bool = True


class RoomClosed(msgspec.Struct, frozen=True, tag="interviews.room_closed"):
    interview_id: str
    room: str
