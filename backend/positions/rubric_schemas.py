"""What the routes of rubrics say and hear."""

from datetime import datetime
from typing import Annotated

import msgspec

from backend.kernel.language import LocalText
from backend.positions.rubric import RubricCompetency, RubricState
from backend.positions.rubric_rules import RubricProblem


class RubricRow(msgspec.Struct, frozen=True):
    """One version. `is_current`: cards that are begun now use it. Names are of members, None: the system itself."""

    id: str
    version: int
    number: int
    state: RubricState
    is_current: bool
    competencies: int
    problems: int
    note: str
    changed_at: datetime
    changed_by: str | None
    published_at: datetime | None
    published_by: str | None


class RubricPosition(msgspec.Struct, frozen=True):
    id: str
    title: LocalText
    department: LocalText


class PositionRubrics(msgspec.Struct, frozen=True):
    """A position and the versions of its rubric, newest first."""

    position: RubricPosition
    rubrics: list[RubricRow]


class RubricView(msgspec.Struct, frozen=True):
    """A version whole, with all that keeps it from being published."""

    row: RubricRow
    position: RubricPosition
    competencies: list[RubricCompetency]
    problems: list[RubricProblem]


class RubricDraft(msgspec.Struct, frozen=True):
    """The draft as it is written now; `version` is that of the document that was read."""

    version: int
    competencies: Annotated[list[RubricCompetency], msgspec.Meta(max_length=50)]
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class RubricToPublish(msgspec.Struct, frozen=True):
    version: int
