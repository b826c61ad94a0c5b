"""A question as it is asked: one version, frozen into the flow that uses it."""

from typing import Literal

import msgspec

from backend.kernel.language import LocalText

AnswerKind = Literal["video", "voice", "text"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds throughout. `soft_limit_s` is what a good answer takes; after `hard_limit_s` the answer is closed
    unless the person asks for more time. `competencies` are ids of the position's; `key_points` are for reviewers.
    """

    id: str
    kind: AnswerKind
    prompt: LocalText
    thinking_s: float
    soft_limit_s: float
    hard_limit_s: float
    competencies: list[str] = []
    key_points: list[LocalText] = []
