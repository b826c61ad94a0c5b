"""H.264 out of RTP, packetisation mode 1 (RFC 6184): single NAL units, STAP-A and FU-A become access units."""

from collections.abc import Sequence

from media.node.frame import MAX_FRAME_BYTES, VideoFrame
from media.node.h264_parameters import avcc, picture_size
from media.node.sink import RtpPacket

IDR, SPS, PPS, DELIMITER, FILLER = 5, 7, 8, 9, 12
STAP_A, FU_A = 24, 28
_NOTHING: Sequence[VideoFrame] = ()


class H264Depacketiser:
    """The access unit under construction, the parameter sets known, and whether the unit before came out whole.

    H.264 has no "starts a frame" bit. After a loss a unit is trusted only where it begins with a delimiter or a
    sequence parameter set, for else its first slices may be what was lost.
    """

    def __init__(self) -> None:
        self._units: list[bytes] = []
        self._bytes = 0
        self._fragments: list[bytes] = []
        self._timestamp: int | None = None
        self._is_broken = False
        self._gap = True
        self._next_sequence: int | None = None
        self._sps = b""
        self._pps = b""
        self._size = (0, 0)

    def lost(self) -> None:
        if self._timestamp is not None:
            self._is_broken = True
        self._gap = True

    def packet(self, packet: RtpPacket) -> Sequence[VideoFrame]:
        sequence = packet.extended_sequence
        if sequence != self._next_sequence and self._next_sequence is not None:
            self.lost()
        self._next_sequence = sequence + 1
        payload = packet.payload
        if not payload:
            return _NOTHING
        before = None
        if self._timestamp is not None and packet.timestamp != self._timestamp:
            before = self._finish(packet)
        if self._timestamp is None:
            self._begin(packet.timestamp, payload)
        self._take(payload)
        if not packet.marker:
            return (before,) if before else _NOTHING
        frame = self._finish(packet)
        return tuple(whole for whole in (before, frame) if whole)

    def _begin(self, timestamp: int, payload: bytes) -> None:
        self._timestamp, self._is_broken = timestamp, self._gap and _first_type(payload) not in (DELIMITER, SPS)
        self._units, self._bytes, self._fragments = [], 0, []

    def _take(self, payload: bytes) -> None:
        self._bytes += len(payload)
        if self._is_broken or self._bytes > MAX_FRAME_BYTES:
            self._is_broken = True
            return
        kind = payload[0] & 0x1F
        if kind == FU_A:
            self._take_fragment(payload)
        elif self._fragments or kind == 0 or kind > STAP_A:
            self._is_broken = True
        elif kind == STAP_A:
            self._take_aggregate(payload)
        else:
            self._units.append(payload)

    def _take_fragment(self, payload: bytes) -> None:
        """FU-A (RFC 6184 5.8): the NAL unit's header is spread over the indicator and the fragment's header."""
        if len(payload) < 3 or bool(payload[1] & 0x80) == bool(self._fragments):
            self._is_broken = True
            return
        if not self._fragments:
            self._fragments.append(bytes([payload[0] & 0xE0 | payload[1] & 0x1F]))
        self._fragments.append(payload[2:])
        if payload[1] & 0x40:
            self._units.append(b"".join(self._fragments))
            self._fragments = []

    def _take_aggregate(self, payload: bytes) -> None:
        at = 1
        while at < len(payload):
            end = at + 2 + int.from_bytes(payload[at : at + 2], "big")
            if end > len(payload) or end == at + 2:
                self._is_broken = True
                return
            self._units.append(payload[at + 2 : end])
            at = end

    def _finish(self, packet: RtpPacket) -> VideoFrame | None:
        timestamp, self._timestamp = self._timestamp, None
        if self._is_broken or self._fragments or timestamp is None:
            self._gap, self._is_broken, self._fragments = True, False, []
            return None
        is_key = False
        for unit in self._units:
            kind = unit[0] & 0x1F
            is_key = is_key or kind == IDR
            if kind in (SPS, PPS):
                self._note_parameters(kind, unit)
        kept = [unit for unit in self._units if unit[0] & 0x1F not in (DELIMITER, FILLER)]
        if not kept:
            return None
        is_key = is_key and bool(self._sps and self._pps)
        frame = VideoFrame(
            timestamp=timestamp,
            arrived_ms=packet.arrived_ms,
            ssrc=packet.ssrc,
            is_key=is_key,
            follows_loss=self._gap,
            data=b"".join([part for unit in kept for part in (len(unit).to_bytes(4, "big"), unit)]),
            width=self._size[0] if is_key else 0,
            height=self._size[1] if is_key else 0,
            codec_private=avcc(self._sps, self._pps) if is_key else b"",
        )
        self._gap = False
        return frame

    def _note_parameters(self, kind: int, unit: bytes) -> None:
        if kind == PPS:
            self._pps = unit
        elif unit != self._sps:
            try:
                self._size = picture_size(unit)
            except ValueError:
                return
            self._sps = unit


def _first_type(payload: bytes) -> int:
    """NAL type that a payload begins with; 0 for a fragment that begins none."""
    kind = payload[0] & 0x1F
    if kind == STAP_A and len(payload) > 3:
        return payload[3] & 0x1F
    if kind == FU_A and len(payload) > 1:
        return payload[1] & 0x1F if payload[1] & 0x80 else 0
    return kind
