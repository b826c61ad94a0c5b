"""A house under the product's own supervisor, to be killed by its tests: stores, two API processes and a worker.

Run by them: `python -m tests.interviews.whole_house SECOND_PORT`, settings by environment.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import msgspec
import psutil
from redis.asyncio import Redis

from backend.app.embedded import free_port
from backend.app.house import House as Card
from backend.app.house import HouseLock
from backend.app.plan import Plan, plan_house
from backend.app.supervisor import Supervisor
from backend.app.welcome import Console
from backend.kernel.environment import load_settings, to_environ
from backend.kernel.settings import Settings

from .house import until

ROOT = Path(__file__).parents[2]
PARTS = ("mongodb", "redis", "api", "worker")
UP_WITHIN_S = 120.0
_MARKS = {"mongodb": "secantus", "redis": "valkey", "worker": "backend.app.cli worker", "api": "backend.app.cli api"}


class WholeHouse:
    def __init__(self, settings: Settings) -> None:
        self._second_port = free_port()
        self._settings = msgspec.structs.replace(settings, port=free_port())
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in (self._settings.port, self._second_port)]

    @property
    def settings(self) -> Settings:
        """With the stores as they are named since the last start."""
        card = msgspec.json.decode((self._settings.data_dir / "house.json").read_bytes(), type=Card)
        return msgspec.structs.replace(self._settings, mongodb_uri=card.mongodb_uri, redis_url=card.redis_url)

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.interviews.whole_house", str(self._second_port)]
        environ = {**os.environ, **to_environ(self._settings)}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)

    async def up(self) -> float:
        """Until one of the API processes answers; the moment (monotonic). Raises: TimeoutError."""
        async with httpx.AsyncClient(timeout=5) as http:
            await until(lambda: _answers(http, self.addresses), within_s=UP_WITHIN_S)
        return time.monotonic()

    async def kept(self) -> None:
        """Until Redis has on disk what it was told: that of its last second a kill may cost."""
        redis = Redis.from_url(self.settings.redis_url or "", single_connection_client=True)
        await redis.set("test:kept", 1)
        assert (await redis.execute_command("WAITAOF", 1, 0, 60_000))[0] == 1
        await redis.aclose()

    async def kill(self, *parts: str) -> None:
        """SIGKILL to one process of each of these parts, once there is one; the supervisor starts it again."""
        for part in parts:
            _kill([await until(lambda part=part: self._process_of(part), within_s=UP_WITHIN_S)])

    async def _process_of(self, part: str) -> psutil.Process | None:
        for each in self._processes():
            with suppress(psutil.NoSuchProcess):
                if _MARKS[part] in " ".join(each.cmdline()):
                    return each
        return None

    def kill_all(self) -> None:
        """SIGKILL to everything, the supervisor first: nobody is told to end."""
        processes = [] if self._process is None else [psutil.Process(self._process.pid), *self._processes()]
        _kill(processes)
        psutil.wait_procs(processes, timeout=30)

    def _processes(self) -> list[psutil.Process]:
        if self._process is None or self._process.poll() is not None:
            return []
        return psutil.Process(self._process.pid).children(recursive=True)


@asynccontextmanager
async def a_whole_house(settings: Settings) -> AsyncIterator[WholeHouse]:
    """Started; with its stores, but perhaps not with all of its processes yet."""
    house = WholeHouse(settings)
    house.start()
    try:
        await house.up()
        yield house
    finally:
        house.kill_all()


async def _answers(http: httpx.AsyncClient, addresses: list[str]) -> bool:
    for address in addresses:
        with suppress(httpx.TransportError):
            if (await http.get(f"{address}/healthz")).status_code == 200:
                return True
    return False


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)


def _plan(settings: Settings, second_port: int) -> Plan:
    """As `greenroom up` would, without what no interview of these tests needs, and with a second API process."""
    plan = plan_house(settings, is_lan=False, is_demo=True)
    children = [child for child in plan.children if child.name in PARTS]
    api = next(child for child in children if child.name == "api")
    second = msgspec.structs.replace(api, name="api 2", environ={**api.environ, "GREENROOM_PORT": str(second_port)})
    return msgspec.structs.replace(plan, children=[*children, second], is_demo=False)


if __name__ == "__main__":
    given = load_settings(os.environ)
    with HouseLock(given.data_dir) as lock:
        planned = _plan(given, int(sys.argv[1]))
        lock.announce(planned.house)
        sys.exit(asyncio.run(Supervisor(planned, Console()).run()))
