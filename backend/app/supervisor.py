"""`greenroom up`: the whole house on one machine, each process watched and started again when it ends."""

import asyncio
import signal
import ssl
import sys
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from backend.app.child import Child, ChildMisconfigured
from backend.app.embedded import EmbeddedMissing
from backend.app.house import HouseLock, HouseTaken
from backend.app.plan import Plan, PortTaken, plan_house
from backend.app.welcome import Console, demo_of, welcome
from backend.kernel.settings import Settings

READY_TIMEOUT_S = 90.0
POLL_S = 0.05
FIRST = ("mongodb", "redis", "api")
"""Started at once; the others follow when the API answers, so that the page is there as early as it can be."""
REST_AFTER_S = 10.0
STOP_ORDER = (("media",), ("api", "worker", "notifier", "mailbox"), ("mongodb", "redis"))


def up(settings: Settings, *, is_lan: bool, is_demo: bool | None) -> int:
    """Runs until SIGTERM or SIGINT. The exit code: 0, 1 where the house cannot stand, 2 where a setting is wrong."""
    try:
        with HouseLock(settings.data_dir) as lock:
            plan = plan_house(settings, is_lan=is_lan, is_demo=settings.demo if is_demo is None else is_demo)
            lock.announce(plan.house)
            return asyncio.run(Supervisor(plan, Console()).run())
    except (HouseTaken, PortTaken, EmbeddedMissing) as error:
        print(f"greenroom: {error}", file=sys.stderr)
        return 1


class Supervisor:
    """Owns the children of one plan. Killed itself, it leaves none behind: the kernel ends them (`children`)."""

    def __init__(self, plan: Plan, console: Console) -> None:
        self._plan = plan
        self._console = console
        self._children = {spec.name: Child(spec, console.say) for spec in plan.children}
        self._stop = asyncio.Event()
        self._exit_code = 0
        self._began = time.monotonic()
        self._started: set[str] = set()

    async def run(self) -> int:
        """Until a signal, or until a child refuses its settings."""
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(wanted, self._stop.set)
        async with asyncio.TaskGroup() as tasks:
            self._start(tasks, [child for name, child in self._children.items() if name in FIRST])
            greeting = tasks.create_task(self._greet(tasks), name="greeting")
            await self._stop.wait()
            greeting.cancel()
            self._console.say("up", "stopping")
            for names in STOP_ORDER:
                await asyncio.gather(*(self._children[name].stop() for name in names if name in self._started))
        return self._exit_code

    def _start(self, tasks: asyncio.TaskGroup, children: Iterable[Child]) -> None:
        for child in children:
            tasks.create_task(self._keep(child), name=child.spec.name)
            self._started.add(child.spec.name)

    async def _keep(self, child: Child) -> None:
        try:
            await child.run()
        except ChildMisconfigured as refused:
            self._console.say("up", f"{refused} does not start with these settings")
            self._exit_code = 2
            self._stop.set()

    async def _greet(self, tasks: asyncio.TaskGroup) -> None:
        is_up = await self._is_up(REST_AFTER_S)
        self._start(tasks, [child for name, child in self._children.items() if name not in FIRST])
        if not is_up and not await self._is_up(READY_TIMEOUT_S):
            self._console.say("up", f"the API does not answer within {READY_TIMEOUT_S:.0f} s; its lines above say why")
            return
        self._console.say("up", f"ready at {self._plan.house.base_url} after {self._age_s():.1f} s")
        demo = await demo_of(self._plan, self._console) if self._plan.is_demo else None
        welcome(self._plan, demo, self._console)

    async def _is_up(self, within_s: float) -> bool:
        while self._age_s() < within_s:
            if await _is_healthy(self._plan.api_url):
                return True
            await asyncio.sleep(POLL_S)
        return False

    def _age_s(self) -> float:
        return time.monotonic() - self._began


async def _is_healthy(url: str) -> bool:
    """Whether `{url}/healthz` answers 200; the certificate is our own, so nobody else vouches for it."""
    parts = urlsplit(url)
    tls = None
    if parts.scheme == "https":
        tls = ssl.create_default_context()
        tls.check_hostname = False
        tls.verify_mode = ssl.CERT_NONE
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port, ssl=tls)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            status = await reader.readline()
            writer.close()
    except (OSError, TimeoutError):
        return False
    return b" 200 " in status
