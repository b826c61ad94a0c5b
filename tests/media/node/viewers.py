"""Viewers for tests: stock aiortc that receives, and what of it arrived."""

import asyncio
from time import monotonic
from typing import Any

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rtp import RtpPacket

from backend.contracts.media import WatchRequest
from media.node.node import MediaNode


class WatchingViewer:
    """`watch` → decoded frames are counted → `close`. `packets` are (arrival in s, packet) as they came, by kind."""

    def __init__(self, *kinds: str) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.frames = {"audio": 0, "video": 0}
        self.first_frame_at: dict[str, float] = {}
        self.packets: dict[str, list[tuple[float, RtpPacket]]] = {"audio": [], "video": []}
        self.kinds = kinds or ("audio", "video")
        self.answer_sdp = ""
        self._readers: list[asyncio.Task[None]] = []
        for kind in self.kinds:
            transceiver = self.connection.addTransceiver(kind, direction="recvonly")
            self._listen(kind, transceiver.receiver)
        self.connection.on("track", self._read)

    async def watch(self, node: MediaNode, resource_id: str, room: str = "room_1") -> None:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        answer = await node.watch(WatchRequest(room, resource_id, str(self.connection.localDescription.sdp)))
        self.answer_sdp = answer.answer_sdp
        await self.connection.setRemoteDescription(RTCSessionDescription(answer.answer_sdp, "answer"))

    async def close(self) -> None:
        await self.connection.close()
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)

    def sequences(self, kind: str) -> list[int]:
        return [packet.sequence_number for _, packet in self.packets[kind]]

    def _listen(self, kind: str, receiver: object) -> None:
        """Every packet before aiortc sorts it."""
        handle = receiver._handle_rtp_packet  # type: ignore[attr-defined]

        async def heard(packet: RtpPacket, arrival_time_ms: int) -> None:
            self.packets[kind].append((monotonic(), packet))
            await handle(packet, arrival_time_ms)

        receiver._handle_rtp_packet = heard  # type: ignore[attr-defined]

    def _read(self, track: MediaStreamTrack) -> None:
        self._readers.append(asyncio.ensure_future(self._count(track)))

    async def _count(self, track: MediaStreamTrack) -> None:
        while True:
            await track.recv()
            self.frames[track.kind] += 1
            self.first_frame_at.setdefault(track.kind, monotonic())


def narrow(viewer: WatchingViewer, bits_per_s: float, queue_s: float = 0.3) -> None:
    """From now on the viewer's downlink takes so much, queues a little, and loses the rest. Once it is watching."""
    for transport in {receiver.transport for receiver in viewer.connection.getReceivers()}:
        _narrow(transport, bits_per_s, queue_s)


def _narrow(transport: Any, bits_per_s: float, queue_s: float) -> None:
    deliver = transport._handle_rtp_data
    queued_bits, at = 0.0, monotonic()

    async def scarce(data: bytes, arrival_time_ms: int) -> None:
        nonlocal queued_bits, at
        now = monotonic()
        queued_bits, at = max(0.0, queued_bits - (now - at) * bits_per_s), now
        if queued_bits <= queue_s * bits_per_s:
            queued_bits += len(data) * 8
            await deliver(data, arrival_time_ms)

    transport._handle_rtp_data = scarce
