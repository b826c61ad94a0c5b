"""What is known of the silences in one spoken answer, and how speech changes it. Pure; live it lies in Redis.

    number   1              │       2       │        3
    ─────────┤ silence ├─voice─┤ silence ├─voice─┤ silence …
             answer opened                            each nudge at most once in one silence

The first silence is thinking; those after it are the person's pauses and make their rhythm.
"""

from datetime import datetime

import msgspec

from backend.interviews.pacing import Nudge, with_pause


class Silence(msgspec.Struct, frozen=True):
    """`since` None: someone speaks, or nothing is known. `reported_at` is when the last report happened."""

    since: datetime | None = None
    number: int = 0
    said: frozenset[Nudge] = frozenset()
    rhythm: list[float] = []
    reported_at: datetime | None = None

    def is_past(self, at: datetime) -> bool:
        """Whether a report about `at` comes too late to say anything."""
        return self.reported_at is not None and at < self.reported_at


def fell(silence: Silence, at: datetime) -> Silence:
    """A new silence: the answer was opened or goes on after a drop, or a voice has ended."""
    return msgspec.structs.replace(silence, since=at, reported_at=at, number=silence.number + 1, said=frozenset())


def broken(silence: Silence, at: datetime) -> Silence:
    """A voice: the silence, if any, is over and was a pause of this person."""
    if silence.is_past(at):
        return silence
    rhythm = silence.rhythm
    if silence.since is not None and silence.number > 1:
        rhythm = with_pause(rhythm, (at - silence.since).total_seconds())
    return msgspec.structs.replace(silence, since=None, reported_at=at, rhythm=rhythm)


def said(silence: Silence, nudge: Nudge) -> Silence:
    return msgspec.structs.replace(silence, said=silence.said | {nudge})
