"""How long an answer was and how that fits what was asked for. Length alone; nothing about what was said."""

import re
from datetime import datetime
from typing import Literal

from backend.interviews.live_schemas import Acknowledgement
from backend.interviews.turn import Turn

SHORT_SHARE = 0.25
LONG_SHARE = 1.25
TYPED_WORDS_PER_S = 0.5
SHORT_WORDS_MAX = 15
_WORD = re.compile(r"[㐀-鿿豈-﫿぀-ヿ]|[^\W_㐀-鿿豈-﫿぀-ヿ]+(?:['’-][^\W_]+)*")


def count_words(text: str) -> int:
    """Latin words, and each Chinese character as one."""
    return len(_WORD.findall(text))


def spoken_fit(length_s: float, soft_limit_s: float) -> Literal["short", "fits", "long"]:
    if length_s < SHORT_SHARE * soft_limit_s:
        return "short"
    return "long" if length_s > LONG_SHARE * soft_limit_s else "fits"


def typed_fit(words: int, soft_limit_s: float) -> Literal["short", "fits", "long"]:
    """Against what the soft limit leaves time to type; never called long, since reading it takes no time away."""
    wanted = min(SHORT_WORDS_MAX, SHORT_SHARE * soft_limit_s * TYPED_WORDS_PER_S)
    return "short" if words < wanted else "fits"


def acknowledge(turn: Turn, next_at: datetime | None) -> Acknowledgement:
    """For a turn that has ended."""
    if turn.kind in ("choice", "code"):
        is_given = bool(turn.chosen if turn.kind == "choice" else turn.text.strip())
        return Acknowledgement(None, None, "fits" if is_given else "short", next_at)
    if not turn.is_spoken:
        words = count_words(turn.text)
        return Acknowledgement(None, words, typed_fit(words, turn.soft_limit_s), next_at)
    length_s = round(turn.answering.spent_s, 1)
    return Acknowledgement(length_s, None, spoken_fit(length_s, turn.soft_limit_s), next_at)
