"""Live interviews as this process last knew them, so that a step need not read what the last one has just written.

Whether another process has been there since is asked of Redis, where the version lies that was last shown. Whoever has
saved and not shown yet is met by the compare-and-set of the save, like anybody who saves in between.
"""

import time
from contextlib import suppress

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.redis import REDIS_FAULTS

REMEMBERED = 1_000
LIFE_S = 900.0
SHOWN_LIFE_S = 3600
_VERSION = "version"
_DRAFT = "draft"
_ERASED = {"erased": {"$ne": None}}


class Recent:
    """Those that are not live, or of which nothing is known, are read from the database."""

    def __init__(self, interviews: Interviews, redis: Redis) -> None:
        self._interviews = interviews
        self._redis = redis
        self._known: dict[str, tuple[float, Interview]] = {}
        self._of_take: dict[str, str] = {}

    async def get(self, interview_id: str) -> Interview | None:
        known = await self.newest(interview_id)
        return known if known is not None else await self.read(interview_id)

    async def own(self, interview_id: str, candidate_id: str) -> Interview:
        """Raises: NotFound interview_unknown, for foreign and erased ones too."""
        known = await self.newest(interview_id)
        if known is not None and known.candidate_id == candidate_id:
            return known
        own = await self._interviews.own(interview_id, candidate_id)
        self.note(own)
        return own

    async def with_take(self, take_id: str) -> Interview | None:
        interview_id = self._of_take.get(take_id)
        known = await self.newest(interview_id) if interview_id is not None else None
        return known if known is not None else self._noted(await self._interviews.with_take(take_id))

    async def newest(self, interview_id: str) -> Interview | None:
        """As this process knows it, where nobody has shown a newer one. Without Redis: None."""
        if self._remembered(interview_id) is None:
            return None
        try:
            shown, draft = await self._redis.zmscore(_key(interview_id), [_VERSION, _DRAFT])
        except REDIS_FAULTS:
            return None
        known = self._remembered(interview_id)
        if known is None or shown != known.version:
            return None
        apart = known.turn.apart if known.turn is not None else None
        return known if apart is None or (draft or 0) <= apart.version else None

    async def is_erased(self, interview_id: str) -> bool:
        """Whether it is, as it is stored."""
        return await self._interviews.collection.find_one({"_id": interview_id, **_ERASED}, {"_id": 1}) is not None

    async def read(self, interview_id: str) -> Interview | None:
        """As it is stored, whatever was known."""
        return self._noted(await self._interviews.get(interview_id))

    def note(self, interview: Interview) -> None:
        """As it was stored or read, whole; never back to an older one. What is over is not kept in mind."""
        known = self._remembered(interview.id)
        if known is not None and known.version > interview.version:
            return
        self.forget(interview.id)
        if interview.state != "live" or interview.erased is not None:
            return
        now = time.monotonic()
        self._known[interview.id] = now, interview
        self._of_take |= {take.id: interview.id for take in interview.takes}
        oldest = next(iter(self._known))
        if len(self._known) > REMEMBERED or self._known[oldest][0] + LIFE_S < now:
            self.forget(oldest)

    def forget(self, interview_id: str) -> None:
        _, known = self._known.pop(interview_id, (0.0, None))
        for take in known.takes if known is not None else ():
            self._of_take.pop(take.id, None)

    def _remembered(self, interview_id: str) -> Interview | None:
        since, known = self._known.get(interview_id, (0.0, None))
        return known if since + LIFE_S >= time.monotonic() else None

    def _noted(self, interview: Interview | None) -> Interview | None:
        if interview is not None:
            self.note(interview)
        return interview


async def shown_version(redis: Redis, interview_id: str) -> int | None:
    """The newest version that any process has shown on screens; None where Redis knows of none."""
    shown = await redis.zscore(_key(interview_id), _VERSION)
    return int(shown) if shown is not None else None


def note_shown(together: Pipeline, interview: Interview) -> None:
    """Never back: who was slower to show an older version changes nothing."""
    together.zadd(_key(interview.id), {_VERSION: interview.version}, gt=True)
    together.expire(_key(interview.id), SHOWN_LIFE_S)


async def note_draft(redis: Redis, interview: Interview) -> None:
    """Whoever knows the interview without its newest draft reads it anew. Without Redis their save is refused."""
    if interview.turn is None or interview.turn.apart is None:
        return
    with suppress(*REDIS_FAULTS):
        async with redis.pipeline(transaction=False) as together:
            together.zadd(_key(interview.id), {_DRAFT: interview.turn.apart.version}, gt=True)
            together.expire(_key(interview.id), SHOWN_LIFE_S)
            await together.execute()


async def forget_shown(redis: Redis, interview_id: str) -> None:
    await redis.delete(_key(interview_id))


def _key(interview_id: str) -> str:
    return f"gr:newest:{interview_id}"
