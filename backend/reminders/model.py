"""Reminders: a position's rules, and per interview what has been asked for by them."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.kernel.repository import Document
from backend.notices.model import TemplateText

PLANS = "reminder_plans"
REMINDINGS = "remindings"
DEFAULT_PLAN = "default"

RuleKind = Literal[
    "day_before", "minutes_before", "unfinished", "not_booked", "missed", "answers_unsent", "materials_due", "custom"
]
Anchor = Literal["starts_at", "expires_at"]


class Rule(msgspec.Struct, frozen=True):
    """`lead_min`: how many minutes before its moment it is due (for `missed`: after).

    A `custom` rule has its own words and counts from `anchor`; the other kinds know their moment.
    """

    id: str
    kind: RuleKind
    lead_min: int
    is_on: bool = True
    anchor: Anchor = "starts_at"
    text: TemplateText | None = None


class Plan(Document, frozen=True, kw_only=True):
    """The rules of a position (its id), or of all that have none of their own (`default`)."""

    rules: list[Rule]
    by: str = ""
    at: datetime | None = None


class Asked(msgspec.Struct, frozen=True):
    """A notice that was asked for. `due_at` None: it came too late to be asked for and is left out for good."""

    notice_id: str
    due_at: datetime | None


class Debt(msgspec.Struct, frozen=True):
    kind: Literal["answers_unsent", "materials_due"]
    revision: int
    due_at: datetime | None
    count: int = 0


class Booked(msgspec.Struct, frozen=True):
    """What stands of the appointment: `contracts.events.scheduling` says what the parts mean.

    `with_people`: a talk with people is theirs to book, or has been booked.
    """

    booking_id: str
    revision: int
    state: Literal["open", "booked", "cancelled", "missed", "kept"]
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str
    with_people: bool = False


class Reminding(Document, frozen=True, kw_only=True):
    """One interview's reminders; the id is the interview's.

    `plan` and `state`: by which plan's version they were worked out, and in which state of the interview; or in one
    from which it has gone on since without a change of its reminders.
    """

    id_prefix: ClassVar[str] = "int"

    candidate_id: str
    position_id: str
    state: str
    plan: str = ""
    booked: Booked | None = None
    debts: list[Debt] = msgspec.field(default_factory=list)
    asked: list[Asked] = msgspec.field(default_factory=list)
