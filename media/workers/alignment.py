"""Where a leg that came through the room lies in the phone's own recording of the same answer: told by the sound.

Clocks say it within a second or so; both recordings are of one microphone, so correlating them says it to the
millisecond. Where nothing is heard, a tone hums on that fits everywhere, or nothing matches, the clocks' word stands.
"""

from pathlib import Path

import av
import msgspec
import numpy as np
import numpy.typing as npt
from av.audio.resampler import AudioResampler

from media.workers.aac_track import sound_decoder
from media.workers.leg_file import LegFile

RATE = 8_000
PER_MS = RATE // 1000
WINDOW_MS = 6_000
SEARCH_MS = 2_500
LEAST_SCORE = 0.3
ALIKE_SHARE = 0.93
UNSURE_MS = 60
"""Speech fits in one place, give or take a few of its waves; what fits alike further apart tells no place."""
JITTER_MS = 10
"""AAC's frames of 21.33 ms have whole milliseconds for times: laid by these alone, sound is torn at each."""
_LEAST_ENERGY = 1e-7

Sound = npt.NDArray[np.float32]


class Begin(msgspec.Struct, frozen=True):
    """A leg's media time 0 in the phone's media time; `is_heard`: the sound says so, not the clocks alone."""

    at_ms: int
    is_heard: bool


def sound(path: Path, start_ms: int, end_ms: int, *, origin_ms: int | None = None) -> Sound:
    """start_ms..end_ms of the file's media time, (n,) float32, mono, 8 kHz; silence where there is nothing.

    `origin_ms` is what the file calls time 0; None: its first packet.
    """
    heard = np.zeros(max(0, end_ms - start_ms) * PER_MS, np.float32)
    leg = LegFile(path)
    try:
        if leg.audio is None:
            return heard
        decoder, resampler = sound_decoder(leg.audio, "mono"), _resampler()
        place: int | None = None
        for packet in leg.demuxed():
            file_ms = round(packet.pts * packet.time_base * 1000)
            origin_ms = file_ms if origin_ms is None else origin_ms
            if packet.stream is leg.audio and start_ms - 200 <= file_ms - origin_ms < end_ms:
                said = (file_ms - origin_ms - start_ms) * PER_MS
                place = said if place is None or abs(said - place) > JITTER_MS * PER_MS else place
                samples = _decoded(decoder, resampler, bytes(packet))
                _lay(heard, place, samples)
                place += len(samples)
    finally:
        leg.close()
    return heard


def _resampler() -> AudioResampler:
    return AudioResampler(format="flt", layout="mono", rate=RATE)


def _decoded(decoder: object, resampler: AudioResampler, data: bytes) -> Sound:
    try:
        frames = decoder.decode(av.Packet(data))  # type: ignore[attr-defined]
    except av.error.FFmpegError:
        return np.zeros(0, np.float32)
    blocks = []
    for frame in frames:
        frame.pts = None
        blocks += [block.to_ndarray().reshape(-1) for block in resampler.resample(frame)]
    return np.concatenate(blocks).astype(np.float32) if blocks else np.zeros(0, np.float32)


def _lay(target: Sound, place: int, samples: Sound) -> None:
    start, end = max(0, place), min(len(target), place + len(samples))
    if start < end:
        target[start:end] = samples[start - place : end - place]


def found_at(part: Sound, whole: Sound) -> tuple[int, float] | None:
    """Where `part` lies in `whole` (samples) and how well it fits (normalised correlation, 0 to 1); None in silence,
    and where it fits alike in many places.
    """
    if len(whole) < len(part) or not len(part):
        return None
    energy = float(np.dot(part, part))
    if energy / len(part) < _LEAST_ENERGY:
        return None
    size = 1 << (len(whole) + len(part)).bit_length()
    spectrum = np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size))
    correlation = np.fft.irfft(spectrum, size)[: len(whole) - len(part) + 1]
    squares = np.concatenate([[0.0], np.cumsum(np.square(whole, dtype=np.float64))])
    energies = squares[len(part) :] - squares[: -len(part)]
    scores = correlation / np.sqrt(np.maximum(energies, _LEAST_ENERGY * len(part)) * energy)
    alike = np.flatnonzero(scores >= ALIKE_SHARE * scores.max())
    if int(alike[-1] - alike[0]) > UNSURE_MS * PER_MS:
        return None
    best = int(np.argmax(scores))
    return best, float(scores[best])


def leg_begins_at(leg: Path, duration_ms: int, phone: Path, guess_ms: int) -> Begin:
    """The leg's begin, near `guess_ms`. Its end and its begin are tried: a piece of the phone's recording holds what is
    beside a gap.
    """
    best_score, best = LEAST_SCORE, Begin(guess_ms, is_heard=False)
    window_ms = min(WINDOW_MS, duration_ms)
    for start_ms in {max(0, duration_ms - window_ms), 0}:
        part = sound(leg, start_ms, start_ms + window_ms)
        from_ms = guess_ms + start_ms - SEARCH_MS
        whole = sound(phone, from_ms, from_ms + window_ms + 2 * SEARCH_MS, origin_ms=0)
        found = found_at(part, whole)
        if found is not None and found[1] > best_score:
            best_score = found[1]
            best = Begin(from_ms + round(found[0] / PER_MS) - start_ms, is_heard=True)
    return best
