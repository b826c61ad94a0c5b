"""The reorder buffer of one track: packets leave in order, a gap waits until its deadline.

```
in   1 2 4 5 …… 3           1 2 4 5 …… (deadline)
out  1 2        3 4 5       1 2        lost(3) 4 5
```
"""

import msgspec

from media.node.sink import RtpPacket


class Lost(msgspec.Struct, frozen=True):
    """`count` packets from extended sequence `first` on are given up."""

    first: int
    count: int


Delivery = RtpPacket | Lost


class ReorderBuffer:
    """Holds at most `capacity` packets; where more come, the oldest gap is given up before its deadline."""

    def __init__(self, deadline_ms: float, capacity: int) -> None:
        self.deadline_ms = deadline_ms
        self.capacity = capacity
        self.next = -1
        self.late = 0
        self.duplicates = 0
        self._held: dict[int, RtpPacket] = {}
        self._waiting_since_ms = 0.0

    @property
    def held(self) -> int:
        return len(self._held)

    @property
    def due_ms(self) -> float | None:
        """When `expire` has something to do; None while nothing waits."""
        return self._waiting_since_ms + self.deadline_ms if self._held else None

    def passes(self, number: int) -> bool:
        """True where `number` is the next and nothing waits: it leaves at once, as nearly all do. Else `insert` it."""
        if number != self.next or self._held:
            return False
        self.next = number + 1
        return True

    def insert(self, packet: RtpPacket) -> list[Delivery]:
        """What can leave now that `packet` is here. Late and doubled packets vanish."""
        number = packet.extended_sequence
        if self.next < 0:
            self.next = number
        if number == self.next:
            self.next = number + 1
            return self._drain([packet], packet.arrived_ms) if self._held else [packet]
        if number < self.next:
            self.late += 1
            return []
        if number in self._held:
            self.duplicates += 1
            return []
        if not self._held:
            self._waiting_since_ms = packet.arrived_ms
        self._held[number] = packet
        return self._skip_gap(packet.arrived_ms) if len(self._held) > self.capacity else []

    def expire(self, now_ms: float) -> list[Delivery]:
        """Give up the gaps whose deadline has passed."""
        out: list[Delivery] = []
        while self._held and now_ms >= self._waiting_since_ms + self.deadline_ms:
            out += self._skip_gap(now_ms)
        return out

    def flush(self) -> list[Delivery]:
        """Give up every gap: nothing older will come."""
        out: list[Delivery] = []
        while self._held:
            out += self._skip_gap(0.0)
        return out

    def _skip_gap(self, now_ms: float) -> list[Delivery]:
        first = min(self._held)
        lost = Lost(self.next, first - self.next)
        self.next = first
        return self._drain([lost], now_ms)

    def _drain(self, out: list[Delivery], now_ms: float) -> list[Delivery]:
        """Let what follows without a gap leave. The next gap's clock began when its first follower came."""
        while (packet := self._held.pop(self.next, None)) is not None:
            out.append(packet)
            self.next += 1
        if self._held:
            self._waiting_since_ms = min(packet.arrived_ms for packet in self._held.values())
        return out
