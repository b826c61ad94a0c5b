"""Whether a publisher is here: judged by its own packets, not by ICE consent, which takes 33 s to notice.

```
connecting ──first packet──▶ live ──2.5 s without──▶ silent ──10 s more──▶ over
                               ▲─────a packet──────────┘
```
"""

from typing import Literal

SILENT_AFTER_MS = 2_500.0
OVER_AFTER_MS = 10_000.0
CONNECT_WITHIN_MS = 30_000.0
MAX_LOOK_MS = 500.0
"""What one look may count as silence at most; pulses are 64 ms apart unless the process is held up."""

PresenceState = Literal["connecting", "live", "silent", "over"]


class Silence:
    """How long somebody has not been heard, in time that we listened. Times are monotonic ms.

    A process that is held up hears nobody: what came meanwhile waits to be read. So that it does not take its own
    absence for theirs, a look that comes late counts half a second.
    """

    def __init__(self, now_ms: float) -> None:
        self._heard_ms = self._looked_ms = now_ms
        self._missed_ms = 0.0

    def heard(self, at_ms: float) -> None:
        if at_ms > self._heard_ms:
            self._heard_ms, self._missed_ms = at_ms, 0.0

    def look(self, now_ms: float) -> float:
        """How long it has lasted."""
        since_ms = max(self._looked_ms, self._heard_ms)
        self._missed_ms += max(0.0, now_ms - since_ms - MAX_LOOK_MS)
        self._looked_ms = now_ms
        return now_ms - self._heard_ms - self._missed_ms


class Presence:
    """`update` at every pulse with the time of the last packet (None: none yet). Times are monotonic ms.

    `life_ms` ends it whatever comes: a device check is a minute long at most.
    """

    def __init__(self, now_ms: float, life_ms: float = float("inf")) -> None:
        self.state: PresenceState = "connecting"
        self._begun_ms = now_ms
        self._life_ms = life_ms
        self._silence = Silence(now_ms)

    def update(self, last_packet_ms: float | None, now_ms: float) -> PresenceState | None:
        """The state just entered, or None where nothing changed."""
        entered = self._next(last_packet_ms, now_ms)
        if entered == self.state:
            return None
        self.state = entered
        return entered

    def _next(self, last_packet_ms: float | None, now_ms: float) -> PresenceState:
        if self.state == "over" or now_ms - self._begun_ms > self._life_ms:
            return "over"
        if last_packet_ms is None:
            return "over" if now_ms - self._begun_ms > CONNECT_WITHIN_MS else "connecting"
        self._silence.heard(last_packet_ms)
        quiet_ms = self._silence.look(now_ms)
        if quiet_ms < SILENT_AFTER_MS:
            return "live"
        if self.state == "silent" and quiet_ms >= SILENT_AFTER_MS + OVER_AFTER_MS:
            return "over"
        return "silent"
