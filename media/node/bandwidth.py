"""How much a publisher may send: by loss and by delay (draft-ietf-rmcat-gcc-02 5.5, 6), told to it as REMB.

An interview needs no more than a clear face at 640×360, so the estimate starts near its ceiling instead of feeling
its way up, and falls where packets are lost or wait longer and longer. What it falls to is what the phone reads as
available: the floor lies below what any picture takes, so that a line too narrow for one shows as such and the phone
gives the picture up.
"""

from media.node.delay_trend import HIGH, NORMAL, RISING

START_BPS = 2_000_000
CEILING_BPS = 2_500_000
FLOOR_BPS = 30_000
LOW_LOSS = 0.02
HIGH_LOSS = 0.10
GROWTH = 1.08
BACK_OFF, DRAIN, MOST_DRAIN = 0.85, 0.9, 0.5


class BandwidthEstimate:
    """`update` once a second with the loss before retransmission."""

    def __init__(self) -> None:
        self.bitrate_bps = START_BPS

    def exceeded(self) -> int:
        """The publisher sends far more than it was told, and was cut: it is told half, again each second."""
        self.bitrate_bps = max(FLOOR_BPS, self.bitrate_bps // 2)
        return self.bitrate_bps

    def update(self, loss: float, received_bps: float, delay: int = NORMAL) -> int:
        """`loss` 0-1 and `received_bps` since the last update; `delay` as `media.node.delay_trend` says.

        Below 2 % the estimate grows by 8 %, above 10 % it falls by half the loss, from what really came where that is
        less; between it stays. Where a queue fills it falls to 85 % of what came, and by a tenth each further second,
        down to half of what comes, until the queue is empty.
        """
        if delay == RISING:
            self._at_most(received_bps * BACK_OFF)
        elif delay == HIGH:
            self._at_most(max(self.bitrate_bps * DRAIN, received_bps * MOST_DRAIN))
        if loss > HIGH_LOSS:
            lossless_bps = received_bps / (1 - loss) if loss < 1 else 0.0
            base = min(float(self.bitrate_bps), max(lossless_bps, FLOOR_BPS))
            self.bitrate_bps = max(FLOOR_BPS, int(base * (1 - 0.5 * loss)))
        elif loss < LOW_LOSS and delay == NORMAL:
            self.grow(GROWTH)
        return self.bitrate_bps

    def _at_most(self, bitrate_bps: float) -> None:
        self.bitrate_bps = max(FLOOR_BPS, min(self.bitrate_bps, int(bitrate_bps)))

    def grow(self, by: float) -> int:
        self.bitrate_bps = min(CEILING_BPS, int(self.bitrate_bps * by))
        return self.bitrate_bps
