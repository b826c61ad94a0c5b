"""Embedded stores for what people are told, the notifier processes that tell it, and what each process has cost."""

import asyncio
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import psutil

from backend.app.embedded import EmbeddedMongo, EmbeddedRedis
from backend.contracts.events.notifications import NoticeContent
from backend.kernel.crypto import Keyring
from backend.kernel.environment import load_settings, to_environ
from backend.kernel.mongo import Mongo
from backend.kernel.settings import Settings
from backend.notices.model import Notice
from load_tests.providers import Providers

_ROOT = Path(__file__).resolve().parents[1]
_PARAMETERS = {
    "first_name": "Lin", "position": "Support", "employer": "Clearlight", "starts_at": "2026-11-27T06:30:00+00:00",
    "minutes": "15",
}  # fmt: skip


class Notifier:
    """One notifier process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backend.app.cli", "notifier", cwd=_ROOT,
            env={**os.environ, **to_environ(self._settings)},
        )  # fmt: skip

    async def kill(self) -> float:
        """By SIGKILL; gives what it has used of the processor, in seconds. Again is harmless."""
        if self._process is None or self._process.returncode is not None:
            return 0.0
        used_s = self.cpu_s()
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()
        return used_s

    def cpu_s(self) -> float:
        return _cpu_s(self._process.pid) if self._process else 0.0

    def memory_bytes(self) -> int:
        return int(psutil.Process(self._process.pid).memory_info().rss) if self._process else 0


class NoticesHouse(msgspec.Struct, frozen=True):
    settings: Settings
    mongo: Mongo
    mongo_pid: int
    providers: Providers

    @property
    def keyring(self) -> Keyring:
        return Keyring.from_settings(self.settings)

    def cpu_s(self) -> dict[str, float]:
        """What the processes beside the notifiers have used so far."""
        return {
            "MongoDB": _cpu_s(self.mongo_pid), "mail server and push service": self.providers.cpu_s(),
            "the scenario itself": _cpu_s(os.getpid()),
        }  # fmt: skip


@asynccontextmanager
async def a_notices_house(providers: Providers, **more: str) -> AsyncIterator[NoticesHouse]:
    """`more` settings by their names in the environment, without the prefix."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        server = await stack.enter_async_context(EmbeddedMongo(folder / "mongo"))
        redis = await stack.enter_async_context(EmbeddedRedis(folder / "redis"))
        own = {
            "DATA_DIR": str(folder), "MONGODB_URI": server.uri, "MONGODB_DATABASE": f"load_{secrets.token_hex(4)}",
            "REDIS_URL": redis.uri, "SMTP_URL": f"smtp://127.0.0.1:{providers.mail_port}?tls=none",
            "OUTGOING_ALLOW": "127.0.0.1", "LOG_LEVEL": "error", "BASE_URL": "https://greenroom.test",
        }  # fmt: skip
        settings = load_settings({f"GREENROOM_{name}": value for name, value in {**own, **more}.items()})
        mongo = await Mongo.connect(server.uri, settings.mongodb_database)
        stack.push_async_callback(mongo.close)
        yield NoticesHouse(settings, mongo, server.pid, providers)


def a_reminder(keyring: Keyring, number: int, now: datetime, due_at: datetime) -> Notice:
    """Urgent, to person `number`: the even ones have an address to write to."""
    id = f"minutes_before:bkg_{number}:can_{number}"
    email = "" if number % 2 else f"p{number}@example.org"
    content = msgspec.json.encode(NoticeContent(email, "", "/green-room", _PARAMETERS))
    due_at = due_at.replace(microsecond=due_at.microsecond // 1000 * 1000)
    return Notice(
        id=id, account_id=f"can_{number}", kind="minutes_before", language="en", revision=0, urgency="high",
        content_sealed=keyring.seal(content, id.encode()), token=secrets.token_urlsafe(16), created_at=now,
        due_at=due_at, look_at=due_at,
    )  # fmt: skip


def _cpu_s(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
