"""Departments, and positions with the competencies that their interviews assess."""

from typing import ClassVar

import msgspec

from backend.kernel.language import LocalText
from backend.kernel.repository import Document

POSITIONS = "positions"
DEPARTMENTS = "departments"


class Competency(msgspec.Struct, frozen=True):
    """`weight` is its share of the score, in per cent; a position's weights add up to 100."""

    id: str
    name: LocalText
    weight: float


class Department(Document, frozen=True, kw_only=True):
    id_prefix: ClassVar[str] = "dep"

    name: LocalText


class Position(Document, frozen=True, kw_only=True):
    """A job profile. `contact_id` is the member whom candidates may turn to; media are kept `retention_days`.

    `promised_min`: no interview for it takes longer, in minutes.
    """

    id_prefix: ClassVar[str] = "pos"

    title: LocalText
    department_id: str
    department: LocalText
    competencies: list[Competency]
    retention_days: int
    contact_id: str
    promised_min: int | None = None
