"""What a receiver report says of one source: loss, jitter, the echo of its sender report (RFC 3550 6.4, A.3, A.8)."""

from media.node.rtcp import ReportBlock, SenderReport

_UNITS_PER_MS = 65_536 / 1000


class ReceptionStatistics:
    """Counts one SSRC's packets from `first_number` on. `clock_rate` in Hz; times are monotonic ms.

    `offset` is what the track's extended sequence is ahead of this source's own numbering.
    """

    def __init__(self, ssrc: int, clock_rate: int, first_number: int, offset: int = 0) -> None:
        self.ssrc = ssrc
        self.received = 0
        self._units_per_ms = clock_rate / 1000
        self._offset = offset
        self._first_number = first_number
        self._highest_number = first_number
        self._jitter = 0.0
        self._transit: int | None = None
        self._first_transit = 0
        self._least: int | None = None
        self._last_timestamp = -1
        self._expected_before = 0
        self._received_before = 0
        self._counted = 0, 0
        self._lsr = 0
        self._lsr_at_ms = 0.0

    def packet(self, number: int, timestamp: int, arrived_ms: float) -> None:
        """A packet with extended sequence `number`; a late one counts as received, not for the jitter."""
        self.received += 1
        if number <= self._highest_number and self.received > 1:
            return
        self._highest_number = number
        if timestamp == self._last_timestamp:
            return
        self._last_timestamp = timestamp
        transit = (int(arrived_ms * self._units_per_ms) - timestamp) & 0xFFFFFFFF
        if self._transit is None:
            self._first_transit = transit
        else:
            step = (transit - self._transit) & 0xFFFFFFFF
            self._jitter += (min(step, 0x100000000 - step) - self._jitter) / 16
        self._transit = transit
        waited = ((transit - self._first_transit + 0x80000000) & 0xFFFFFFFF) - 0x80000000
        if self._least is None or waited < self._least:
            self._least = waited

    def sender_report(self, report: SenderReport, now_ms: float) -> None:
        self._lsr = report.ntp_middle
        self._lsr_at_ms = now_ms

    @property
    def expected(self) -> int:
        return self._highest_number - self._first_number + 1

    @property
    def lost(self) -> int:
        return self.expected - self.received

    def counted(self) -> tuple[int, int]:
        """(expected, lost) since the last call, before retransmission; lost is below 0 where late ones have come."""
        before, self._counted = self._counted, (self.expected, self.lost)
        return self.expected - before[0], self.lost - before[1]

    def least_delay_ms(self) -> float | None:
        """How much longer than this source's first packet the quickest since the last call was on its way.

        None where none came.
        """
        least, self._least = self._least, None
        return None if least is None else least / self._units_per_ms

    @property
    def jitter_ms(self) -> float:
        return self._jitter / self._units_per_ms

    def block(self, now_ms: float) -> ReportBlock:
        """The block for a report that leaves now; the loss fraction is since the last."""
        expected = self.expected - self._expected_before
        lost = expected - (self.received - self._received_before)
        self._expected_before, self._received_before = self.expected, self.received
        fraction = lost / expected if expected > 0 and lost > 0 else 0.0
        dlsr = int((now_ms - self._lsr_at_ms) * _UNITS_PER_MS) & 0xFFFFFFFF if self._lsr else 0
        return ReportBlock(
            ssrc=self.ssrc,
            fraction_lost=min(255, int(fraction * 256)),
            packets_lost=self.lost,
            highest_sequence=self._highest_number - self._offset,
            jitter=int(self._jitter),
            lsr=self._lsr,
            dlsr=dlsr,
        )
