"""One peer's transport: ICE and DTLS by aiortc, SRTP by us, a callback for what comes decrypted.

It leans on private names of aiortc, which tests/media/node/test_pinned_names.py guards.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from aiortc import (
    RTCCertificate,
    RTCDtlsTransport,
    RTCIceCandidate,
    RTCIceGatherer,
    RTCIceParameters,
    RTCIceTransport,
)
from aiortc.rtcdtlstransport import RTCDtlsParameters

from media.node.datagrams import NodeSockets
from media.node.ice import NodeConnection
from media.node.srtp import PlainPackets, SrtpContext, SrtpInput

CONNECT_TIMEOUT_S = 20.0


class ReadOffer(Protocol):
    """An offer that was understood, and how it is answered."""

    @property
    def ice(self) -> RTCIceParameters: ...

    @property
    def dtls(self) -> RTCDtlsParameters: ...

    @property
    def dtls_role(self) -> str: ...

    def answer(
        self, session_id: int, ice: RTCIceParameters, candidates: list[RTCIceCandidate], dtls: RTCDtlsParameters
    ) -> str:
        """The answer's text: `ice`, `candidates` and `dtls` are ours."""


class MediaTransport:
    """`answer` → `packets` → `connect` → what comes flows into them → `close`. `on_closed`: the far side ended."""

    def __init__(self, sockets: NodeSockets, on_closed: Callable[[], None]) -> None:
        self.packets: PlainPackets | None = None
        self._connection = NodeConnection(sockets)
        gatherer = RTCIceGatherer(iceServers=[])
        gatherer._connection = self._connection
        self._ice = RTCIceTransport(gatherer)
        self._dtls = RTCDtlsTransport(self._ice, [RTCCertificate.generateCertificate()])
        self._srtp: SrtpContext | None = None
        self._on_closed = on_closed
        self._is_prompt = False
        self._dtls.on("statechange", self._state_changed)

    @property
    def is_connected(self) -> bool:
        return self._srtp is not None

    @property
    def checks(self) -> int:
        """STUN messages heard so far: the far side checks every few seconds that we are there."""
        return self._connection.checks

    async def answer(self, offer: ReadOffer, session_id: int) -> str:
        """Open the sockets and write the answer. Raises: OSError where no socket can be had."""
        gatherer = self._ice.iceGatherer
        await gatherer.gather()
        return offer.answer(
            session_id,
            gatherer.getLocalParameters(),
            gatherer.getLocalCandidates(),
            self._dtls.getLocalParameters(),
        )

    async def connect(self, offer: ReadOffer) -> bool:
        """True once media can flow; False where the publisher did not come in time or was another."""
        self._dtls._set_role(offer.dtls_role)
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                await self._ice.start(offer.ice)
                if self._ice.state != "completed":
                    return False
                await self._dtls.start(offer.dtls)
        except TimeoutError:
            return False
        if self._dtls.state != "connected":
            return False
        self._srtp = SrtpContext(self._dtls._rx_srtp, self._dtls._tx_srtp)
        if self.packets is not None:
            self._connection.media = SrtpInput(self._srtp, self.packets).datagram
        self._connection.prompt(self._is_prompt)
        return True

    def prompt(self, is_prompt: bool) -> None:
        """Whether packets are handed over as they come, or a few ms late and many at once. Idempotent."""
        if is_prompt != self._is_prompt:
            self._is_prompt = is_prompt
            if self.is_connected:
                self._connection.prompt(is_prompt)

    def send_rtcp(self, compound: bytes) -> None:
        """Dropped while not connected."""
        if self._srtp is not None and (protected := self._srtp.protect_rtcp(compound)) is not None:
            self._connection.send_now(protected)

    def send_rtp(self, header: bytes, payload: bytes) -> bool:
        """False where it is dropped: not connected, too long, or the socket takes no more."""
        srtp = self._srtp
        if srtp is None or (protected := srtp.protect(header, payload)) is None:
            return False
        return self._connection.send_now(protected)

    async def close(self) -> None:
        """Idempotent."""
        self._connection.media = None
        self._srtp = None
        await self._dtls.stop()
        await self._ice.stop()

    def _state_changed(self) -> None:
        if self._dtls.state in ("closed", "failed"):
            self._connection.media = None
            self._on_closed()
