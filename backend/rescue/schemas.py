"""What the rescue's routes and events say and hear.

Event `rescue` on `account:{id}` (whoever was called) and on `interview:{id}` carries a `RescueRang`: what it is about
is asked for, so that no name lies in a stream.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar.params import Parameter

from backend.interviews.live_schemas import Rung
from backend.interviews.schemas import NetworkMeasurement
from backend.kernel.language import Language, LocalText
from backend.rescue.model import Cause, Level, RescueState
from backend.web.policy import Role

Days = Annotated[int, Parameter(ge=1, le=90, description="How far back, 30 days unless said.")]


class RescueRang(msgspec.Struct, frozen=True):
    rescue_id: str
    interview_id: str
    change: str


class Attending(msgspec.Struct, frozen=True):
    """Who has said that they look after it. Also the data of the event `attending` on `staff:interviews`."""

    interview_id: str
    name: str
    since: datetime
    response_s: float


class ResponseTimes(msgspec.Struct, frozen=True):
    """Seconds from the call to the first reaction, over the `answered` of all `calls`.

    `called_median_s`: from the press until the first people were called; `face_median_s`: until a person's picture
    stood on the candidate's screen. `unanswered`: nobody came.
    """

    calls: int
    answered: int
    median_s: float | None
    p90_s: float | None
    called_median_s: float | None = None
    face_median_s: float | None = None
    unanswered: int = 0


class RescueTimes(msgspec.Struct, frozen=True):
    """Of one call, in seconds since it was asked for; None: not yet."""

    called_s: float | None
    accepted_s: float | None
    face_s: float | None


class RescueCall(msgspec.Struct, frozen=True):
    """A call for a person, with its catch-up: what was asked, the last words, the network.

    `is_called`: the reader was called; `is_ringing`: and has not said anything yet. `level` counts from 1 and is the
    last one called; `others` are the names of the others who were. `network` is what the device check measured.
    """

    id: str
    version: int
    interview_id: str
    state: RescueState
    cause: Cause
    candidate: str
    position: LocalText
    language: Language
    asked_at: datetime
    called_at: datetime | None
    next_at: datetime | None
    level: int | None
    is_called: bool
    is_ringing: bool
    others: list[str]
    turn_index: int | None
    prompt: LocalText | None
    said: list[str]
    network: NetworkMeasurement | None
    rung: Rung | None
    is_connected: bool
    drops: int
    accepted_by: str | None
    accepted_at: datetime | None
    is_mine: bool
    thread_id: str
    times: RescueTimes


class DutyView(msgspec.Struct, frozen=True):
    """Whether the reader is called now. `source` says why, `until` how long, `next_at` when they are the next time."""

    is_on_duty: bool
    source: Literal["rota", "switch", "none"]
    until: datetime | None
    next_at: datetime | None


class DutySwitched(msgspec.Struct, frozen=True):
    """None: as the rota says."""

    is_on: bool | None


class RescueCalls(msgspec.Struct, frozen=True):
    """Calls that are open or have just been taken. `now` is the server's clock."""

    now: datetime
    items: list[RescueCall]
    duty: DutyView


class RescueStage(msgspec.Struct, frozen=True):
    """People who were called together."""

    at: datetime
    names: list[str]


class OwnRescue(msgspec.Struct, frozen=True):
    """What the candidate is told of their call. `next_at`: when more people are called, where there are more.

    `is_by_monitor`: they did not press help, but have stood at one step for long. `is_face_seen`: somebody's picture
    has stood on their screen.
    """

    id: str
    now: datetime
    state: RescueState
    is_by_monitor: bool
    asked_at: datetime
    stages: list[RescueStage]
    next_at: datetime | None
    accepted_by: str | None
    accepted_at: datetime | None
    is_face_seen: bool


class OwnRescueState(msgspec.Struct, frozen=True):
    """`rescue` None: nobody has been called in the last half hour."""

    rescue: OwnRescue | None


class DutyMember(msgspec.Struct, frozen=True):
    """Somebody who can be on duty. Who does not see everything is called for their own candidates alone."""

    id: str
    name: str
    roles: list[Role]
    sees_all: bool
    is_here: bool
    is_on_duty: bool
    switched_until: datetime | None


class RotaView(msgspec.Struct, frozen=True):
    """`is_set` false: nobody has made one yet; `levels` is a proposal."""

    version: int
    is_set: bool
    zone: str
    wait_s: int
    keeps_holidays: bool
    levels: list[Level]
    members: list[DutyMember]
    now: datetime


class RotaGiven(msgspec.Struct, frozen=True):
    """`version` is the one that was read, 0 for the first."""

    version: Annotated[int, msgspec.Meta(ge=0)]
    zone: Annotated[str, msgspec.Meta(max_length=64)]
    levels: Annotated[list[Level], msgspec.Meta(min_length=1, max_length=5)]
    wait_s: Annotated[int, msgspec.Meta(ge=20, le=600)] = 60
    keeps_holidays: bool = True
