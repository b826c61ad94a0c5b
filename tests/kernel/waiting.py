"""Waiting without sleeping for luck: poll until true, with a deadline."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


async def until(true: Callable[[], Awaitable[object]], *, within_s: float = 30) -> None:
    """Returns once `true()` is truthy. Raises: TimeoutError."""
    async with asyncio.timeout(within_s):
        while not await true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@asynccontextmanager
async def running(*runs: Callable[[], Awaitable[None]]) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """The given `run`s as tasks; one that fails fails the test."""
    tasks = [asyncio.ensure_future(run()) for run in runs]
    try:
        yield tasks  # type: ignore[misc]
    finally:
        ended = [task for task in tasks if task.done() and not task.cancelled()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in ended:
            task.result()
