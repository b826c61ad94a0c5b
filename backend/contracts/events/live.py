"""What goes to people's screens over `/ws`.

Topics: `account:{id}` (own things), `interview:{id}` (a candidate's own interview, or staff who may see it),
`staff:interviews` (rows of the list), `room:{id}` (what staff in an interview's room keep among themselves). The
socket speaks JSON text frames.

Client → server: `Subscribe`, `Ping`. Server → client: `Subscribed`, `LiveEvent`, `Gone`, `Pong`, `Refused`.
"""

from typing import Literal

import msgspec


def interview_topic(interview_id: str) -> str:
    return f"interview:{interview_id}"


def room_topic(interview_id: str) -> str:
    """Of staff in an interview's room, alone."""
    return f"room:{interview_id}"


class WorkProgress(msgspec.Struct, frozen=True):
    """Data of the event `progress` on `interview:{id}`, not kept: where a worker is with a take.

    `done` of `total` parts of the speech are transcribed, once `step` is transcribing.
    """

    take_id: str
    step: Literal["joining", "playable", "transcribing"]
    done: int = 0
    total: int = 0


class Caption(msgspec.Struct, frozen=True):
    """Data of the event `caption` on `interview:{id}`, not kept: what the candidate has just said in a running take.

    Captions of a take are in order by (`leg_id`, `start_ms`); one may overtake another on its way.
    """

    take_id: str
    leg_id: str
    start_ms: int
    text: str


class LinesLost(msgspec.Struct, frozen=True):
    """Data of the event `lines_lost` on `interview:{id}`: the run of the node that carried them is over.

    `resources` are WHIP and WHEP ids; whoever has one of them opens their line anew without waiting for it to stall.
    """

    resources: list[str]


class LiveEvent(msgspec.Struct, frozen=True, tag="event", tag_field="op"):
    """`id` is comparable within its topic; a client that comes back names the last one it saw."""

    topic: str
    id: str
    name: str
    data: msgspec.Raw


class Subscribe(msgspec.Struct, frozen=True, tag="subscribe", tag_field="op"):
    """`after` maps a topic to the last event id seen there; without it only what is new comes."""

    topics: list[str]
    after: dict[str, str] = {}


class Subscribed(msgspec.Struct, frozen=True, tag="subscribed", tag_field="op"):
    """`last` maps each topic to its newest event id."""

    last: dict[str, str]


class Gone(msgspec.Struct, frozen=True, tag="gone", tag_field="op"):
    """Events after the named id are no longer kept (or the reader was too slow): fetch the state again."""

    topic: str
    last: str


class Refused(msgspec.Struct, frozen=True, tag="refused", tag_field="op"):
    topic: str
    code: str


class Ping(msgspec.Struct, frozen=True, tag="ping", tag_field="op"):
    pass


class Pong(msgspec.Struct, frozen=True, tag="pong", tag_field="op"):
    pass
