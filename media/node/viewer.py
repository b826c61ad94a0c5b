"""One viewer's connection: its transport, what is forwarded to it, and whether it is still here."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Literal

from backend.contracts.media import WatchRequest
from media.node.datagrams import NodeSockets
from media.node.forward_path import ForwardPath
from media.node.forward_stream import ForwardedStream
from media.node.presence import Silence
from media.node.transport import MediaTransport
from media.node.viewer_signalling import read_watch_offer

GONE_AFTER_MS = 15_000.0
"""Browsers check the connection every 2.5 s, aiortc every 5 s; and they report on what they receive."""

ViewerState = Literal["connecting", "watching", "over"]


class Viewer:
    """`answer` → `start` → `on_state` says watching → packets into `path`, `pulse` → over → the owner closes it."""

    def __init__(
        self,
        request: WatchRequest,
        sockets: NodeSockets,
        ask_keyframe: Callable[[], None],
        on_state: Callable[["Viewer", ViewerState], None],
    ) -> None:
        """Raises: BadRequest `malformed_sdp`, Invalid `no_usable_media`."""
        now_ms = monotonic() * 1000
        self.room = request.room
        self.resource_id = request.resource_id
        self.answer_sdp = ""
        self.state: ViewerState = "connecting"
        self._offer = read_watch_offer(request.offer_sdp)
        self._transport = MediaTransport(sockets, self._ended)
        self._on_state = on_state
        self._connecting: asyncio.Task[None] | None = None
        self._silence = Silence(now_ms)
        self._checks = 0
        streams = {
            track.kind: ForwardedStream(track.kind, track.formats, self._transport.send_rtp, track.start)
            for track in self._offer.tracks
        }
        self.path = ForwardPath(streams, self._transport.send_rtcp, ask_keyframe, now_ms)

    async def answer(self, session_id: int) -> str:
        """Open the sockets. Raises: OSError where there is none to be had."""
        self.answer_sdp = await self._transport.answer(self._offer, session_id)
        return self.answer_sdp

    def start(self) -> None:
        """Let the viewer connect."""
        self._transport.packets = self
        self._connecting = asyncio.create_task(self._connect(), name=f"viewer-connect:{self.resource_id}")

    def rtp(self, data: bytes, now_ms: float) -> None:
        """A viewer has nothing to send; it shows that it lives."""
        self._silence.heard(now_ms)

    def rtcp(self, data: bytes, now_ms: float) -> None:
        self._silence.heard(now_ms)
        if self.state == "watching":
            self.path.rtcp(data, now_ms)

    def pulse(self, now_ms: float) -> None:
        """Whatever is due."""
        if self.state != "watching":
            return
        if self._transport.checks != self._checks:
            self._checks = self._transport.checks
            self._silence.heard(now_ms)
        if self._silence.look(now_ms) > GONE_AFTER_MS:
            self._ended()
        else:
            self.path.tick(now_ms)

    def fail(self) -> None:
        """Something went wrong with this viewer: it is over."""
        self._ended()

    async def close(self) -> None:
        """Idempotent."""
        self.state = "over"
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        await self._transport.close()

    async def _connect(self) -> None:
        if not await self._transport.connect(self._offer):
            self._ended()
        elif self.state == "connecting":
            self._silence.heard(monotonic() * 1000)
            self.state = "watching"
            self._on_state(self, "watching")

    def _ended(self) -> None:
        """The far side closed, fell silent, or never came."""
        if self.state != "over":
            self.state = "over"
            self._on_state(self, "over")
