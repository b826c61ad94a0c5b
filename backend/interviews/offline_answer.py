"""An answer that was given without a network: what of it stands in the interview's document."""

from datetime import datetime
from typing import Literal

import msgspec

from backend.kernel.language import LocalText
from backend.questions.model import AnswerKind

Verdict = Literal["in_time", "late", "over_limit", "unsure"]


class AnswerTiming(msgspec.Struct, frozen=True):
    """How the signed times were judged; shown to the candidate and to staff.

    in_time · late: closed after the deadline and grace · over_limit: it took longer than allowed · unsure: the clocks
    do not let us tell. `reasons` are codes: after_deadline, longer_than_limit, media_longer_than_stated,
    before_issue, after_receipt, clock_turned, own_clock, opened_elsewhere, pack_expired, unsigned. `clock`: steady
    where one page's steady clock covers all, own where the phone's own clock had to bridge pages.
    """

    verdict: Verdict
    reasons: list[str]
    opened_at: datetime | None
    began_at: datetime | None
    ended_at: datetime | None
    received_at: datetime
    clock: Literal["steady", "own", "none"]


class OfflineAnswer(msgspec.Struct, frozen=True):
    """`take_id` of a recording, else `text`. `counts` false: another answer to the question had come before; this one
    is kept beside it. `sha256` of a recording's file, hex: by it the same one from another device is known.
    """

    id: str
    question_id: str
    kind: AnswerKind
    prompt: LocalText
    competencies: list[str]
    timing: AnswerTiming
    take_id: str | None = None
    text: str = ""
    counts: bool = True
    sha256: str = ""
