"""What was sent to one viewer lately, to be sent again when asked for; also tells what was sent before."""

RESEND_AFTER_MS = 20.0
"""A packet that was just sent again is on its way."""


class Sent:
    """`number` is the extended sequence number in the viewer's numbering. The payload is shared between viewers."""

    __slots__ = ("marker", "number", "payload", "payload_type", "resent_ms", "timestamp")

    def __init__(self, number: int, timestamp: int, payload_type: int, marker: bool, payload: bytes) -> None:
        self.number = number
        self.timestamp = timestamp
        self.payload_type = payload_type
        self.marker = marker
        self.payload = payload
        self.resent_ms = float("-inf")


class SentPackets:
    """A ring of the last `capacity` (a power of two) packets, whatever is older is forgotten."""

    def __init__(self, capacity: int) -> None:
        self._mask = capacity - 1
        self._ring: list[Sent | None] = [None] * capacity
        self.highest = -1

    def add(self, sent: Sent) -> bool:
        """False where the packet was sent before, or is so late that this cannot be told."""
        number = sent.number
        at = number & self._mask
        known = self._ring[at]
        if known is not None and known.number >= number:
            return False
        if number <= self.highest - len(self._ring):
            return False
        self._ring[at] = sent
        self.highest = max(self.highest, number)
        return True

    def again(self, sequence: int, now_ms: float) -> Sent | None:
        """The packet with this 16 bit number where it is still here and was not sent again just now."""
        number = self.highest - ((self.highest - sequence) & 0xFFFF)
        sent = self._ring[number & self._mask]
        if sent is None or sent.number != number or now_ms - sent.resent_ms < RESEND_AFTER_MS:
            return None
        sent.resent_ms = now_ms
        return sent
