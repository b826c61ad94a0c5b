"""Families `vad` and `transcription`: what listening costs, and how well it is understood.

A small model reads the same sentence otherwise when it begins 10 ms later: of the Chinese clips, 11 to 19 % of the
characters wrong. So both recognisers hear each clip as often as there are `SHIFTS_MS`, each time begun so much later
and with noise too faint to be heard, and what is told is the mean; the goal is not to be worse than the other.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
from faster_whisper import WhisperModel

from backend.kernel.environment import load_settings
from load_tests.bench.publishers import SPEECH
from load_tests.bench.rows import Goal, Row
from media.speech.model import locate_model
from media.speech.pcm import read_pcm
from media.speech.recognise import Recogniser, simplified
from media.speech.silero import SAMPLE_RATE, Samples
from media.speech.transcript import SpokenLanguage
from media.speech.vad import VoiceActivityDetector

VAD_STREAMS = 64
VAD_S = 10
STEP_SAMPLES = round(0.096 * SAMPLE_RATE)
SHIFTS_MS = (0, 37, 100)
FAINT = 10 ** (-40 / 20)
COST = Goal(0.08)

Hear = Callable[[Samples], str]


def _load() -> float:
    return os.getloadavg()[0]


def vad_rows() -> Iterator[Row]:
    pcm = _some_speech()
    alone = _vad_ms([VoiceActivityDetector() for _ in range(4)], 1, pcm)
    for streams in (20, VAD_STREAMS):
        together = _vad_ms([VoiceActivityDetector()], streams, pcm)
        name = "CPU an audio-second and stream"
        yield Row("vad", name, together, "ms", _load(), Goal(5), "one by one", alone, f"{streams} streams")


def _some_speech() -> Samples:
    if SPEECH.exists():
        return read_pcm(SPEECH)[: VAD_S * SAMPLE_RATE]
    return np.random.default_rng(1).normal(0, 0.1, VAD_S * SAMPLE_RATE).astype(np.float32)


def _vad_ms(detectors: list[VoiceActivityDetector], streams_each: int, pcm: Samples) -> float:
    streams = [(detector, detector.open_stream()) for detector in detectors for _ in range(streams_each)]
    begun = time.process_time()
    for start in range(0, len(pcm), STEP_SAMPLES):
        for detector, stream in streams:
            detector.feed(stream, pcm[start : start + STEP_SAMPLES])
        for detector in detectors:
            detector.step()
    return (time.process_time() - begun) * 1000 / len(streams) / (len(pcm) / SAMPLE_RATE)


def transcription_rows() -> Iterator[Row]:
    """Nothing where there is no recorded speech or no model: made speech would flatter both."""
    manifest = SPEECH.parent / "manifest.json"
    model = locate_model(load_settings(dict(os.environ)))
    if not manifest.exists() or model is None:
        return
    clips = json.loads(manifest.read_text())
    ours, stock = Recogniser(model), WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=1)
    languages: tuple[SpokenLanguage, ...] = ("en", "zh")
    for language in languages:
        separator = " " if language == "en" else ""
        hear = _ours(ours, language, separator), _stock(stock, language)
        sentences = [clip for clip in clips if clip["language"] == language and "interview" not in str(clip["file"])]
        yield from _beside(language, "sentences", sentences, *hear)
        answer = SPEECH.parent / f"interview-{language}.json"
        if answer.exists():
            text = json.loads(answer.read_text())["text"]
            yield from _beside(language, "answer with pauses", [{"file": f"{answer.stem}.flac", "text": text}], *hear)


def _beside(language: SpokenLanguage, note: str, clips: list[dict[str, Any]], ours: Hear, stock: Hear) -> Iterator[Row]:
    truth = [str(clip["text"]) for clip in clips] * len(SHIFTS_MS)
    read = [read_pcm(SPEECH.parent / Path(str(clip["file"])).name) for clip in clips]
    sounds = [_disturbed(pcm, shift_ms) for shift_ms in SHIFTS_MS for pcm in read]
    cost, error = _judge(language, truth, sounds, ours)
    peer_cost, peer_error = _judge(language, truth, sounds, stock)
    measure, peer = "WER" if language == "en" else "CER", "faster-whisper, beam 5"
    note = f"{note}, mean of {len(SHIFTS_MS)} shifts"
    yield Row("transcription", f"CPU an audio-second, {language}", cost, "s", _load(), COST, peer, peer_cost, note)
    yield Row("transcription", f"{measure} {language}", error, "%", _load(), Goal(peer_error), peer, peer_error, note)


def _disturbed(pcm: Samples, shift_ms: int) -> Samples:
    """(n,) → as many and so much more in front."""
    ahead = shift_ms * SAMPLE_RATE // 1000
    faint = FAINT * float(np.sqrt(np.mean(np.square(pcm))))
    noise = np.random.default_rng(shift_ms).normal(0, faint, ahead + len(pcm)).astype(np.float32)
    noise[ahead:] += pcm
    return noise


def _ours(recogniser: Recogniser, language: SpokenLanguage, separator: str) -> Hear:
    return lambda pcm: separator.join(segment.text for segment in recogniser.transcribe(pcm, language))


def _stock(model: WhisperModel, language: str) -> Hear:
    return lambda pcm: "".join(part.text for part in model.transcribe(pcm, language=language, beam_size=5)[0])


def _judge(language: str, truth: list[str], sounds: list[Samples], hear: Hear) -> tuple[float, float]:
    """(CPU-s an audio-s, error in per cent) after one clip to warm up."""
    hear(sounds[0])
    begun = time.process_time()
    heard = [hear(pcm) for pcm in sounds]
    cost = (time.process_time() - begun) / (sum(map(len, sounds)) / SAMPLE_RATE)
    rate = jiwer.cer if language == "zh" else jiwer.wer
    return cost, 100 * float(rate(_plain(truth, language), _plain(heard, language)))


def _plain(texts: list[str], language: str) -> list[str]:
    """Without what is a matter of spelling: case, punctuation, hyphens, traditional characters."""
    if language == "zh":
        return ["".join(re.findall(r"[\u4e00-\u9fff0-9a-zA-Z]", text)) for text in simplified(texts)]
    lower = [text.lower().replace("-", " ").replace("’", "'") for text in texts]
    return [" ".join(re.sub(r"[^a-z0-9' ]", " ", text).split()) for text in lower]
