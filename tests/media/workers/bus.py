"""All that stands on the event bus about takes, in order, with the events' ids; and what is shown of the work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, get_args

import msgspec
from redis.asyncio import Redis

from backend.contracts.events.live import Caption, WorkProgress, interview_topic
from backend.contracts.events.media import (
    SegmentTranscribed,
    TakePreviewed,
    TakeProcessed,
    TakeTranscoded,
    TakeTranscribed,
)
from backend.kernel.events import STREAM

Said = TakeProcessed | SegmentTranscribed | TakeTranscribed | TakePreviewed | TakeTranscoded


async def said(redis: Redis, take_id: str) -> list[tuple[str, Said]]:
    kinds = {kind.__struct_config__.tag: kind for kind in get_args(Said)}
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


@asynccontextmanager
async def watching(redis: Redis, interview_id: str) -> AsyncIterator[list[WorkProgress | Caption]]:
    """What screens are told about the work on an interview, as it comes."""
    kinds = {"progress": WorkProgress, "caption": Caption}
    seen: list[WorkProgress | Caption] = []
    pubsub = redis.pubsub()
    await pubsub.subscribe(f"gr:live:{interview_topic(interview_id)}")

    async def read() -> None:
        async for message in pubsub.listen():
            if message["type"] == "message":
                event = msgspec.json.decode(message["data"])
                if (kind := kinds.get(event["name"])) is not None:
                    seen.append(msgspec.convert(event["data"], kind))

    task = asyncio.create_task(read(), name="watching")
    try:
        yield seen
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await pubsub.aclose()  # type: ignore[no-untyped-call]
