"""A question as it is asked: one version, frozen into the flow that uses it."""

from typing import Literal

import msgspec

from backend.contracts.media import MediaKind
from backend.kernel.language import LocalText

AnswerKind = Literal["video", "voice", "text", "code", "choice", "creative", "scenario"]
CodeLanguage = Literal["python", "javascript", "java", "cpp", "sql", "plain"]

RECORDED: dict[AnswerKind, list[MediaKind]] = {
    "video": ["audio", "video"],
    "voice": ["audio"],
    "scenario": ["audio", "video"],
}
"""What is recorded of each spoken kind. The others are typed or chosen."""

SWITCHES: dict[AnswerKind, tuple[AnswerKind, ...]] = {
    "video": ("voice", "text"),
    "voice": ("text",),
    "scenario": ("voice", "text"),
}
"""What else each kind may be answered by, when the person or the network asks for it; and back again."""


class FollowUpRule(msgspec.Struct, frozen=True):
    """Up to `most` questions that follow from what was said; 0: none. They ask after the question's key points that
    were not touched. Each is answered like its question, within `soft_limit_s` and `hard_limit_s`.
    """

    most: int = 0
    thinking_s: float = 10.0
    soft_limit_s: float = 60.0
    hard_limit_s: float = 120.0


class ChoiceOption(msgspec.Struct, frozen=True):
    """`id` is what branches and answers name; it stays when the words change."""

    id: str
    text: LocalText


class BankSource(msgspec.Struct, frozen=True):
    """Which version of which question of the bank a question was copied from."""

    id: str
    number: int


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds throughout. `soft_limit_s` is what a good answer takes; after `hard_limit_s` the answer is closed
    unless the person asks for more time. `competencies` are ids of the position's; `key_points` are for reviewers and
    for follow-ups, never shown to candidates.

    `rephrased` says the same in other words, for who asks twice. `material` is what a scenario is about, shown beside
    the prompt. `options` and `choices_max` belong to choice, `code_languages` (the first is preset) to code. A question
    may be put off once and comes back at the end, unless `may_skip` is false. `source` None: written for its flow.
    """

    id: str
    kind: AnswerKind
    prompt: LocalText
    thinking_s: float
    soft_limit_s: float
    hard_limit_s: float
    competencies: list[str] = []
    key_points: list[LocalText] = []
    rephrased: LocalText | None = None
    material: LocalText | None = None
    options: list[ChoiceOption] = []
    choices_max: int = 1
    code_languages: list[CodeLanguage] = []
    follow_up: FollowUpRule = FollowUpRule()
    retakes: int = 0
    may_skip: bool = True
    may_offline: bool = False
    source: BankSource | None = None

    @property
    def is_spoken(self) -> bool:
        return self.kind in RECORDED
