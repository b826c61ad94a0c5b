"""How much one viewer's downlink takes. There is no queue: a packet leaves at once or never.

What a queue would hold is reckoned instead: every packet adds its bits, the estimate of the downlink drains them.
Where that passes the limit, video stops until it has run empty and a key frame comes; sound goes on.

```
level  0 ──────▲ 600 ms: video stops ─────▼ 100 ms: a key frame may begin ──────
```
"""

from media.node.bandwidth import CEILING_BPS, BandwidthEstimate

STOP_AT_MS = 600.0
GO_ON_AT_MS = 100.0
LOSS_WINDOW_MS = 1_000.0
MAX_DRAIN_BPS = 2 * CEILING_BPS
"""While nothing is lost the downlink is taken for twice what a publisher may send: key frames come in bursts."""


class ViewerPace:
    """Loss that the viewer reports makes the estimate (as for publishers). Times are monotonic ms."""

    def __init__(self, now_ms: float) -> None:
        self.estimate = BandwidthEstimate()
        self.has_loss = False
        self._level_bits = 0.0
        self._at_ms = now_ms
        self._window_began_ms = now_ms
        self._window_bits = 0.0
        self._worst_loss = 0.0

    @property
    def drain_bps(self) -> float:
        return self.estimate.bitrate_bps if self.has_loss else MAX_DRAIN_BPS

    def level_ms(self, now_ms: float) -> float:
        """How long the downlink would need for what was sent."""
        self._drain(now_ms)
        return self._level_bits * 1000 / self.drain_bps

    def sent(self, octets: int, now_ms: float) -> None:
        self._drain(now_ms)
        self._level_bits += octets * 8
        self._window_bits += octets * 8

    def loss(self, fraction: float, now_ms: float) -> None:
        """`fraction` 0-1 of a report block; the worst of a second counts."""
        self._worst_loss = max(self._worst_loss, fraction)
        elapsed_ms = now_ms - self._window_began_ms
        if elapsed_ms < LOSS_WINDOW_MS:
            return
        received_bps = self._window_bits * (1 - self._worst_loss) * 1000 / elapsed_ms
        before_bps = self.estimate.bitrate_bps
        after_bps = self.estimate.update(self._worst_loss, received_bps)
        self.has_loss = after_bps < before_bps or (self.has_loss and after_bps < CEILING_BPS)
        self._window_began_ms, self._window_bits, self._worst_loss = now_ms, 0.0, 0.0

    def _drain(self, now_ms: float) -> None:
        elapsed_ms = now_ms - self._at_ms
        if elapsed_ms > 0:
            self._level_bits = max(0.0, self._level_bits - elapsed_ms * self.drain_bps / 1000)
            self._at_ms = now_ms
