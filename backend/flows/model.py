"""Flows: versioned plans of an interview, immutable once published."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.kernel.language import LocalText
from backend.kernel.repository import Document
from backend.questions.model import AnswerKind, Question

FLOWS = "flows"
Segment = Literal["graduate", "experienced", "returning"]
FlowState = Literal["draft", "published"]


class GreetingStep(msgspec.Struct, frozen=True, tag="greeting"):
    """`texts` per segment; `{first_name}` and `{position}` in them are filled in when they are said."""

    id: str
    texts: dict[Segment, LocalText]


class QuestionStep(msgspec.Struct, frozen=True, tag="question"):
    id: str
    question: Question


class ClosingStep(msgspec.Struct, frozen=True, tag="closing"):
    """`{first_name}` is filled in when it is said."""

    id: str
    text: LocalText


FlowStep = GreetingStep | QuestionStep | ClosingStep


class PacingPolicy(msgspec.Struct, frozen=True):
    """How patient the interviewer is; seconds. Silence counts only while an answer is open and the clock runs.

    `gap_s` lies between an answer's acknowledgement and the next question. `warn_before_s` ahead of the hard limit the
    person is told; each of `extensions` adds `extension_s`.
    """

    reassure_after_s: float = 4.0
    encourage_after_s: float = 8.0
    gap_s: float = 5.0
    warn_before_s: float = 30.0
    extension_s: float = 60.0
    extensions: int = 10


class Flow(Document, frozen=True, kw_only=True):
    """`number` counts a position's versions from 1."""

    id_prefix: ClassVar[str] = "flw"

    position_id: str
    number: int
    state: FlowState = "draft"
    steps: list[FlowStep]
    pacing: PacingPolicy = PacingPolicy()
    created_at: datetime
    published_at: datetime | None = None

    @property
    def greeting(self) -> GreetingStep | None:
        return next((step for step in self.steps if isinstance(step, GreetingStep)), None)

    @property
    def questions(self) -> list[Question]:
        return [step.question for step in self.steps if isinstance(step, QuestionStep)]

    @property
    def closing(self) -> ClosingStep | None:
        return next((step for step in self.steps if isinstance(step, ClosingStep)), None)

    @property
    def answer_kinds(self) -> list[AnswerKind]:
        """Each kind once, in the order of first use."""
        return list(dict.fromkeys(question.kind for question in self.questions))
