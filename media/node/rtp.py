"""RTP packets: one parse a packet, retransmissions unwrapped (RFC 3550 5.1, RFC 8285, RFC 4588)."""

from struct import Struct

from media.node.sink import RtpPacket

HEADER_BYTES = 12
_HEADER = Struct("!BBHII")
_EXTENSION = Struct("!HH")


def is_rtcp(datagram: bytes) -> bool:
    """RTP and RTCP share a port: RTCP's packet types are 192-223 in the second byte (RFC 5761 4)."""
    return 192 <= datagram[1] <= 223


def parse_rtp(data: bytes, arrived_ms: float) -> RtpPacket | None:
    """The packet in `data`, or None where it is none. The extended sequence is for the track to fill in."""
    size = len(data)
    if size < HEADER_BYTES:
        return None
    first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    if first >> 6 != 2:
        return None
    start = HEADER_BYTES + 4 * (first & 0x0F)
    if first & 0x10:
        if start + 4 > size:
            return None
        start += 4 + 4 * _EXTENSION.unpack_from(data, start)[1]
    end = size
    if first & 0x20:
        padding = data[size - 1]
        if padding == 0:
            return None
        end -= padding
    if start > end:
        return None
    return RtpPacket(ssrc, second & 0x7F, sequence, sequence, timestamp, second > 127, data[start:end], arrived_ms)


def unwrap_retransmission(packet: RtpPacket, ssrc: int, payload_type: int) -> RtpPacket | None:
    """The original of an RTX packet: its first two payload bytes are the original sequence (RFC 4588 4).

    None where there is no original inside: padding sent to probe the bandwidth.
    """
    payload = packet.payload
    if len(payload) <= 2:
        return None
    sequence = payload[0] << 8 | payload[1]
    return RtpPacket(
        ssrc, payload_type, sequence, sequence, packet.timestamp, packet.marker, payload[2:], packet.arrived_ms
    )
