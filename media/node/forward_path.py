"""All that goes to one viewer and comes back: streams paced by its downlink, its wishes, our reports."""

from collections.abc import Callable, Mapping
from secrets import randbits

from backend.contracts.media import MediaKind
from media.node.forward_clock import SourceClock
from media.node.forward_pace import GO_ON_AT_MS, STOP_AT_MS, ViewerPace
from media.node.forward_stream import ForwardedStream
from media.node.rtcp import (
    KeyframeRequest,
    Nack,
    ReceiverReport,
    SenderReport,
    parse_rtcp,
    sender_report,
    source_description,
)
from media.node.sink import RtpPacket, TrackDescription

REPORT_INTERVAL_MS = 1_000.0
ASK_INTERVAL_MS = 1_000.0
"""One viewer asks for a key frame at most so often, for each one costs the recording and the others bits."""
NEVER_MS = float("-inf")


class ForwardPath:
    """Pure but for `send_rtcp`, `ask_keyframe` and what the streams send by. Time is monotonic ms, handed in."""

    def __init__(
        self,
        streams: Mapping[MediaKind, ForwardedStream],
        send_rtcp: Callable[[bytes], None],
        ask_keyframe: Callable[[], None],
        now_ms: float,
    ) -> None:
        self.streams = streams
        self.pace = ViewerPace(now_ms)
        self.clock = SourceClock()
        self.stops = 0
        self._send_rtcp = send_rtcp
        self._ask_keyframe = ask_keyframe
        self._name = f"{randbits(64):016x}"
        self._wants_key = False
        self._asked_ms = NEVER_MS
        self._reported_ms = dict.fromkeys(streams, NEVER_MS)

    def begin(self, clock: SourceClock, tracks: Mapping[MediaKind, TrackDescription], now_ms: float) -> None:
        """Another publisher is forwarded from now on. A kind that it does not send rests."""
        self.clock = clock
        for kind, stream in self.streams.items():
            if kind in tracks:
                stream.begin(tracks[kind])
            else:
                stream.rest()
            self._reported_ms[kind] = NEVER_MS
        self._ask_when_due(now_ms)

    def packet(self, kind: MediaKind, packet: RtpPacket) -> None:
        stream = self.streams.get(kind)
        if stream is None:
            return
        now_ms = packet.arrived_ms
        if kind == "video" and self._is_held_up(stream, now_ms):
            stream.left_out += 1
            return
        before = stream.packets
        could_leave = stream.packet(packet)
        if stream.packets != before:
            self.pace.sent(len(packet.payload), now_ms)
        if not could_leave and kind == "video":
            self._stop(stream)

    def rtcp(self, data: bytes, now_ms: float) -> None:
        """What the viewer says: what it misses, what it cannot decode, what it loses."""
        for packet in parse_rtcp(data):
            if isinstance(packet, Nack):
                self._resend(packet, now_ms)
            elif isinstance(packet, KeyframeRequest):
                video = self.streams.get("video")
                if video is not None and packet.media_ssrc == video.ssrc:
                    self._wants_key = True
                    self._ask_when_due(now_ms)
            elif isinstance(packet, ReceiverReport | SenderReport):
                ours = {stream.ssrc for stream in self.streams.values()}
                for block in packet.blocks:
                    if block.ssrc in ours:
                        self.pace.reported(block, now_ms)

    def tick(self, now_ms: float) -> None:
        """Report, and ask again for what has not come."""
        self._report(now_ms)
        video = self.streams.get("video")
        if video is None:
            return
        if self.pace.is_stopped and self.pace.level_ms(now_ms) <= GO_ON_AT_MS:
            self.pace.go_on()
        self._ask_when_due(now_ms)

    def _is_held_up(self, stream: ForwardedStream, now_ms: float) -> bool:
        if not self.pace.is_stopped and self.pace.level_ms(now_ms) > STOP_AT_MS:
            self._stop(stream)
        return self.pace.is_stopped

    def _stop(self, stream: ForwardedStream) -> None:
        """To the next key frame that the downlink has room for."""
        stream.pause()
        self.stops += 1
        self.pace.stop()

    def _resend(self, wanted: Nack, now_ms: float) -> None:
        for stream in self.streams.values():
            if stream.ssrc != wanted.media_ssrc:
                continue
            for sequence in wanted.sequences:
                if self.pace.level_ms(now_ms) > STOP_AT_MS:
                    return
                self.pace.sent(stream.resend(sequence, now_ms), now_ms)

    def _ask_when_due(self, now_ms: float) -> None:
        """At once, or as soon as this viewer may ask again; not while it could not take a key frame."""
        video = self.streams.get("video")
        if video is None or not video.is_playable or self.pace.is_stopped:
            return
        if (self._wants_key or video.awaits_key) and now_ms - self._asked_ms >= ASK_INTERVAL_MS:
            self._wants_key = False
            self._asked_ms = now_ms
            self._ask_keyframe()

    def _report(self, now_ms: float) -> None:
        """Sender report and name (RFC 3550 6.1) of each stream that flows, first with its first packet."""
        for kind, stream in self.streams.items():
            if now_ms - self._reported_ms[kind] < REPORT_INTERVAL_MS:
                continue
            report = stream.report(self.clock, now_ms)
            if report is not None:
                self._reported_ms[kind] = now_ms
                self._send_rtcp(sender_report(report) + source_description(stream.ssrc, self._name))
