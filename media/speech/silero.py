"""The Silero v6 voice model: its file, its two orientations (along time, across streams), its window.

A window is 512 samples of 16 kHz audio (32 ms), preceded by the last 64 samples of the window before it. The network is
a convolutional encoder, an LSTM of 128 units with state (h, c), and a sigmoid: one probability a window. The shipped
graph runs many windows of *one* stream in one call: its encoder's batch becomes the LSTM's time. For live rooms we need
the other orientation, one window of *many* streams, the encoder's batch staying the LSTM's batch. That is the same
graph with one permutation changed, (0, 2, 1) → (2, 0, 1), and the declared batch of 1 removed from the state.
`_across_streams` makes these edits in the file's bytes; each is length-preserving and must match exactly once.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
WINDOW_SAMPLES = 512
WINDOW_MS = 32
CONTEXT_SAMPLES = 64
STATE_SIZE = 128

Samples = NDArray[np.float32]

_STATE_SHAPE = bytes.fromhex("0a0208010a0208010a03088001")  # dims 1, 1, 128
_BATCHED_STATE_SHAPE = bytes.fromhex("0a0208010a021a000a03088001")  # dims 1, any, 128
_VALUE_INFO, _RESERVED = b"\x6a", b"\x1a"  # field 13 of GraphProto, and field 3, which readers skip
_SHAPES_THAT_CHANGE = (
    b"/Transpose_output_0",
    b"/decoder/rnn/LSTM_output_0",
    b"/decoder/rnn/Squeeze_output_0",
    b"/decoder/relu/Relu_output_0",
    b"/decoder/Transpose_output_0",
    b"/decoder/conv1d/Conv_output_0",
    b"/decoder/sigmoid/Sigmoid_output_0",
)


class VoiceModelChanged(Exception):
    """The Silero file is not the one whose layout `media.speech.silero` knows: pin faster-whisper back."""


def model_bytes() -> bytes:
    return (files("faster_whisper") / "assets" / "silero_vad_v6.onnx").read_bytes()


def _replace_once(model: bytes, pattern: bytes, replacement: bytes) -> bytes:
    changed, count = re.subn(pattern, replacement.replace(b"\\", b"\\\\"), model, flags=re.DOTALL)
    if count != 1 or len(changed) != len(model):
        raise VoiceModelChanged(f"expected one match of {pattern!r} in silero_vad_v6.onnx, found {count}")
    return changed


def _across_streams(model: bytes) -> bytes:
    """The shipped graph with the LSTM's batch in place of its time. Raises: VoiceModelChanged."""
    model = _replace_once(model, re.escape(b"perm@\x00@\x02@\x01\xa0\x01\x07"), b"perm@\x02@\x00@\x01\xa0\x01\x07")
    for name in (b"h", b"c", b"hn", b"cn"):
        head = b"\x0a" + bytes([len(name)]) + name + bytes.fromhex("12130a110801120d")
        model = _replace_once(model, re.escape(head + _STATE_SHAPE), head + _BATCHED_STATE_SHAPE)
    for name in _SHAPES_THAT_CHANGE:
        length = bytes([len(name)])
        found = re.search(
            re.escape(_VALUE_INFO) + b"(.)" + re.escape(b"\x0a" + length + name + b"\x12"), model, re.DOTALL
        )
        if found is None:
            raise VoiceModelChanged(f"no shape of {name!r} in silero_vad_v6.onnx")
        model = _replace_once(model, re.escape(found[0]), _RESERVED + found[0][1:])
    return model


def _session(model: bytes) -> Any:
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def stream_session() -> Any:
    """A session for input (n, 576), h and c (1, n, 128): one window of each of n streams."""
    return _session(_across_streams(model_bytes()))


@cache
def _file_session() -> Any:
    return _session(model_bytes())


def probabilities(pcm: Samples) -> Samples:
    """Probability of voice in each window of a whole recording: (n,) float32 mono 16 kHz → (ceil(n / 512),)."""
    windows = np.pad(pcm, (0, -len(pcm) % WINDOW_SAMPLES)).reshape(-1, WINDOW_SAMPLES)
    if not len(windows):
        return np.zeros(0, np.float32)
    context = np.zeros((len(windows), CONTEXT_SAMPLES), np.float32)
    context[1:] = windows[:-1, -CONTEXT_SAMPLES:]
    state = np.zeros((1, 1, STATE_SIZE), np.float32)
    feed = {"input": np.hstack([context, windows]).astype(np.float32), "h": state, "c": state}
    result: Samples = _file_session().run(["speech_probs"], feed)[0].reshape(-1)
    return result
