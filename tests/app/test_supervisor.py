"""The supervisor over real processes: what dies comes back, and nothing is left behind."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.processes import eventually, is_alive

ROOT = Path(__file__).parents[2]


class RunningHouse:
    """`house_of_pids` as a process of its own, and what it has said so far."""

    def __init__(self, directory: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.app.house_of_pids", str(directory)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)

    def pids(self, name: str) -> list[int]:
        """The process ids under which it has lived, the newest last."""
        return [int(found[1]) for line in self.lines if (found := re.search(rf"│ {name} (\d+)", line))]

    def heard(self, pattern: str) -> bool:
        return any(re.search(pattern, line) for line in self.lines)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[RunningHouse]:
    house = RunningHouse(tmp_path)
    eventually(lambda: all(house.pids(name) for name in ("redis", "api", "worker", "grandchild")))
    yield house
    house.process.kill()
    house.process.wait()


def test_a_killed_child_is_back(house: RunningHouse) -> None:
    os.kill(house.pids("redis")[0], signal.SIGKILL)
    eventually(lambda: len(house.pids("redis")) == 2)
    assert house.heard(r"ended \(SIGKILL\), starts again in 0\.2 s")


def test_what_a_child_had_started_does_not_outlive_it(house: RunningHouse) -> None:
    os.kill(house.pids("worker")[0], signal.SIGKILL)
    eventually(lambda: not is_alive(house.pids("grandchild")[0]))
    eventually(lambda: len(house.pids("grandchild")) == 2)


def test_a_killed_supervisor_leaves_no_child_behind(house: RunningHouse) -> None:
    house.process.kill()
    children = [house.pids(name)[0] for name in ("redis", "api", "worker")]
    eventually(lambda: not any(is_alive(pid) for pid in children))
    os.kill(house.pids("grandchild")[0], signal.SIGKILL)


def test_sigterm_stops_all_and_ends_well(house: RunningHouse) -> None:
    house.process.terminate()
    assert house.process.wait(60) == 0
    eventually(lambda: not any(is_alive(house.pids(name)[0]) for name in ("redis", "api", "worker", "grandchild")))


def test_the_way_in_is_printed_when_the_api_answers(house: RunningHouse) -> None:
    assert eventually(lambda: house.heard(r"up +│ ready at http://127\.0\.0\.1:\d+ after"))
    assert eventually(lambda: house.heard(r"Staff +http://127\.0\.0\.1:\d+/staff"))
