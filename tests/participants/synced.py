"""Publishers whose sound tells the time: a beep at the same moments for all of them, whenever each one began."""

import asyncio
from fractions import Fraction
from functools import cache
from pathlib import Path
from time import monotonic

import av
import numpy as np

from tests.media.node.publisher import AUDIO_PACKET_MS, EncodedTrack, Publisher, encoded_video

RATE = 48_000
PERIOD_S = 2.0
BEEP_AT_S = 1.0
BEEP_S = 0.1


@cache
def beeping() -> list[av.Packet]:
    """Opus, `PERIOD_S` long: silence with one beep."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.format, encoder.layout, encoder.bit_rate = RATE, "s16", "mono", 48_000
    at = np.arange(round(PERIOD_S * RATE)) / RATE
    loud = (at >= BEEP_AT_S) & (at < BEEP_AT_S + BEEP_S)
    wave = (np.sin(2 * np.pi * 1000 * at) * 16_000 * loud).astype(np.int16)
    size, packets = RATE * AUDIO_PACKET_MS // 1000, []
    for number in range(len(wave) // size):
        frame = av.AudioFrame.from_ndarray(
            wave[number * size : (number + 1) * size].reshape(1, -1), format="s16", layout="mono"
        )
        frame.sample_rate, frame.pts = RATE, number * size
        packets += encoder.encode(frame)
    return [packet for packet in packets if packet.size]


class BeepingTrack(EncodedTrack):
    """Each packet is the one of its moment on the shared clock."""

    def __init__(self) -> None:
        super().__init__("audio", beeping(), AUDIO_PACKET_MS / 1000, RATE)

    async def recv(self) -> av.Packet:  # type: ignore[override]
        if self._begun is None:
            self._begun = monotonic()
        due = self._begun + self.sent * self._interval_s
        await asyncio.sleep(max(0.0, due - monotonic()))
        packet = av.Packet(self._data[round(due / self._interval_s) % len(self._data)])
        packet.pts = int(self.sent * self._interval_s * self._rate)
        packet.time_base = Fraction(1, self._rate)
        self.sent += 1
        return packet


class Beeper(Publisher):
    """With a picture, too."""

    def __init__(self) -> None:
        super().__init__(video=encoded_video(), audio=None)
        self.audio = BeepingTrack()
        self.connection.addTrack(self.audio)


def beeps_s(path: Path) -> list[float]:
    """When the beeps of a file begin, in seconds."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", RATE)
        parts: list[tuple[float, np.ndarray]] = []
        for frame in container.decode(audio=0):
            for each in resampler.resample(frame):
                assert frame.time is not None
                parts.append((frame.time, each.to_ndarray().reshape(-1)))
    window = RATE // 200
    found, was_loud = [], True
    for begin, samples in parts:
        for place in range(0, len(samples) - window + 1, window):
            is_loud = float(np.abs(samples[place : place + window]).max()) > 0.1
            if is_loud and not was_loud:
                found.append(begin + place / RATE)
            was_loud = is_loud
    return found
