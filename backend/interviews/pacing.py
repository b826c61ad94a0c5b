"""When the interviewer helps someone who has fallen silent, and when it offers to go on. A pure function.

    speech ended      reassure_after_s          encourage_after_s
    ─────┤────────────────┤─────────────────────────┤──────────────▶ the same silence: nothing more is said
         0 s              4 s “take your time”      8 s “I can repeat the question, or give you more time”

    … of an answer that looks finished:
    ─────┤─────────────┤─────────────────────────────────┤─────────▶
         0 s           offer_next_after_s 3 s             + move_on_after_s, only where the policy `moves_on`
                       “shall we go on?”

Speech at any moment ends the silence and takes the offer back; who asks for time to think is left alone until they
speak. While the clock stands, while thinking, and in typed answers nothing is said. A person whose own pauses are long
or who speaks slowly is given longer; nobody is given less than the policy says. Pauses serve this alone.
"""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from backend.flows.model import PacingPolicy
from backend.interviews.rhythm import Rhythm, stretch

Nudge = Literal["reassure", "encourage", "offer_next"]
NUDGES: tuple[Nudge, ...] = ("reassure", "encourage", "offer_next")


class SilenceFacts(msgspec.Struct, frozen=True):
    """`silent_since` None: someone is speaking, or it is not known. `said` are this silence's nudges so far.

    `is_finished`: the answer looks finished · `offered_at`: when the offer was made in this silence · `is_left_alone`:
    the person has asked for time to think · `patience`: a factor on all waits.
    """

    is_answering: bool
    is_spoken: bool
    is_clock_running: bool
    silent_since: datetime | None
    said: frozenset[Nudge] = frozenset()
    is_finished: bool = False
    offered_at: datetime | None = None
    is_left_alone: bool = False
    patience: float = 1.0


class Decision(msgspec.Struct, frozen=True):
    """What to say now, and when to look again (None: only after the next event). `moves_on`: close the answer."""

    say: Nudge | None
    look_at: datetime | None
    moves_on: bool = False


def waits(policy: PacingPolicy, rhythm: Rhythm, patience: float = 1.0) -> dict[Nudge, float]:
    """Seconds of silence before each nudge."""
    factor = stretch(rhythm, policy.reassure_after_s) * max(1.0, patience)
    return {
        "reassure": policy.reassure_after_s * factor,
        "encourage": policy.encourage_after_s * factor,
        "offer_next": policy.offer_next_after_s * factor,
    }


def decide(policy: PacingPolicy, rhythm: Rhythm, facts: SilenceFacts, now: datetime) -> Decision:
    """The latest nudge that is due and unsaid, if any; one that was missed altogether is not made up for."""
    since = facts.silent_since
    if since is None or not (facts.is_answering and facts.is_spoken and facts.is_clock_running):
        return Decision(None, None)
    if facts.is_left_alone:
        return Decision(None, None)
    wait_s = waits(policy, rhythm, facts.patience)
    if "offer_next" in facts.said:
        return _after_offer(policy, facts, wait_s, now)
    if facts.is_finished:
        return _one(since, wait_s, "offer_next", now)
    return _help(since, wait_s, facts.said, now)


def _one(since: datetime, wait_s: dict[Nudge, float], nudge: Nudge, now: datetime) -> Decision:
    moment = since + timedelta(seconds=wait_s[nudge])
    return Decision(nudge, None) if moment <= now else Decision(None, moment)


def _after_offer(policy: PacingPolicy, facts: SilenceFacts, wait_s: dict[Nudge, float], now: datetime) -> Decision:
    """Nothing more is said in a silence with an offer; the policy decides whether it is ever acted upon."""
    if not policy.moves_on or facts.offered_at is None:
        return Decision(None, None)
    factor = wait_s["offer_next"] / policy.offer_next_after_s if policy.offer_next_after_s > 0 else 1.0
    moment = facts.offered_at + timedelta(seconds=policy.move_on_after_s * factor)
    return Decision(None, None, moves_on=True) if moment <= now else Decision(None, moment)


def _help(since: datetime, wait_s: dict[Nudge, float], said: frozenset[Nudge], now: datetime) -> Decision:
    due: Nudge | None = None
    look_at: datetime | None = None
    nudges: tuple[Nudge, ...] = ("reassure", "encourage")
    for nudge in nudges:
        moment = since + timedelta(seconds=wait_s[nudge])
        if moment > now:
            look_at = moment if look_at is None else min(look_at, moment)
        elif nudge not in said:
            due = nudge
    if due == "reassure" and "encourage" in said:
        due = None
    return Decision(due, look_at)
