"""Signed times, laid on the server's clock and judged. Pure.

```
server     issued ├───────────────────────────────────────┤ received
page A     anchor ├── steady clock ──┤
page B                                 ├── steady clock ──┤   no anchor of its own: the phone's own clock bridges
```
A reading of a page that has an anchor is certain as far as that page's steady clock is. Else the phone's own clock
counts from the nearest anchor on, and what it says must lie between issue and receipt.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from backend.interviews.offline_answer import AnswerTiming, Verdict
from backend.offline.schemas import Anchor, Reading, TakeStatement

GRACE = timedelta(minutes=15)
DRIFT = timedelta(minutes=1)
LIMIT_SLACK_S = 15.0
MEDIA_SLACK_S = 10.0
ClockKind = Literal["steady", "own", "none"]

_LATE = frozenset({"after_deadline"})
_OVER = frozenset({"longer_than_limit"})
_HARMLESS = frozenset({"own_clock"})


class Placed(msgspec.Struct, frozen=True):
    """A reading on the server's clock."""

    at: datetime
    clock: ClockKind


class Terms(msgspec.Struct, frozen=True):
    """What an answer is judged by. `opened_before`: the question was seen earlier, on whatever device."""

    issued_at: datetime
    expires_at: datetime
    deadline: datetime
    limit_s: float
    received_at: datetime
    opened_before: datetime | None = None
    media_s: float | None = None


def placed(reading: Reading, anchors: Sequence[Anchor]) -> Placed | None:
    """None without an anchor, and where the clock names a moment that no calendar has."""
    if not anchors:
        return None
    same_page = [anchor for anchor in anchors if anchor.at.page == reading.page]
    if same_page:
        nearest = min(same_page, key=lambda anchor: abs(reading.steady_ms - anchor.at.steady_ms))
        moment, clock = nearest.server_ms + reading.steady_ms - nearest.at.steady_ms, "steady"
    else:
        nearest = min(anchors, key=lambda anchor: abs(reading.own_ms - anchor.at.own_ms))
        moment, clock = nearest.server_ms + reading.own_ms - nearest.at.own_ms, "own"
    try:
        at = datetime.fromtimestamp(moment / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return Placed(at, "steady" if clock == "steady" else "own")


def judged(statement: TakeStatement, terms: Terms) -> AnswerTiming:
    """Never a refusal: what speaks against the times is told. An answer that has come before the deadline is not late,
    whatever its phone's clock says.
    """
    moments = [placed(reading, statement.anchors) for reading in (statement.opened, statement.began, statement.ended)]
    opened, began, ended = moments
    reasons = [*_order_reasons(moments, terms), *_length_reasons(statement, terms)]
    is_here_in_time = terms.received_at <= terms.deadline + GRACE
    if not is_here_in_time and ended is not None and ended.at > terms.deadline + GRACE:
        reasons.append("after_deadline")
    if opened is not None and opened.at > terms.expires_at + DRIFT:
        reasons.append("pack_expired")
    if terms.opened_before is not None and opened is not None and opened.at > terms.opened_before + DRIFT:
        reasons.append("opened_elsewhere")
    if any(moment is not None and moment.clock == "own" for moment in moments):
        reasons.append("own_clock")
    return AnswerTiming(
        verdict=_verdict(frozenset(reasons)),
        reasons=reasons,
        opened_at=opened.at if opened else None,
        began_at=began.at if began else None,
        ended_at=ended.at if ended else None,
        received_at=terms.received_at,
        clock=_clock(moments),
    )


def _verdict(reasons: frozenset[str]) -> Verdict:
    if reasons & _LATE:
        return "late"
    if reasons & _OVER:
        return "over_limit"
    return "unsure" if reasons - _HARMLESS else "in_time"


def _clock(moments: Sequence[Placed | None]) -> ClockKind:
    if any(moment is None for moment in moments):
        return "none"
    return "steady" if all(moment and moment.clock == "steady" for moment in moments) else "own"


def _order_reasons(moments: Sequence[Placed | None], terms: Terms) -> list[str]:
    known = [moment.at for moment in moments if moment is not None]
    reasons = []
    if len(known) < len(moments) or known != sorted(known):
        reasons.append("clock_turned")
    if known and min(known) < terms.issued_at - DRIFT:
        reasons.append("before_issue")
    if known and max(known) > terms.received_at + DRIFT:
        reasons.append("after_receipt")
    return reasons


def _length_reasons(statement: TakeStatement, terms: Terms) -> list[str]:
    spoken_s = stated_s(statement)
    reasons = []
    if spoken_s is not None and spoken_s > terms.limit_s + LIMIT_SLACK_S:
        reasons.append("longer_than_limit")
    if terms.media_s is not None and spoken_s is not None and terms.media_s > spoken_s + MEDIA_SLACK_S:
        reasons.append("media_longer_than_stated")
        if terms.media_s > terms.limit_s + LIMIT_SLACK_S and "longer_than_limit" not in reasons:
            reasons.append("longer_than_limit")
    return reasons


def stated_s(statement: TakeStatement) -> float | None:
    """How long the answering took, in seconds; by the steady clock within one page. None where time ran backwards."""
    began, ended = statement.began, statement.ended
    is_one_page = began.page == ended.page
    lasted_ms = ended.steady_ms - began.steady_ms if is_one_page else ended.own_ms - began.own_ms
    return lasted_ms / 1000 if lasted_ms >= 0 else None
