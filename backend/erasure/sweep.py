"""The retention sweep: erases what has been kept as long as was promised, and completes what was cut off."""

import structlog
from redis.asyncio import Redis

from backend.erasure.service import Erasures
from backend.interviews.repository import Interviews
from backend.interviews.retention import is_due
from backend.kernel.clock import Clock
from backend.kernel.errors import GreenroomError
from backend.kernel.turns import look_in_turns

EVERY_S = 600.0
LEASE_MS = 120_000
_log = structlog.get_logger()


class RetentionSweep:
    """One process at a time; two at once would do the same thing twice, to the same effect."""

    def __init__(self, erasures: Erasures, interviews: Interviews, redis: Redis, clock: Clock) -> None:
        self._erasures = erasures
        self._interviews = interviews
        self._redis = redis
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        await look_in_turns(self._redis, "erasure:sweep", self.look, every_s=EVERY_S, lease_ms=LEASE_MS)

    async def look(self) -> int:
        """Erases all that is due; gives how many. One that fails does not keep the others."""
        count, now = 0, self._clock()
        for interview in await self._interviews.to_erase(now):
            is_cut_off = interview.erased is not None and interview.erased.needs_work
            if not is_cut_off and not is_due(interview, now):
                continue
            try:
                await self._erasures.by_retention(interview)
                count += 1
            except GreenroomError as error:
                _log.warning("erasure_delayed", interview=interview.id, reason=error.code)
        await self._erasures.look_again()
        return count
