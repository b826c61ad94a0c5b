"""When to ask the publisher for a key frame: at need, not more often than it helps, and in step while recording."""

MIN_INTERVAL_MS = 500.0
RECORDING_INTERVAL_MS = 4_000.0


class KeyframeRequests:
    """`request` at any time; `collect` says when one shall leave.

    Requests within half a second of the last become one at its end. While `is_recording`, one leaves every 4 s, so
    that the recording can be sought.
    """

    def __init__(self) -> None:
        self.sent = 0
        self._is_wanted = False
        self._is_recording = False
        self._last_ms = float("-inf")

    def request(self) -> None:
        self._is_wanted = True

    def recording(self, is_recording: bool) -> None:
        """A recording that begins wants a key frame at once."""
        self._is_wanted = self._is_wanted or (is_recording and not self._is_recording)
        self._is_recording = is_recording

    @property
    def due_ms(self) -> float | None:
        if self._is_wanted:
            return self._last_ms + MIN_INTERVAL_MS
        return self._last_ms + RECORDING_INTERVAL_MS if self._is_recording else None

    def collect(self, now_ms: float) -> bool:
        """True where a request shall leave now."""
        due_ms = self.due_ms
        if due_ms is None or now_ms < due_ms:
            return False
        self._is_wanted = False
        self._last_ms = now_ms
        self.sent += 1
        return True
