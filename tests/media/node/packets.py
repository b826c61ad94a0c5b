"""Packets for tests: RTP on the wire, and a sink that remembers."""

from collections.abc import Iterable
from struct import pack

from media.node.sink import RtpPacket, TrackDescription

AUDIO = TrackDescription(kind="audio", codec="opus", clock_rate=48_000, payload_type=111)
VIDEO = TrackDescription(kind="video", codec="vp8", clock_rate=90_000, payload_type=96)
RTX_PAYLOAD_TYPE = 97
SSRC = 0x1234_5678


def rtp_bytes(
    sequence: int,
    *,
    payload_type: int = 96,
    ssrc: int = SSRC,
    timestamp: int = 0,
    is_marked: bool = False,
    payload: bytes = b"media",
) -> bytes:
    second = payload_type | (0x80 if is_marked else 0)
    return pack("!BBHII", 0x80, second, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc) + payload


def rtx_bytes(original_sequence: int, *, sequence: int, timestamp: int = 0, payload: bytes = b"media") -> bytes:
    return rtp_bytes(
        sequence,
        payload_type=RTX_PAYLOAD_TYPE,
        ssrc=SSRC + 1,
        timestamp=timestamp,
        payload=pack("!H", original_sequence & 0xFFFF) + payload,
    )


def packet(number: int, at_ms: float = 0.0) -> RtpPacket:
    return RtpPacket(SSRC, 96, number & 0xFFFF, number, number * 3000, False, b"media", at_ms)


def numbers(packets: Iterable[RtpPacket]) -> list[int]:
    return [each.extended_sequence for each in packets]


class RememberingSink:
    def __init__(self) -> None:
        self.packets: list[RtpPacket] = []
        self.gaps: list[tuple[int, int]] = []
        self.reports: list[tuple[float, int]] = []

    def packet(self, packet: RtpPacket) -> None:
        self.packets.append(packet)

    def lost(self, first_extended_sequence: int, count: int) -> None:
        self.gaps.append((first_extended_sequence, count))

    def sender_report(self, ntp_ms: float, rtp_timestamp: int) -> None:
        self.reports.append((ntp_ms, rtp_timestamp))
