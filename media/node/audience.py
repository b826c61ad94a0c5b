"""A room's viewers, and what they watch: the live publisher's packets, each to all of them, each at once."""

from collections.abc import Callable, Mapping

import structlog

from backend.contracts.media import MediaKind
from media.node.forward_clock import Report, SourceClock
from media.node.peer import Peer
from media.node.rtcp import SenderReport
from media.node.sink import RtpPacket
from media.node.viewer import Viewer

WAIT_FOR_PUBLISHER_MS = 30_000.0
"""A publisher that reloads or changes the network is back by then; viewers of an empty room part and ask again."""

log = structlog.get_logger()


Failed = Callable[[Viewer, Exception], None]


class TrackTap:
    """Hears one published track before it is put in order (implements `media.node.track.Tap`)."""

    def __init__(self, kind: MediaKind, viewers: Mapping[str, Viewer], clock: SourceClock, failed: Failed) -> None:
        self._kind = kind
        self._viewers = viewers
        self._clock = clock
        self._failed = failed

    def packet(self, packet: RtpPacket) -> None:
        """A fault with one viewer parts from that one; recording and the others go on."""
        if not self._viewers:
            return
        for viewer in list(self._viewers.values()):
            if viewer.state != "watching":
                continue
            try:
                viewer.path.packet(self._kind, packet)
            except Exception as error:  # noqa: BLE001 - logged where it goes
                self._failed(viewer, error)

    def sender_report(self, report: SenderReport, now_ms: float) -> None:
        self._clock.report(self._kind, Report(report.ssrc, report.ntp_ms, report.rtp_timestamp, now_ms))


class Audience:
    """`follow` names the publisher who is watched, None while there is none."""

    def __init__(self) -> None:
        self.viewers: dict[str, Viewer] = {}
        self._peer: Peer | None = None
        self._clock = SourceClock()
        self._alone_since_ms: float | None = None

    def follow(self, peer: Peer | None, now_ms: float) -> None:
        if self._peer is not None:
            for track in self._peer.path.tracks:
                track.tap = None
        self._peer = peer
        self._alone_since_ms = now_ms if peer is None else None
        if peer is None:
            return
        self._clock = SourceClock()
        for track in peer.path.tracks:
            tap = TrackTap(track.description.kind, self.viewers, self._clock, self._part_from)
            if track.last_report is not None:
                tap.sender_report(*track.last_report)
            track.tap = tap
        for viewer in self.viewers.values():
            if viewer.state == "watching":
                self.begin(viewer, now_ms)

    def begin(self, viewer: Viewer, now_ms: float) -> None:
        """The viewer is connected: it gets what there is from the next key frame on."""
        if self._peer is not None:
            tracks = {track.description.kind: track.description for track in self._peer.path.tracks}
            viewer.path.begin(self._clock, tracks, now_ms)

    def ask_keyframe(self) -> None:
        """The publisher's limiter decides when the request leaves."""
        if self._peer is not None:
            for track in self._peer.path.tracks:
                if track.description.kind == "video":
                    self._peer.path.request_keyframe(track)

    def pulse(self, now_ms: float) -> list[Viewer]:
        """Whatever is due; those who have waited for a publisher in vain."""
        if self._peer is not None:
            self._peer.prompt(bool(self.viewers))
        for viewer in list(self.viewers.values()):
            try:
                viewer.pulse(now_ms)
            except Exception as error:  # noqa: BLE001 - logged where it goes
                self._part_from(viewer, error)
        if self._peer is not None or not self.viewers:
            self._alone_since_ms = None if self._peer is not None else now_ms
            return []
        if self._alone_since_ms is None:
            self._alone_since_ms = now_ms
        return list(self.viewers.values()) if now_ms - self._alone_since_ms > WAIT_FOR_PUBLISHER_MS else []

    def _part_from(self, viewer: Viewer, error: Exception) -> None:
        log.error("viewer_failed", resource_id=viewer.resource_id, exc_info=error)
        viewer.fail()
