"""The publisher's sender reports, carried over to viewers: which instants of sound and picture belong together.

Both tracks of a publisher share one offset between its wall clock and the node's, so what viewers are told keeps the
publisher's own alignment, and stays on one time when another publisher takes over (RFC 3550 6.4.1).

```
publisher's wall clock ──offset of its least delayed report──▶ node's monotonic time = the viewers' NTP time
```
"""

import msgspec

from backend.contracts.media import MediaKind

_PER_MS: dict[MediaKind, float] = {"audio": 48.0, "video": 90.0}


class Report(msgspec.Struct, frozen=True):
    """`rtp_timestamp` of `ssrc` was sampled at `ntp_ms` of the publisher's wall clock; it came at `arrived_ms`."""

    ssrc: int
    ntp_ms: float
    rtp_timestamp: int
    arrived_ms: float


class SourceClock:
    """One publisher's. Times are monotonic ms."""

    def __init__(self) -> None:
        self._offset_ms = float("inf")
        self._reports: dict[MediaKind, Report] = {}

    def report(self, kind: MediaKind, report: Report) -> None:
        self._offset_ms = min(self._offset_ms, report.arrived_ms - report.ntp_ms)
        self._reports[kind] = report

    def timestamp_at(self, kind: MediaKind, ssrc: int, now_ms: float) -> int | None:
        """The RTP time stamp of `ssrc` that would be sampled now; None before its first report."""
        report = self._reports.get(kind)
        if report is None or report.ssrc != ssrc:
            return None
        elapsed_ms = now_ms - (report.ntp_ms + self._offset_ms)
        return int(report.rtp_timestamp + elapsed_ms * _PER_MS[kind]) & 0xFFFFFFFF


def ntp_of(now_ms: float) -> int:
    """Monotonic ms as 64 bit NTP time; a sender may count from wherever it likes (RFC 3550 6.4.1)."""
    return int(now_ms * (1 << 32) / 1000) & 0xFFFFFFFFFFFFFFFF
