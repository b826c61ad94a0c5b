"""What an interview leaves outside its document: objects, live events, events with contents, timers, hot facts."""

from collections.abc import Sequence

from redis.asyncio import Redis

from backend.contracts.events.live import interview_topic, room_topic
from backend.interviews.announcer import STAFF_TOPIC
from backend.interviews.heard import forget_heard
from backend.interviews.identity_checks import folder_of
from backend.interviews.recent import forget_shown
from backend.interviews.speech import SpeechFacts
from backend.kernel.events import EventBus
from backend.kernel.live import LiveBus
from backend.kernel.redis import redis_coded, rewrite_log
from backend.kernel.storage import ObjectStore
from backend.kernel.timers import Timers

_TRANSCRIPTS = (b"media.segment_transcribed", b"media.segment_heard")
_WORDS = (b"notifications.mail_wanted", b"notifications.notice_wanted")


class Traces:
    """Each removal may be repeated, and gives how much there was."""

    def __init__(
        self, store: ObjectStore, redis: Redis, bus: EventBus, live: LiveBus, timers: Sequence[Timers]
    ) -> None:
        self._store = store
        self._redis = redis
        self._bus = bus
        self._live = live
        self._timers = timers

    async def remove_objects(self, take_ids: Sequence[str]) -> int:
        """Recordings with their manifests and renditions."""
        return sum([await self._store.delete_prefix(f"takes/{take_id}") for take_id in take_ids])

    async def remove_identity(self, interview_id: str) -> int:
        """Photos of documents, also those that a newer one has replaced."""
        return await self._store.delete_prefix(folder_of(interview_id))

    async def remove_live(self, interview_id: str, take_ids: Sequence[str]) -> int:
        """What screens could still resume from, timers, and what is known of the person's pauses.

        The staff's list goes whole, for single entries of a stream leave their bytes behind; its readers fetch it anew.
        """
        facts = SpeechFacts(self._redis)
        with redis_coded():
            for take_id in take_ids:
                await facts.forget(take_id)
                await forget_heard(self._redis, take_id)
            await facts.forget_rhythm(interview_id)
            await forget_shown(self._redis, interview_id)
        for timers in self._timers:
            await timers.cancel(interview_id)
        topics = (interview_topic(interview_id), room_topic(interview_id), STAFF_TOPIC)
        return sum([await self._live.forget(topic) for topic in topics])

    async def remove_transcripts(self, interview_id: str) -> int:
        """Events that carry words of the person."""
        needle = interview_id.encode()
        return await self._bus.forget(lambda data: needle in data and any(words in data for words in _TRANSCRIPTS))

    async def remove_person(self, account_id: str) -> int:
        """Events that carry (sealed) mails and notices to the person, and what their own screens could resume from."""
        needle = account_id.encode()
        mails = await self._bus.forget(lambda data: needle in data and any(tag in data for tag in _WORDS))
        return mails + await self._live.forget(f"account:{account_id}")

    async def leave_disk(self) -> None:
        """Events that everybody has dealt with go for good, and Redis writes its log of commands anew without them."""
        await self._bus.trim()
        await rewrite_log(self._redis)
