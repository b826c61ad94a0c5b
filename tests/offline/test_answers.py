"""From the pack to the receipt: real keys, a real worker, real speech."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from backend.kernel.clock import utc_now
from backend.kernel.settings import Settings
from media.workers.main import serve
from tests.interviews.house import House, until
from tests.media.workers.legs import leg
from tests.offline.conftest import AnInterview
from tests.offline.phone import Phone, a_phone

PATIENCE_S = 90.0


@pytest.fixture
async def worker(settings: Settings, house: House, redis: Redis) -> AsyncIterator[None]:
    async with serve(settings, redis):
        yield


def a_recording(seconds: int = 3) -> bytes:
    """What MediaRecorder leaves of a short spoken answer: WebM with VP8 and Opus."""
    return leg(seconds * 1000).data


async def settled(phone: Phone, upload_id: str) -> dict[str, Any]:
    async def is_settled() -> dict[str, Any] | None:
        view = await phone.view(upload_id)
        return view if view["state"] in ("received", "refused") else None

    return dict(await until(is_settled, within_s=PATIENCE_S))


async def test_an_answer_given_offline_is_received_once_and_hands_the_interview_in(
    house: House, worker: None, an_offline_interview: AnInterview
) -> None:
    interview = await an_offline_interview("video")
    phone = await a_phone(house, interview)
    pack = await phone.take_along()
    assert phone.opened().prompt.en == "Question 1?"
    content = a_recording()
    upload_id = await phone.upload(content, lasted_s=3.0)
    view = await settled(phone, upload_id)
    assert (view["state"], view["problem"]) == ("received", None)
    receipt = await phone.receipt(view["receipt"])
    assert receipt.sha256 == hashlib.sha256(content).hexdigest()
    assert receipt.size_bytes == len(content)
    assert abs(receipt.duration_s - 3.0) < 0.2
    assert receipt.timing is not None
    assert (receipt.timing.verdict, receipt.timing.clock) == ("in_time", "steady")
    stored = await house.stored(interview.id)
    assert stored.state in ("submitted", "processing", "reviewable")
    assert [(answer.question_id, answer.take_id, answer.counts) for answer in stored.offline] == [
        (pack.questions[0].question_id, receipt.take_id, True)
    ]

    async def is_playable() -> bool:
        take = (await house.stored(interview.id)).take(receipt.take_id)
        return take is not None and take.rendition is not None

    await until(is_playable, within_s=PATIENCE_S)
    again = await phone.create(content, phone.metadata(content, lasted_s=3.0))
    assert (again.status_code, again.json()["code"]) == (409, "upload_known")
    assert again.json()["receipt"] == view["receipt"]


async def test_what_is_no_media_is_refused_in_words(
    house: House, worker: None, an_offline_interview: AnInterview
) -> None:
    phone = await a_phone(house, await an_offline_interview())
    await phone.take_along()
    view = await settled(phone, await phone.upload(b"This is a letter, not a recording. " * 100))
    assert (view["state"], view["problem"], view["receipt"]) == ("refused", "media_unreadable", None)
    assert await house.resources.store.list("takes") == []


async def test_a_late_answer_is_kept_and_told(house: House, worker: None, an_offline_interview: AnInterview) -> None:
    now = utc_now()
    interview = await an_offline_interview()
    phone = await a_phone(house, interview)
    await phone.take_along()
    parts = house.api.wiring
    pack = (await _packs(house)).pop()
    earlier = now - timedelta(hours=2)
    await parts.mongo.collection("interviews").update_one({"_id": interview.id}, {"$set": {"expires_at": earlier}})
    await parts.mongo.collection("packs").update_one(
        {"_id": pack}, {"$set": {"deadline": earlier, "issued_at": earlier - timedelta(hours=1)}}
    )
    view = await settled(phone, await phone.upload(a_recording(2), lasted_s=2.0))
    assert view["state"] == "received"
    assert view["timing"]["verdict"] == "late"
    assert "after_deadline" in view["timing"]["reasons"]


async def _packs(house: House) -> list[str]:
    rows = await house.api.wiring.mongo.collection("packs").find({})
    return [row["_id"] for row in rows]
