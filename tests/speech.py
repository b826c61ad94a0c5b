"""Speech for the tests: recordings where there are some, else English sentences spoken by espeak-ng.

The made folder has the shape of the recorded one: FLAC, 16 kHz, mono, and `manifest.json`, a list of
`{"file", "language", "duration", "text", "sha256", …}`. Whisper base understands espeak-ng's English word for word, its
Chinese voice it does not, so there is no Chinese.
"""

import fcntl
import hashlib
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000

SENTENCES = {
    "en-espeak-1": "I worked in a small shop for two years and I talked to people every day.",
    "en-espeak-2": "My team had to finish the report before Monday, so we divided the work into three parts.",
    "en-espeak-3": "The customer was angry at first, but I listened, and then we found a better answer together.",
    "en-espeak-4": "I like to learn new things, and I read a book about good design every month.",
    "en-espeak-5": "When the machine stopped, I called my manager and we repaired it in one hour.",
    "en-espeak-6": "Next year I want to lead a project and help younger people to grow.",
}


def speech_folder(recorded: Path, base: Path) -> Path:
    """`recorded` where it holds a manifest, else a folder below `base` that is made once for all test workers.

    Raises: RuntimeError where there is neither a folder nor espeak-ng.
    """
    if (recorded / "manifest.json").is_file():
        return recorded.resolve()
    if shutil.which("espeak-ng") is None:
        raise RuntimeError(f"no speech in {recorded} and no espeak-ng to make some: apt-get install espeak-ng")
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    made = shared / "speech"
    with (shared / "speech.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "manifest.json").is_file():
            _make(made)
    return made


def _make(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    manifest = [_speak(folder / f"{name}.flac", text) for name, text in SENTENCES.items()]
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))


def _speak(path: Path, text: str) -> dict[str, object]:
    spoken = subprocess.run(
        ["espeak-ng", "-v", "en-us", "-s", "150", "--stdout", text], check=True, capture_output=True, timeout=30
    ).stdout
    samples, rate = soundfile.read(io.BytesIO(spoken), dtype="float32")
    silence = np.zeros(RATE // 4, np.float32)
    samples = np.concatenate([silence, _resampled(samples, rate), silence])
    soundfile.write(path, samples, RATE, subtype="PCM_16")
    return {
        "file": path.name,
        "language": "en",
        "duration": round(len(samples) / RATE, 3),
        "text": text,
        "corpus": "espeak-ng",
        "licence": "made on this machine",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "text_source": "tests/speech.py",
    }


def _resampled(
    samples: "np.ndarray[tuple[int], np.dtype[np.float32]]", rate: int
) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """Linear interpolation to 16 kHz: espeak-ng speaks at 22,050 Hz and has little above 5 kHz."""
    at = np.arange(0, len(samples) - 1, rate / RATE)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)
