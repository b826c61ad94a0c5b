"""libopus through ctypes: Opus packets straight to 16 kHz mono, for half of what FFmpeg's decoder and a resampler cost.

The library comes inside PyAV's wheels or with the system. It decodes no band that 16 kHz would not carry. There is no
binding on the package index that is kept and brings a library along, and five functions are not worth one. A packet
takes 20 µs, for which the interpreter's lock is kept: to give it up and win it back from the loop costs more.
"""

import ctypes
from ctypes.util import find_library
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from media.node import opus

SAMPLE_RATE = 16_000
MAX_SAMPLES = SAMPLE_RATE * 120 // 1000
"""An Opus packet holds at most 120 ms (RFC 6716 3.2)."""

_DECODE_ARGUMENTS = (
    ctypes.c_void_p,  # decoder
    ctypes.c_char_p,  # packet
    ctypes.c_int32,  # its length
    ctypes.c_void_p,  # samples
    ctypes.c_int,  # their room, per channel
    ctypes.c_int,  # forward error correction
)


@cache
def library() -> ctypes.PyDLL | None:
    """libopus, or None where this machine has none."""
    for name in (*_beside_pyav(), find_library("opus")):
        if name is not None and (found := _load(name)) is not None:
            return found
    return None


def _beside_pyav() -> list[str]:
    """Where PyAV's wheels for Linux and macOS put the libraries that they bring."""
    package = Path(av.__file__).parent
    folders = (package.parent / "av.libs", package / ".dylibs")
    return [str(path) for folder in folders for path in sorted(folder.glob("libopus[.-]*"))]


def _load(name: str) -> ctypes.PyDLL | None:
    try:
        found = ctypes.PyDLL(name)
        found.opus_decoder_get_size.argtypes = [ctypes.c_int]
        found.opus_decoder_init.argtypes = [ctypes.c_void_p, ctypes.c_int32, ctypes.c_int]
        found.opus_decode_float.argtypes = _DECODE_ARGUMENTS
    except (OSError, AttributeError):
        return None
    return found


class LibOpusDecoder:
    """One stream of Opus packets to float32 mono of 16 kHz in -1..1. What does not decode becomes silence."""

    def __init__(self, found: ctypes.PyDLL) -> None:
        """Raises: MemoryError where the decoder does not start."""
        self._decode = found.opus_decode_float
        self._state = ctypes.create_string_buffer(found.opus_decoder_get_size(1))
        if found.opus_decoder_init(self._state, SAMPLE_RATE, 1) != 0:
            raise MemoryError("libopus gave no decoder")
        self._samples = np.empty(MAX_SAMPLES, np.float32)
        self._target = self._samples.ctypes.data

    def decode(self, packet: bytes) -> NDArray[np.float32]:
        """(n,) samples; none of an empty packet, which libopus would take for a lost one."""
        if not packet:
            return np.zeros(0, np.float32)
        count = self._decode(self._state, packet, len(packet), self._target, MAX_SAMPLES, 0)
        if count < 0:
            return np.zeros(opus.duration_samples(packet) // 3, np.float32)
        return self._samples[:count].copy()
