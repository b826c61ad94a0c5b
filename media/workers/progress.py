"""Tells the screens of those who look at an interview how far the work on its recordings is."""

import structlog
from redis.asyncio import Redis

from backend.contracts.events.live import WorkProgress, interview_topic
from backend.kernel.errors import Unavailable
from backend.kernel.live import LiveBus

log = structlog.get_logger()


class Progress:
    def __init__(self, redis: Redis) -> None:
        self._live = LiveBus(redis)

    async def say(self, interview_id: str, progress: WorkProgress) -> None:
        """For this moment alone: kept nowhere, and not worth a failed job."""
        try:
            await self._live.publish(interview_topic(interview_id), "progress", progress, keep=False)
        except Unavailable as error:
            log.warning("progress_unsaid", take=progress.take_id, code=error.code)
