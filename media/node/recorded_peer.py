"""A publisher as recording sees it: its packets become frames on one clock, and go into the leg that is open."""

from collections.abc import Callable

from backend.contracts.media import ActiveTake, MediaKind
from media.node import opus
from media.node.depacketise_h264 import H264Depacketiser
from media.node.depacketise_vp8 import Vp8Depacketiser
from media.node.frame import Depacketiser, VideoFrame
from media.node.leg import Leg
from media.node.leg_speech import LegSpeech
from media.node.sink import RequestKeyframe, RtpPacket, TrackDescription, TrackSink
from media.node.timeline import PeerClock

OpenLeg = Callable[["RecordedPeer", ActiveTake, float, float, frozenset[MediaKind]], Leg]
"""(peer, take, node's time and arrival of the first frame, expected kinds) → a new leg."""
HearAudio = Callable[[float, float, bytes], None]
"""(node's time, arrival, Opus packet) of every audio packet, recorded or not."""


class RecordedPeer:
    """Holds at most one open leg. A leg begins with the first frame after `start`."""

    def __init__(self, room: str, resource_id: str, *, open_leg: OpenLeg, close_leg: Callable[[Leg], None]) -> None:
        self.room = room
        self.resource_id = resource_id
        self.clock = PeerClock()
        self.leg: Leg | None = None
        self.speech: LegSpeech | None = None
        self.take: ActiveTake | None = None
        self.kinds: set[MediaKind] = set()
        self._open_leg = open_leg
        self._close_leg = close_leg
        self._video: VideoSink | None = None

    def track(self, description: TrackDescription, request_keyframe: RequestKeyframe, hear: HearAudio) -> TrackSink:
        """The sink of one more track; a second one of a kind takes the first one's place."""
        self.kinds.add(description.kind)
        if description.kind == "audio":
            return AudioSink(self, hear)
        self._video = VideoSink(self, description, request_keyframe)
        return self._video

    def start(self, take: ActiveTake) -> None:
        """Record from the next frame on."""
        self.stop()
        self.take = take
        if self._video is not None and "video" in take.kinds:
            self._video.restart()

    def stop(self) -> None:
        """Idempotent."""
        self.take = None
        self._end_leg()

    def audio(self, local_ms: float, arrived_ms: float, packet: bytes) -> None:
        if self.take is not None and opus.duration_samples(packet):
            self._leg_for("audio", self.take, local_ms, arrived_ms).audio(local_ms, arrived_ms, packet)
            if self.speech is not None:
                self.speech.hear(local_ms, packet)

    def wants_video(self) -> bool:
        return self.take is not None and "video" in self.take.kinds

    def has_video(self) -> bool:
        return self.leg is not None and self.leg.has_video

    def video(self, local_ms: float, frame: VideoFrame, description: TrackDescription) -> None:
        if self.take is not None:
            leg = self._leg_for("video", self.take, local_ms, frame.arrived_ms)
            leg.video(local_ms, frame, description.codec)

    def _leg_for(self, kind: MediaKind, take: ActiveTake, local_ms: float, arrived_ms: float) -> Leg:
        """The open leg, a new one where none is open or the file has been declared without this kind."""
        if self.leg is not None and not self.leg.takes(kind):
            self._end_leg()
        if self.leg is None:
            expected = frozenset(self.kinds & set(take.kinds)) | {kind}
            self.leg = self._open_leg(self, take, local_ms, arrived_ms, expected)
            self.speech = LegSpeech(self.leg.zero_ms)
        return self.leg

    def _end_leg(self) -> None:
        leg, self.leg, self.speech = self.leg, None, None
        if leg is not None:
            leg.finish()
            self._close_leg(leg)


class AudioSink:
    """Opus: a packet is a frame."""

    def __init__(self, peer: RecordedPeer, hear: HearAudio) -> None:
        self._peer = peer
        self._clock = peer.clock.audio
        self._hear = hear

    def packet(self, packet: RtpPacket) -> None:
        payload = packet.payload
        if not payload:
            return
        local_ms = self._clock.local_ms(packet.ssrc, packet.timestamp, packet.arrived_ms)
        self._hear(local_ms, packet.arrived_ms, payload)
        self._peer.audio(local_ms, packet.arrived_ms, payload)

    def lost(self, first_extended_sequence: int, count: int) -> None:
        """Nothing to do: the time stamps that follow leave the gap."""

    def sender_report(self, ntp_ms: float, rtp_timestamp: int) -> None:
        self._clock.note_report(ntp_ms, rtp_timestamp)


class VideoSink:
    """VP8 or H.264: packets become frames while a take wants video; what would not decode is not recorded.

    Every frame refused asks for a key frame; the receive path limits how often one is really asked for.
    """

    def __init__(self, peer: RecordedPeer, description: TrackDescription, request_keyframe: RequestKeyframe) -> None:
        self._peer = peer
        self._description = description
        self._request_keyframe = request_keyframe
        self._clock = peer.clock
        self._awaits_key = True
        self._depacketiser = self._fresh()
        self._newest: RtpPacket | None = None

    def _fresh(self) -> Depacketiser:
        return H264Depacketiser() if self._description.codec == "h264" else Vp8Depacketiser()

    def restart(self) -> None:
        """A take begins: nothing before its first key frame is of use."""
        self._depacketiser, self._awaits_key = self._fresh(), True
        self._request_keyframe()

    def packet(self, packet: RtpPacket) -> None:
        self._newest = packet
        if self._peer.wants_video():
            for frame in self._depacketiser.packet(packet):
                self._frame(frame)

    def lost(self, first_extended_sequence: int, count: int) -> None:
        self._depacketiser.lost()

    def sender_report(self, ntp_ms: float, rtp_timestamp: int) -> None:
        """Between takes the clock has seen no frame for long: bring it up to date first."""
        if self._newest is not None:
            newest = self._newest
            self._clock.video.local_ms(newest.ssrc, newest.timestamp, newest.arrived_ms)
            self._clock.video.note_report(ntp_ms, rtp_timestamp)

    def _frame(self, frame: VideoFrame) -> None:
        if not frame.is_key and (self._awaits_key or frame.follows_loss or not self._peer.has_video()):
            self._awaits_key = True
            self._request_keyframe()
            return
        self._awaits_key = False
        is_first = not self._peer.has_video()
        local_ms = self._clock.video_ms(frame.ssrc, frame.timestamp, frame.arrived_ms, is_first=is_first)
        self._peer.video(local_ms, frame, self._description)
