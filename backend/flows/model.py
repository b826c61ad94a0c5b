"""Flows: versioned plans of an interview, immutable once published."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.kernel.language import Language, LocalText
from backend.kernel.repository import Document
from backend.questions.model import AnswerKind, Question

FLOWS = "flows"
Segment = Literal["graduate", "experienced", "returning"]
FlowState = Literal["draft", "published"]


class IdentityStep(msgspec.Struct, frozen=True, tag="identity"):
    """Before the greeting: the one-time code, and where `wants_document` a photo of a document or its alternative."""

    id: str
    wants_document: bool = False


class DeviceStep(msgspec.Struct, frozen=True, tag="device"):
    """Before the greeting: the device check. Every interview has one; the step says where the editor draws it."""

    id: str


class GreetingStep(msgspec.Struct, frozen=True, tag="greeting"):
    """`texts` per segment; `{first_name}` and `{position}` in them are filled in when they are said."""

    id: str
    texts: dict[Segment, LocalText]


class PracticeStep(msgspec.Struct, frozen=True, tag="practice"):
    """A question to warm up with, on the same screens: nothing of it is recorded, kept or scored."""

    id: str
    question: Question


class QuestionStep(msgspec.Struct, frozen=True, tag="question"):
    id: str
    question: Question


class ChoiceIs(msgspec.Struct, frozen=True, tag="choice_is"):
    """Any of `options` was chosen in the choice question of an earlier `step`."""

    step: str
    options: list[str]


class SegmentIs(msgspec.Struct, frozen=True, tag="segment_is"):
    segments: list[Segment]


class LanguageIs(msgspec.Struct, frozen=True, tag="language_is"):
    languages: list[Language]


Condition = ChoiceIs | SegmentIs | LanguageIs
"""What a branch may ask: choices and facts that say nothing about how good an answer was."""


class BranchArm(msgspec.Struct, frozen=True):
    when: Condition
    go_to: str


class BranchStep(msgspec.Struct, frozen=True, tag="branch"):
    """On to the step that the first arm that holds names, else to `otherwise`, else to the next step.

    Only steps further down can be named, so that every path ends at the closing.
    """

    id: str
    arms: list[BranchArm]
    otherwise: str | None = None


class BreakStep(msgspec.Struct, frozen=True, tag="break"):
    """A rest between questions. It ends when the person goes on; after `suggested_s` they are told that they may."""

    id: str
    suggested_s: float = 120.0
    text: LocalText | None = None


class ClosingStep(msgspec.Struct, frozen=True, tag="closing"):
    """`{first_name}` is filled in when it is said."""

    id: str
    text: LocalText


FlowStep = IdentityStep | DeviceStep | GreetingStep | PracticeStep | QuestionStep | BranchStep | BreakStep | ClosingStep


class PacingPolicy(msgspec.Struct, frozen=True):
    """How patient the interviewer is; seconds. Silence counts only while an answer is open and the clock runs.

    A silence: `reassure_after_s` · `encourage_after_s` · where the answer looks finished, `offer_next_after_s` brings
    the offer to go on, which any speech takes back. An answer looks finished when the person says so, or when it has
    lasted `finished_share` of its soft limit and does not break off in mid-sentence. Only where `moves_on` does the
    interviewer go on by itself, `move_on_after_s` after the offer; speech, thinking and every tap prevent it.

    `gap_s` lies between an answer's acknowledgement and the next question; the person may lengthen it by `gap_step_s`
    up to `gap_max_s`. `warn_before_s` ahead of a limit the person is told (WCAG 2.2.1 asks for 20 s at least); each of
    `extensions` adds `extension_s`. A person may pause `pauses` times, for as long as `pause_s` each without anyone
    asking; leaving and coming back is always open.
    """

    reassure_after_s: float = 4.0
    encourage_after_s: float = 8.0
    gap_s: float = 5.0
    warn_before_s: float = 20.0
    extension_s: float = 60.0
    extensions: int = 10
    offer_next_after_s: float = 3.0
    finished_share: float = 0.75
    moves_on: bool = False
    move_on_after_s: float = 15.0
    gap_step_s: float = 5.0
    gap_max_s: float = 60.0
    pauses: int = 3
    pause_s: float = 300.0


class Flow(Document, frozen=True, kw_only=True):
    """`number` counts a position's versions from 1. Who did what is told by members' ids; None: the system itself.

    `based_on` is the version that this one began as; `note` says to colleagues what it changes.
    """

    id_prefix: ClassVar[str] = "flw"

    position_id: str
    number: int
    state: FlowState = "draft"
    steps: list[FlowStep]
    pacing: PacingPolicy = PacingPolicy()
    created_at: datetime
    published_at: datetime | None = None
    created_by: str | None = None
    changed_by: str | None = None
    changed_at: datetime | None = None
    published_by: str | None = None
    based_on: str | None = None
    note: str = ""

    def step(self, step_id: str) -> FlowStep | None:
        return next((step for step in self.steps if step.id == step_id), None)

    @property
    def greeting(self) -> GreetingStep | None:
        return next((step for step in self.steps if isinstance(step, GreetingStep)), None)

    @property
    def identity(self) -> IdentityStep | None:
        return next((step for step in self.steps if isinstance(step, IdentityStep)), None)

    @property
    def questions(self) -> list[Question]:
        """All that may be asked, on whichever path; practice is none of them."""
        return [step.question for step in self.steps if isinstance(step, QuestionStep)]

    @property
    def closing(self) -> ClosingStep | None:
        return next((step for step in self.steps if isinstance(step, ClosingStep)), None)

    @property
    def answer_kinds(self) -> list[AnswerKind]:
        """Each kind once, in the order of first use."""
        return list(dict.fromkeys(question.kind for question in self.questions))
