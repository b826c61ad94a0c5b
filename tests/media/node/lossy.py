"""A bad network between a peer and the node: packets vanish at random, both ways, and which is remembered."""

from collections.abc import Callable
from random import Random

from media.node.peer import Peer
from media.node.rtp import is_rtcp
from media.node.transport import MediaTransport
from media.node.viewer import Viewer

Deliver = Callable[[bytes, float], None]
"""(datagram, its arrival in monotonic ms)."""


def intercept(transport: MediaTransport, between: Callable[[Deliver], Deliver]) -> None:
    """Put something between the sockets of an answered peer and decryption; connecting is left alone."""
    for protocol in transport._connection._protocols:
        protocol.media_received = between(protocol.media_received)


class LossyNetwork:
    """Loses `percent` of what media and its reports send; connecting is left alone."""

    def __init__(self, percent: float, seed: int = 5) -> None:
        self.sent_lost: list[tuple[int, int]] = []
        """(SSRC, sequence) of each RTP packet that was lost on its way to the node."""
        self.arrived: set[tuple[int, int]] = set()
        """(SSRC, sequence) of each that came through."""
        self.passed = 0
        self.lost = 0
        self._percent = percent
        self._random = Random(seed)

    def between(self, connected: Peer | Viewer) -> None:
        """Put it between the node and this one; best before media flows."""
        transport = connected._transport
        send = transport._connection.send_now

        def lossy(deliver: Deliver) -> Deliver:
            def received(data: bytes, arrived_ms: float) -> None:
                is_lost = self._loses()
                if not is_rtcp(data):
                    packet = int.from_bytes(data[8:12]), int.from_bytes(data[2:4])
                    self.sent_lost.append(packet) if is_lost else self.arrived.add(packet)
                if not is_lost:
                    deliver(data, arrived_ms)

            return received

        def send_now(data: bytes) -> bool:
            return self._loses() or send(data)

        intercept(transport, lossy)
        transport._connection.send_now = send_now  # type: ignore[method-assign]

    def _loses(self) -> bool:
        is_lost = self._random.uniform(0, 100) < self._percent
        self.lost += is_lost
        self.passed += not is_lost
        return is_lost
