"""Rubrics: per competency, what each level looks like in what a person says or does. Versioned, immutable once
published.
"""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.kernel.language import LocalText
from backend.kernel.repository import Document

RUBRICS = "rubrics"
LEVELS = 5
RubricState = Literal["draft", "published"]


class RubricCompetency(msgspec.Struct, frozen=True):
    """`weight` is its share of the whole, in per cent. `anchors` describe behaviour, one for each level from 1 to 5."""

    id: str
    name: LocalText
    weight: float
    anchors: list[LocalText]


class Rubric(Document, frozen=True, kw_only=True):
    """`number` counts a position's versions from 1. Who did what is told by members' ids; None: the system itself.

    `based_on` is the version that this one began as; `note` says to colleagues what it changes.
    """

    id_prefix: ClassVar[str] = "rub"

    position_id: str
    number: int
    state: RubricState = "draft"
    competencies: list[RubricCompetency]
    note: str = ""
    created_at: datetime
    created_by: str | None = None
    changed_at: datetime
    changed_by: str | None = None
    published_at: datetime | None = None
    published_by: str | None = None
    based_on: str | None = None

    def competency(self, competency_id: str) -> RubricCompetency | None:
        return next((each for each in self.competencies if each.id == competency_id), None)
