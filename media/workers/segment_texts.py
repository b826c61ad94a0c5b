"""What was recognised of a take while it still ran, kept beside its media until the whole take is transcribed."""

import asyncio

import msgspec

from backend.kernel.errors import NotFound
from backend.kernel.storage import ObjectStore
from backend.kernel.streaming_aead import SealBroken
from media.speech.transcript import KnownSegment, RecognisedSegment, moved
from media.workers.leg_places import PlacedLeg

GETS_AT_ONCE = 8
END_SLACK_MS = 100
"""What ends further behind its leg was in a part that is lost."""


class SegmentText(msgspec.Struct, frozen=True):
    """What is spoken from start_ms to end_ms of a leg's media time; the words' seconds count there too. `segment` None:
    nothing was said. Another one may begin with the same and hold more.
    """

    leg_id: str
    start_ms: int
    end_ms: int
    language: str
    model: str
    segment: RecognisedSegment | None


def text_key(sound_key: str) -> str:
    """Where the text of the sound at `takes/{take}/segments/{leg}/{index}.webm` is kept."""
    return sound_key.removesuffix(".webm") + ".json"


class SegmentTexts:
    """Everything here may be missing: it saves time, it is not the transcript."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def has(self, sound_key: str) -> bool:
        return await self._store.exists(text_key(sound_key))

    async def get(self, key: str) -> SegmentText | None:
        """The text at `key`, None where it cannot be read. Raises: Unavailable."""
        try:
            return msgspec.json.decode(await self._store.get(key), type=SegmentText)
        except (NotFound, SealBroken, msgspec.ValidationError, msgspec.DecodeError):
            return None

    async def keep(self, sound_key: str, text: SegmentText) -> None:
        """The text takes the place of its sound; where that has been erased meanwhile, nothing is kept.

        Raises: Unavailable.
        """
        if not await self._store.exists(sound_key):
            return
        await self._store.put(text_key(sound_key), msgspec.json.encode(text))
        await self._store.delete(sound_key)

    async def of_take(self, take_id: str, places: list[PlacedLeg], model: str, language: str) -> list[KnownSegment]:
        """What this model has recognised in this language, in times of the rendition. Raises: Unavailable."""
        slots = asyncio.Semaphore(GETS_AT_ONCE)

        async def get(key: str) -> SegmentText | None:
            async with slots:
                return await self.get(key)

        keys = [key for key in await self._store.list(_folder(take_id)) if key.endswith(".json")]
        texts = [text for text in await asyncio.gather(*map(get, keys)) if text is not None]
        legs = {place.leg_id: place for place in places}
        fitting = [text for text in texts if (text.model, text.language) == (model, language)]
        placed = [_placed(text, legs[text.leg_id]) for text in fitting if text.leg_id in legs]
        return [known for known in placed if known is not None]

    async def drop_sound(self, take_id: str) -> None:
        """The take is transcribed: segments that nobody came to are of no use. Raises: Unavailable."""
        for key in await self._store.list(_folder(take_id)):
            if key.endswith(".webm"):
                await self._store.delete(key)


def _folder(take_id: str) -> str:
    return f"takes/{take_id}/segments/"


def _placed(text: SegmentText, leg: PlacedLeg) -> KnownSegment | None:
    """None where the rendition lacks a part of it."""
    start_ms, end_ms = leg.in_rendition(text.start_ms), leg.in_rendition(text.end_ms)
    if end_ms - start_ms != text.end_ms - text.start_ms or end_ms > leg.begin_ms + leg.duration_ms + END_SLACK_MS:
        return None
    return KnownSegment(start_ms, end_ms, text.segment and moved(text.segment, start_ms - text.start_ms))
