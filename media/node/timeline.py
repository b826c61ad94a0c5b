"""From RTP time stamps to one time of a peer: milliseconds on the node's monotonic clock.

Audio leads: its samples are counted, so its time runs exactly as long as what was said. Video follows: sender reports
(RFC 3550 6.4.1) tell which instants of the two belong together; until both have come, arrival does. Corrections of
video are slewed, so that no jump shows; what a clock drifts apart is so taken out at every report.

```
audio  local = offset_a + ticks / 48          offset_a: arrival of the first packet
video  local = offset_v + ticks / 90          offset_v → offset_a + ticks_a(T) / 48 - ticks_v(T) / 90, T: sender's time
```
A microphone that stands (a phone call took it, the phone was too busy to listen) is not counted by the samples: what is
said afterwards would move up. The reports tell how long it stood, for there the sender's wall clock ran on; a packet
that was only late on its way keeps its place, however late it is.

```
said      a b c d . . . . e f g        a b c d e f g
arrives   a b c d         e f g        a b       c d e f g
reports        T0             T0+4          T0         T0
local     a b c d . . . . e f g        a b c d e f g
```
"""

MAX_AHEAD_MS = 3_000.0
"""A time stamp further before its own arrival than this has jumped."""
LAG_MS, LAG_WINDOW_MS = 1_000.0, 500.0
"""Packets that lag so much for two windows, behind a silence of one and by the same, show that the sender's clock stood
still, before a report says so. A queue on the way fills and drains, or fills without a silence."""
STEADY_MS = 60.0
STOOD_MS = 200.0
"""Less than this a sound card may drift in a long interview: no hole is made of it."""
SLEW_MS = 2.0
MAX_REPORT_ERROR_MS = 5_000.0
"""Reports that would move video further than this are not believed."""


class TrackClock:
    """One track's time stamps, unwrapped and laid on the node's clock. `local_ms` never goes back."""

    def __init__(self, clock_rate: int) -> None:
        self._per_ms = clock_rate / 1000
        self._ssrc: int | None = None
        self._last_timestamp = 0
        self._ticks = 0
        self.offset_ms = 0.0
        self.report: tuple[float, int] | None = None
        self._last_ms = float("-inf")
        self._last_arrived_ms = 0.0
        self._expected_ms: float | None = None
        """What a report's wall clock is ahead of its time stamp, while the clock runs: moves with what it stood."""
        self._stood_ms = 0.0
        """What the last report is ahead of that: not in `offset_ms` yet."""
        self._window_since_ms = 0.0
        self._least_lag_ms = self._least_lag_before_ms = 0.0
        self._followed_silence = False

    def unwrap(self, timestamp: int) -> int:
        """32 bit → ticks that grow; a step back of less than half the circle is a step back (RFC 3550 A.1)."""
        return self._ticks + ((timestamp - self._last_timestamp + 0x80000000) & 0xFFFFFFFF) - 0x80000000

    def local_ms(self, ssrc: int, timestamp: int, arrived_ms: float) -> float:
        """When the frame with this time stamp was taken, on the node's clock, in order."""
        if ssrc != self._ssrc:
            self._ssrc, self._ticks, self._last_timestamp, self.report = ssrc, timestamp, timestamp, None
            self._anchor(arrived_ms)
        self._ticks, self._last_timestamp = self.unwrap(timestamp), timestamp
        local = self.offset_ms + self._ticks / self._per_ms
        lag = arrived_ms - local
        if lag < -MAX_AHEAD_MS:
            self._anchor(arrived_ms)
            local = arrived_ms
        else:
            local += self._caught_up(lag, arrived_ms)
        self._last_ms = max(self._last_ms, local)
        return self._last_ms

    def note_report(self, ntp_ms: float, timestamp: int) -> None:
        """At `ntp_ms` of the sender's wall clock its track stood at `timestamp`."""
        if self._ssrc is None:
            return
        ticks = self.unwrap(timestamp)
        self.report = ntp_ms, ticks
        ahead_ms = ntp_ms - ticks / self._per_ms
        if self._expected_ms is None:
            self._expected_ms = ahead_ms
        self._stood_ms = ahead_ms - self._expected_ms

    def local_at(self, ntp_ms: float) -> float | None:
        """The node's time of an instant of the sender's wall clock; None before the first report."""
        if self.report is None:
            return None
        reported_ms, ticks = self.report
        return self.offset_ms + ticks / self._per_ms + ntp_ms - reported_ms

    def follow(self, leader: "TrackClock", *, at_once: bool) -> None:
        """Move towards the leader's time as the reports of both tell, by at most 2 ms a frame unless `at_once`."""
        if self.report is None or (wanted := leader.local_at(self.report[0])) is None:
            return
        error = wanted - (self.offset_ms + self.report[1] / self._per_ms)
        if abs(error) > MAX_REPORT_ERROR_MS:
            return
        self.offset_ms += error if at_once else min(max(error, -SLEW_MS), SLEW_MS)

    def _anchor(self, arrived_ms: float) -> None:
        self.offset_ms = arrived_ms - self._ticks / self._per_ms
        self._expected_ms, self._stood_ms = None, 0.0
        self._window_since_ms = self._last_arrived_ms = arrived_ms
        self._least_lag_ms = self._least_lag_before_ms = 0.0
        self._followed_silence = False

    def _caught_up(self, lag_ms: float, arrived_ms: float) -> float:
        """Looks once a window whether the sender's clock stood; by so much the time is set forward now."""
        if lag_ms <= LAG_MS:
            self._followed_silence = False
        elif arrived_ms - self._last_arrived_ms >= LAG_WINDOW_MS:
            self._followed_silence = True
        self._last_arrived_ms = arrived_ms
        if arrived_ms - self._window_since_ms < LAG_WINDOW_MS:
            self._least_lag_ms = min(self._least_lag_ms, lag_ms)
            return 0.0
        stood_ms = self._stood_for_ms()
        self.offset_ms += stood_ms
        self._window_since_ms = arrived_ms
        self._least_lag_before_ms, self._least_lag_ms = self._least_lag_ms - stood_ms, lag_ms - stood_ms
        return stood_ms

    def _stood_for_ms(self) -> float:
        """As the last report says, where the packets came so late as well; before it, as they show alone."""
        lag_ms = min(self._least_lag_ms, self._least_lag_before_ms)
        if self._stood_ms >= STOOD_MS and lag_ms >= self._stood_ms / 2:
            stood_ms, self._stood_ms = min(self._stood_ms, lag_ms + LAG_MS), 0.0
            self._expect_later(stood_ms)
            return stood_ms
        is_steady = abs(self._least_lag_ms - self._least_lag_before_ms) < STEADY_MS
        if lag_ms <= LAG_MS or not (self.report is None or (self._followed_silence and is_steady)):
            return 0.0
        if self.report is not None:
            self.report = self.report[0] + lag_ms, self.report[1]
        self._expect_later(lag_ms)
        return lag_ms

    def _expect_later(self, stood_ms: float) -> None:
        if self._expected_ms is not None:
            self._expected_ms += stood_ms


class PeerClock:
    """The tracks of one peer on one time."""

    def __init__(self) -> None:
        self.audio = TrackClock(48_000)
        self.video = TrackClock(90_000)

    def video_ms(self, ssrc: int, timestamp: int, arrived_ms: float, *, is_first: bool) -> float:
        """`is_first`: nothing recorded hangs on the video's time yet, so it may jump to where it belongs."""
        local = self.video.local_ms(ssrc, timestamp, arrived_ms)
        before = self.video.offset_ms
        self.video.follow(self.audio, at_once=is_first)
        return local + self.video.offset_ms - before
