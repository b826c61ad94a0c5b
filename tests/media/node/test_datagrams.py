"""Real sockets on loopback: read in batches or at once, each datagram with the time at which it came."""

import asyncio
import socket
from time import monotonic

import pytest

from media.node.addresses import PortRange
from media.node.datagrams import MAX_A_BEAT, DatagramSocket, NodeSockets
from media.node.message_vector import MAX_DATAGRAM_BYTES
from media.node.rhythm import BEAT_S
from tests.media.node.nodes import LOOPBACK, until


class Heard(asyncio.DatagramProtocol):
    """Keeps what comes; falls over a datagram that says so."""

    def __init__(self) -> None:
        self.data: list[bytes] = []
        self.arrived_ms: list[float] = []
        self.senders: list[tuple[str, int]] = []
        self.is_lost = False

    def media_received(self, data: bytes, arrived_ms: float) -> None:
        self.data.append(data)
        self.arrived_ms.append(arrived_ms)

    def other_received(self, data: bytes, address: tuple[str, int]) -> None:
        if data == b"stumble":
            raise ValueError("stumbled")
        self.data.append(data)
        self.senders.append(address)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True


class Pair:
    """A socket of the node and one that sends to it."""

    def __init__(self, sockets: NodeSockets, *, is_prompt: bool = False) -> None:
        self.heard = Heard()
        self.ours: DatagramSocket = sockets.open("127.0.0.1", self.heard)
        self.ours.prompt(is_prompt)
        self._far = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def send(self, *datagrams: bytes) -> None:
        for data in datagrams:
            self._far.sendto(data, self.ours.get_extra_info("sockname"))

    @property
    def far_address(self) -> tuple[str, int]:
        return ("127.0.0.1", self._far.getsockname()[1])

    def close(self) -> None:
        self.ours.close()
        self._far.close()


@pytest.mark.parametrize("is_prompt", [False, True])
async def test_everything_that_comes_is_handed_over_in_order(is_prompt: bool) -> None:
    pair = Pair(NodeSockets(LOOPBACK, PortRange()), is_prompt=is_prompt)
    sent = [bytes([number]) for number in range(2 * MAX_A_BEAT)]
    pair.send(*sent)
    await until(lambda: len(pair.heard.data) == len(sent))
    assert pair.heard.data == sent
    pair.close()


async def test_media_is_told_from_all_else_by_its_first_byte() -> None:
    pair = Pair(NodeSockets(LOOPBACK, PortRange()))
    pair.send(b"\x7f", b"\x80", b"", b"\xbf", b"\xc0", b"\x80" * 3000)
    await until(lambda: len(pair.heard.data) == 6)
    assert [len(pair.heard.arrived_ms), len(pair.heard.senders)] == [3, 3]
    assert set(pair.heard.senders) == {pair.far_address}
    assert len(pair.heard.data[-1]) == MAX_DATAGRAM_BYTES, "what is longer comes cut"
    pair.close()


async def test_a_calm_socket_tells_when_a_datagram_came_not_when_it_was_read() -> None:
    pair = Pair(NodeSockets(LOOPBACK, PortRange()))
    await asyncio.sleep(0)
    before_ms = monotonic() * 1000
    pair.send(b"\x80one")
    after_ms = monotonic() * 1000
    while monotonic() * 1000 < after_ms + 4 * BEAT_S * 1000:
        pass  # a busy loop reads late
    read_ms = monotonic() * 1000
    await until(lambda: pair.heard.data)
    assert before_ms - 1 <= pair.heard.arrived_ms[0] <= after_ms + 1 < read_ms
    pair.close()


async def test_a_socket_changes_between_calm_and_prompt_without_losing_anything() -> None:
    pair = Pair(NodeSockets(LOOPBACK, PortRange()))
    for number in range(20):
        pair.send(bytes([number]))
        pair.ours.prompt(number % 2 == 0)
        await asyncio.sleep(0)
    await until(lambda: len(pair.heard.data) == 20)
    pair.close()


async def test_one_that_stumbles_or_closes_stops_nobody_else() -> None:
    sockets = NodeSockets(LOOPBACK, PortRange())
    first, second, third = (Pair(sockets) for _ in range(3))
    first.send(b"stumble", b"after")
    second.close()
    third.send(b"here")
    await until(lambda: first.heard.data and third.heard.data)
    assert first.heard.data == [b"after"]
    await until(lambda: second.heard.is_lost)
    second.ours.prompt(True)
    assert second.ours.send(b"gone", ("127.0.0.1", 9)) is False
    first.close()
    third.close()
    assert sockets._beat._next is None, "nobody is left to read, so the beat rests"


async def test_what_cannot_be_sent_is_dropped() -> None:
    pair = Pair(NodeSockets(LOOPBACK, PortRange()))
    assert pair.ours.send(b"ok", ("127.0.0.1", 9)) is True
    assert pair.ours.send(bytes(70_000), ("127.0.0.1", 9)) is False
    pair.close()


async def test_senders_are_named_over_ipv6_too() -> None:
    heard = Heard()
    try:
        ours = NodeSockets(LOOPBACK, PortRange()).open("::1", heard)
    except OSError:
        pytest.skip("this machine has no IPv6")
    far = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    far.sendto(b"\x00", ours.get_extra_info("sockname"))
    await until(lambda: heard.senders)
    assert heard.senders == [("::1", far.getsockname()[1])]
    ours.close()
    far.close()
