"""Real speech as a browser's microphone: a clip of the manifest, then a pause, again and again."""

import json
import wave
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import soundfile

RATE = 48_000
PEAK = 0.7


class Voice(msgspec.Struct, frozen=True):
    """A WAV file that Chromium plays in a loop: `clip_s` of speech, saying `text`, then silence up to `period_s`."""

    path: Path
    text: str
    language: str
    clip_s: float
    period_s: float


def voice_of(speech_dir: Path, folder: Path, language: str, *, pause_s: float, longest_s: float = 12.0) -> Voice:
    """The longest clip of the language up to `longest_s`, written as 48 kHz WAV. LookupError where there is none."""
    clip = _choose(json.loads((speech_dir / "manifest.json").read_text()), language, longest_s)
    samples, rate = soundfile.read(speech_dir / clip["file"], dtype="float32", always_2d=True)
    speech = _resampled(samples.mean(axis=1), rate)
    speech *= PEAK / max(1e-6, float(np.abs(speech).max()))
    sound = np.concatenate([speech, np.zeros(int(pause_s * RATE), np.float32)])
    path = folder / f"voice-{language}-{pause_s}.wav"
    _write(path, sound)
    return Voice(path, clip["text"], language, len(speech) / RATE, len(sound) / RATE)


def hesitant_voice(speech_dir: Path, folder: Path, language: str, *, from_s: float) -> Voice:
    """The recorded interview with its real pauses, from `from_s` on; where none was recorded, an English clip again and
    again with a long pause behind it.
    """
    source = speech_dir / f"interview-{language}.flac"
    if not source.is_file():
        return voice_of(speech_dir, folder, "en", pause_s=9.0)
    told = json.loads(source.with_suffix(".json").read_text())
    samples, rate = soundfile.read(source, dtype="float32", always_2d=True)
    speech = _resampled(samples.mean(axis=1)[int(from_s * rate) :], rate)
    speech *= PEAK / max(1e-6, float(np.abs(speech).max()))
    path = folder / f"hesitant-{language}-{from_s}.wav"
    _write(path, speech)
    return Voice(path, told["text"], language, len(speech) / RATE, len(speech) / RATE)


def some_clip(speech_dir: Path, language: str, number: int) -> Path:
    """The clip of this number in the language, in English where there is none in it."""
    manifest = json.loads((speech_dir / "manifest.json").read_text())
    clips = [each for each in manifest if not each["file"].startswith("interview-")]
    spoken = [each for each in clips if each["language"] == language] or clips
    return speech_dir / spoken[number % len(spoken)]["file"]


def _write(path: Path, sound: np.ndarray) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((sound * 32767).astype("<i2").tobytes())


def _choose(manifest: list[dict[str, Any]], language: str, longest_s: float) -> dict[str, Any]:
    clips = [clip for clip in manifest if clip["language"] == language and clip["duration"] <= longest_s]
    clips = [clip for clip in clips if not clip["file"].startswith("interview-")]
    if not clips:
        raise LookupError(f"no clip in {language}")
    return max(clips, key=lambda clip: float(clip["duration"]))


def _resampled(samples: np.ndarray, rate: int) -> np.ndarray:
    length = round(len(samples) * RATE / rate)
    at = np.linspace(0, len(samples) - 1, length)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)
