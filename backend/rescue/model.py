"""Rescues: a candidate needed a person, who was called, who came and how soon; and the rota that says who is called.

Ids and times alone; names are opened when they are shown.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

import msgspec

from backend.kernel.repository import Document
from backend.scheduling.model import DayException, WeeklyHours

RESCUES = "rescues"
ROTAS = "duty_rotas"
SWITCHES = "duty_switches"
ROTA_ID = "rota"
Cause = Literal["help", "long_step", "away", "network"]
Reaction = Literal["accepted", "attended", "took_over"]
RescueState = Literal["calling", "unanswered", "accepted", "over"]
EndedBy = Literal["withdrawn", "went_on", "interview_over", "again", "too_old"]


class Called(msgspec.Struct, frozen=True):
    """A member who was called. `is_here`: the app was open then, so that it rang; else the push alone reached them."""

    member_id: str
    is_here: bool
    declined_at: datetime | None = None


class Round(msgspec.Struct, frozen=True):
    """One level's people, called together. `level` counts from 0."""

    level: int
    at: datetime
    called: list[Called]


class Rescue(Document, frozen=True, kw_only=True):
    """The id follows from the interview and the moment, so that one call is one rescue however often it is told.

    `asked_at` is when help was pressed, or since when the monitor had reason to call someone. `open_for` is the
    interview while nobody has come yet: an interview has one open call. `next_at` is when the next level is called.
    `reacted_*` are the first who took it; `led_at` when they came in and led; `face_at` when a person's picture stood
    on the candidate's screen.
    """

    id_prefix: ClassVar[str] = "rsc"

    interview_id: str
    application_id: str
    candidate_id: str
    cause: Cause
    asked_at: datetime
    state: RescueState = "over"
    open_for: str | None = None
    rounds: list[Round] = msgspec.field(default_factory=list)
    next_at: datetime | None = None
    reacted_at: datetime | None = None
    reacted_by: str | None = None
    reaction: Reaction | None = None
    led_at: datetime | None = None
    face_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: EndedBy | None = None

    @property
    def called_at(self) -> datetime | None:
        """When the first people were called."""
        return self.rounds[0].at if self.rounds else None

    @property
    def response_s(self) -> float | None:
        """Seconds until the first reaction."""
        return None if self.reacted_at is None else max(0.0, (self.reacted_at - self.asked_at).total_seconds())

    @property
    def is_open(self) -> bool:
        return self.state in ("calling", "unanswered")

    @property
    def members(self) -> list[str]:
        """Everybody who has been called so far, each once."""
        return list(dict.fromkeys(called.member_id for each in self.rounds for called in each.called))

    @property
    def declined(self) -> frozenset[str]:
        return frozenset(called.member_id for each in self.rounds for called in each.called if called.declined_at)


class Duty(msgspec.Struct, frozen=True):
    """When one member of a level is on duty, by the clocks of the rota's zone."""

    member_id: Annotated[str, msgspec.Meta(max_length=100)]
    weekly: Annotated[list[WeeklyHours], msgspec.Meta(max_length=7)] = []
    exceptions: Annotated[list[DayException], msgspec.Meta(max_length=100)] = []


class Level(msgspec.Struct, frozen=True):
    duties: Annotated[list[Duty], msgspec.Meta(max_length=40)] = []


class Rota(Document, frozen=True, kw_only=True):
    """Who is called, level after level; each has `wait_s` to answer before the next. Its id is `rota`."""

    zone: str
    levels: list[Level]
    wait_s: int = 60
    keeps_holidays: bool = True


class DutySwitch(Document, frozen=True, kw_only=True):
    """What a member says of themselves, against the rota, until `until`; the id is the member's."""

    is_on: bool
    until: datetime


def rescue_of(interview_id: str, asked_at: datetime) -> str:
    return f"{Rescue.id_prefix}_{interview_id.removeprefix('int_')}_{int(asked_at.timestamp() * 1000)}"
