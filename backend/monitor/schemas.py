"""What the monitor's routes and events say."""

from datetime import datetime
from typing import Literal

import msgspec

from backend.interviews.schemas import NetworkMeasurement
from backend.interviews.staff_schemas import InterviewRow
from backend.kernel.language import Language, LocalText
from backend.questions.model import AnswerKind
from backend.rescue.schemas import Attending


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
