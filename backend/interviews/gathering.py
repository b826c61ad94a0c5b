"""Reports about one recording that come within a moment of one another, in one save: nobody waits for them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome

MOMENT_S = 0.1

Step = Callable[[Interview, datetime], Outcome]


class _Batch:
    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class Gathering:
    """`store` is called for a key with all of its steps as one, in the order in which they came, never twice at once.

    Whoever reports is held until their own step is stored, or hears why it was not; so an event is acknowledged by
    what was saved, as if it had come alone.
    """

    def __init__(self, store: Callable[[str, Step], Awaitable[None]], moment_s: float = MOMENT_S) -> None:
        self._store = store
        self._moment_s = moment_s
        self._open: dict[str, _Batch] = {}
        self._storing: dict[str, _Batch] = {}

    async def report(self, key: str, step: Step) -> None:
        """Raises: what `store` raises."""
        if (batch := self._open.get(key)) is not None:
            batch.steps.append(step)
            await asyncio.shield(batch.stored)
            return
        batch = self._open[key] = _Batch()
        batch.steps.append(step)
        try:
            await self._closed(key)
            await self._store(key, in_one(batch.steps))
        except BaseException as error:
            _fail(batch, error)
            raise
        else:
            batch.stored.set_result(None)
        finally:
            for batches in (self._open, self._storing):
                if batches.get(key) is batch:
                    del batches[key]

    async def _closed(self, key: str) -> None:
        """After a moment, and what was reported before; from now on the next batch gathers."""
        await asyncio.sleep(self._moment_s)
        while (before := self._storing.get(key)) is not None:
            await asyncio.wait({before.stored})
        self._storing[key] = self._open.pop(key)


def in_one(steps: list[Step]) -> Step:
    """A step that takes them all, each from where the one before has led."""

    def step(interview: Interview, now: datetime) -> Outcome:
        outcome = Outcome(interview)
        for each in steps:
            outcome = outcome.then(each(outcome.interview, now))
        return outcome

    return step


def _fail(batch: _Batch, error: BaseException) -> None:
    if isinstance(error, asyncio.CancelledError):
        batch.stored.cancel()
    else:
        batch.stored.set_exception(error)
        batch.stored.exception()  # whoever waits hears it; where nobody does, it has been raised already
