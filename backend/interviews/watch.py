"""The watch: finds what time, lost timers and dead processes left undone, and does it. One process at a time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from redis.asyncio import Redis

from backend.interviews import presence, processing
from backend.interviews.announcer import Announcer
from backend.interviews.conducting import Conducting
from backend.interviews.model import Interview
from backend.interviews.monitor import alerts
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import GreenroomError
from backend.kernel.processes import alive
from backend.kernel.turns import look_in_turns

EVERY_S = 4.0
AHEAD = timedelta(seconds=5)
RUNNING_MOST = 20_000
LEASE_MS = 3_000
ASK_AGAIN_S = 60.0
ALERTS_REMEMBERED = 10_000
_log = structlog.get_logger()


class Watch:
    def __init__(
        self, interviews: Interviews, conducting: Conducting, announcer: Announcer, redis: Redis, clock: Clock
    ) -> None:
        self._interviews = interviews
        self._announcer = announcer
        self._conducting = conducting
        self._redis = redis
        self._clock = clock
        self._has_seen_all = False
        self._alerted: set[tuple[str, str, datetime]] = set()

    async def run(self) -> None:
        """Until cancelled; the first look is at once, and over all that run: their timers may have been lost."""
        await look_in_turns(self._redis, "interviews:watch", self.look, every_s=EVERY_S, lease_ms=LEASE_MS)

    async def look(self) -> None:
        """Once over all that may be due. One broken interview does not hold up the others."""
        if len(self._alerted) > ALERTS_REMEMBERED:
            self._alerted.clear()
        wound = await self._conducting.wound()
        for interview in await self._found():
            await self._tend(interview, wound)
        waiting = await self._interviews.waiting_for_model()
        if waiting and await self._is_model_there():
            for interview in waiting:
                await self._ask_again(interview)

    async def _found(self) -> list[Interview]:
        now = self._clock()
        every = [] if self._has_seen_all else await self._interviews.running(None, limit=RUNNING_MOST)
        self._has_seen_all = True
        found = [
            *every, *await self._interviews.to_watch(now, now + AHEAD), *await self._interviews.waiting_for_copy(now)
        ]  # fmt: skip
        return list({interview.id: interview for interview in found}.values())

    async def _tend(self, interview: Interview, wound: Mapping[str, int]) -> None:
        try:
            if presence.lapse(interview, self._clock()).changes:
                interview = await self._conducting.apply(interview.id, presence.lapse)
            if processing.given_up(interview, self._clock()).changes:
                interview = await self._conducting.apply(interview.id, processing.given_up)
            if interview.state in ("live", "paused"):
                await self._conducting.wind(interview, wound)
                await self._alert(interview)
            await self._conducting.request_work(interview)
        except GreenroomError as error:
            _log.warning("watch_skipped", interview=interview.id, code=error.code)

    async def _alert(self, interview: Interview) -> None:
        """Shows the staff a row that time alone has changed, once for each alert."""
        found = {(interview.id, alert.kind, alert.since) for alert in alerts(interview, self._clock())}
        if not found <= self._alerted:
            self._alerted |= found
            await self._announcer.show_row(interview)

    async def _ask_again(self, interview: Interview) -> None:
        now = self._clock()
        for work in processing.transcripts_due(interview):
            take = interview.take(work.job.take_id)
            asked_at = take.requested_at if take else None
            if asked_at is None or (now - asked_at).total_seconds() >= ASK_AGAIN_S:
                await self._conducting.request(work)

    async def _is_model_there(self) -> bool:
        workers = [status for status in await alive(self._redis) if status.kind == "worker"]
        return any(processing.MODEL_PROBLEMS.isdisjoint(status.problems) for status in workers)
