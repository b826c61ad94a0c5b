"""What other domains tell the reminders: something that a person owes by a certain moment, or owes no more."""

from datetime import datetime
from typing import Literal

import msgspec


class DeadlineChanged(msgspec.Struct, frozen=True, tag="reminders.deadline_changed"):
    """What stands of one kind of debt of one interview; the newest counts (by `revision`, which grows).

    `answers_unsent`: `count` answers lie on the phone and wait · `materials_due`: papers are to be handed in. `due_at`
    None: it is settled, and nobody is reminded any more.
    """

    interview_id: str
    kind: Literal["answers_unsent", "materials_due"]
    revision: int
    due_at: datetime | None
    count: int = 0
