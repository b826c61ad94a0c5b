"""A publisher for tests and measurements: stock aiortc with media that was encoded before, paced in real time."""

import asyncio
from fractions import Fraction
from functools import cache
from time import monotonic

import av
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack

VIDEO_FPS = 20
AUDIO_PACKET_MS = 20


@cache
def encoded_video(width: int = 320, height: int = 240, seconds: int = 4, bitrate_bps: int = 300_000) -> list[av.Packet]:
    """VP8 with a key frame every second: a bright bar that wanders over noise."""
    encoder = av.CodecContext.create("libvpx", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.bit_rate, encoder.time_base, encoder.gop_size = bitrate_bps, Fraction(1, VIDEO_FPS), VIDEO_FPS
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    random = np.random.default_rng(1)
    noise = random.integers(0, 60, (height, width, 3), dtype=np.uint8)
    packets = []
    for number in range(seconds * VIDEO_FPS):
        image = np.roll(noise, number, axis=0)
        image[:, number * 4 % width : number * 4 % width + 16] = 220
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, VIDEO_FPS)
        packets += encoder.encode(frame)
    return packets


@cache
def encoded_audio(seconds: int = 4) -> list[av.Packet]:
    """Opus: a tone of 440 Hz."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.format, encoder.layout = 48_000, "s16", "mono"
    encoder.bit_rate = 32_000
    packets = []
    size = 48 * AUDIO_PACKET_MS
    for number in range(seconds * 1000 // AUDIO_PACKET_MS):
        wave = np.sin(2 * np.pi * 440 / 48_000 * np.arange(number * size, (number + 1) * size)) * 8_000
        frame = av.AudioFrame.from_ndarray(wave.astype(np.int16).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, number * size
        packets += encoder.encode(frame)
    return [packet for packet in packets if packet.size]


class EncodedTrack(MediaStreamTrack):
    """Gives `packets` again and again, one every `interval_s`; a packet's pts counts in steps of `1 / rate`.

    Asked for a key frame it goes on from the next one of its loop, as an encoder would make one.
    """

    def __init__(self, kind: str, packets: list[av.Packet], interval_s: float, rate: int) -> None:
        super().__init__()
        self.kind = kind
        self.sent = 0
        self._data = [bytes(packet) for packet in packets]
        self._is_key = [packet.is_keyframe for packet in packets]
        self._place = 0
        self._interval_s = interval_s
        self._rate = rate
        self._begun: float | None = None

    async def recv(self) -> av.Packet:  # type: ignore[override]
        if self._begun is None:
            self._begun = monotonic()
        await asyncio.sleep(max(0.0, self._begun + self.sent * self._interval_s - monotonic()))
        packet = av.Packet(self._data[self._place % len(self._data)])
        packet.pts = int(self.sent * self._interval_s * self._rate)
        packet.time_base = Fraction(1, self._rate)
        self.sent += 1
        self._place += 1
        return packet

    def send_keyframe(self) -> None:
        while not self._is_key[self._place % len(self._data)]:
            self._place += 1


class Publisher:
    """`offer` → the node answers → `accept` → media flows → `close`."""

    def __init__(
        self,
        *,
        video: list[av.Packet] | None,
        audio: list[av.Packet] | None,
        configuration: RTCConfiguration | None = None,
    ) -> None:
        self.connection = RTCPeerConnection(configuration or RTCConfiguration(iceServers=[]))
        self.audio = EncodedTrack("audio", audio, AUDIO_PACKET_MS / 1000, 48_000) if audio else None
        self.video = EncodedTrack("video", video, 1 / VIDEO_FPS, 90_000) if video else None
        for track in (self.audio, self.video):
            if track is None:
                continue
            sender = self.connection.addTrack(track)
            if track is self.video:
                sender._send_keyframe = track.send_keyframe  # type: ignore[method-assign]

    @property
    def sent_s(self) -> float:
        """Seconds of sound that have been sent."""
        return self.audio.sent * AUDIO_PACKET_MS / 1000 if self.audio else 0.0

    async def offer(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return str(self.connection.localDescription.sdp)

    async def accept(self, answer_sdp: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(answer_sdp, "answer"))

    async def close(self) -> None:
        await self.connection.close()

    async def vanish(self) -> None:
        """Stop sending without a word, as a phone does in a tunnel."""
        for sender in self.connection.getSenders():
            ice = sender.transport.transport._connection
            ice.send = ice.sendto = _nothing
            sender.transport.transport._send = _nothing


async def _nothing(*_: object) -> None:
    return None
