"""`greenroom up`: the whole house on one machine, each process watched and started again when it ends."""

import asyncio
import signal
import ssl
import sys
import time
from urllib.parse import urlsplit

from backend.app.child import Child, ChildMisconfigured
from backend.app.embedded import EmbeddedMissing
from backend.app.house import HouseLock, HouseTaken
from backend.app.plan import Plan, PortTaken, plan_house
from backend.app.welcome import Console, demo_of, welcome
from backend.kernel.settings import Settings

READY_TIMEOUT_S = 90.0
POLL_S = 0.05
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
        self._started = time.monotonic()

    async def run(self) -> int:
        """Until a signal, or until a child refuses its settings."""
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(wanted, self._stop.set)
        async with asyncio.TaskGroup() as tasks:
            for child in self._children.values():
                tasks.create_task(self._keep(child), name=child.spec.name)
            greeting = tasks.create_task(self._greet(), name="greeting")
            await self._stop.wait()
            greeting.cancel()
            self._console.say("up", "stopping")
            for names in STOP_ORDER:
                await asyncio.gather(*(self._children[name].stop() for name in names if name in self._children))
        return self._exit_code

    async def _keep(self, child: Child) -> None:
        try:
            await child.run()
        except ChildMisconfigured as refused:
            self._console.say("up", f"{refused} does not start with these settings")
            self._exit_code = 2
            self._stop.set()

    async def _greet(self) -> None:
        if not await self._is_up():
            self._console.say("up", f"the API does not answer within {READY_TIMEOUT_S:.0f} s; its lines above say why")
            return
        self._console.say("up", f"ready at {self._plan.house.base_url} after {time.monotonic() - self._started:.1f} s")
        demo = await demo_of(self._plan, self._console) if self._plan.is_demo else None
        welcome(self._plan, demo, self._console)

    async def _is_up(self) -> bool:
        while time.monotonic() - self._started < READY_TIMEOUT_S:
            if await _is_healthy(self._plan.api_url):
                return True
            await asyncio.sleep(POLL_S)
        return False


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
