"""VP8 out of RTP (RFC 7741): the payload descriptor goes, the pieces of a frame are joined."""

from collections.abc import Sequence

from media.node.frame import MAX_FRAME_BYTES, VideoFrame
from media.node.sink import RtpPacket

KEY_FRAME_START_CODE = b"\x9d\x01\x2a"
_NOTHING: Sequence[VideoFrame] = ()


def descriptor(payload: bytes) -> tuple[int, bool, int | None, int]:
    """(length in bytes, starts a frame, PictureID, its modulus) of a payload descriptor (RFC 7741 4.2).

    A length of 0 says that the payload is malformed or holds no VP8 at all.
    """
    size = len(payload)
    if size < 2:
        return 0, False, None, 0
    first = payload[0]
    starts = first & 0x17 == 0x10
    if not first & 0x80:
        return 1, starts, None, 0
    flags, at = payload[1], 2
    picture_id, modulus = None, 0
    if flags & 0x80:
        if size < 4:
            return 0, False, None, 0
        picture_id, modulus, at = payload[2], 0x80, 3
        if picture_id & 0x80:
            picture_id, modulus, at = (picture_id & 0x7F) << 8 | payload[3], 0x8000, 4
    at += (flags >> 6 & 1) + (1 if flags & 0x30 else 0)
    return (at, starts, picture_id, modulus) if at < size else (0, False, None, 0)


def key_frame_size(frame: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels of a key frame, None for any other (RFC 6386 9.1)."""
    if len(frame) < 10 or frame[0] & 1 or frame[3:6] != KEY_FRAME_START_CODE:
        return None
    return (frame[6] | frame[7] << 8) & 0x3FFF, (frame[8] | frame[9] << 8) & 0x3FFF


class Vp8Depacketiser:
    """The frame under construction, and whether the one before it came out whole."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._bytes = 0
        self._timestamp = 0
        self._picture_id: int | None = None
        self._is_open = False
        self._gap = True
        self._last_picture_id: int | None = None
        self._next_sequence: int | None = None

    def lost(self) -> None:
        """A frame under construction cannot become whole any more; where it ends, PictureIDs will not follow on."""
        if self._is_open:
            self._abandon()
        self._gap = True

    def packet(self, packet: RtpPacket) -> Sequence[VideoFrame]:
        sequence = packet.extended_sequence
        if sequence != self._next_sequence and self._next_sequence is not None:
            self.lost()
        self._next_sequence = sequence + 1
        payload = packet.payload
        length, starts, picture_id, modulus = descriptor(payload)
        if not length:
            return _NOTHING if not payload else self._malformed()
        before = self._finish(packet, is_marked=False) if self._is_open and self._is_other(packet, starts) else None
        if starts and not self._is_open:
            self._begin(packet, picture_id, modulus)
        if not self._is_open:
            self._gap = True
            return (before,) if before else _NOTHING
        self._parts.append(payload[length:])
        self._bytes += len(payload) - length
        if self._bytes > MAX_FRAME_BYTES:
            return self._malformed()
        if not packet.marker:
            return (before,) if before else _NOTHING
        frame = self._finish(packet, is_marked=True)
        return (before, frame) if before else (frame,)

    def _is_other(self, packet: RtpPacket, starts: bool) -> bool:
        """A frame whose marker was not set ends where another time stamp begins."""
        return starts and packet.timestamp != self._timestamp

    def _begin(self, packet: RtpPacket, picture_id: int | None, modulus: int) -> None:
        """Where PictureIDs follow on, what was lost held no frame (padding that probes the network)."""
        last = self._last_picture_id
        if self._gap and picture_id is not None and last is not None and (last + 1) % modulus == picture_id:
            self._gap = False
        self._parts, self._bytes = [], 0
        self._timestamp, self._picture_id, self._is_open = packet.timestamp, picture_id, True

    def _finish(self, packet: RtpPacket, *, is_marked: bool) -> VideoFrame:
        data = b"".join(self._parts)
        size = key_frame_size(data)
        frame = VideoFrame(
            timestamp=self._timestamp,
            arrived_ms=packet.arrived_ms,
            ssrc=packet.ssrc,
            is_key=size is not None,
            follows_loss=self._gap,
            data=data,
            width=size[0] if size else 0,
            height=size[1] if size else 0,
        )
        self._is_open, self._gap, self._parts = False, False, []
        self._last_picture_id = self._picture_id
        return frame

    def _abandon(self) -> None:
        self._is_open, self._gap, self._parts = False, True, []
        self._last_picture_id = None

    def _malformed(self) -> Sequence[VideoFrame]:
        self._abandon()
        return _NOTHING
