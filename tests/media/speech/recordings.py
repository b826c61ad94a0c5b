"""Recorded speech as samples, and long answers with pauses whose truth is known."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media.speech.pcm import read_pcm
from media.speech.silero import SAMPLE_RATE, Samples
from media.speech.transcript import SpokenLanguage

PAUSES_S = (0.6, 2.5, 4.0, 8.0, 0.6, 3.0)


def clips(speech_dir: Path, language: SpokenLanguage) -> list[dict[str, Any]]:
    """Single utterances of the manifest with their text; empty where the language is not there."""
    manifest = json.loads((speech_dir / "manifest.json").read_text())
    return [clip for clip in manifest if clip["language"] == language and not clip["file"].startswith("interview")]


def pcm_of(speech_dir: Path, clip: dict[str, Any]) -> Samples:
    return read_pcm(speech_dir / clip["file"])


def long_answers(speech_dir: Path) -> list[tuple[Samples, list[tuple[float, float]]]]:
    """(samples, stretches of speech in s): the recorded interviews, else one joined from single utterances."""
    recorded = []
    for truth in sorted(speech_dir.glob("interview-*.json")):
        spans = [(span["start"], span["end"]) for span in json.loads(truth.read_text())["speech"]]
        recorded.append((read_pcm(truth.with_suffix(".flac")), spans))
    return recorded or [_joined(speech_dir)]


def _joined(speech_dir: Path) -> tuple[Samples, list[tuple[float, float]]]:
    noise = np.random.default_rng(1)
    parts, spans, position = [np.zeros(SAMPLE_RATE, np.float32)], [], SAMPLE_RATE
    for clip, pause_s in zip(clips(speech_dir, "en"), PAUSES_S, strict=False):
        loud = np.flatnonzero(np.abs(pcm := pcm_of(speech_dir, clip)) > 0.02 * np.abs(pcm).max())
        voice = pcm[loud[0] : loud[-1]]
        spans.append((position / SAMPLE_RATE, (position + len(voice)) / SAMPLE_RATE))
        parts += [voice, np.zeros(round(pause_s * SAMPLE_RATE), np.float32)]
        position += len(parts[-1]) + len(voice)
    whole = np.concatenate(parts)
    return (whole + noise.normal(0, 5e-4, len(whole))).astype(np.float32), spans


def named(speech_dir: Path, file: str) -> Samples:
    """One of the recorded utterances; the test is skipped where speech is made."""
    if not (speech_dir / file).exists():
        pytest.skip(f"no {file} here")
    return read_pcm(speech_dir / file)


def noisy(pcm: Samples, decibels: float) -> Samples:
    """(n,) → the same with white noise so much below it."""
    level = float(np.sqrt(np.mean(np.square(pcm)))) * 10 ** (-decibels / 20)
    return pcm + np.random.default_rng(3).normal(0, level, len(pcm)).astype(np.float32)


def words_of(text: str, language: SpokenLanguage) -> list[str]:
    """What error rates are counted in: English words, Chinese characters; no case, no marks."""
    if language == "zh":
        return re.findall(r"[\u4e00-\u9fff0-9a-zA-Z]", text)
    return re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("-", " ").replace("’", "'")).split()


def error_rate(said: list[str], heard: list[str], language: SpokenLanguage) -> float:
    """Edits over reference words or characters, summed over all pairs."""
    edits = total = 0
    for truth, found in zip(said, heard, strict=True):
        reference, hypothesis = words_of(truth, language), words_of(found, language)
        edits += _distance(reference, hypothesis)
        total += len(reference)
    return edits / total


def _distance(reference: list[str], hypothesis: list[str]) -> int:
    row = list(range(len(hypothesis) + 1))
    for i, expected in enumerate(reference, 1):
        previous, row[0] = row[0], i
        for j, found in enumerate(hypothesis, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (expected != found))
    return row[-1]
