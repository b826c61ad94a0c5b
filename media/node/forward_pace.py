"""How much one viewer's downlink takes. There is no queue: a packet leaves at once or never.

What a queue would hold is reckoned instead: every packet adds its bits, the estimate of the downlink drains them.
Where that passes the limit, video stops until it has run empty and a key frame comes; sound goes on.

```
level  0 ──────▲ 600 ms: video stops ─────▼ 100 ms: a key frame may begin ──────
```
A stop is a freeze, so chance must not bring it about: what is lost is judged over seconds and all streams together, and
an estimate that fell recovers wherever less than a tenth is lost (what is sent again fills that).
"""

from media.node.bandwidth import CEILING_BPS, GROWTH, HIGH_LOSS, LOW_LOSS, BandwidthEstimate
from media.node.loss_window import LossWindow
from media.node.rtcp import ReportBlock

STOP_AT_MS = 600.0
GO_ON_AT_MS = 100.0
LOSS_WINDOW_MS = 1_000.0
MAX_DRAIN_BPS = 2 * CEILING_BPS
"""While nothing is lost the downlink is taken for twice what a publisher may send: key frames come in bursts."""
MAX_STEP = 10_000
"""A report whose numbers went on by more packets than this is of another count."""


class ViewerPace:
    """Loss that the viewer reports makes the estimate (as for publishers). Times are monotonic ms."""

    def __init__(self, now_ms: float) -> None:
        self.estimate = BandwidthEstimate()
        self.has_loss = False
        self.is_stopped = False
        self._level_bits = 0.0
        self._at_ms = now_ms
        self._window_began_ms = now_ms
        self._window_bits = 0.0
        self._was_stopped = False
        self._losses = LossWindow()
        self._reported: dict[int, tuple[int, int]] = {}
        self._expected = self._lost = 0

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

    def stop(self) -> None:
        """Video is left out from now on: what is sent says nothing any more of what the downlink takes."""
        self.is_stopped = self._was_stopped = True

    def go_on(self) -> None:
        self.is_stopped = False

    def reported(self, block: ReportBlock, now_ms: float) -> None:
        """One of our streams as the viewer counts it, since the report before."""
        before = self._reported.get(block.ssrc)
        self._reported[block.ssrc] = block.highest_sequence, block.packets_lost
        if before is not None:
            expected = (block.highest_sequence - before[0]) & 0xFFFFFFFF
            if expected <= MAX_STEP:
                self._expected += expected
                self._lost += block.packets_lost - before[1]
        if now_ms - self._window_began_ms >= LOSS_WINDOW_MS:
            self._judge(now_ms)

    def _judge(self, now_ms: float) -> None:
        self._losses.add(self._expected, self._lost)
        loss = self._losses.loss
        if loss is not None:
            before_bps = self.estimate.bitrate_bps
            after_bps = self._estimated(loss, now_ms)
            self.has_loss = after_bps < before_bps or (self.has_loss and after_bps < CEILING_BPS)
        self._window_began_ms, self._window_bits, self._was_stopped = now_ms, 0.0, self.is_stopped
        self._expected = self._lost = 0

    def _estimated(self, loss: float, now_ms: float) -> int:
        if LOW_LOSS <= loss <= HIGH_LOSS:
            return self.estimate.grow(GROWTH)
        if loss > HIGH_LOSS:
            self._losses.clear()
        sent_bps = float("inf") if self._was_stopped else self._window_bits * 1000 / (now_ms - self._window_began_ms)
        return self.estimate.update(loss, sent_bps * (1 - loss) if loss < 1 else 0.0)

    def _drain(self, now_ms: float) -> None:
        elapsed_ms = now_ms - self._at_ms
        if elapsed_ms > 0:
            self._level_bits = max(0.0, self._level_bits - elapsed_ms * self.drain_bps / 1000)
            self._at_ms = now_ms
