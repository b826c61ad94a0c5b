import hashlib
from pathlib import Path

import pytest

from backend.kernel.environment import load_settings
from backend.kernel.errors import Unavailable
from media.speech.model import SPEECH_MODEL_CORRUPT, assemble, locate_model, model_name


def parts(folder: Path) -> tuple[list[Path], list[Path], str]:
    for name, data in (("one", b"first half "), ("two", b"second half"), ("config.json", b"{}")):
        (folder / name).write_bytes(data)
    whole = hashlib.sha256(b"first half second half").hexdigest()
    return [folder / "one", folder / "two"], [folder / "config.json"], whole


def test_two_parts_become_one_model(tmp_path: Path) -> None:
    pieces, small, sha256 = parts(tmp_path)
    model = assemble(pieces, small, tmp_path / "models" / "tiny", sha256=sha256)
    assert (model / "model.bin").read_bytes() == b"first half second half"
    assert (model / "config.json").is_file()


def test_a_wrong_hash_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    pieces, small, _ = parts(tmp_path)
    with pytest.raises(Unavailable, match="do not fit together") as caught:
        assemble(pieces, small, tmp_path / "models" / "tiny", sha256="0" * 64)
    assert caught.value.code == SPEECH_MODEL_CORRUPT
    assert list((tmp_path / "models").iterdir()) == []


def test_an_incomplete_model_is_replaced(tmp_path: Path) -> None:
    pieces, small, sha256 = parts(tmp_path)
    target = tmp_path / "models" / "tiny"
    target.mkdir(parents=True)
    (target / "model.bin").write_bytes(b"cut o")
    assert (assemble(pieces, small, target, sha256=sha256) / "model.bin").stat().st_size == 22


def test_the_embedded_model_is_put_together_once(model_dir: Path) -> None:
    settings = load_settings({"GREENROOM_DATA_DIR": str(model_dir.parents[1])})
    before = (model_dir / "model.bin").stat().st_mtime_ns
    assert locate_model(settings) == model_dir
    assert (model_dir / "model.bin").stat().st_mtime_ns == before
    assert model_name(settings) == "whisper-base"


def test_a_directory_is_taken_as_it_is(model_dir: Path, tmp_path: Path) -> None:
    settings = load_settings({"GREENROOM_DATA_DIR": str(tmp_path), "GREENROOM_WHISPER_MODEL": str(model_dir)})
    assert locate_model(settings) == model_dir


def test_a_directory_without_a_model_is_no_model(tmp_path: Path) -> None:
    settings = load_settings({"GREENROOM_DATA_DIR": str(tmp_path), "GREENROOM_WHISPER_MODEL": str(tmp_path)})
    assert locate_model(settings) is None
