"""A small pool of one-thread child processes. A child's death is a coded failure of its task, not the worker's end."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import structlog

import media
from backend.kernel.children import die_with_parent
from media.workers.confinement import KEPT_VARIABLES, Confinement
from media.workers.tasks import (
    LAST_REPORTS,
    Failed,
    JoinLegs,
    JoinTwoPaths,
    Prepare,
    Report,
    Task,
    Transcribe,
    TranscribeGroup,
)

MAX_LINE_BYTES = 16 << 20
PREPARE_WALL_S = 120.0
_URGENCY: dict[type[Task], int] = {Transcribe: 0, JoinLegs: 0, JoinTwoPaths: 0, Prepare: 0, TranscribeGroup: 2}
"""Somebody waits for the words of a finished answer; those of a running one come when nothing else waits."""
_ORDINARY = 1
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}

log = structlog.get_logger()


class TaskFailed(Exception):
    """`code`: media_unreadable, media_too_large, media_failed, or of a dead child worker_crashed, worker_timeout."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail

    @property
    def is_the_childs_end(self) -> bool:
        return self.code in {"worker_crashed", "worker_timeout"}


class NotBegun(Exception):
    """No child became free in time, or the task was no longer wanted when one did."""


class _Child:
    """One process, started when it is first needed and again after its end."""

    def __init__(self, limits: Confinement, niceness: int) -> None:
        self._limits = limits
        self._niceness = niceness
        self._process: Process | None = None

    async def run(self, task: Task, wall_s: float) -> AsyncGenerator[Report, None]:
        process = self._process if self._process and self._process.returncode is None else await self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        is_answered = False
        try:
            async with asyncio.timeout(wall_s):
                try:
                    process.stdin.write(msgspec.json.encode(task) + b"\n")
                    await process.stdin.drain()
                except (BrokenPipeError, ConnectionResetError):
                    pass  # its end is read below
                while line := await process.stdout.readline():
                    report: Report = msgspec.json.decode(line, type=Report)
                    is_answered = isinstance(report, LAST_REPORTS)
                    yield report
                    if is_answered:
                        return
                code = await process.wait()
                raise TaskFailed("worker_crashed", f"the child ended with {code}")
        except TimeoutError:
            raise TaskFailed("worker_timeout", f"no end after {wall_s:.0f} s") from None
        finally:
            if not is_answered:
                await self.stop()

    async def _start(self) -> Process:
        root = str(Path(media.__file__).parents[1])
        environ = {name: value for name, value in os.environ.items() if name in KEPT_VARIABLES}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "media.workers.child", msgspec.json.encode(self._limits).decode(),
            stdin=PIPE, stdout=PIPE, limit=MAX_LINE_BYTES, preexec_fn=self._arrange(),
            env={**environ, **_ONE_THREAD, "PYTHONPATH": root},
        )  # fmt: skip
        return self._process

    def _arrange(self) -> Callable[[], None]:
        """Runs in the child before its program."""
        die, niceness = die_with_parent(), self._niceness

        def arrange() -> None:
            die()
            os.nice(niceness)

        return arrange

    async def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()


class _FreeChildren:
    """Children without a task, the one used last first; who waits for one gets it in order of urgency, then of time."""

    def __init__(self, children: Sequence[_Child]) -> None:
        self._free = list(children)
        self._waiting: list[tuple[int, int, asyncio.Future[_Child]]] = []
        self._asked = count()

    async def take(self, urgency: int) -> _Child:
        """`urgency` 0 is the greatest."""
        if self._free:
            return self._free.pop()
        place: asyncio.Future[_Child] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (urgency, next(self._asked), place))
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.give(place.result())
            raise

    def give(self, child: _Child) -> None:
        while self._waiting:
            *_, place = heappop(self._waiting)
            if not place.done():
                place.set_result(child)
                return
        self._free.append(child)


class ChildPool:
    """`size` children; a task waits for a free one, the more urgent first. Leaving the context kills them.

    `niceness` is added to the worker's own (0 to 19, nice(2)).
    """

    def __init__(self, size: int, limits: Confinement | None = None, *, niceness: int = 0) -> None:
        self._children = [_Child(limits or Confinement(), niceness) for _ in range(size)]
        self._free = _FreeChildren(self._children)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            await child.stop()

    async def prepare(self, task: Prepare) -> None:
        """Have every child started and ready. One that fails is told by the task that needs it."""
        ready = await asyncio.gather(*(self._prepared(task) for _ in self._children), return_exceptions=True)
        for failure in ready:
            if isinstance(failure, BaseException):
                log.warning("child_not_prepared", error=repr(failure))

    async def _prepared(self, task: Prepare) -> None:
        async for _ in self.run(task, wall_s=PREPARE_WALL_S):
            pass

    async def run(
        self,
        task: Task,
        *,
        wall_s: float,
        wait_s: float | None = None,
        is_off: Callable[[], Awaitable[bool]] | None = None,
    ) -> AsyncGenerator[Report, None]:
        """The reports of one task, without `Failed`.

        Raises: TaskFailed; NotBegun where no child becomes free within `wait_s`, or it `is_off` when one does.
        """
        child = await self._free_within(wait_s, _URGENCY.get(type(task), _ORDINARY))
        try:
            if is_off is not None and await is_off():
                raise NotBegun
            async with aclosing(child.run(task, wall_s)) as reports:
                async for report in reports:
                    if isinstance(report, Failed):
                        raise TaskFailed(report.code, report.detail)
                    yield report
        finally:
            self._free.give(child)

    async def _free_within(self, wait_s: float | None, urgency: int) -> _Child:
        try:
            async with asyncio.timeout(wait_s):
                return await self._free.take(urgency)
        except TimeoutError:
            raise NotBegun from None
