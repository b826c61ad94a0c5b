"""The pacing of one spoken answer in virtual time: the rules of `pacing` and `silence`, a list for the timer.

What `Pacer` does with Redis, timers and screens, without them: every report of speech and every look at a silence go
through the same functions in the same order, so a recorded answer shows what a live one would have been told.
"""

from datetime import datetime

import msgspec

from backend.flows.model import PacingPolicy
from backend.interviews.finished import AnswerSoFar, looks_finished
from backend.interviews.pacing import Nudge, SilenceFacts, decide
from backend.interviews.silence import Silence, broken, fell, left_alone, said


class Said(msgspec.Struct, frozen=True):
    """The interviewer said something at `at`, in silence `number` of the answer."""

    nudge: Nudge
    at: datetime
    number: int


class Rehearsal:
    """An answer that is open from `opened_at` on. Reports come in the order in which they were known.

    `moved_on_at`: when the interviewer closed the answer, which only a policy that `moves_on` does.
    """

    def __init__(self, policy: PacingPolicy, opened_at: datetime, soft_limit_s: float = 90.0) -> None:
        self._policy = policy
        self._opened_at = opened_at
        self._soft_limit_s = soft_limit_s
        self.moved_on_at: datetime | None = None
        self._silence = fell(Silence(), opened_at)
        self._look_at: datetime | None = opened_at

    def started(self, at: datetime) -> None:
        self._silence = broken(self._silence, at)
        self._look_at = None

    def ended(self, at: datetime, known_at: datetime) -> None:
        if not self._silence.is_past(at):
            self._silence = fell(self._silence, at)
            self._look_at = known_at

    def until(self, now: datetime) -> list[Said]:
        """What falls due up to and with `now`, in order."""
        told: list[Said] = []
        while self._look_at is not None and self._look_at <= now and self.moved_on_at is None:
            at = self._look_at
            decision = decide(self._policy, self._silence.rhythm, self._facts(), at)
            if decision.say is not None:
                told.append(Said(decision.say, at, self._silence.number))
                self._silence = said(self._silence, decision.say, at)
                decision = decide(self._policy, self._silence.rhythm, self._facts(), at)
            if decision.moves_on:
                self.moved_on_at = at
            self._look_at = decision.look_at
        return told

    def thinks(self) -> None:
        """The person asks for time to think."""
        self._silence = left_alone(self._silence)

    def _facts(self) -> SilenceFacts:
        since = self._silence.since
        answered_s = (since - self._opened_at).total_seconds() if since is not None else 0.0
        return SilenceFacts(
            is_answering=True,
            is_spoken=True,
            is_clock_running=True,
            silent_since=self._silence.since,
            said=self._silence.said,
            is_finished=looks_finished(self._policy, AnswerSoFar(answered_s, self._soft_limit_s)),
            offered_at=self._silence.offered_at,
            is_left_alone=self._silence.is_left_alone,
        )
