"""The verdict of `make test`: a flaky test is named, a broken one fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLAKY = """
from pathlib import Path

def test_flaky():
    seen = Path(__file__).with_name("seen")
    if not seen.exists():
        seen.touch()
        raise AssertionError
"""
BROKEN = "def test_broken():\n    assert False\n"


@pytest.mark.parametrize(
    ("tests", "code", "verdict"),
    [(FLAKY, 0, "FLAKY, passed only when run again: test_them.py::test_flaky"), (BROKEN, 1, "Once more, alone")],
)
def test_few_failures_are_run_once_more(tmp_path, tests, code, verdict):
    done = judged(tmp_path, tests)
    assert (done.returncode, verdict in done.stdout) == (code, True), done.stdout


def test_many_failures_are_not_run_again(tmp_path):
    done = judged(tmp_path, "".join(BROKEN.replace("broken", f"broken_{number}") for number in range(4)))
    assert (done.returncode, "Once more" in done.stdout) == (1, False), done.stdout


def judged(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_them.py").write_text(tests)
    command = [sys.executable, "-m", "tests.judged", "test_them.py", "-q", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
