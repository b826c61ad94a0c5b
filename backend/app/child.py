"""One supervised child process: started, its output prefixed, started again when it ends, stopped on demand."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

import msgspec

from backend.kernel.children import die_with_parent

FIRST_PAUSE_S = 0.2
LAST_PAUSE_S = 5.0
HEALTHY_S = 10.0
STOP_TIMEOUT_S = 25.0
OUTPUT_TIMEOUT_S = 1.0
LINE_BYTES = 65_536
EXIT_MISUSED = 2

Say = Callable[[str, str], None]


class ChildMisconfigured(Exception):
    """A child refused its settings; another start would end the same way."""


class ChildSpec(msgspec.Struct, frozen=True):
    """It runs in `directory` and writes into the file `log`, or else its lines are passed on.

    `at_parents_death` is what the kernel sends it when the supervisor itself is killed.
    """

    name: str
    argv: list[str]
    environ: dict[str, str]
    directory: Path | None = None
    log: Path | None = None
    at_parents_death: signal.Signals = signal.SIGKILL


class Child:
    """Runs in a session of its own, so that a signal reaches whatever it has started in turn."""

    def __init__(self, spec: ChildSpec, say: Say) -> None:
        self.spec = spec
        self._say = say
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Until `stop`: starts the process again after 0.2 s, then longer up to 5 s, anew after 10 s of health.

        Raises: ChildMisconfigured where it ends with exit code 2.
        """
        loop = asyncio.get_running_loop()
        pause_s = FIRST_PAUSE_S
        try:
            while not self._stopping.is_set():
                started = loop.time()
                code = await self._once()
                if self._stopping.is_set():
                    return
                if code == EXIT_MISUSED:
                    raise ChildMisconfigured(self.spec.name)
                pause_s = FIRST_PAUSE_S if loop.time() - started >= HEALTHY_S else pause_s
                self._say(self.spec.name, f"ended ({_reason(code)}), starts again in {pause_s:.1f} s{self._where()}")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause_s)
                pause_s = min(2 * pause_s, LAST_PAUSE_S)
        finally:
            self._kill()
            self._ended.set()

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL for the whole session where that is not heard within 25 s. Returns when it is over."""
        self._stopping.set()
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
        try:
            await asyncio.wait_for(self._ended.wait(), STOP_TIMEOUT_S)
        except TimeoutError:
            self._say(self.spec.name, "does not stop and is killed")
            self._kill()
            await self._ended.wait()

    async def _once(self) -> int:
        output, write_end = self._open_output()
        try:
            process = await asyncio.create_subprocess_exec(
                *self.spec.argv,
                env=self.spec.environ,
                cwd=self.spec.directory,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=write_end,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(self.spec.at_parents_death),
            )
        finally:
            os.close(write_end)
        self._process = process
        if self._stopping.is_set():
            process.terminate()
        pump = asyncio.create_task(self._pump(output), name=f"output of {self.spec.name}")
        try:
            return await process.wait()
        finally:
            self._kill()
            self._process = None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(pump, OUTPUT_TIMEOUT_S)

    def _open_output(self) -> tuple[int | None, int]:
        """What we read, and what the child writes into.

        A pipe of our own: asyncio's would hold up `wait` for as long as a grandchild keeps it open.
        """
        if self.spec.log is None:
            return os.pipe()
        return None, os.open(self.spec.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    async def _pump(self, descriptor: int | None) -> None:
        if descriptor is None:
            return
        output = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(output), os.fdopen(descriptor, "rb", buffering=0)
        )
        pending = b""
        try:
            while piece := await output.read(LINE_BYTES):
                *lines, pending = (pending + piece).split(b"\n")
                if len(pending) > LINE_BYTES:
                    lines, pending = [*lines, pending], b""
                for line in lines:
                    self._say(self.spec.name, line.decode("utf-8", "replace"))
            if pending:
                self._say(self.spec.name, pending.decode("utf-8", "replace"))
        finally:
            transport.close()

    def _where(self) -> str:
        return f"; see {self.spec.log}" if self.spec.log else ""

    def _kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
