import asyncio

import pytest
from aioice import stun
from aioice.ice import Connection, StunProtocol
from hypothesis import given
from hypothesis import strategies as st

from media.node import ice
from media.node.addresses import HostAddress, PortRange, host_addresses, parse_port_range
from media.node.datagrams import NodeSockets
from media.node.ice import MAX_FAR_ADDRESSES, MAX_QUEUED_DATAGRAMS, MediaProtocol, NodeConnection
from tests.media.node.nodes import until

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


async def test_checks_from_everywhere_are_bounded_and_those_of_who_is_known_go_on() -> None:
    """Whoever knows the password could name thousands of addresses, and have each of them checked."""
    connection, protocol = await gathered()
    connection.remote_username, connection.remote_password = "them", "their password"
    connection._early_checks_done = True
    for port in [*range(20_000, 20_500), 20_000]:
        protocol.other_received(check_from_them(connection, nominates=port == 20_000), ("127.0.0.1", port))
    assert len(connection.remote_candidates) == len(connection._check_list) == MAX_FAR_ADDRESSES
    (nominated,) = [pair for pair in connection._check_list if pair.remote_nominated]
    assert nominated.remote_addr == ("127.0.0.1", 20_000)
    await connection.close()


def check_from_them(connection: NodeConnection, *, nominates: bool) -> bytes:
    request = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    request.attributes["USERNAME"] = f"{connection.local_username}:them"
    request.attributes["PRIORITY"] = 1
    request.attributes["ICE-CONTROLLING"] = 1
    if nominates:
        request.attributes["USE-CANDIDATE"] = None
    request.add_message_integrity(connection.local_password.encode())
    return bytes(request)


async def test_ports_come_from_the_range_and_run_out_with_an_error() -> None:
    ports = PortRange(47_130, 47_131)
    connections = [await gathered(ports) for _ in range(2)]
    assert {protocol.local_candidate.port for _, protocol in connections} == {47_130, 47_131}
    with pytest.raises(OSError, match="in use"):
        await gathered(ports)
    for connection, _ in connections:
        await connection.close()


async def connected() -> tuple[NodeConnection, Connection]:
    """The node's end and the far side's."""
    ours, _ = await gathered()
    far = Connection(ice_controlling=True, use_ipv6=False)
    await far.gather_candidates()
    for one, other in ((ours, far), (far, ours)):
        one.remote_username, one.remote_password = other.local_username, other.local_password
    for candidate in (*ours.local_candidates, None):
        await far.add_remote_candidate(candidate)
    await asyncio.gather(ours.connect(), far.connect())
    return ours, far


async def test_a_long_round_trip_is_no_lost_consent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ice, "CONSENT_EVERY_S", 0.02)
    monkeypatch.setattr(ice, "CONSENT_FAILURES", 2)
    answers: list[stun.Message] = []
    prompt = StunProtocol.send_stun

    def late(protocol: StunProtocol, message: stun.Message, address: tuple[str, int]) -> None:
        if message.message_class == stun.Class.RESPONSE and not isinstance(protocol, MediaProtocol):
            answers.append(message)
            asyncio.get_running_loop().call_later(0.6, prompt, protocol, message, address)
        else:
            prompt(protocol, message, address)

    ours, far = await connected()
    monkeypatch.setattr(StunProtocol, "send_stun", late)
    await until(lambda: len(answers) >= 8)
    assert 1 in ours._nominated, "the far side answers, if late"
    await ours.close()
    await far.close()


async def test_who_does_not_answer_any_more_is_parted_from(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"CONSENT_EVERY_S": 0.02, "CONSENT_FAILURES": 1, "CONSENT_REPEATS": 0}.items():
        monkeypatch.setattr(ice, name, value)
    ours, far = await connected()
    await far.close()
    await until(lambda: not ours._nominated)


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
    both = [HostAddress("0.0.0.0", "198.51.100.7"), HostAddress("::", "2001:db8::7")]
    assert host_addresses("198.51.100.7,2001:db8::7") == both


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
