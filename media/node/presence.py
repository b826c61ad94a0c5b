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

PresenceState = Literal["connecting", "live", "silent", "over"]


class Presence:
    """`update` at every pulse with the time of the last packet (None: none yet). Times are monotonic ms.

    `life_ms` ends it whatever comes: a device check is a minute long at most.
    """

    def __init__(self, now_ms: float, life_ms: float = float("inf")) -> None:
        self.state: PresenceState = "connecting"
        self._begun_ms = now_ms
        self._life_ms = life_ms

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
        quiet_ms = now_ms - last_packet_ms
        if quiet_ms < SILENT_AFTER_MS:
            return "live"
        if self.state == "silent" and quiet_ms >= SILENT_AFTER_MS + OVER_AFTER_MS:
            return "over"
        return "silent"
