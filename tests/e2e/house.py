"""A whole Greenroom for end-to-end tests: `greenroom up --demo` as a user starts it, in a folder of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

START_TIMEOUT_S = 240.0
STOP_TIMEOUT_S = 30.0
BY_NAME = frozenset({"Hannah Weiss", "陈可欣"})


class House:
    """Started by `start`, stopped by `stop`. `demo` is what `greenroom demo --json` printed."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.log_path = data_dir.parent / "house.log"
        self.demo: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return str(self.demo["base_url"])

    @property
    def redis_url(self) -> str:
        """Of the house's own Redis, for what no screen shows."""
        assert self._process is not None
        lines = [" ".join(_cmdline(child)) for child in psutil.Process(self._process.pid).children(recursive=True)]
        found = [re.search(r"valkey-server .*?(?:127\.0\.0\.1:|--port )(\d+)", line) for line in lines]
        port = next(each[1] for each in found if each is not None)
        return f"redis://127.0.0.1:{port}/0"

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GREENROOM_")}
        return kept | {
            "GREENROOM_DATA_DIR": str(self.data_dir),
            "GREENROOM_PORT": "0",
            "GREENROOM_LOG_FORMAT": "json",
            "GREENROOM_WORKER_PROCESSES": "1",
        }

    def start(self) -> None:
        self.launch()
        printed = subprocess.run(
            [*_greenroom(), "demo", "--json"], env=self.environ, capture_output=True, check=True, timeout=240
        )
        self.demo = json.loads(printed.stdout)

    def launch(self) -> None:
        """Until it says that it is ready. Raises: RuntimeError with its last words."""
        log = self.log_path.open("wb")
        self._process = subprocess.Popen(
            [*_greenroom(), "up", "--demo"], env=self.environ, stdout=log, stderr=subprocess.STDOUT
        )
        deadline = time.monotonic() + START_TIMEOUT_S
        while b" ready at " not in self.log_path.read_bytes():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the house does not stand:\n{self.log_path.read_text()[-4000:]}")
            time.sleep(0.1)

    def put_nobody_on_duty(self) -> None:
        """Interviews that tests leave behind call for a person after ten minutes; no screen of others shall ring."""
        headers = {"Authorization": f"Bearer {self.staff('hr_operator')['token']}"}
        rota = self.get("/api/staff/rescue/rota", self.staff("hr_operator")["token"])
        nobody = [{"member_id": rota["members"][0]["id"], "weekly": [], "exceptions": []}]
        given = {"version": rota["version"], "zone": "UTC", "levels": [{"duties": nobody}]}
        answer = httpx.put(f"{self.base_url}/api/staff/rescue/rota", headers=headers, json=given, timeout=60)
        answer.raise_for_status()

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def candidate(self, state: str, language: str | None = None) -> dict[str, Any]:
        """A demo candidate whose interview is in `state` now; none of those whom a test asks for by name."""
        for person in self.demo["candidates"]:
            if person["name"] in BY_NAME:
                continue
            view = self.get(f"/api/interviews/{person['interview_id']}", person["token"])
            if view["state"] == state and (language is None or self.language_of(person) == language):
                return dict(person)
        raise LookupError(f"no demo candidate is {state} ({language})")

    def named(self, name: str) -> dict[str, Any]:
        """The demo candidate of this name, whatever the state."""
        return dict(next(person for person in self.demo["candidates"] if person["name"] == name))

    def language_of(self, person: dict[str, Any]) -> str:
        return str(self.get("/api/me", person["token"])["language"])

    def staff(self, role: str) -> dict[str, Any]:
        return dict(next(person for person in self.demo["staff"] if person["role"] == role))

    def cookie(self, token: str) -> Any:
        """For a browser's context: whose token it is, is signed in."""
        return {"name": "greenroom_session", "value": token, "url": self.base_url}

    def get(self, path: str, token: str) -> Any:
        answer = httpx.get(self.base_url + path, headers={"Authorization": f"Bearer {token}"}, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def kill(self, process: str) -> int:
        """SIGKILL to one of our processes, as the kernel's out-of-memory killer would. The pid that died."""
        child = self._child(process)
        child.kill()
        return int(child.pid)

    @contextmanager
    def halted(self, process: str) -> Iterator[None]:
        """One of our processes does nothing (SIGSTOP) meanwhile: what is sent to it is lost or waits."""
        child = self._child(process)
        child.suspend()
        try:
            yield
        finally:
            child.resume()

    def _child(self, process: str) -> psutil.Process:
        assert self._process is not None
        for child in psutil.Process(self._process.pid).children():
            if process in _cmdline(child):
                return child
        raise LookupError(f"no process {process}")


def _cmdline(process: psutil.Process) -> list[str]:
    """Empty of one that ends just now."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _greenroom() -> list[str]:
    return [sys.executable, "-m", "backend.app.cli"]
