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
        self.answered_lost: list[tuple[int, int]] = []
        """(SSRC, sequence) of each RTP packet that was lost on its way from the node."""
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
                    packet = _named(data)
                    self.sent_lost.append(packet) if is_lost else self.arrived.add(packet)
                if not is_lost:
                    deliver(data, arrived_ms)

            return received

        def send_now(data: bytes) -> bool:
            if not self._loses():
                return send(data)
            if not is_rtcp(data):
                self.answered_lost.append(_named(data))
            return True

        intercept(transport, lossy)
        transport._connection.send_now = send_now  # type: ignore[method-assign]

    def _loses(self) -> bool:
        is_lost = self._random.uniform(0, 100) < self._percent
        self.lost += is_lost
        self.passed += not is_lost
        return is_lost


def _named(data: bytes) -> tuple[int, int]:
    """(SSRC, sequence) of an RTP packet; encryption leaves its header as it is (RFC 3711 3.1)."""
    return int.from_bytes(data[8:12]), int.from_bytes(data[2:4])
