"""The Silero v6 voice model: its file, its window, and a whole recording in one call.

A window is 512 samples of 16 kHz audio (32 ms), preceded by the last 64 samples of the window before it. The network is
a convolutional encoder, an LSTM of 128 units with state (h, c), and a sigmoid: one probability a window. The shipped
graph runs many windows of *one* stream in one call: its encoder's batch becomes the LSTM's time. Live rooms need many
streams in one call, which is `media.speech.silero_network`.
"""

from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
PER_MS = SAMPLE_RATE // 1000
WINDOW_SAMPLES = 512
WINDOW_MS = 32
CONTEXT_SAMPLES = 64
STATE_SIZE = 128

Samples = NDArray[np.float32]


def model_bytes() -> bytes:
    return (files("faster_whisper") / "assets" / "silero_vad_v6.onnx").read_bytes()


@cache
def _file_session() -> Any:
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model_bytes(), options, providers=["CPUExecutionProvider"])


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
