"""When the interviewer helps someone who has fallen silent. A pure function; pauses serve this alone.

    speech ended      reassure_after_s          encourage_after_s
    ─────┤────────────────┤─────────────────────────┤──────────────▶ the same silence: nothing more is said
         0 s              4 s “take your time”      8 s “I can repeat the question, or give you more time”

Speech at any moment ends the silence. While the clock stands, while thinking, and in typed answers nothing is said.
A person whose own pauses are long is given longer; nobody is given less than the policy says.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

import msgspec

from backend.flows.model import PacingPolicy

Nudge = Literal["reassure", "encourage"]
RHYTHM_NEEDS = 4
RHYTHM_KEEPS = 24
RHYTHM_FACTOR = 2.0
LONGEST_STRETCH = 2.5
PAUSE_MIN_S = 0.4


class SilenceFacts(msgspec.Struct, frozen=True):
    """`silent_since` None: someone is speaking, or it is not known. `said` are this silence's nudges so far."""

    is_answering: bool
    is_spoken: bool
    is_clock_running: bool
    silent_since: datetime | None
    said: frozenset[Nudge] = frozenset()


class Decision(msgspec.Struct, frozen=True):
    """What to say now, and when to look again (None: only after the next event)."""

    say: Nudge | None
    look_at: datetime | None


def waits(policy: PacingPolicy, rhythm: Sequence[float]) -> dict[Nudge, float]:
    """Seconds of silence before each nudge. `rhythm` holds the person's own pauses so far, in seconds.

    A median pause of half the policy's first wait or less changes nothing; longer ones stretch both waits alike, at
    most `LONGEST_STRETCH` times.
    """
    stretch = 1.0
    if len(rhythm) >= RHYTHM_NEEDS:
        stretch = max(1.0, min(LONGEST_STRETCH, RHYTHM_FACTOR * median(rhythm) / policy.reassure_after_s))
    return {"reassure": policy.reassure_after_s * stretch, "encourage": policy.encourage_after_s * stretch}


def decide(policy: PacingPolicy, rhythm: Sequence[float], facts: SilenceFacts, now: datetime) -> Decision:
    """The latest nudge that is due and unsaid, if any; one that was missed altogether is not made up for."""
    if facts.silent_since is None or not (facts.is_answering and facts.is_spoken and facts.is_clock_running):
        return Decision(None, None)
    due: Nudge | None = None
    look_at: datetime | None = None
    for nudge, wait_s in waits(policy, rhythm).items():
        moment = facts.silent_since + timedelta(seconds=wait_s)
        if moment > now:
            look_at = moment if look_at is None else min(look_at, moment)
        elif nudge not in facts.said:
            due = nudge
    if due == "reassure" and "encourage" in facts.said:
        due = None
    return Decision(due, look_at)


def with_pause(rhythm: Sequence[float], pause_s: float) -> list[float]:
    """The rhythm with one more pause; gaps within a phrase do not count."""
    kept = list(rhythm) if pause_s < PAUSE_MIN_S else [*rhythm, pause_s]
    return kept[-RHYTHM_KEEPS:]
