"""Viewers that cost little: stock aiortc joins, then what comes is opened, timed and dropped."""

import asyncio
from time import monotonic
from typing import Any

import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from load_tests.bench.publishers import JOIN_TIMEOUT_S, TAIL_BYTES, LeanPublisher


class LeanViewer:
    """Watches one publisher of this process. `delays_s`: from its sending to its being here, packet by packet."""

    def __init__(self, publisher: LeanPublisher) -> None:
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._publisher = publisher
        self._dtls: Any = None
        self.delays_s: list[float] = []

    async def offer(self) -> str:
        for kind in ("audio", "video"):
            self._connection.addTransceiver(kind, direction="recvonly")
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return str(self._connection.localDescription.sdp)

    async def answer(self, offer_sdp: str) -> str:
        await self._connection.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
        await self._connection.setLocalDescription(await self._connection.createAnswer())
        return str(self._connection.localDescription.sdp)

    async def accept(self, answer_sdp: str) -> None:
        await self._connection.setRemoteDescription(RTCSessionDescription(answer_sdp, "answer"))

    async def join(self) -> None:
        """After `accept`, or once its answer is there. Raises: TimeoutError."""
        async with asyncio.timeout(JOIN_TIMEOUT_S):
            while self._connection.connectionState != "connected":  # noqa: ASYNC110 - aiortc has no event to wait for
                await asyncio.sleep(0.02)
        self._dtls = self._connection.getTransceivers()[0].receiver.transport
        protocol = self._dtls.transport._connection._nominated[1].protocol
        others = protocol.datagram_received

        def received(data: bytes, address: object) -> None:
            if 128 <= data[0] <= 191 and not 192 <= data[1] <= 223:
                self._packet(data)
            else:
                others(data, address)

        protocol.datagram_received = received

    def _packet(self, data: bytes) -> None:
        now_s = monotonic()
        plain = self._dtls._rx_srtp.unprotect(data)
        if (sent_s := self._publisher.sent_s.get(plain[-TAIL_BYTES:])) is not None:
            self.delays_s.append(now_s - sent_s)


def percentiles_ms(viewers: list[LeanViewer]) -> tuple[float, float]:
    """(p50, p99) of all delays; (0, 0) where nobody watched."""
    delays = [delay for viewer in viewers for delay in viewer.delays_s]
    if not delays:
        return 0.0, 0.0
    p50, p99 = np.percentile(delays, [50, 99]) * 1000
    return float(p50), float(p99)
