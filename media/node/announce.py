"""Events on their way to the bus: in order, with patience for a Redis that is away, and bounded."""

import asyncio

import msgspec
import structlog

from backend.kernel.errors import Unavailable
from backend.kernel.events import EventBus

MAX_WAITING = 2_000
BACKOFF_S = 0.5

log = structlog.get_logger()

_Waiting = tuple[msgspec.Struct, str | None, asyncio.Future[None] | None]


class Announcer:
    """`say` never waits; `announce` waits until the event is on the bus."""

    def __init__(self, bus: EventBus) -> None:
        self._bus = bus
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue()
        self.is_delayed = False

    def say(self, event: msgspec.Struct, *, event_id: str | None = None, is_vital: bool = False) -> None:
        """Beyond 2,000 waiting events only vital ones are taken (as few as there are takes); the rest is dropped."""
        if self._waiting.qsize() >= MAX_WAITING and not is_vital:
            log.warning("event_dropped", kind=type(event).__name__)
            return
        self._waiting.put_nowait((event, event_id, None))

    async def announce(self, event: msgspec.Struct, *, event_id: str | None = None) -> None:
        published: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((event, event_id, published))
        await published

    async def drained(self) -> None:
        """Returns when nothing waits any more."""
        await self._waiting.join()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            event, event_id, published = await self._waiting.get()
            await self._publish(event, event_id)
            self._waiting.task_done()
            if published is not None and not published.done():
                published.set_result(None)

    async def _publish(self, event: msgspec.Struct, event_id: str | None) -> None:
        while True:
            try:
                await self._bus.publish(event, id=event_id)
            except (Unavailable, OSError, TimeoutError):
                self.is_delayed = True
                await asyncio.sleep(BACKOFF_S)
            else:
                self.is_delayed = False
                return
