"""Which packets of one track to ask for again, and when (RFC 4585 6.2.1)."""

import msgspec

FIRST_AFTER_MS = 10.0
START_RTT_MS = 100.0
MIN_RETRY_MS = 30.0
MAX_RETRY_MS = 250.0
MAX_TRIES = 10
MAX_MISSING = 256


class Missing(msgspec.Struct, gc=False):
    due_ms: float
    sent_ms: float = 0.0
    tries: int = 0


class NackTracker:
    """Remembers the gaps of a track, at most 256 packets of them, the newest.

    The first request leaves 10 ms after the gap showed (a packet merely out of order has come by then), the next ones
    after a round trip and a quarter. The round trip is what answered requests took.
    """

    def __init__(self) -> None:
        self.rtt_ms = START_RTT_MS
        self.requested = 0
        self.recovered = 0
        self._highest = -1
        self._missing: dict[int, Missing] = {}

    @property
    def missing(self) -> int:
        return len(self._missing)

    @property
    def due_ms(self) -> float | None:
        """When `collect` has something to ask; None while nothing is missing."""
        if not self._missing:
            return None
        return min(missing.due_ms for missing in self._missing.values())

    def seen(self, number: int, now_ms: float) -> None:
        """The packet with extended sequence `number` came."""
        if number == self._highest + 1 or self._highest < 0:
            self._highest = number
        elif number > self._highest:
            for gap in range(max(self._highest + 1, number - MAX_MISSING), number):
                self._missing[gap] = Missing(now_ms + FIRST_AFTER_MS)
            self._highest = number
            while len(self._missing) > MAX_MISSING:
                del self._missing[next(iter(self._missing))]
        elif (found := self._missing.pop(number, None)) is not None and found.tries:
            self.recovered += 1
            if found.tries == 1:
                self.rtt_ms += (now_ms - found.sent_ms - self.rtt_ms) / 8

    def collect(self, now_ms: float) -> list[int]:
        """The extended sequences to ask for now, oldest first. What was asked for ten times is forgotten."""
        asked: list[int] = []
        retry_ms = min(max(self.rtt_ms * 1.25, MIN_RETRY_MS), MAX_RETRY_MS)
        for number, missing in list(self._missing.items()):
            if missing.due_ms > now_ms:
                continue
            if missing.tries == MAX_TRIES:
                del self._missing[number]
                continue
            missing.tries += 1
            missing.sent_ms = now_ms
            missing.due_ms = now_ms + retry_ms
            asked.append(number)
        self.requested += len(asked)
        return asked

    def forget_before(self, number: int) -> None:
        """Nobody waits for packets before `number` any more."""
        while self._missing and (oldest := next(iter(self._missing))) < number:
            del self._missing[oldest]
