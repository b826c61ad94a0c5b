"""What the routes of flows say and hear."""

from datetime import datetime
from typing import Annotated

import msgspec

from backend.flows.differences import Difference
from backend.flows.model import FlowState, FlowStep, PacingPolicy
from backend.flows.pacing import PacingRange
from backend.flows.problem import FlowProblem
from backend.kernel.language import LocalText
from backend.positions.model import Competency


class FlowPosition(msgspec.Struct, frozen=True):
    id: str
    title: LocalText
    department: LocalText
    competencies: list[Competency]
    promised_min: int | None


class FlowRow(msgspec.Struct, frozen=True):
    """One version. `is_current`: new interviews run on it. Names are of members, None: the system itself."""

    id: str
    version: int
    number: int
    state: FlowState
    is_current: bool
    questions: int
    shortest_min: int
    longest_min: int
    problems: int
    note: str
    created_at: datetime
    created_by: str | None
    changed_at: datetime | None
    changed_by: str | None
    published_at: datetime | None
    published_by: str | None
    based_on: int | None


class PositionFlows(msgspec.Struct, frozen=True):
    """A position and the versions of its flow, newest first."""

    position: FlowPosition
    flows: list[FlowRow]


class FlowView(msgspec.Struct, frozen=True):
    """A version whole. `differences` are those to the version that new interviews run on, `current_number`."""

    row: FlowRow
    position: FlowPosition
    steps: list[FlowStep]
    pacing: PacingPolicy
    problems: list[FlowProblem]
    differences: list[Difference]
    current_number: int | None
    ranges: list[PacingRange]


class DraftAsked(msgspec.Struct, frozen=True):
    """`based_on`: the version that the draft begins as; None: the current one, or a bare frame where there is none."""

    based_on: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class FlowDraft(msgspec.Struct, frozen=True):
    """The draft as it is written now; `version` is that of the document that was read."""

    version: int
    steps: Annotated[list[FlowStep], msgspec.Meta(max_length=200)]
    pacing: PacingPolicy
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class FlowPublished(msgspec.Struct, frozen=True):
    version: int
