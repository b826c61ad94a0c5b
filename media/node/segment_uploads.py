"""Spoken segments on their way to the workers: into the object store, then announced.

Nothing depends on them: a segment that is lost is recognised with the whole take, later. So nothing is kept or tried
again, and what comes too fast for the store is dropped.
"""

import asyncio
from collections import deque
from collections.abc import Callable

import msgspec
import structlog

from backend.contracts.events.media import SegmentSpoken
from backend.kernel.errors import Unavailable
from backend.kernel.storage import ObjectStore
from media.node.leg_speech import SpokenSegment
from media.node.spool import LegHead

MAX_WAITING = 256
STORE_TIMEOUT_S = 10.0

log = structlog.get_logger()


def segment_key(take_id: str, leg_id: str, index: int) -> str:
    return f"takes/{take_id}/segments/{leg_id}/{index:06d}.webm"


class SegmentUploads:
    """`give` never waits; `run` stores and announces, one at a time. `lost` counts those that did not get out."""

    def __init__(self, store: ObjectStore, announce: Callable[[msgspec.Struct], None]) -> None:
        self._store = store
        self._announce = announce
        self._waiting: deque[tuple[SegmentSpoken, bytes]] = deque(maxlen=MAX_WAITING)
        self._wake = asyncio.Event()
        self.lost = 0

    def give(self, room: str, head: LegHead, segment: SpokenSegment) -> None:
        """Where too many wait the oldest goes: its words are the least awaited."""
        event = SegmentSpoken(
            room=room,
            take_id=head.take_id,
            leg_id=head.leg_id,
            index=segment.index,
            begin_ms=segment.begin_ms,
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            sounds=[(sound.start_ms, sound.end_ms) for sound in segment.sounds],
            key=segment_key(head.take_id, head.leg_id, segment.index),
        )
        self.lost += len(self._waiting) == MAX_WAITING
        self._waiting.append((event, segment.data))
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await self._send(*self._waiting.popleft())

    async def _send(self, event: SegmentSpoken, data: bytes) -> None:
        try:
            async with asyncio.timeout(STORE_TIMEOUT_S):
                await self._store.put(event.key, data)
        except (Unavailable, OSError, TimeoutError) as error:
            self.lost += 1
            log.warning("segment_not_stored", leg_id=event.leg_id, error=type(error).__name__)
            return
        self._announce(event)
