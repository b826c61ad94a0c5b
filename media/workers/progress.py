"""Tells the screens of those who look at an interview how far the work on its recordings is, and what was just said."""

import structlog
from redis.asyncio import Redis

from backend.contracts.events.live import Caption, WorkProgress, interview_topic
from backend.kernel.errors import Unavailable
from backend.kernel.live import LiveBus

log = structlog.get_logger()


class Progress:
    def __init__(self, redis: Redis) -> None:
        self._live = LiveBus(redis)

    async def say(self, interview_id: str, progress: WorkProgress) -> None:
        await self._show(interview_id, "progress", progress)

    async def caption(self, interview_id: str, caption: Caption) -> None:
        await self._show(interview_id, "caption", caption)

    async def _show(self, interview_id: str, name: str, data: WorkProgress | Caption) -> None:
        """For this moment alone: kept nowhere, and not worth a failed job."""
        try:
            await self._live.publish(interview_topic(interview_id), name, data, keep=False)
        except Unavailable as error:
            log.warning("progress_unsaid", event_name=name, take=data.take_id, code=error.code)
