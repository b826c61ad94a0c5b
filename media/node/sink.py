"""The seam between receiving and recording: what the receive path hands over, packet by packet.

```
datagram → unprotect → parse → reorder/NACK → TrackSink (leg writer, audio branch)
```
Everything here is called on the node's event loop and must return at once: no I/O, no waiting.
"""

from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from backend.contracts.media import ActiveTake, MediaKind

Codec = Literal["opus", "vp8", "h264"]
RequestKeyframe = Callable[[], None]


class RtpPacket:
    """One decrypted RTP packet (RFC 3550 5.1), its retransmission unwrapped, padding and extensions removed.

    `sequence` is the 16 bit number on the wire; `extended_sequence` the same unwrapped, growing over the whole life
    of the track, a changed `ssrc` included (time stamps begin anew with a changed `ssrc`). `timestamp` is 32 bit in
    units of the codec's clock. `payload` is empty where the packet was padding alone. `arrived_ms` is monotonic time.
    """

    __slots__ = (
        "arrived_ms",
        "extended_sequence",
        "marker",
        "payload",
        "payload_type",
        "sequence",
        "ssrc",
        "timestamp",
    )

    def __init__(
        self,
        ssrc: int,
        payload_type: int,
        sequence: int,
        extended_sequence: int,
        timestamp: int,
        marker: bool,
        payload: bytes,
        arrived_ms: float,
    ) -> None:
        self.ssrc = ssrc
        self.payload_type = payload_type
        self.sequence = sequence
        self.extended_sequence = extended_sequence
        self.timestamp = timestamp
        self.marker = marker
        self.payload = payload
        self.arrived_ms = arrived_ms


class TrackDescription(msgspec.Struct, frozen=True):
    """What the answer agreed on. `clock_rate` in Hz: 48,000 for Opus, 90,000 for video."""

    kind: MediaKind
    codec: Codec
    clock_rate: int
    payload_type: int


class TrackSink(Protocol):
    """Takes one track's packets in order and once. What was given up for lost is told before what follows it."""

    def packet(self, packet: RtpPacket) -> None: ...

    def lost(self, first_extended_sequence: int, count: int) -> None:
        """`count` packets from `first_extended_sequence` on did not come before the deadline, and will not."""

    def sender_report(self, ntp_ms: float, rtp_timestamp: int) -> None:
        """`rtp_timestamp` was sampled at `ntp_ms`, the sender's wall clock in ms since 1900 (RFC 3550 6.4.1)."""


class RoomRecorder(Protocol):
    """What a node asks of its recording side."""

    @property
    def unstored_legs(self) -> int:
        """Legs that are not whole in the object store, those being recorded among them."""

    def sink(
        self, room: str, resource_id: str, track: TrackDescription, request_keyframe: RequestKeyframe
    ) -> TrackSink:
        """The sink of a newly published track; called once a track, before its first packet."""

    def open_take(self, room: str, take: ActiveTake) -> None:
        """Record from now on. Idempotent by take id; a new peer of the room starts a further leg of the open take."""

    def rest_take(self, room: str, take_id: str) -> None:
        """Record nothing into the take until it is opened again. Idempotent."""

    async def close_take(self, room: str, take_id: str) -> None:
        """Returns once the flush has begun. Idempotent; `LegStored` and `TakeStored` follow."""

    def peer_gone(self, room: str, resource_id: str) -> None:
        """No packet will come from this peer any more: its legs end. Idempotent."""

    async def recover(self) -> None:
        """Upload what an earlier life of this node left in its spool."""

    async def close(self) -> None:
        """Finish every open leg and wait for its upload. Takes stay open for another node to go on with."""
