"""What time does to calls: the next level, people who are stuck, calls that nobody needs any more."""

import structlog
from redis.asyncio import Redis

from backend.interviews.machine import OVER
from backend.interviews.monitor import LONG_STEP
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import GreenroomError
from backend.kernel.turns import look_in_turns
from backend.rescue.rescuing import Rescuing
from backend.rescue.rules import SAME_CALL

EVERY_S = 2.0
STUCK_EACH = 5
"""Of so many looks one is for those who are stuck, for which all that run are read: they have been so for minutes."""
LEASE_MS = 1_500
_log = structlog.get_logger()


class RescueWatch:
    def __init__(self, rescuing: Rescuing, interviews: Interviews, redis: Redis, clock: Clock) -> None:
        self._rescuing = rescuing
        self._interviews = interviews
        self._redis = redis
        self._clock = clock
        self._looks = 0

    async def run(self) -> None:
        """Until cancelled."""
        await look_in_turns(self._redis, "rescue:watch", self._look, every_s=EVERY_S, lease_ms=LEASE_MS)

    async def _look(self) -> None:
        self._looks += 1
        await self.look(for_stuck=self._looks % STUCK_EACH == 1)

    async def look(self, *, for_stuck: bool = True) -> None:
        """One broken call does not hold up the others."""
        now = self._clock()
        for rescue in await self._rescuing.rescues.due(now):
            try:
                await self._rescuing.escalate(rescue.id)
            except GreenroomError as error:
                _log.warning("rescue_skipped", rescue=rescue.id, code=error.code)
        for interview in await self._interviews.stuck(now - LONG_STEP) if for_stuck else ():
            try:
                await self._rescuing.stuck(interview)
            except GreenroomError as error:
                _log.warning("rescue_skipped", interview=interview.id, code=error.code)
        for rescue in await self._rescuing.rescues.open():
            if rescue.asked_at + SAME_CALL <= now:
                await self._rescuing.too_old(rescue)
            elif (known := await self._interviews.get(rescue.interview_id)) is not None:
                await self._rescuing.interview_moved(known, known.state in OVER)
