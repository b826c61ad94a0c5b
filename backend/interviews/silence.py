"""What is known of the silences in one spoken answer, and how speech changes it. Pure; live it lies in Redis.

    number   1              │       2       │        3
    ─────────┤ silence ├─voice─┤ silence ├─voice─┤ silence …
             answer opened                            each nudge at most once in one silence

The first silence is thinking; those after it are the person's pauses and make their rhythm.
"""

from datetime import datetime

import msgspec

from backend.interviews.pacing import Nudge
from backend.interviews.rhythm import Rhythm, with_pause


class Silence(msgspec.Struct, frozen=True):
    """`since` None: someone speaks, or nothing is known. `reported_at` is when the last report happened.

    `offered_at`: when the offer to go on was made in this silence; `alone_in`: the number of the silence for which time
    to think was asked.
    """

    since: datetime | None = None
    number: int = 0
    said: frozenset[Nudge] = frozenset()
    rhythm: Rhythm = Rhythm()
    reported_at: datetime | None = None
    offered_at: datetime | None = None
    alone_in: int = 0

    def is_past(self, at: datetime) -> bool:
        """Whether a report about `at` comes too late to say anything."""
        return self.reported_at is not None and at < self.reported_at

    @property
    def is_left_alone(self) -> bool:
        return self.alone_in == self.number

    @property
    def waits_alone(self) -> bool:
        """Whether time to think was asked for, and nothing has been said since: a silence that begins anew keeps it."""
        return self.alone_in > self.number or (self.since is not None and self.is_left_alone)

    @property
    def is_offered(self) -> bool:
        return self.since is not None and "offer_next" in self.said


def fell(silence: Silence, at: datetime) -> Silence:
    """A new silence: the answer was opened or goes on after a drop, or a voice has ended."""
    return msgspec.structs.replace(
        silence, since=at, reported_at=at, number=silence.number + 1, said=frozenset(), offered_at=None
    )


def broken(silence: Silence, at: datetime) -> Silence:
    """A voice: the silence, if any, is over and was a pause of this person."""
    if silence.is_past(at):
        return silence
    rhythm = silence.rhythm
    if silence.since is not None and silence.number > 1:
        rhythm = with_pause(rhythm, (at - silence.since).total_seconds())
    return msgspec.structs.replace(silence, since=None, reported_at=at, rhythm=rhythm, offered_at=None)


def left_alone(silence: Silence) -> Silence:
    """Time to think was asked for: in this silence, or while still speaking in the next."""
    return msgspec.structs.replace(silence, alone_in=silence.number + (silence.since is None))


def said(silence: Silence, nudge: Nudge, at: datetime) -> Silence:
    offered_at = at if nudge == "offer_next" else silence.offered_at
    return msgspec.structs.replace(silence, said=silence.said | {nudge}, offered_at=offered_at)
