"""What the node tells the other planes, in order, through outages of Redis."""

import asyncio
from collections import deque

import msgspec
import structlog

from backend.kernel.errors import Unavailable
from backend.kernel.events import EventBus
from backend.kernel.ids import new_id

MAX_WAITING = 10_000
RETRY_S = 0.5

log = structlog.get_logger()


class Announcements:
    """`announce` never waits; `run` publishes. Where Redis stays away and the queue is full, the oldest go."""

    def __init__(self, bus: EventBus) -> None:
        self._bus = bus
        self._waiting: deque[tuple[str, msgspec.Struct]] = deque(maxlen=MAX_WAITING)
        self._wake = asyncio.Event()
        self._publishing = asyncio.Lock()

    def announce(self, event: msgspec.Struct) -> None:
        if len(self._waiting) == MAX_WAITING:
            log.warning("announcement_dropped")
        self._waiting.append((new_id("evt"), event))
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self.flush()

    async def flush(self) -> None:
        """Until everything announced so far is published. What Redis took without saying so is published again,
        with the same id.
        """
        async with self._publishing:
            while self._waiting:
                event_id, event = self._waiting[0]
                try:
                    await self._bus.publish(event, id=event_id)
                except Unavailable:
                    await asyncio.sleep(RETRY_S)
                    continue
                if self._waiting and self._waiting[0][0] == event_id:
                    self._waiting.popleft()
