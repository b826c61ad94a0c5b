"""What leaves a depacketiser: whole encoded frames, and how packets are known to follow each other."""

from collections.abc import Sequence
from typing import Protocol

from media.node.sink import RtpPacket

MAX_FRAME_BYTES = 4 * 1024 * 1024


class VideoFrame:
    """One encoded frame as Matroska stores it (VP8 as is, H.264 as NAL units with 4-byte lengths).

    `timestamp` is 32 bit RTP time of 90 kHz. `follows_loss`: something between this and the frame before it is missing,
    so only a key frame decodes. `width`, `height` in pixels and `codec_private` (avcC) come with key frames only.
    """

    __slots__ = (
        "arrived_ms",
        "codec_private",
        "data",
        "follows_loss",
        "height",
        "is_key",
        "ssrc",
        "timestamp",
        "width",
    )

    def __init__(
        self,
        timestamp: int,
        arrived_ms: float,
        ssrc: int,
        is_key: bool,
        follows_loss: bool,
        data: bytes,
        width: int = 0,
        height: int = 0,
        codec_private: bytes = b"",
    ) -> None:
        self.timestamp = timestamp
        self.arrived_ms = arrived_ms
        self.ssrc = ssrc
        self.is_key = is_key
        self.follows_loss = follows_loss
        self.data = data
        self.width = width
        self.height = height
        self.codec_private = codec_private


class Depacketiser(Protocol):
    """Packets in order in, whole frames out. A frame that misses a packet never comes out."""

    def packet(self, packet: RtpPacket) -> Sequence[VideoFrame]: ...

    def lost(self) -> None:
        """Packets before the next one will not come."""
