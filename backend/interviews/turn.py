"""One question as it was asked, and its answer."""

from datetime import datetime
from typing import Literal

import msgspec

from backend.interviews.stopwatch import Stopwatch
from backend.kernel.language import LocalText
from backend.questions.model import RECORDED, AnswerKind, CodeLanguage

EndedBy = Literal["candidate", "limit", "expiry", "skipped", "interviewer", "person"]


class Apart(msgspec.Struct, frozen=True):
    """The newest draft that is kept apart and known here, see `drafts`; with `is_closed` no further ones are."""

    version: int
    is_closed: bool = False


class Turn(msgspec.Struct, frozen=True):
    """One question and its answer. `text` is the draft until the turn ends, then the answer, as is `chosen`.

    `kind` is how it is answered, `asked_kind` how it was meant; `number` is the question's among those asked, which a
    follow-up shares (`follows` is the turn that it asks after). `extensions` counts the granted extra minutes;
    `warned_limit_s` is the hard limit that was warned about, `warned_thinking_s` the end of thinking. `skipped_at`: put
    off and waiting; a turn that is taken up again becomes the last of the list. `takes_before` are recordings that a
    newer one has replaced: kept, not counted. `asked_again` counts repetitions. `put_by`: a person has put the question
    instead of the AI, in a conversation whose recording is the answer. `apart`: drafts of the open question are not
    saved with the interview.
    """

    id: str
    index: int
    question_id: str
    kind: AnswerKind
    prompt: LocalText
    thinking_s: float
    soft_limit_s: float
    hard_limit_s: float
    competencies: list[str]
    opened_at: datetime
    thinking: Stopwatch = Stopwatch()
    answering: Stopwatch = Stopwatch()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: EndedBy | None = None
    text: str = ""
    take_id: str | None = None
    extensions: int = 0
    warned_limit_s: float | None = None
    sayings: int = 0
    step_id: str = ""
    number: int = 0
    asked_kind: AnswerKind | None = None
    follows: str | None = None
    is_practice: bool = False
    warned_thinking_s: float | None = None
    skipped_at: datetime | None = None
    skips: int = 0
    retakes: int = 0
    takes_before: list[str] = []
    chosen: list[str] = []
    code_language: CodeLanguage | None = None
    asked_again: int = 0
    put_by: str | None = None
    apart: Apart | None = None

    @property
    def is_spoken(self) -> bool:
        return self.kind in RECORDED

    @property
    def is_open(self) -> bool:
        """Neither answered nor put off."""
        return self.ended_at is None and self.skipped_at is None

    @property
    def place(self) -> int:
        """The question's number, from 1."""
        return self.number or self.index + 1
