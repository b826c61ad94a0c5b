"""One house a data directory."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backend.app.house import House, HouseLock, HouseTaken, at_home, running_house
from backend.kernel.settings import Settings
from tests.app.processes import eventually

HOUSE = House(os.getpid(), "http://127.0.0.1:8081", "mongodb://127.0.0.1:1/", "redis://127.0.0.1:2/0", None)


def test_a_second_house_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with (
        HouseLock(tmp_path),
        pytest.raises(HouseTaken, match=rf"already runs on .* \(process {os.getpid()}\)"),
        HouseLock(tmp_path),
    ):
        pass


def test_after_a_kill_the_directory_is_free(tmp_path: Path) -> None:
    code = "import signal, sys; from pathlib import Path; from backend.app.house import HouseLock\n"
    code += "with HouseLock(Path(sys.argv[1])): print('held', flush=True); signal.pause()"
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(HouseTaken), HouseLock(tmp_path):
            pass
        holder.send_signal(signal.SIGKILL)
    with eventually(lambda: HouseLock(tmp_path)):
        pass


def test_other_commands_find_the_running_house(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert at_home(settings) == settings
    with HouseLock(tmp_path) as lock:
        lock.announce(HOUSE)
        assert running_house(tmp_path) == HOUSE
        assert at_home(settings).mongodb_uri == HOUSE.mongodb_uri
        named = Settings(data_dir=tmp_path, redis_url="redis://mine/")
        assert at_home(named).redis_url == "redis://mine/"
    assert running_house(tmp_path) is None
