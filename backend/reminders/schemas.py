"""What the API says of reminder rules."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from backend.kernel.language import LocalText
from backend.reminders.model import Rule


class ReminderPlanView(msgspec.Struct, frozen=True):
    """`id` is the position's or `default`; `saved_at` None: the built-in rules."""

    id: str
    rules: list[Rule]
    version: int
    saved_at: datetime | None


class PositionName(msgspec.Struct, frozen=True):
    id: str
    title: LocalText


class ReminderPlanPage(msgspec.Struct, frozen=True):
    """`placeholders` may stand in the words of a custom rule."""

    common: ReminderPlanView
    own: list[ReminderPlanView]
    positions: list[PositionName]
    placeholders: list[str]


class ReminderPlanDraft(msgspec.Struct, frozen=True):
    """`version` is the one that was read."""

    rules: Annotated[list[Rule], Meta(max_length=100)]
    version: int
