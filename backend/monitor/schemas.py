"""What the monitor's routes and events say."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar.params import Parameter

from backend.interviews.schemas import NetworkMeasurement
from backend.interviews.staff_schemas import InterviewRow
from backend.kernel.language import Language, LocalText
from backend.questions.model import AnswerKind

Days = Annotated[int, Parameter(ge=1, le=90, description="How far back, 30 days unless said.")]


class Attending(msgspec.Struct, frozen=True):
    """Who has said that they look after it. Also the data of the event `attending` on `staff:interviews`."""

    interview_id: str
    name: str
    since: datetime
    response_s: float


class MonitorItem(msgspec.Struct, frozen=True):
    """One running interview. `prompt` and `kind` are of the open question, `network` what the device check measured.

    `is_assigned`: the member who looks is one of its interviewers.
    """

    row: InterviewRow
    language: Language
    prompt: LocalText | None
    kind: AnswerKind | None
    turn_index: int | None
    network: NetworkMeasurement | None
    attending: Attending | None
    is_assigned: bool


class MonitorView(msgspec.Struct, frozen=True):
    """`now` is the server's clock, which times are compared with."""

    now: datetime
    items: list[MonitorItem]


What = Literal["started", "asked", "answered", "skipped", "help", "dropped", "rung", "attended", "took_over"]


class Happening(msgspec.Struct, frozen=True):
    """Something that happened in an interview. `detail`: seconds of an answer, the rung that was stepped to."""

    at: datetime
    what: What
    turn_index: int | None = None
    detail: str | None = None


class MonitorDetail(msgspec.Struct, frozen=True):
    """What somebody who comes to help needs to know: what has happened, newest first; the last words; who is there."""

    item: MonitorItem
    happened: list[Happening]
    said: list[str]
    watchers: list[str]


class ResponseTimes(msgspec.Struct, frozen=True):
    """Seconds from the call to the first reaction, over the `answered` of all `calls`."""

    calls: int
    answered: int
    median_s: float | None
    p90_s: float | None
