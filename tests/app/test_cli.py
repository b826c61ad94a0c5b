"""The command line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backend.app.cli import main


def greenroom(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GREENROOM_")}
    return subprocess.run(
        [sys.executable, "-m", "backend.app.cli", *arguments],
        env=kept | environ,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_help_names_every_command_without_loading_any() -> None:
    code = "import sys; from backend.app.cli import build_parser; print(build_parser().format_help())\n"
    code += "print('loaded', [name for name in ('litestar', 'motor', 'av', 'msgspec') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for command in (
        "up",
        "api",
        "media",
        "worker",
        "notifier",
        "mailbox",
        "demo",
        "doctor",
        "transcribe",
        "rehearse",
        "openapi",
    ):
        assert re.search(rf"^    {command}\s", said, re.MULTILINE)
    assert "loaded []" in said


def test_a_wrong_setting_is_named_and_ends_with_2(tmp_path: Path) -> None:
    said = greenroom("up", GREENROOM_PORT="eighty", GREENROOM_DATA_DIR=str(tmp_path))
    assert said.returncode == 2
    assert "GREENROOM_PORT is 'eighty'; expected a TCP port" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_secret_is_not_shown() -> None:
    said = greenroom("api", GREENROOM_MASTER_KEY="hunter2")
    assert said.returncode == 2
    assert "GREENROOM_MASTER_KEY" in said.stderr
    assert "hunter2" not in said.stderr


def test_an_unknown_command_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fly"])
    assert ended.value.code == 2
    assert "invalid choice" in capsys.readouterr().err
