"""One publisher's connection: its transport, its tracks, its receive path and whether it is here."""

import asyncio
from collections.abc import Callable
from time import monotonic

import structlog

from backend.contracts.media import PublishRequest
from media.node.datagrams import NodeSockets
from media.node.metrics import LIMITED, PathTally
from media.node.presence import Presence, PresenceState
from media.node.receive_path import ReceivePath
from media.node.signalling import OfferedTrack, read_offer
from media.node.sink import RequestKeyframe, RtpPacket, TrackDescription, TrackSink
from media.node.track import NEVER_MS, PublishedTrack
from media.node.transport import MediaTransport

CHECK_LIFE_MS = 60_000.0
TALLY_EVERY_MS = 1_000.0

log = structlog.get_logger()

OpenSink = Callable[[TrackDescription, RequestKeyframe], TrackSink]


class DiscardingSink:
    """A device check's: its packets are counted on the way here, and kept nowhere."""

    def packet(self, packet: RtpPacket) -> None:
        pass

    def lost(self, first_extended_sequence: int, count: int) -> None:
        pass

    def sender_report(self, ntp_ms: float, rtp_timestamp: int) -> None:
        pass


class Peer:
    """`answer` → `start` → `pulse` fifteen times a second, what is due sooner by a timer of its own → `close`.

    `on_presence` hears of every state entered, `over` once; after it the owner closes the peer. `is_told_live` is the
    owner's note that others think it here.
    """

    def __init__(
        self,
        request: PublishRequest,
        sockets: NodeSockets,
        open_sink: OpenSink,
        on_presence: Callable[["Peer", PresenceState], None],
    ) -> None:
        """Raises: BadRequest `malformed_sdp`, Invalid `no_usable_media`, `too_many_tracks`."""
        now_ms = monotonic() * 1000
        self.room = request.room
        self.resource_id = request.resource_id
        self.is_check = request.purpose == "check"
        self.answer_sdp = ""
        self.is_told_live = False
        self._offer = read_offer(request.offer_sdp)
        self._transport = MediaTransport(sockets, self._ended)
        self._on_presence = on_presence
        self._presence = Presence(now_ms, CHECK_LIFE_MS if self.is_check else float("inf"))
        self._connecting: asyncio.Task[None] | None = None
        tracks = [self._open_track(offered, open_sink) for offered in self._offer.tracks]
        self.path = ReceivePath(tracks, self._transport.send_rtcp, now_ms, self._hurry)
        self._tally = PathTally(self.path)
        self._tally_due_ms = now_ms
        self._hurried_ms = NEVER_MS
        self._is_limit_logged = False
        if self._offer.surplus:
            LIMITED.labels("tracks").inc(self._offer.surplus)
            self._log_limit("tracks")

    @property
    def presence(self) -> PresenceState:
        return self._presence.state

    @property
    def last_packet_ms(self) -> float | None:
        return self.path.last_packet_ms

    async def answer(self, session_id: int) -> str:
        """Open the sockets. Raises: OSError where there is none to be had."""
        self.answer_sdp = await self._transport.answer(self._offer, session_id)
        return self.answer_sdp

    def start(self) -> None:
        """Let the publisher connect, as its checks and its handshake come."""
        self._transport.packets = self.path
        self._connecting = asyncio.create_task(self._connect(), name=f"peer-connect:{self.resource_id}")

    def prompt(self, is_prompt: bool) -> None:
        """Somebody watches live, or nobody does."""
        self._transport.prompt(is_prompt)

    def pulse(self, now_ms: float) -> None:
        """Whatever is due."""
        if now_ms >= self.path.due_ms:
            self.path.tick(now_ms)
        self._count(now_ms)
        entered = self._presence.update(self.path.last_packet_ms, now_ms)
        if entered is not None:
            self._on_presence(self, entered)

    async def close(self) -> None:
        """Idempotent. What waits behind gaps is handed over first."""
        self._presence.state = "over"
        self.path.end()
        self._tally.count()
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        await self._transport.close()

    def _hurry(self, due_ms: float) -> None:
        """The path has something to do before the next pulse."""
        if due_ms < self._hurried_ms:
            self._hurried_ms = due_ms
            wait_s = max(0.0, due_ms / 1000 - monotonic())
            asyncio.get_running_loop().call_later(wait_s, self._due)

    def _due(self) -> None:
        self._hurried_ms = NEVER_MS
        now_ms = monotonic() * 1000
        if self._presence.state == "over":
            return
        if now_ms >= self.path.due_ms:
            self.path.tick(now_ms)
        else:
            self._hurry(self.path.due_ms)

    def _count(self, now_ms: float) -> None:
        if now_ms >= self._tally_due_ms:
            self._tally_due_ms = now_ms + TALLY_EVERY_MS
            self._tally.count()
        if self.path.limited and not self._is_limit_logged:
            self._is_limit_logged = True
            self._log_limit("bitrate")

    def _log_limit(self, reason: str) -> None:
        log.warning("publisher_limited", room=self.room, resource_id=self.resource_id, reason=reason)

    async def _connect(self) -> None:
        if not await self._transport.connect(self._offer):
            self._ended()

    def _ended(self) -> None:
        """The far side closed, or never came."""
        if self._presence.state != "over":
            self._presence.state = "over"
            self._on_presence(self, "over")

    def _open_track(self, offered: OfferedTrack, open_sink: OpenSink) -> PublishedTrack:
        def request_keyframe() -> None:
            self.path.request_keyframe(track)

        sink = open_sink(offered.description, request_keyframe)
        track = PublishedTrack(offered.description, sink, offered.rtx_payload_type)
        return track
