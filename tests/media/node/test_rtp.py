from struct import pack

from hypothesis import given
from hypothesis import strategies as st

from media.node.rtp import is_rtcp, parse_rtp, unwrap_retransmission
from tests.media.node.packets import SSRC, rtp_bytes, rtx_bytes


def test_every_field_of_a_plain_packet_is_read() -> None:
    data = rtp_bytes(65_535, timestamp=4_000_000_000, is_marked=True, payload=b"\x01\x02")
    packet = parse_rtp(data, 12.5)
    assert packet is not None
    assert (packet.ssrc, packet.payload_type, packet.sequence, packet.timestamp) == (SSRC, 96, 65_535, 4_000_000_000)
    assert (packet.marker, packet.payload, packet.arrived_ms) == (True, b"\x01\x02", 12.5)


def test_contributing_sources_extension_and_padding_are_cut_off() -> None:
    header = pack("!BBHII", 0x80 | 0x20 | 0x10 | 2, 96, 7, 0, SSRC)
    data = header + bytes(8) + pack("!HH", 0xBEDE, 1) + b"\x10\x30\x00\x00" + b"media" + b"\x00\x00\x03"
    packet = parse_rtp(data, 0)
    assert packet is not None
    assert packet.payload == b"media"


def test_padding_alone_is_an_empty_payload() -> None:
    data = pack("!BBHII", 0xA0, 96, 7, 0, SSRC) + b"\x00\x00\x00\x04"
    packet = parse_rtp(data, 0)
    assert packet is not None
    assert packet.payload == b""


def test_padding_that_is_longer_than_the_packet_makes_it_none() -> None:
    data = pack("!BBHII", 0xA0, 96, 7, 0, SSRC) + b"\x00\xff"
    assert parse_rtp(data, 0) is None


def test_rtcp_is_told_from_rtp_by_its_second_byte() -> None:
    assert is_rtcp(b"\x80\xc8")
    assert not is_rtcp(rtp_bytes(1, is_marked=True))


def test_a_retransmission_becomes_its_original() -> None:
    data = rtx_bytes(500, sequence=9, timestamp=77, payload=b"again")
    wrapped = parse_rtp(data, 3.0)
    assert wrapped is not None
    original = unwrap_retransmission(wrapped, SSRC, 96)
    assert original is not None
    assert (original.ssrc, original.payload_type, original.sequence, original.payload) == (SSRC, 96, 500, b"again")
    assert (original.timestamp, original.arrived_ms) == (77, 3.0)


def test_a_retransmission_without_an_original_is_none() -> None:
    data = rtp_bytes(1, payload=b"\x00\x01")
    padding = parse_rtp(data, 0)
    assert padding is not None
    assert unwrap_retransmission(padding, SSRC, 96) is None


@given(st.binary(max_size=80))
def test_any_bytes_are_a_packet_or_none(data: bytes) -> None:
    packet = parse_rtp(data, 0)
    assert packet is None or len(packet.payload) <= len(data) - 12
