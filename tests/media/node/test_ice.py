import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from media.node.addresses import HostAddress, PortRange, host_addresses, parse_port_range
from media.node.datagrams import NodeSockets
from media.node.ice import MAX_QUEUED_DATAGRAMS, MediaProtocol, NodeConnection

LOOPBACK = [HostAddress("127.0.0.1", "127.0.0.1")]
FAR = ("127.0.0.1", 9)


async def gathered(ports: PortRange | None = None) -> tuple[NodeConnection, MediaProtocol]:
    connection = NodeConnection(NodeSockets(LOOPBACK, ports or PortRange()))
    await connection.gather_candidates()
    protocol = connection._protocols[0]
    assert isinstance(protocol, MediaProtocol)
    return connection, protocol


async def test_media_goes_straight_to_its_callback_and_the_handshake_to_aiortc() -> None:
    connection, protocol = await gathered()
    seen: list[bytes] = []
    connection.media = lambda data, _: seen.append(data)
    for data in (b"\x80media", b"\xbfmedia", b"\x80"):
        protocol.media_received(data, 0.0)
    for data in (b"\x16handshake", b"\x7fneither", b"\xc0neither", b""):
        protocol.other_received(data, FAR)
    assert seen == [b"\x80media", b"\xbfmedia"]
    assert connection._queue.qsize() == 1
    await connection.close()


async def test_a_flood_of_handshake_records_is_bounded() -> None:
    connection, protocol = await gathered()
    for _ in range(1_000):
        protocol.other_received(b"\x16handshake", FAR)
    assert connection._queue.qsize() == MAX_QUEUED_DATAGRAMS
    await connection.close()


async def test_a_check_with_a_wrong_password_learns_no_address() -> None:
    connection, protocol = await gathered()
    request = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    request.attributes["USERNAME"] = f"{connection.local_username}:them"
    request.attributes["PRIORITY"] = 1
    request.add_message_integrity(b"not the password")
    protocol.other_received(bytes(request), FAR)
    assert connection.remote_candidates == []
    assert list(connection._early_checks) == []
    await connection.close()


async def test_ports_come_from_the_range_and_run_out_with_an_error() -> None:
    ports = PortRange(47_130, 47_131)
    connections = [await gathered(ports) for _ in range(2)]
    assert {protocol.local_candidate.port for _, protocol in connections} == {47_130, 47_131}
    with pytest.raises(OSError, match="in use"):
        await gathered(ports)
    for connection, _ in connections:
        await connection.close()


def test_every_port_of_a_range_is_tried_once() -> None:
    assert sorted(PortRange(5, 9).candidates()) == [5, 6, 7, 8, 9]
    assert list(PortRange().candidates()) == [0]


def test_port_ranges_are_read() -> None:
    assert parse_port_range("40000-40100") == PortRange(40_000, 40_100)
    assert parse_port_range(None) == PortRange()
    for text in ("40000", "9-1", "0-10", "1-70000", "a-b"):
        with pytest.raises(ValueError):
            parse_port_range(text)


def test_loopback_is_announced_unless_an_address_is_named() -> None:
    assert HostAddress("127.0.0.1", "127.0.0.1") in host_addresses(None)
    assert host_addresses("127.0.0.1") == LOOPBACK
    assert host_addresses("198.51.100.7") == [HostAddress("0.0.0.0", "198.51.100.7")]


@given(st.integers(0, 3), st.binary(max_size=100))
async def test_any_bytes_of_stun_are_survived(first: int, rest: bytes) -> None:
    connection, protocol = await gathered()
    protocol.other_received(bytes([first]) + rest, FAR)
    await connection.close()


@given(st.integers(0, 8 * 60), st.integers(0, 60))
async def test_flipped_bits_and_cuts_of_a_real_check_are_survived(bit: int, cut: int) -> None:
    connection, protocol = await gathered()
    request = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    request.attributes["USERNAME"] = f"{connection.local_username}:them"
    request.add_message_integrity(connection.local_password.encode())
    data = bytearray(bytes(request))
    data[min(bit // 8, len(data) - 1)] ^= 1 << bit % 8
    protocol.other_received(bytes(data[: len(data) - cut]), FAR)
    await connection.close()
