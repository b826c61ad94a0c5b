"""RTCP packets: compound packets parsed, feedback and reports written (RFC 3550 6, RFC 4585 6, REMB draft)."""

from collections.abc import Iterable, Sequence
from struct import Struct, error, pack

import msgspec

SENDER_REPORT, RECEIVER_REPORT, SDES, BYE, TRANSPORT_FEEDBACK, PAYLOAD_FEEDBACK = 200, 201, 202, 203, 205, 206
_NACK, _PLI, _FIR, _APPLICATION = 1, 1, 4, 15
_COMMON = Struct("!BBH")
_SENDER_INFO = Struct("!IQIII")
_BLOCK = Struct("!IIIIII")
_FEEDBACK = Struct("!II")
_NTP_FRACTION_TO_MS = 1000 / 2**32


class ReportBlock(msgspec.Struct, frozen=True):
    """What a receiver saw of `ssrc` (RFC 3550 6.4.1). `jitter` in units of the codec's clock, `dlsr` in 1/65536 s."""

    ssrc: int
    fraction_lost: int
    packets_lost: int
    highest_sequence: int
    jitter: int
    lsr: int
    dlsr: int


class SenderReport(msgspec.Struct, frozen=True):
    """`ntp` is 64 bit fixed point: seconds since 1900 and their fraction."""

    ssrc: int
    ntp: int
    rtp_timestamp: int
    packets: int
    octets: int
    blocks: tuple[ReportBlock, ...] = ()

    @property
    def ntp_ms(self) -> float:
        return (self.ntp >> 32) * 1000.0 + (self.ntp & 0xFFFFFFFF) * _NTP_FRACTION_TO_MS

    @property
    def ntp_middle(self) -> int:
        """What a report block returns as `lsr`."""
        return (self.ntp >> 16) & 0xFFFFFFFF


class ReceiverReport(msgspec.Struct, frozen=True):
    ssrc: int
    blocks: tuple[ReportBlock, ...] = ()


class SourceDescription(msgspec.Struct, frozen=True):
    """The canonical names by source."""

    names: tuple[tuple[int, str], ...]


class Bye(msgspec.Struct, frozen=True):
    ssrcs: tuple[int, ...]


class Nack(msgspec.Struct, frozen=True):
    """`sequences` (16 bit) of `media_ssrc` shall be sent again."""

    media_ssrc: int
    sequences: tuple[int, ...]


class KeyframeRequest(msgspec.Struct, frozen=True):
    """A PLI, or a FIR, which asks for the same."""

    media_ssrc: int


RtcpPacket = SenderReport | ReceiverReport | SourceDescription | Bye | Nack | KeyframeRequest


def parse_rtcp(data: bytes) -> list[RtcpPacket]:
    """The packets of a compound that we understand; others are passed over, and so is what follows broken lengths."""
    found: list[RtcpPacket] = []
    start = 0
    while start + 4 <= len(data):
        first, kind, words = _COMMON.unpack_from(data, start)
        end = start + 4 + 4 * words
        if first >> 6 != 2 or end > len(data):
            break
        body_end = end - data[end - 1] if first & 0x20 else end
        if body_end < start + 4:
            break
        try:
            packet = _parse_one(kind, first & 0x1F, data[start + 4 : body_end])
        except (error, IndexError):
            packet = None
        if packet is not None:
            found.append(packet)
        start = end
    return found


def _parse_one(kind: int, count: int, body: bytes) -> RtcpPacket | None:
    """`count` is the low five bits of the first byte: how many blocks there are, or the feedback's format."""
    if kind == SENDER_REPORT:
        ssrc, ntp, rtp_timestamp, packets, octets = _SENDER_INFO.unpack_from(body)
        return SenderReport(ssrc, ntp, rtp_timestamp, packets, octets, _parse_blocks(body, 24, count))
    if kind == RECEIVER_REPORT:
        return ReceiverReport(int.from_bytes(body[:4]), _parse_blocks(body, 4, count))
    if kind == SDES:
        return SourceDescription(_parse_names(body, count))
    if kind == BYE:
        return Bye(tuple(int.from_bytes(body[i : i + 4]) for i in range(0, min(4 * count, len(body) - 3), 4)))
    if kind == TRANSPORT_FEEDBACK and count == _NACK:
        return Nack(_FEEDBACK.unpack_from(body)[1], _parse_nack_items(body))
    if kind == PAYLOAD_FEEDBACK and count == _PLI:
        return KeyframeRequest(_FEEDBACK.unpack_from(body)[1])
    if kind == PAYLOAD_FEEDBACK and count == _FIR:
        return KeyframeRequest(int.from_bytes(body[8:12]))
    return None


def _parse_blocks(body: bytes, start: int, count: int) -> tuple[ReportBlock, ...]:
    blocks = []
    for offset in range(start, min(start + 24 * count, len(body) - 23), 24):
        ssrc, loss, highest, jitter, lsr, dlsr = _BLOCK.unpack_from(body, offset)
        lost = loss & 0xFFFFFF
        blocks.append(
            ReportBlock(ssrc, loss >> 24, lost - (1 << 24) if lost & 0x800000 else lost, highest, jitter, lsr, dlsr)
        )
    return tuple(blocks)


def _parse_names(body: bytes, count: int) -> tuple[tuple[int, str], ...]:
    names = []
    offset = 0
    for _ in range(count):
        ssrc = int.from_bytes(body[offset : offset + 4])
        offset += 4
        while body[offset] != 0:
            item, length = body[offset], body[offset + 1]
            if item == 1:
                names.append((ssrc, body[offset + 2 : offset + 2 + length].decode(errors="replace")))
            offset += 2 + length
        offset += 4 - offset % 4
    return tuple(names)


def _parse_nack_items(body: bytes) -> tuple[int, ...]:
    sequences = []
    for offset in range(8, len(body) - 3, 4):
        first, mask = int.from_bytes(body[offset : offset + 2]), int.from_bytes(body[offset + 2 : offset + 4])
        sequences.append(first)
        sequences += [(first + bit + 1) & 0xFFFF for bit in range(16) if mask >> bit & 1]
    return tuple(sequences)


def _packet(kind: int, count: int, body: bytes) -> bytes:
    return _COMMON.pack(0x80 | count, kind, len(body) // 4) + body


def receiver_report(ssrc: int, blocks: Sequence[ReportBlock]) -> bytes:
    """At most 31 blocks."""
    return _packet(RECEIVER_REPORT, len(blocks), pack("!I", ssrc) + b"".join(map(_pack_block, blocks)))


def sender_report(report: SenderReport) -> bytes:
    info = _SENDER_INFO.pack(report.ssrc, report.ntp, report.rtp_timestamp, report.packets, report.octets)
    return _packet(SENDER_REPORT, len(report.blocks), info + b"".join(map(_pack_block, report.blocks)))


def _pack_block(block: ReportBlock) -> bytes:
    lost = min(max(block.packets_lost, -(1 << 23)), (1 << 23) - 1) & 0xFFFFFF
    highest, jitter = block.highest_sequence & 0xFFFFFFFF, min(block.jitter, 0xFFFFFFFF)
    return _BLOCK.pack(block.ssrc, block.fraction_lost << 24 | lost, highest, jitter, block.lsr, block.dlsr)


def source_description(ssrc: int, name: str) -> bytes:
    """`name` has at most 255 bytes."""
    text = name.encode()
    chunk = pack("!IBB", ssrc, 1, len(text)) + text
    return _packet(SDES, 1, chunk + bytes(4 - len(chunk) % 4))


def bye(ssrc: int) -> bytes:
    return _packet(BYE, 1, pack("!I", ssrc))


def nack(sender_ssrc: int, media_ssrc: int, sequences: Iterable[int]) -> bytes:
    """`sequences` ascending (16 bit, may wrap); runs of 17 share an item (RFC 4585 6.2.1)."""
    items: list[list[int]] = []
    for sequence in sequences:
        distance = (sequence - items[-1][0] - 1) & 0xFFFF if items else 16
        if distance < 16:
            items[-1][1] |= 1 << distance
        else:
            items.append([sequence, 0])
    body = b"".join(pack("!HH", first, mask) for first, mask in items)
    return _packet(TRANSPORT_FEEDBACK, _NACK, _FEEDBACK.pack(sender_ssrc, media_ssrc) + body)


def picture_loss(sender_ssrc: int, media_ssrc: int) -> bytes:
    return _packet(PAYLOAD_FEEDBACK, _PLI, _FEEDBACK.pack(sender_ssrc, media_ssrc))


def bitrate_estimate(sender_ssrc: int, bitrate_bps: int, media_ssrcs: Sequence[int]) -> bytes:
    """REMB (draft-alvestrand-rmcat-remb-03 2.2): 6 bit exponent and 18 bit mantissa."""
    exponent = max(0, bitrate_bps.bit_length() - 18)
    value = pack("!I", len(media_ssrcs) << 24 | exponent << 18 | bitrate_bps >> exponent)
    ssrcs = b"".join(pack("!I", ssrc) for ssrc in media_ssrcs)
    return _packet(PAYLOAD_FEEDBACK, _APPLICATION, _FEEDBACK.pack(sender_ssrc, 0) + b"REMB" + value + ssrcs)
