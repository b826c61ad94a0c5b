"""A clock that counts only while it runs: thinking and answering time without drops."""

from datetime import datetime, timedelta

import msgspec


class Stopwatch(msgspec.Struct, frozen=True):
    """`spent_s` was counted before `since`; None: it stands still."""

    spent_s: float = 0.0
    since: datetime | None = None

    @property
    def is_running(self) -> bool:
        return self.since is not None

    def started(self, at: datetime) -> "Stopwatch":
        """Running from `at`; a running one goes on as it is."""
        return self if self.since is not None else Stopwatch(self.spent_s, at)

    def stopped(self, at: datetime) -> "Stopwatch":
        """Standing still with what was counted up to `at`; an `at` before its start counts nothing."""
        return Stopwatch(self.elapsed_s(at))

    def elapsed_s(self, now: datetime) -> float:
        if self.since is None:
            return self.spent_s
        return self.spent_s + max(0.0, (now - self.since).total_seconds())

    def reaches(self, limit_s: float) -> datetime | None:
        """When it will have counted `limit_s`; None while it stands still."""
        if self.since is None:
            return None
        return self.since + timedelta(seconds=max(0.0, limit_s - self.spent_s))

    def without(self, lost_s: float) -> "Stopwatch":
        """With `lost_s` less, never below nothing: for a drop that was reported late."""
        if self.since is None:
            return Stopwatch(max(0.0, self.spent_s - lost_s))
        return Stopwatch(self.spent_s - lost_s, self.since)
