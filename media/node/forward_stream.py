"""One track as one viewer gets it: numbers, time stamps, SSRC and payload type rewritten, packet by packet.

A viewer's stream never ends while publishers come and go: numbers go on without a gap, time goes on as it passed.
Video begins, and goes on after a break, with a key frame; what is left out is not numbered, so it is not missed.

```
in   ssrc A: 7 8 9 …… (another device) ssrc B: 100 101      number, 90 kHz time
out  ssrc V: 1 2 3 ………………………………………………… 4   5
```
"""

from collections import deque
from collections.abc import Callable, Mapping
from secrets import randbits
from struct import Struct

import msgspec

from backend.contracts.media import MediaKind
from media.node.forward_cache import Sent, SentPackets
from media.node.forward_clock import SourceClock, ntp_of
from media.node.keyframe_start import begins_keyframe
from media.node.rtcp import SenderReport
from media.node.sink import Codec, RtpPacket, TrackDescription

VIDEO_CACHE, AUDIO_CACHE = 512, 128
MAX_HELD_BACK = 16
HELD_FOR_MS = 200.0
MAX_AHEAD_MS, MAX_BACK_MS = 3_000.0, 1_000.0
"""A time stamp that steps further than this past the time that went by has jumped."""
_HEADER = Struct("!BBHII")
_SEQUENCE = Struct("!H")

SendRtp = Callable[[bytes, bytes], bool]
"""(header, payload) of a plain RTP packet; False where it could not leave."""


class Format(msgspec.Struct, frozen=True):
    """The payload types that the viewer gave a codec."""

    payload_type: int
    rtx_payload_type: int | None = None


class StreamStart(msgspec.Struct, frozen=True):
    """What a viewer's stream begins with. Random but for tests (RFC 3550 5.1).

    `sequence` is below 2^15, so that the roll-over counters of both ends agree (RFC 3711 3.3.1).
    """

    ssrc: int
    rtx_ssrc: int
    sequence: int
    timestamp: int

    @classmethod
    def random(cls) -> "StreamStart":
        return cls(randbits(32), randbits(32), randbits(15), randbits(32))


class _Newest(msgspec.Struct, gc=False):
    """The packet furthest ahead: its number and time stamp as they came, and when."""

    number: int
    timestamp: int
    arrived_ms: float


class ForwardedStream:
    """`begin` for every publisher, `packet` for each of its packets, in any order and maybe twice."""

    def __init__(
        self, kind: MediaKind, formats: Mapping[Codec, Format], send: SendRtp, start: StreamStart | None = None
    ) -> None:
        self.kind: MediaKind = kind
        self.start = start or StreamStart.random()
        self.packets = 0
        self.octets = 0
        self.left_out = 0
        self.resent = 0
        self._formats = formats
        self._send = send
        self._is_video = kind == "video"
        self._per_ms = 90.0 if self._is_video else 48.0
        self._sent = SentPackets(VIDEO_CACHE if self._is_video else AUDIO_CACHE)
        self._codec: Codec | None = None
        self._format: Format | None = None
        self._first: int | None = None
        self._ssrc: int | None = None
        self._number_offset = 0
        self._time_offset: int | None = None
        self._newest = _Newest(-1, 0, 0.0)
        self._held: deque[RtpPacket] = deque(maxlen=MAX_HELD_BACK)
        self._rtx_sequence = randbits(15)

    @property
    def ssrc(self) -> int:
        return self.start.ssrc

    @property
    def awaits_key(self) -> bool:
        """Whether a key frame is what this stream needs to go on."""
        return self._is_video and self._format is not None and self._first is None

    @property
    def is_playable(self) -> bool:
        """False where the viewer did not offer the publisher's codec."""
        return self._format is not None

    def begin(self, description: TrackDescription) -> None:
        """Another publisher's track takes the place of the one before."""
        self._codec, self._format = description.codec, self._formats.get(description.codec)
        self._ssrc = None
        self.pause()

    def rest(self) -> None:
        """The publisher sends nothing of this kind."""
        self._format = None
        self.pause()

    def pause(self) -> None:
        """Leave out everything until the stream can begin anew (video: with a key frame)."""
        self._first = None
        self._held.clear()

    def packet(self, packet: RtpPacket) -> bool:
        """False where the packet could not leave; True also where it is left out by intent."""
        if self._format is None:
            self.left_out += 1
            return True
        if self._first is not None and packet.ssrc != self._ssrc:
            self.pause()
        if self._first is None:
            return self._try_to_begin(packet)
        if packet.extended_sequence < self._first:
            self.left_out += 1
            return True
        return self._forward(packet, self._format)

    def resend(self, sequence: int, now_ms: float) -> int:
        """Send again what the viewer misses (RFC 4588 where it offered RTX); the octets sent, 0 where it is gone."""
        sent = self._sent.again(sequence, now_ms)
        if sent is None or self._format is None:
            return 0
        self.resent += 1
        rtx = self._format.rtx_payload_type
        if rtx is None or sent.payload_type != self._format.payload_type:
            self._send(self._header(sent, sent.payload_type, sent.number, self.ssrc), sent.payload)
            return len(sent.payload) + _HEADER.size
        self._rtx_sequence += 1
        header = self._header(sent, rtx, self._rtx_sequence, self.start.rtx_ssrc)
        self._send(header, _SEQUENCE.pack(sent.number & 0xFFFF) + sent.payload)
        return len(sent.payload) + _HEADER.size + _SEQUENCE.size

    def report(self, clock: SourceClock, now_ms: float) -> SenderReport | None:
        """What is sampled now, on the time of both streams; before the publisher's own report its arrival decides."""
        if self._first is None or self._ssrc is None or self._time_offset is None:
            return None
        timestamp = clock.timestamp_at(self.kind, self._ssrc, now_ms)
        if timestamp is None:
            timestamp = self._newest.timestamp + int((now_ms - self._newest.arrived_ms) * self._per_ms)
        rtp_timestamp = (timestamp + self._time_offset) & 0xFFFFFFFF
        return SenderReport(
            self.ssrc, ntp_of(now_ms), rtp_timestamp, self.packets & 0xFFFFFFFF, self.octets & 0xFFFFFFFF
        )

    def _try_to_begin(self, packet: RtpPacket) -> bool:
        """A key frame's packets may overtake its first one; they wait for it, a few and not for long."""
        assert self._codec is not None
        assert self._format is not None
        if self._is_video and not begins_keyframe(self._codec, packet.payload):
            self.left_out += 1
            self._held.append(packet)
            return True
        self._rebase_time(packet, is_new=packet.ssrc != self._ssrc)
        number = packet.extended_sequence
        base = self._sent.highest + 1 if self._sent.highest >= 0 else self.start.sequence
        self._first, self._ssrc, self._number_offset = number, packet.ssrc, base - number
        self._newest = _Newest(number, packet.timestamp, packet.arrived_ms)
        is_sent = self._forward(packet, self._format)
        overtakers = [each for each in self._held if self._belongs(each, packet)]
        self._held.clear()
        return all([is_sent, *(self._forward(each, self._format) for each in overtakers)])

    def _belongs(self, held: RtpPacket, first: RtpPacket) -> bool:
        is_fresh = first.arrived_ms - held.arrived_ms < HELD_FOR_MS
        return is_fresh and held.ssrc == first.ssrc and held.extended_sequence > first.extended_sequence

    def _forward(self, packet: RtpPacket, form: Format) -> bool:
        number = packet.extended_sequence
        if number > self._newest.number:
            if self._has_jumped(packet):
                self._rebase_time(packet, is_new=True)
            self._newest = _Newest(number, packet.timestamp, packet.arrived_ms)
        timestamp = (packet.timestamp + (self._time_offset or 0)) & 0xFFFFFFFF
        sent = Sent(number + self._number_offset, timestamp, form.payload_type, packet.marker, packet.payload)
        if not self._sent.add(sent):
            return True
        self.packets += 1
        self.octets += len(packet.payload)
        return self._send(self._header(sent, form.payload_type, sent.number, self.ssrc), packet.payload)

    def _has_jumped(self, packet: RtpPacket) -> bool:
        step_ms = _signed(packet.timestamp - self._newest.timestamp) / self._per_ms
        elapsed_ms = packet.arrived_ms - self._newest.arrived_ms
        return step_ms > elapsed_ms + MAX_AHEAD_MS or step_ms < -MAX_BACK_MS

    def _rebase_time(self, packet: RtpPacket, *, is_new: bool) -> None:
        """`is_new`: its time stamps have nothing to do with those before, so the time that passed carries on."""
        if self._time_offset is None:
            self._time_offset = self.start.timestamp - packet.timestamp
        elif is_new:
            elapsed = max(1, int((packet.arrived_ms - self._newest.arrived_ms) * self._per_ms))
            self._time_offset += self._newest.timestamp + elapsed - packet.timestamp

    def _header(self, sent: Sent, payload_type: int, number: int, ssrc: int) -> bytes:
        second = payload_type | 0x80 if sent.marker else payload_type
        return _HEADER.pack(0x80, second, number & 0xFFFF, sent.timestamp, ssrc)


def _signed(difference: int) -> int:
    """A difference of 32 bit time stamps, the shorter way round."""
    return ((difference + 0x80000000) & 0xFFFFFFFF) - 0x80000000
