"""Silero's network over windows of many streams at once, a few matrix products for all of them.

onnxruntime multiplies the matrices of each window by themselves: of twenty streams together a window costs as much as
one alone, 60-70 µs. Here all windows of a layer are one product: 20 µs. A stream's windows pass the encoder together,
too; only the memory goes through them one by one.

```
576 samples ─▶ 4 spectra of 129 ─▶ 128 ×4 ─▶ 64 ×2 ─▶ 64 ─▶ 128 ─▶ gates (512) ─▶ memory (h, c of 128) ─▶ voice 0..1
```
The numbers are those of the shipped file. tests/media/speech/test_vad.py holds the outcome beside onnxruntime's.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from media.speech.one_thread import multiply_with_one_thread
from media.speech.onnx_tensors import float_tensors
from media.speech.silero import CONTEXT_SAMPLES, STATE_SIZE, WINDOW_SAMPLES, Samples, model_bytes

INPUT_SAMPLES = CONTEXT_SAMPLES + WINDOW_SAMPLES
AT_ONCE = 32
"""Windows in one pass of the encoder: more no longer lie in the processor's cache."""
_AHEAD = 16 * WINDOW_SAMPLES
_DIGEST = "4cbf549b8326f60f80f2536d9eefeb450a9abe83365a098031c89719f1be17d2"
_FRAMES, _FRAME, _HOP, _BINS, _PAD = 4, 256, 128, 129, 64
_PADDED = INPUT_SAMPLES + _PAD


class VoiceModelChanged(Exception):
    """The Silero file is not the one whose layers `media.speech.silero_network` knows: pin faster-whisper back."""


def _checked(model: bytes) -> bytes:
    if sha256(model).hexdigest() != _DIGEST:
        raise VoiceModelChanged("silero_vad_v6.onnx is another file than the one that this network was written for")
    return model


class StreamNetwork:
    """Belongs to one thread at a time: it reuses its memory."""

    def __init__(self) -> None:
        """Raises: VoiceModelChanged."""
        multiply_with_one_thread()
        numbers = float_tensors(_checked(model_bytes()))
        layers = [numbers[f"encoder.conv_layers.{index}.weight"] for index in range(4)]
        self._biases = [numbers[f"encoder.conv_layers.{index}.bias"] for index in range(4)]
        # What a layer's kernel sees, row below row: (taps × channels in, channels out). Taps that only ever see the
        # padding are left out: the third layer has two inputs, the fourth one.
        self._layers = [_rows(layers[0]), _rows(layers[1]), _rows(layers[2][:, :, 1:]), _rows(layers[3][:, :, 1:2])]
        self._into_gates, self._back = _rows(numbers["onnx::LSTM_209"][0]), _rows(numbers["onnx::LSTM_210"][0])
        self._gate_bias = numbers["onnx::LSTM_211"][0].reshape(2, -1).sum(axis=0)
        self._voice, self._voice_bias = numbers["decoder.conv1d.weight"][0, :, 0], numbers["decoder.conv1d.bias"][0]
        self._hann = numbers["encoder.feature_extractor.forward_basis_buffer"][0, 0]
        self._samples = np.zeros((AT_ONCE, _PADDED), np.float32)
        self._spectra = np.zeros((AT_ONCE, _FRAMES + 2, _BINS), np.float32)
        self._first = np.zeros((AT_ONCE, _FRAMES + 1, len(self._biases[0])), np.float32)

    def gates(self, windows: Samples) -> Samples:
        """(n, 576), the 64 samples before each window first → (n, 512): what the windows say to the memory."""
        pieces = [self._encode(windows[at : at + AT_ONCE]) for at in range(0, len(windows), AT_ONCE)]
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    def remember(self, gates: Samples, h: Samples, c: Samples) -> tuple[Samples, Samples, Samples]:
        """(n, 512) and the state (n, 128) twice → probability of voice (n,), and the state after the windows."""
        gates = gates + h @ self._back
        taken = _sigmoid(gates[:, : 3 * STATE_SIZE])  # input, output, forget
        c = taken[:, 2 * STATE_SIZE :] * c + taken[:, :STATE_SIZE] * np.tanh(gates[:, 3 * STATE_SIZE :])
        h = taken[:, STATE_SIZE : 2 * STATE_SIZE] * np.tanh(c)
        return _sigmoid(np.maximum(h, 0) @ self._voice + self._voice_bias), h, c

    def _encode(self, windows: Samples) -> Samples:
        count = len(windows)
        samples, spectra, first = self._samples[:count], self._spectra[:count], self._first[:count]
        samples[:, :INPUT_SAMPLES] = windows
        samples[:, INPUT_SAMPLES:] = windows[:, -2 : -2 - _PAD : -1]
        spectra[:, 1:-1] = np.abs(np.fft.rfft(_sliding(samples, _FRAMES, _FRAME, _HOP) * self._hann))
        seen = _sliding(spectra.reshape(count, -1), _FRAMES, 3 * _BINS, _BINS)
        first[:, 1:] = self._layer(0, seen.reshape(count * _FRAMES, -1)).reshape(count, _FRAMES, -1)
        width = first.shape[2]
        seen = _sliding(first.reshape(count, -1), _FRAMES // 2, 3 * width, 2 * width)
        second = self._layer(1, seen.reshape(count * _FRAMES // 2, -1))
        fourth = self._layer(3, self._layer(2, second.reshape(count, -1)))
        gates: Samples = fourth @ self._into_gates + self._gate_bias
        return gates

    def _layer(self, index: int, seen: Samples) -> Samples:
        product: Samples = seen @ self._layers[index]
        product += self._biases[index]
        return np.maximum(product, 0, out=product)


class VoiceReader:
    """Probabilities of the windows of one recording from sample `begin` on, each read when it is asked for.

    Half a second ahead at most, so where a reader stops nothing far behind has been read.
    """

    def __init__(self, pcm: Samples, begin: int) -> None:
        self._pcm = pcm
        self._begin = begin

    def __iter__(self) -> Iterator[float]:
        network = _reading()
        h = c = np.zeros((1, STATE_SIZE), np.float32)
        context = np.zeros(CONTEXT_SAMPLES, np.float32)
        for at in range(self._begin, len(self._pcm), _AHEAD):
            block = self._pcm[at : at + _AHEAD]
            samples = np.concatenate([context, block, np.zeros(-len(block) % WINDOW_SAMPLES, np.float32)])
            context = samples[-CONTEXT_SAMPLES:]
            for gates in network.gates(sliding_window_view(samples, INPUT_SAMPLES)[::WINDOW_SAMPLES]):
                voice, h, c = network.remember(gates[None], h, c)
                yield float(voice[0])


@cache
def _reading() -> StreamNetwork:
    return StreamNetwork()


def _rows(weight: Samples) -> Samples:
    """(out, in, taps) or (out, in) → (taps × in, out)."""
    last_first: Samples = np.moveaxis(weight, 0, -1)
    ordered = np.moveaxis(last_first, 1, 0) if weight.ndim == 3 else last_first
    return np.ascontiguousarray(ordered).reshape(-1, weight.shape[0])


def _sliding(rows: Samples, count: int, size: int, step: int) -> Samples:
    """(n, m) → (n, count, size): stretches of each row that begin `step` apart; a view."""
    row, item = rows.strides
    return as_strided(rows, (len(rows), count, size), (row, step * item, item), writeable=False)


def _sigmoid(values: Samples) -> Samples:
    inverse: Samples = 1 + np.exp(-values)
    return np.reciprocal(inverse, out=inverse)
