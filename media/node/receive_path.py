"""One publisher's packets after decryption: parsed once, routed to their tracks; reports and feedback back."""

from collections.abc import Callable, Sequence
from secrets import randbits

from media.node.bandwidth import HIGH_LOSS, BandwidthEstimate
from media.node.delay_trend import NORMAL
from media.node.loss_window import LossWindow
from media.node.rtcp import (
    Bye,
    SenderReport,
    bitrate_estimate,
    parse_rtcp,
    receiver_report,
    source_description,
)
from media.node.rtp import parse_rtp
from media.node.sink import RtpPacket
from media.node.track import PublishedTrack

REPORT_INTERVAL_MS = 500.0
ESTIMATE_INTERVAL_MS = 1_000.0
# What an interview could never need; packets beyond it are dropped before they cost anything downstream.
MAX_BITRATE_BPS = 8_000_000


class ReceivePath:
    """Pure but for `send`, which takes a plain RTCP compound. Time is monotonic ms, handed in.

    `due_ms` says when `tick` has something to do; the owner calls it soon after, fifteen times a second will do.
    What cannot wait so long (a request for packets, a key frame) is told by `hurry` as it arises.
    """

    def __init__(
        self,
        tracks: Sequence[PublishedTrack],
        send: Callable[[bytes], None],
        now_ms: float,
        hurry: Callable[[float], None] = lambda due_ms: None,
    ) -> None:
        self.tracks = tracks
        self.last_packet_ms: float | None = None
        self.packets = 0
        self.octets = 0
        self.unroutable = 0
        self.over_limit = 0
        self.limited = 0
        self.due_ms = now_ms + REPORT_INTERVAL_MS
        self.estimate = BandwidthEstimate()
        self._losses = LossWindow()
        self._send = send
        self._hurry = hurry
        self._ssrc = randbits(32)
        self._name = f"{randbits(64):016x}"
        self._routes: dict[int, tuple[PublishedTrack, Callable[[RtpPacket], None]]] = {}
        for track in tracks:
            self._routes[track.description.payload_type] = track, track.packet
            if track.rtx_payload_type is not None:
                self._routes[track.rtx_payload_type] = track, track.retransmission
        self._report_due_ms = self.due_ms
        self._estimate_due_ms = now_ms + ESTIMATE_INTERVAL_MS
        self._window_octets = 0
        # What was cut here was not lost on the way; the gap that it leaves shows only a second later.
        self._is_limiting = self._was_limiting = False

    def rtp(self, data: bytes, now_ms: float) -> None:
        """A plain RTP packet."""
        size = len(data)
        self._window_octets += size
        if self._window_octets > MAX_BITRATE_BPS // 8:
            self._limit()
            return
        packet = parse_rtp(data, now_ms)
        if packet is None:
            return
        route = self._routes.get(packet.payload_type)
        if route is None:
            self.unroutable += 1
            return
        self.last_packet_ms = now_ms
        self.packets += 1
        self.octets += size
        track, take = route
        take(packet)
        if track.has_gap:
            self._sooner(track.due_ms)

    def _limit(self) -> None:
        """The first packet too many of a second has the publisher told at once, not only when the second is over."""
        self.over_limit += 1
        if not self._is_limiting:
            self._is_limiting = True
            self.limited += 1
            self.estimate.exceeded()
            for told in self._told_estimate():
                self._send(told)

    def rtcp(self, data: bytes, now_ms: float) -> None:
        """A plain RTCP compound. It shows that the publisher lives, too."""
        if self.last_packet_ms is not None:
            self.last_packet_ms = now_ms
        for packet in parse_rtcp(data):
            if isinstance(packet, SenderReport):
                for track in self.tracks:
                    track.sender_report(packet, now_ms)
            elif isinstance(packet, Bye):
                for track in self.tracks:
                    if track.ssrc in packet.ssrcs:
                        track.end()

    def request_keyframe(self, track: PublishedTrack) -> None:
        track.keyframes.request()
        self._sooner(track.due_ms)

    def recording(self, is_recording: bool) -> None:
        """While video is recorded, key frames come in step."""
        for track in self.tracks:
            if track.description.kind == "video":
                track.keyframes.recording(is_recording)
                self._sooner(track.due_ms)

    def tick(self, now_ms: float) -> None:
        """Give up, ask again, report: whatever is due."""
        packets: list[bytes] = []
        if now_ms >= self._report_due_ms:
            self._report_due_ms = now_ms + REPORT_INTERVAL_MS
            packets += self._report(now_ms)
        if now_ms >= self._estimate_due_ms:
            packets += self._estimate(now_ms)
        for track in self.tracks:
            packets += track.feedback(self._ssrc, now_ms)
        if packets:
            self._send(b"".join(packets))
        self.due_ms = self._report_due_ms
        for track in self.tracks:
            self._sooner(track.due_ms)

    def end(self) -> None:
        for track in self.tracks:
            track.end()

    def _sooner(self, due_ms: float) -> None:
        if due_ms < self.due_ms:
            self.due_ms = due_ms
            self._hurry(due_ms)

    def _report(self, now_ms: float) -> list[bytes]:
        blocks = [track.statistics.block(now_ms) for track in self.tracks if track.statistics]
        if not blocks:
            return []
        return [receiver_report(self._ssrc, blocks), source_description(self._ssrc, self._name)]

    def _estimate(self, now_ms: float) -> list[bytes]:
        elapsed_ms = now_ms - self._estimate_due_ms + ESTIMATE_INTERVAL_MS
        self._estimate_due_ms = now_ms + ESTIMATE_INTERVAL_MS
        received_bps = self._window_octets * 8000 / elapsed_ms
        self._window_octets = 0
        counts = [track.statistics.counted() for track in self.tracks if track.statistics]
        if self._is_limiting or self._was_limiting:
            self._losses.clear()
        else:
            self._losses.add(sum(expected for expected, _ in counts), sum(lost for _, lost in counts))
        self._was_limiting, self._is_limiting = self._is_limiting, False
        loss, delay = self._losses.loss, self._delay()
        if loss is not None:
            self.estimate.update(loss, received_bps, delay)
            if loss > HIGH_LOSS:
                self._losses.clear()
        return self._told_estimate()

    def _delay(self) -> int:
        """One line carries all tracks: what is late in one alone waited elsewhere, for an encoder or a pacer."""
        said: list[int] = []
        for track in self.tracks:
            least_ms = track.statistics.least_delay_ms() if track.statistics else None
            verdict = track.delay.update(least_ms)
            if least_ms is not None:
                said.append(verdict)
        return min(said, default=NORMAL)

    def _told_estimate(self) -> list[bytes]:
        ssrcs = [track.ssrc for track in self.tracks if track.ssrc is not None]
        return [bitrate_estimate(self._ssrc, self.estimate.bitrate_bps, ssrcs)] if ssrcs else []
