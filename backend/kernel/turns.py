"""Work that every process offers to do and one at a time does: looks for what time or a dead process left undone."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from redis.asyncio import Redis

from backend.kernel.redis import honour_cancellation

_log = structlog.get_logger()


async def look_in_turns(
    redis: Redis, name: str, look: Callable[[], Awaitable[object]], *, every_s: float, lease_ms: int
) -> None:
    """Until cancelled: `look` now and every `every_s`, by whichever process takes the lease `gr:{name}`.

    The lease is not given back but lapses after `lease_ms`, so that the next process does not look again at once; it
    is shorter than `every_s`. It keeps work from being done twice for nothing, not from harm: a look that outlasts it
    runs beside the next one. A look that fails is logged, and what was away then is there at a later one.
    """
    while True:
        try:
            if await redis.set(f"gr:{name}", "1", nx=True, px=lease_ms):
                await look()
        except Exception as error:  # noqa: BLE001
            _log.warning("look_failed", of=name, error=type(error).__name__)
        honour_cancellation()
        await asyncio.sleep(every_s)
