"""One published track: numbered, put in order, asked for again where packets miss, handed to its sink."""

from typing import Protocol

from media.node.delay_trend import DelayTrend
from media.node.keyframes import KeyframeRequests
from media.node.nack import NackTracker
from media.node.reorder import Delivery, Lost, ReorderBuffer
from media.node.reports import ReceptionStatistics
from media.node.rtcp import SenderReport, nack, picture_loss
from media.node.rtp import unwrap_retransmission
from media.node.sequence import SequenceExtender
from media.node.sink import RtpPacket, TrackDescription, TrackSink

# Nobody watches yet while a take is recorded: completeness is worth more than delay. Audio feeds the pacing.
VIDEO_DEADLINE_MS, VIDEO_CAPACITY = 1_000.0, 512
AUDIO_DEADLINE_MS, AUDIO_CAPACITY = 600.0, 128
NEVER_MS = float("inf")


class Tap(Protocol):
    """Hears a track as it comes: numbered, but neither in order nor once (`media.node.audience`)."""

    def packet(self, packet: RtpPacket) -> None: ...

    def sender_report(self, report: SenderReport, now_ms: float) -> None: ...


class PublishedTrack:
    """`packet` and `retransmission` take what came; `feedback` is what the publisher shall be told now.

    The track has one source at a time. Another SSRC takes over with its second packet in sequence, so that a stray
    cannot break the recording.
    """

    def __init__(self, description: TrackDescription, sink: TrackSink, rtx_payload_type: int | None = None) -> None:
        self.description = description
        self.sink = sink
        self.rtx_payload_type = rtx_payload_type
        self.statistics: ReceptionStatistics | None = None
        self.delay = DelayTrend()
        self.keyframes = KeyframeRequests()
        self.nacks = NackTracker()
        is_video = description.kind == "video"
        self.reorder = ReorderBuffer(
            VIDEO_DEADLINE_MS if is_video else AUDIO_DEADLINE_MS, VIDEO_CAPACITY if is_video else AUDIO_CAPACITY
        )
        self.lost = 0
        self.tap: Tap | None = None
        self.has_gap = False
        """The packet just taken was not simply the next: `due_ms` may be sooner now."""
        self.last_report: tuple[SenderReport, float] | None = None
        self._is_video = is_video
        self._extender = SequenceExtender()
        self._restarts = 0
        self._rival: tuple[int, int] | None = None

    @property
    def ssrc(self) -> int | None:
        return self.statistics.ssrc if self.statistics else None

    @property
    def due_ms(self) -> float:
        """When `feedback` has something to do."""
        if self.statistics is None:
            return NEVER_MS
        times = (self.nacks.due_ms, self.reorder.due_ms, self.keyframes.due_ms if self._is_video else None)
        return min((time for time in times if time is not None), default=NEVER_MS)

    def packet(self, packet: RtpPacket) -> None:
        """A packet of the track's own payload type."""
        statistics = self.statistics
        if statistics is None or packet.ssrc != statistics.ssrc:
            if not self._take_over(packet):
                return
        else:
            number = self._extender.extend(packet.sequence)
            if number is None:
                return
            packet.extended_sequence = number
            if self._extender.restarts != self._restarts:
                self._begin_source(packet)
        assert self.statistics is not None
        self.statistics.packet(packet.extended_sequence, packet.timestamp, packet.arrived_ms)
        self._order(packet)

    def retransmission(self, packet: RtpPacket) -> None:
        """A packet of the track's RTX payload type; padding that probes the bandwidth is passed over."""
        if self.statistics is None:
            return
        original = unwrap_retransmission(packet, self.statistics.ssrc, self.description.payload_type)
        if original is None:
            return
        number = self._extender.extend(original.sequence)
        if number is not None and number <= self._extender.highest and self._extender.restarts == self._restarts:
            original.extended_sequence = number
            self._order(original)

    def sender_report(self, report: SenderReport, now_ms: float) -> None:
        if self.statistics is not None and report.ssrc == self.statistics.ssrc:
            self.statistics.sender_report(report, now_ms)
            self.sink.sender_report(report.ntp_ms, report.rtp_timestamp)
            self.last_report = report, now_ms
            if self.tap is not None:
                self.tap.sender_report(report, now_ms)

    def feedback(self, sender_ssrc: int, now_ms: float) -> list[bytes]:
        """Give up what is overdue; the RTCP packets that shall leave now: NACK, PLI."""
        if self.reorder.held:
            self._deliver(self.reorder.expire(now_ms))
            self.nacks.forget_before(self.reorder.next)
        ssrc = self.ssrc
        if ssrc is None:
            return []
        packets = []
        missing = self.nacks.collect(now_ms)
        if missing:
            offset = self._extender.offset
            packets.append(nack(sender_ssrc, ssrc, [(number - offset) & 0xFFFF for number in missing]))
        if self._is_video and self.keyframes.collect(now_ms):
            packets.append(picture_loss(sender_ssrc, ssrc))
        return packets

    def end(self) -> None:
        """Nothing more will come: what waits behind gaps leaves."""
        self._deliver(self.reorder.flush())

    def _order(self, packet: RtpPacket) -> None:
        number = packet.extended_sequence
        self.nacks.seen(number, packet.arrived_ms)
        if self.tap is not None:
            self.tap.packet(packet)
        if self.reorder.passes(number):
            self.has_gap = False
            self.sink.packet(packet)
        else:
            self.has_gap = True
            self._deliver(self.reorder.insert(packet))

    def _deliver(self, deliveries: list[Delivery]) -> None:
        for delivery in deliveries:
            if type(delivery) is Lost:
                self.lost += delivery.count
                self.sink.lost(delivery.first, delivery.count)
                if self._is_video:
                    self.keyframes.request()
            else:
                self.sink.packet(delivery)  # type: ignore[arg-type]

    def _take_over(self, packet: RtpPacket) -> bool:
        """True where `packet` belongs to the track's source from now on."""
        if self.statistics is None:
            packet.extended_sequence = self._extender.extend(packet.sequence) or 0
            self._begin_source(packet)
            return True
        if self._rival != (packet.ssrc, packet.sequence):
            self._rival = (packet.ssrc, (packet.sequence + 1) & 0xFFFF)
            return False
        packet.extended_sequence = self._extender.restart(packet.sequence)
        self._begin_source(packet)
        return True

    def _begin_source(self, packet: RtpPacket) -> None:
        """A new numbering begins with `packet`: what waited from the old one leaves, the counts begin anew."""
        if self._is_video and self.statistics is not None:
            self.keyframes.request()
        self._rival = None
        self._restarts = self._extender.restarts
        self.end()
        self.nacks.forget_before(packet.extended_sequence)
        self.statistics = ReceptionStatistics(
            packet.ssrc, self.description.clock_rate, packet.extended_sequence, self._extender.offset
        )
        self.delay = DelayTrend()
