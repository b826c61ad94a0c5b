"""Long-lived tasks of a process: each has a name and an owner, and none fails unnoticed."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from types import TracebackType
from typing import Any, Self

import structlog

log = structlog.get_logger()

_RESTART_FIRST_S = 0.2
_RESTART_MAX_S = 10.0
_CANCEL_AGAIN_S = 2.0
"""`asyncio.wait_for` of Python 3.11 may swallow a cancellation; see `kernel/redis.py`."""


class TaskCrashed(Exception):
    """A task that must not end has failed; `__cause__` is its exception."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TaskSupervisor:
    """Owns tasks within `async with`; leaving it cancels and awaits them all.

    A crashed task is logged and takes the process down, so that the process supervisor starts it afresh: `on_crash`
    is called where there is one (a server that stops itself), else the body of the `async with` is cancelled; either
    way leaving raises TaskCrashed. With `restart=True` a task is started again with growing pauses instead.
    """

    def __init__(self, name: str = "tasks", *, on_crash: Callable[[], None] | None = None) -> None:
        self.name = name
        self._on_crash = on_crash
        self._tasks: set[asyncio.Task[None]] = set()
        self._owner: asyncio.Task[Any] | None = None
        self._crash: TaskCrashed | None = None
        self._is_cancelling_owner = False

    @property
    def crash(self) -> TaskCrashed | None:
        return self._crash

    def start(self, name: str, run: Callable[[], Awaitable[None]], *, restart: bool = False) -> None:
        """Runs `run()` until the supervisor is left. It may end by itself; raising is a crash."""
        self._own(name, self._keep(name, run) if restart else _once(run), is_vital=not restart)

    def spawn(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        """Runs one piece of work beside the others; its failure is logged and hurts nobody else."""
        self._own(name, coroutine, is_vital=False)

    async def __aenter__(self) -> Self:
        self._owner = asyncio.current_task()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._tasks:
            for task in list(self._tasks):
                task.cancel()
            await asyncio.wait(self._tasks, timeout=_CANCEL_AGAIN_S)
        if self._crash is None:
            return
        if self._is_cancelling_owner and self._owner is not None:
            self._owner.uncancel()
        if error is None or isinstance(error, asyncio.CancelledError):
            raise self._crash

    def _own(self, name: str, coroutine: Coroutine[Any, Any, None], *, is_vital: bool) -> None:
        task = asyncio.create_task(coroutine, name=f"{self.name}: {name}")
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(name, done, is_vital=is_vital))

    def _ended(self, name: str, task: "asyncio.Task[None]", *, is_vital: bool) -> None:
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("task_crashed" if is_vital else "task_failed", task=f"{self.name}: {name}", exc_info=error)
        if not is_vital or self._crash is not None:
            return
        self._crash = TaskCrashed(name)
        self._crash.__cause__ = error
        if self._on_crash is not None:
            self._on_crash()
        elif self._owner is not None:
            self._is_cancelling_owner = True
            self._owner.cancel()

    async def _keep(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        loop = asyncio.get_running_loop()
        pause_s = _RESTART_FIRST_S
        while True:
            began = loop.time()
            try:
                await run()
                return
            except Exception as error:
                if loop.time() - began > _RESTART_MAX_S:
                    pause_s = _RESTART_FIRST_S
                log.error("task_restarting", task=f"{self.name}: {name}", pause_s=round(pause_s, 2), exc_info=error)
            await asyncio.sleep(pause_s * random.uniform(0.8, 1.2))  # noqa: S311
            pause_s = min(_RESTART_MAX_S, pause_s * 2)


async def _once(run: Callable[[], Awaitable[None]]) -> None:
    await run()
