"""Publishers that cost little: stock aiortc joins, then media that was packetised before goes straight into SRTP.

A stock aiortc publisher costs five times what our node does with its stream, so forty of them would measure themselves.
These send no RTCP of their own but sender reports and answer no NACK: they are for networks without loss.
"""

import asyncio
from collections.abc import Iterator
from functools import cache
from heapq import heapify, heapreplace
from pathlib import Path
from random import Random
from struct import Struct
from time import monotonic
from typing import Any

import msgspec
from aioice import ice
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription, clock
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rtcrtpsender import RTCRtpSender

from tests.media.node.publisher import encoded_audio
from tests.media.recording.streams import Encoded, speech, video

SPEECH = Path(__file__).resolve().parents[3] / "shared" / "speech" / "interview-en.flac"
MEDIA_S = 6.0
WIDTH, HEIGHT, BITRATE_BPS = 640, 480, 600_000
JOIN_TIMEOUT_S = 30.0
TAIL_BYTES = 24
ice.CONSENT_FAILURES = 1_000
"""aioice parts after six checks in a row that took half a second each, which on a busy machine says nothing."""
_HEADER = Struct("!BBHII")


class Piece(msgspec.Struct, frozen=True, gc=False):
    """One RTP payload of the loop, `at_s` after its beginning."""

    at_s: float
    is_video: bool
    ticks: int
    is_marked: bool
    payload: bytes


@cache
def media_loop() -> tuple[Piece, ...]:
    """6 s of VP8 (640×480, 20 fps, 600 kbit/s, a key frame every 2 s) and of speech in Opus, in order of time."""
    tracks = ((True, video("vp8", MEDIA_S, WIDTH, HEIGHT, 40, BITRATE_BPS), 90), (False, _speech(), 48))
    pieces = [
        Piece(
            at_s=frame.at_ms / 1000,
            is_video=is_video,
            ticks=round(frame.at_ms * per_ms),
            is_marked=is_video and payload is frame.payloads[-1],
            payload=payload,
        )
        for is_video, frames, per_ms in tracks
        for frame in frames
        for payload in frame.payloads
    ]
    return tuple(sorted(pieces, key=lambda piece: piece.at_s))


def _speech() -> tuple[Encoded, ...]:
    if SPEECH.exists():
        return speech(SPEECH, MEDIA_S)
    tone = encoded_audio(round(MEDIA_S))
    return tuple(Encoded(number * 20.0, True, [bytes(packet)]) for number, packet in enumerate(tone))


class Still(MediaStreamTrack):
    """A track whose media goes another way."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    async def recv(self) -> Any:
        return await asyncio.get_running_loop().create_future()


class _Source:
    """One track's place in its numbering."""

    def __init__(self, sender: RTCRtpSender, payload_type: int) -> None:
        self.sender = sender
        self._payload_type = payload_type
        self._sequence = 0

    def packet(self, piece: Piece, ticks: int) -> bytes:
        second = self._payload_type | (0x80 if piece.is_marked else 0)
        header = _HEADER.pack(0x80, second, self._sequence, ticks & 0xFFFFFFFF, self.sender._ssrc)
        self._sequence = (self._sequence + 1) & 0xFFFF
        self.sender._RTCRtpSender__ntp_timestamp = clock.current_ntp_time()
        self.sender._RTCRtpSender__rtp_timestamp = ticks & 0xFFFFFFFF
        return header + piece.payload


class LeanPublisher:
    """`offer` → an answer → `join` → `send` piece by piece → `close`."""

    def __init__(self) -> None:
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        for kind in ("audio", "video"):
            self._connection.addTrack(Still(kind))
        self._sources: dict[bool, _Source] = {}
        self._dtls: Any = None
        self._pair: Any = None
        self.sent = 0
        self.sent_s: dict[bytes, float] = {}
        """When a payload with this end was sent last."""

    async def offer(self) -> str:
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return str(self._connection.localDescription.sdp)

    async def join(self, answer_sdp: str) -> None:
        """Raises: TimeoutError."""
        await self._connection.setRemoteDescription(RTCSessionDescription(answer_sdp, "answer"))
        async with asyncio.timeout(JOIN_TIMEOUT_S):
            while self._connection.connectionState != "connected":  # noqa: ASYNC110 - aiortc has no event to wait for
                await asyncio.sleep(0.02)
        for transceiver in self._connection.getTransceivers():
            source = _Source(transceiver.sender, transceiver._codecs[0].payloadType)
            self._sources[transceiver.kind == "video"] = source
            self._dtls = transceiver.sender.transport
        self._pair = self._dtls.transport._connection._nominated[1]

    def send(self, piece: Piece, loop_number: int) -> None:
        ticks = piece.ticks + round(loop_number * MEDIA_S * (90_000 if piece.is_video else 48_000))
        packet = self._sources[piece.is_video].packet(piece, ticks)
        self.sent += 1
        self.sent_s[piece.payload[-TAIL_BYTES:]] = monotonic()
        self._pair.protocol.transport.sendto(self._dtls._tx_srtp.protect(packet), self._pair.remote_addr)

    async def close(self) -> None:
        await self._connection.close()


def _schedule(begin_s: float, media: tuple[Piece, ...]) -> Iterator[tuple[float, Piece, int]]:
    loop_number = 0
    while True:
        for piece in media:
            yield begin_s + loop_number * MEDIA_S + piece.at_s, piece, loop_number
        loop_number += 1


async def stream(publishers: list[LeanPublisher], media: tuple[Piece, ...]) -> None:
    """Send `media` over and over in real time until cancelled. Publishers begin at times of their own, as people do."""
    random, now = Random(1), monotonic()
    heads: list[tuple[float, int, Piece, int, Iterator[tuple[float, Piece, int]]]] = []
    for index in range(len(publishers)):
        schedule = _schedule(now + random.uniform(0, 0.5), media)
        heads.append((*_head(schedule, index), schedule))
    heapify(heads)
    while True:
        due_s, index, piece, loop_number, schedule = heads[0]
        if (wait_s := due_s - monotonic()) > 0:
            await asyncio.sleep(wait_s)
        publishers[index].send(piece, loop_number)
        heapreplace(heads, (*_head(schedule, index), schedule))


def _head(schedule: Iterator[tuple[float, Piece, int]], index: int) -> tuple[float, int, Piece, int]:
    due_s, piece, loop_number = next(schedule)
    return due_s, index, piece, loop_number
