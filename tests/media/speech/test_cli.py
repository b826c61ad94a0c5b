import json
import os
import random
import subprocess
import sys
from pathlib import Path

from tests.media.speech.recordings import clips, error_rate


def transcribe(model: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "GREENROOM_WHISPER_MODEL": str(model)}
    return subprocess.run(
        [sys.executable, "-m", "media.speech.cli", *arguments],
        capture_output=True, text=True, timeout=100, env=environ, check=False,
    )  # fmt: skip


def test_a_line_a_file_and_a_bad_one_hurts_no_other(model_dir: Path, speech_dir: Path, tmp_path: Path) -> None:
    clip = clips(speech_dir, "en")[0]
    good, bad = str(speech_dir / clip["file"]), tmp_path / "noise.webm"
    bad.write_bytes(random.Random(7).randbytes(5_000))
    done = transcribe(model_dir, "--json", str(bad), good)
    assert done.returncode == 1
    assert str(bad) in done.stderr
    assert "Traceback" not in done.stderr
    [line] = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(line) == ["file", "language", "text", "segments", "audio_s", "cpu_s"]
    assert (line["file"], line["language"]) == (good, "en")
    assert error_rate([clip["text"]], [line["text"]], "en") < 0.3
    assert set(line["segments"][0]) == {"start", "end", "text"}
    assert abs(line["audio_s"] - clip["duration"]) < 0.1


def test_without_json_it_is_for_people(model_dir: Path, speech_dir: Path) -> None:
    done = transcribe(model_dir, "--language", "en", str(speech_dir / clips(speech_dir, "en")[1]["file"]))
    assert done.returncode == 0
    assert "00:0" in done.stdout
    assert "{" not in done.stdout


def test_without_a_model_it_says_what_to_do(tmp_path: Path) -> None:
    done = transcribe(tmp_path, "--json", "any.flac")
    assert done.returncode == 2
    assert "speech_model_missing" in done.stderr
