"""`python -m tests.judged ARGUMENTS`: pytest, then a verdict over what failed.

As CPython's own test runner does: the few tests that fail among thousands are run once more, alone. One that fails
again has failed. One that passes only then is named as flaky at the end of the output, for its cause is to be found:
a test that waits for the wrong thing, or two parts of the product that race.

Ends with pytest's own code; 0 where all that failed was flaky.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

FEW = 3
"""With more failures something is broken, and nothing is run again."""

_NOTED_IN = "JUDGED_FAILED_TESTS"


def judge(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "failed"
        code = _pytest(*arguments, "-p", "tests.judged", noted_in=noted)
        failed = noted.read_text().splitlines() if noted.exists() else []
    if code != pytest.ExitCode.TESTS_FAILED or not 0 < len(failed) <= FEW:
        return code
    print(f"\nOnce more, alone: {', '.join(failed)}", flush=True)
    code = _pytest(*failed, "-q")
    if code == pytest.ExitCode.OK:
        print(f"FLAKY, passed only when run again: {', '.join(failed)}", flush=True)
    return code


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Notes the node ids of what failed, where pytest runs for `judge`."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and (noted_in := os.environ.get(_NOTED_IN)):
        failed = [report.nodeid for kind in ("failed", "error") for report in reporter.stats.get(kind, ())]
        Path(noted_in).write_text("\n".join(dict.fromkeys(failed)))


def _pytest(*arguments: str, noted_in: Path | None = None) -> int:
    environment = os.environ | ({_NOTED_IN: str(noted_in)} if noted_in is not None else {})
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(judge(sys.argv[1:]))
