"""All that stands on the event bus about takes, in order, with the events' ids."""

from typing import Any

import msgspec
from redis.asyncio import Redis

from backend.contracts.events.media import SegmentTranscribed, TakeProcessed, TakeTranscribed
from backend.kernel.events import STREAM

Said = TakeProcessed | SegmentTranscribed | TakeTranscribed


async def said(redis: Redis, take_id: str) -> list[tuple[str, Said]]:
    kinds = {kind.__struct_config__.tag: kind for kind in (TakeProcessed, SegmentTranscribed, TakeTranscribed)}
    rows: Any = await redis.xrange(STREAM)
    found = []
    for _, fields in rows:
        if (kind := kinds.get(fields[b"tag"].decode())) is not None:
            event = msgspec.json.decode(fields[b"data"], type=kind)
            if event.take_id == take_id:
                found.append((fields[b"id"].decode(), event))
    return found


def of_kind(events: list[tuple[str, Said]], kind: type[Any]) -> list[Any]:
    return [event for _, event in events if isinstance(event, kind)]


async def is_transcribed(redis: Redis, take_id: str) -> bool:
    return bool(of_kind(await said(redis, take_id), TakeTranscribed))
