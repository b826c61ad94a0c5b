"""What the routes of the question bank say and hear."""

from datetime import datetime
from typing import Annotated

import msgspec

from backend.kernel.language import LocalText
from backend.questions.model import Question

Tag = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class BankRow(msgspec.Struct, frozen=True):
    """A question of the bank in a list: its newest version."""

    id: str
    number: int
    question: Question
    tags: list[str]
    is_archived: bool
    changed_at: datetime
    changed_by: str | None


class BankPage(msgspec.Struct, frozen=True):
    """`total` were found, of which the first are shown; `tags` are all that are in use, the most frequent first."""

    items: list[BankRow]
    total: int
    tags: list[str]


class BankVersionView(msgspec.Struct, frozen=True):
    number: int
    question: Question
    tags: list[str]
    note: str
    at: datetime
    by: str | None


class BankView(msgspec.Struct, frozen=True):
    """One question with all its versions, newest first."""

    id: str
    is_archived: bool
    versions: list[BankVersionView]


class BankDraft(msgspec.Struct, frozen=True):
    """A question as it is written. `based_on` is the version that was read; None: a new question."""

    question: Question
    tags: Annotated[list[Tag], msgspec.Meta(max_length=12)] = []
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""
    based_on: int | None = None


class BankArchived(msgspec.Struct, frozen=True):
    is_archived: bool


class BankProblem(msgspec.Struct, frozen=True):
    """What is wrong with it, as `problems` of 422 question_invalid; `field` is where in the question."""

    code: str
    field: str
    text: LocalText
