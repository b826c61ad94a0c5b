"""The packet path is there twice: Python and compiled. The suite runs with what this machine has; the other is here."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import media.node
from media import native

ROOT = Path(__file__).parents[2]
OF_PACKETS = (
    *("test_bandwidth", "test_datagrams", "test_forward_path", "test_forward_stream", "test_keyframes", "test_nack"),
    *("test_receive_path", "test_reorder", "test_reports", "test_rtcp", "test_rtp", "test_sequence", "test_srtp"),
)


@pytest.mark.skipif(not media.node.is_compiled, reason="nothing is compiled here: the suite itself runs the sources")
def test_the_sources_pass_what_the_compiled_ones_pass() -> None:
    files = [f"tests/media/node/{name}.py" for name in OF_PACKETS] + ["tests/media/recording/test_timeline.py"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files],
        cwd=ROOT,
        env={**os.environ, native.PURE: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]


@pytest.mark.skipif(not media.node.is_compiled, reason="nothing is compiled here")
@pytest.mark.parametrize("module", native.MODULES)
def test_every_module_is_used_as_it_was_compiled(module: str) -> None:
    found = find_spec(f"media.node.{module}")
    assert found is not None
    assert Path(str(found.origin)).is_relative_to(native.BUILDS)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sources, and what would be compiled from them."""
    for folder in native.SOURCES:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.setattr(native, "ROOT", tmp_path)
    monkeypatch.setattr(native, "BUILDS", tmp_path / "var" / "native")
    shutil.copy(ROOT / "media" / "native.py", tmp_path / "media" / "native.py")
    monkeypatch.setattr(native, "__file__", str(tmp_path / "media" / "native.py"))
    (native.BUILDS / native.source_digest() / "media" / "node").mkdir(parents=True)
    monkeypatch.delenv(native.PURE, raising=False)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


def test_what_was_compiled_comes_before_the_sources(tree: Path) -> None:
    path = ["sources"]
    assert native.use_compiled(path)
    assert [Path(path[0]).is_relative_to(native.BUILDS), path[1:]] == [True, ["sources"]]


@pytest.mark.parametrize("edited", ["media/node/rtp.py", "media/speech/silero.py", "backend/contracts/media.py"])
def test_an_edited_source_is_never_shadowed(tree: Path, edited: str) -> None:
    with (tree / edited).open("a") as source:
        source.write("# edited\n")
    path = ["sources"]
    assert not native.use_compiled(path)
    assert path == ["sources"]


def test_a_new_source_a_renamed_one_and_another_way_to_compile_count_as_edited(tree: Path) -> None:
    before = native.source_digest()
    (tree / "media" / "node" / "new.py").touch()
    added = native.source_digest()
    (tree / "media" / "node" / "new.py").rename(tree / "media" / "node" / "newer.py")
    renamed = native.source_digest()
    (tree / "media" / "native.py").write_text("# other flags\n")
    assert len({before, added, renamed, native.source_digest()}) == 4


def test_the_environment_asks_for_the_sources(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(native.PURE, "1")
    assert not native.use_compiled([])


def test_a_machine_without_a_compiler_is_told_and_goes_on(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.chdir(tree)
    native.main()
    assert "without a C compiler" in capsys.readouterr().out


def test_mypyc_keeps_what_the_build_leans_on() -> None:
    """A failure here means: mypy was upgraded and moved one of these; adapt `media.native`."""
    build = pytest.importorskip("mypyc.build", reason="mypyc needs setuptools from Python 3.12 on")
    for name in ("generate_c_extension_shim", "include_dir", "mypyc_build"):
        assert hasattr(build, name), f"mypyc.build has no {name} any more"
    assert all((ROOT / "media" / "node" / f"{module}.py").exists() for module in native.MODULES)
