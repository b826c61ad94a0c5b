"""How much a publisher may send: loss-based (draft-ietf-rmcat-gcc-02 6), told to it as REMB.

An interview needs no more than a clear face at 640×360, so the estimate starts near its ceiling instead of feeling
its way up, and falls where packets are lost. What it falls to is what the phone reads as available: the floor lies
below what any picture takes, so that a line too narrow for one shows as such and the phone gives the picture up.
"""

START_BPS = 2_000_000
CEILING_BPS = 2_500_000
FLOOR_BPS = 30_000
LOW_LOSS = 0.02
HIGH_LOSS = 0.10
GROWTH = 1.08


class BandwidthEstimate:
    """`update` once a second with the loss before retransmission."""

    def __init__(self) -> None:
        self.bitrate_bps = START_BPS

    def exceeded(self) -> int:
        """The publisher sends far more than it was told, and was cut: it is told half, again each second."""
        self.bitrate_bps = max(FLOOR_BPS, self.bitrate_bps // 2)
        return self.bitrate_bps

    def update(self, loss: float, received_bps: float) -> int:
        """`loss` 0-1 and `received_bps` since the last update.

        Below 2 % the estimate grows by 8 %, above 10 % it falls by half the loss, from what really came where that is
        less; between it stays.
        """
        if loss > HIGH_LOSS:
            lossless_bps = received_bps / (1 - loss) if loss < 1 else 0.0
            base = min(float(self.bitrate_bps), max(lossless_bps, FLOOR_BPS))
            self.bitrate_bps = max(FLOOR_BPS, int(base * (1 - 0.5 * loss)))
        elif loss < LOW_LOSS:
            self.grow(GROWTH)
        return self.bitrate_bps

    def grow(self, by: float) -> int:
        self.bitrate_bps = min(CEILING_BPS, int(self.bitrate_bps * by))
        return self.bitrate_bps
