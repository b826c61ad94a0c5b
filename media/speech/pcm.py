"""Any recording → 16 kHz mono samples on the recording's own time line."""

from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler

from media.speech.silero import SAMPLE_RATE, Samples

MAX_DURATION_S = 4 * 3600
_JITTER_S = 0.06
"""Time stamps in milliseconds and a 60 ms Opus frame may disagree by this much without a gap."""


class AudioUnreadable(Exception):
    """No audio could be decoded; the message says why in one line."""


class NoAudio(AudioUnreadable):
    """The file is fine and has no audio track."""


class _Timeline:
    """Blocks of samples laid down by time stamp: what is missing becomes silence, what overlaps is dropped."""

    def __init__(self) -> None:
        self._blocks: list[Samples] = []
        self._length = 0

    def lay(self, start_s: float | None, samples: Samples) -> None:
        start = self._length if start_s is None else round(start_s * SAMPLE_RATE)
        if abs(start - self._length) > _JITTER_S * SAMPLE_RATE:
            if start > MAX_DURATION_S * SAMPLE_RATE:
                raise AudioUnreadable(f"a time stamp of {start_s:.0f} s: recordings end at {MAX_DURATION_S} s")
            if start > self._length:
                self._append(np.zeros(start - self._length, np.float32))
            else:
                samples = samples[self._length - start :]
        self._append(samples)

    def _append(self, samples: Samples) -> None:
        self._blocks.append(samples)
        self._length += len(samples)
        if self._length > (MAX_DURATION_S + 60) * SAMPLE_RATE:
            raise AudioUnreadable(f"longer than {MAX_DURATION_S} s")

    def samples(self) -> Samples:
        return np.concatenate(self._blocks) if self._blocks else np.zeros(0, np.float32)


def read_pcm(path: Path) -> Samples:
    """The first audio track as (n,) float32 mono 16 kHz; sample 0 is the recording's time 0.

    A damaged or truncated file gives what can be decoded. Raises: AudioUnreadable where that is nothing, NoAudio.
    """
    timeline = _Timeline()
    try:
        with av.open(str(path), metadata_errors="ignore") as container:
            if not container.streams.audio:
                raise NoAudio("there is no audio track")
            _decode(container, timeline)
    except av.error.InvalidDataError as error:
        raise AudioUnreadable("not a sound or video file, or damaged at its beginning") from error
    except (av.error.FFmpegError, OSError) as error:
        raise AudioUnreadable(error.strerror or type(error).__name__) from error
    samples = timeline.samples()
    if not len(samples):
        raise AudioUnreadable("no audio could be decoded")
    return samples


def _decode(container: "av.container.InputContainer", timeline: _Timeline) -> None:
    stream = container.streams.audio[0]
    stream.codec_context.thread_count = 1
    origin_s = (container.start_time or 0) / av.time_base
    resampler = AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    try:
        for packet in container.demux(stream):
            for frame in _frames(packet):
                start_s = None if frame.time is None else max(0.0, frame.time - origin_s)
                frame.pts = None
                for position, block in enumerate(resampler.resample(frame)):
                    timeline.lay(start_s if position == 0 else None, block.to_ndarray()[0])
    except av.error.FFmpegError:
        pass  # the file ends here: what came before it counts
    for block in resampler.resample(None):
        timeline.lay(None, block.to_ndarray()[0])


def _frames(packet: "av.Packet[av.AudioStream]") -> list["av.AudioFrame"]:
    """A packet that does not decode costs its own 20 ms, not the recording."""
    try:
        return packet.decode()
    except av.error.InvalidDataError:
        return []
