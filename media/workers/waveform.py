"""How loud a recording is, moment by moment and as a whole."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import msgspec
import numpy as np

PER_SECOND = 10
FULL_SCALE = 255
_SILENCE_LUFS = -69.0
"""EBU Tech 3341 gates at -70 LUFS: what stays below has no integrated loudness."""


class Peaks(msgspec.Struct, frozen=True):
    """`peaks[i]` is the largest amplitude within the i-th tenth of a second, 0 to 255."""

    per_second: int
    peaks: list[int]


class Waveform(msgspec.Struct, frozen=True):
    """`loudness_lufs` is integrated (EBU R128), None of silence."""

    peaks: Peaks
    loudness_lufs: float | None


def waveform(path: Path, duration_s: float) -> Waveform | None:
    """Of the file's first audio track; None where it has none. What is missing in it counts as silence.

    Raises: av.error.FFmpegError where the file cannot be opened.
    """
    peaks = np.zeros(max(1, round(duration_s * PER_SECOND)), np.float64)
    meter: LoudnessMeter | None = None
    with av.open(str(path)) as file:
        if not file.streams.audio:
            return None
        for packet in file.demux(audio=0):
            for frame in _frames(packet):
                meter = meter or LoudnessMeter(frame)
                place = min(len(peaks) - 1, max(0, int((frame.time or 0.0) * PER_SECOND)))
                peaks[place] = max(peaks[place], float(np.abs(frame.to_ndarray()).max(initial=0.0)))
                meter.feed(frame)
    scaled = np.rint(np.clip(peaks, 0.0, 1.0) * FULL_SCALE).astype(int).tolist()
    return Waveform(Peaks(PER_SECOND, scaled), meter.integrated() if meter else None)


def _frames(packet: Any) -> list[Any]:
    try:
        return [frame for frame in packet.decode() if frame.samples]
    except av.error.FFmpegError:
        return []


class LoudnessMeter:
    """libavfilter's `ebur128` over frames of one format."""

    def __init__(self, first: Any) -> None:
        graph: Any = av.filter.Graph()
        self._tick = Fraction(1, first.sample_rate)
        source = graph.add_abuffer(
            sample_rate=first.sample_rate, format=first.format.name, layout=first.layout.name, time_base=self._tick
        )
        meter = graph.add("ebur128", "metadata=1:framelog=quiet")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        self._graph = graph
        self._newest: float | None = None
        self._samples = 0

    def feed(self, frame: Any) -> None:
        frame.pts, frame.time_base = self._samples, self._tick
        self._samples += frame.samples
        self._graph.push(frame)
        self._pull()

    def integrated(self) -> float | None:
        self._graph.push(None)
        self._pull()
        newest = self._newest
        return round(newest, 1) if newest is not None and newest > _SILENCE_LUFS else None

    def _pull(self) -> None:
        while True:
            try:
                measured = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if (value := measured.metadata.get("lavfi.r128.I")) is not None:
                self._newest = float(value)
