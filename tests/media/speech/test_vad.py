from pathlib import Path

import numpy as np
import pytest

from media.speech import silero_network
from media.speech.silero import SAMPLE_RATE, WINDOW_SAMPLES, model_bytes, probabilities
from media.speech.vad import MAX_PENDING_SAMPLES, StreamId, VoiceActivityDetector
from tests.media.speech.recordings import clips, long_answers, pcm_of


@pytest.fixture(scope="module")
def detector() -> VoiceActivityDetector:
    return VoiceActivityDetector()


def test_a_batch_of_streams_gives_each_what_it_would_get_alone(
    detector: VoiceActivityDetector, speech_dir: Path
) -> None:
    recordings = [pcm_of(speech_dir, clip)[: 4 * SAMPLE_RATE] for clip in clips(speech_dir, "en")[:5]]
    streams = [detector.open_stream() for _ in recordings]
    found: dict[StreamId, list[tuple[int, float]]] = {stream: [] for stream in streams}
    sizes = np.random.default_rng(7)
    positions = [0] * len(recordings)
    while any(position < len(pcm) for position, pcm in zip(positions, recordings, strict=True)):
        for number, (stream, pcm) in enumerate(zip(streams, recordings, strict=True)):
            size = int(sizes.integers(1, 3_000))
            detector.feed(stream, pcm[positions[number] : positions[number] + size])
            positions[number] += size
        for stream, index, probability in detector.step():
            found[stream].append((index, probability))
    for stream, pcm in zip(streams, recordings, strict=True):
        whole = len(pcm) // WINDOW_SAMPLES
        assert [index for index, _ in found[stream]] == list(range(whole))
        assert np.allclose([p for _, p in found[stream]], probabilities(pcm)[:whole], atol=1e-4)
        detector.close_stream(stream)


def test_voice_is_told_from_silence_and_noise(detector: VoiceActivityDetector, speech_dir: Path) -> None:
    pcm, spans = long_answers(speech_dir)[0]
    voice = probabilities(pcm)
    begin, end = (round(edge * SAMPLE_RATE / WINDOW_SAMPLES) for edge in spans[0])
    assert np.median(voice[begin:end]) > 0.8
    noise = np.random.default_rng(3).normal(0, 0.05, 3 * SAMPLE_RATE).astype(np.float32)
    assert probabilities(noise).max() < 0.5
    assert probabilities(np.zeros(SAMPLE_RATE, np.float32)).max() < 0.1


def test_a_closed_stream_is_forgotten_and_feeding_it_harmless(detector: VoiceActivityDetector) -> None:
    stream = detector.open_stream()
    detector.feed(stream, np.zeros(WINDOW_SAMPLES, np.float32))
    detector.close_stream(stream)
    detector.close_stream(stream)
    detector.feed(stream, np.zeros(WINDOW_SAMPLES, np.float32))
    assert detector.step() == []


def test_a_backlog_is_bounded_and_indices_keep_the_time(detector: VoiceActivityDetector) -> None:
    stream = detector.open_stream()
    windows = MAX_PENDING_SAMPLES // WINDOW_SAMPLES + 40
    for _ in range(windows):
        detector.feed(stream, np.zeros(WINDOW_SAMPLES, np.float32))
    indices = [index for _, index, _ in detector.step()]
    assert indices[-1] == windows - 1
    assert indices == list(range(indices[0], windows))
    assert len(indices) * WINDOW_SAMPLES <= MAX_PENDING_SAMPLES
    detector.close_stream(stream)


def test_another_model_file_is_refused_loudly() -> None:
    with pytest.raises(silero_network.VoiceModelChanged, match="silero_vad_v6"):
        silero_network._checked(model_bytes() + b"\0")
