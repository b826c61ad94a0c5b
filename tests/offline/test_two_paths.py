"""A live answer with a hole: the phone asks what is missing, sends that alone, and the take is made anew of both."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from redis.asyncio import Redis

from backend.interviews.model import Interview
from backend.interviews.offline import phone_piece_stored
from backend.interviews.take import Leg, Take
from backend.kernel.clock import utc_now
from backend.kernel.settings import Settings
from media.speech.silero import SAMPLE_RATE, Samples
from media.workers.main import serve
from tests.interviews.house import House, until
from tests.media.workers.legs import STARTED_AT, leg, store_leg
from tests.media.workers.test_two_paths import cut, spoken
from tests.offline.phone import Phone, a_phone
from tests.offline.test_answers import PATIENCE_S, settled

SECONDS = 14
HOLE = (3, 9)


@pytest.fixture
async def worker(settings: Settings, house: House, redis: Redis) -> AsyncIterator[None]:
    async with serve(settings, redis):
        yield


@pytest.fixture(scope="module")
def voice(speech_dir: Path) -> Samples:
    """Real speech: by its sound the phone's recording is laid beside the room's."""
    return spoken(speech_dir, SECONDS)[0][: SECONDS * SAMPLE_RATE]


async def a_live_answer(house: House, voice: Samples) -> tuple[Interview, Take]:
    """What is left of an answer that was lost from 3 s to 9 s: two legs in the store."""
    interview = await house.interview(("video",), state="processing", submitted_at=utc_now())
    take = Take(
        id=f"tak_{interview.id.removeprefix('int_')}01", turn_id=f"{interview.id}.q1", kinds=["audio", "video"],
        wanted_at=STARTED_AT, finished_at=STARTED_AT + timedelta(seconds=SECONDS),
        stored_at=STARTED_AT + timedelta(seconds=SECONDS),
        legs=[Leg("leg_1", is_stored=True), Leg("leg_2", is_stored=True)], requested_at=utc_now(), requests=1,
        processed_at=utc_now(),
    )  # fmt: skip
    store = house.resources.store
    await store_leg(store, take.id, "leg_1", cut(voice, 0, HOLE[0]))
    await store_leg(store, take.id, "leg_2", cut(voice, HOLE[1]), after_s=HOLE[1])
    interview = await house.parts.interviews.save(msgspec.structs.replace(interview, takes=[take], has_work=True))
    return interview, take


def told(recorded: Any, *, is_complete: bool = True) -> dict[str, Any]:
    chunks = [
        {"index": number, "start_ms": number * 1000, "end_ms": number * 1000 + 1000, "size_bytes": len(piece)}
        for number, piece in enumerate(recorded.pieces)
    ]
    return {
        "recording": "recording-one", "mime_type": "video/webm", "kinds": ["audio", "video"],
        "began_at": STARTED_AT.isoformat(), "is_complete": is_complete, "chunks": chunks,
    }  # fmt: skip


async def reconciled(phone: Phone, take_id: str, body: dict[str, Any]) -> dict[str, Any]:
    path = f"/api/interviews/{phone.interview_id}/takes/{take_id}/reconcile"
    answer = await phone.http.post(path, json=body, headers=phone.headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_only_what_is_missing_is_sent_and_the_take_is_made_of_both(
    house: House, worker: None, voice: Samples
) -> None:
    interview, take = await a_live_answer(house, voice)
    phone = await a_phone(house, interview)
    recorded = cut(voice, 0)
    assert (await reconciled(phone, take.id, told(recorded, is_complete=False)))["state"] == "settling"
    answer = await reconciled(phone, take.id, told(recorded))
    [missing], [wanted] = answer["missing"], answer["wanted"]
    assert answer["state"] == "wanted"
    assert (missing["start_ms"], missing["end_ms"], missing["reason"]) == (3_000, 9_000, "between_legs")
    assert (wanted["first"], wanted["last"]) == (0, 11)

    content = b"".join(recorded.pieces[wanted["first"] : wanted["last"] + 1])
    metadata = phone_metadata(phone, take.id, content, f"{wanted['first']}-{wanted['last']}")
    created = await phone.create(content, metadata)
    assert created.status_code == 201, created.text
    assert (await phone.patch(created.headers["location"], 0, content)).status_code == 204
    upload_id = created.headers["location"].rpartition("/")[2]
    view = await settled(phone, upload_id)
    assert (view["state"], view["source"]) == ("received", "two_path")
    assert (await phone.receipt(view["receipt"])).take_id == take.id
    filled = await reconciled(phone, take.id, told(recorded))
    assert (filled["state"], filled["wanted"][0]["upload_id"]) == ("filled", upload_id)

    async def is_whole() -> Take | None:
        made = (await house.stored(interview.id)).take(take.id)
        return made if made is not None and made.parts else None

    made = await until(is_whole, within_s=PATIENCE_S)
    assert [part.source for part in made.parts] == ["room", "phone", "room"]
    assert made.gaps == []
    assert made.rendition is not None
    assert abs(made.rendition.duration_s - SECONDS) < 0.2


def phone_metadata(phone: Phone, take_id: str, content: bytes, chunks: str) -> dict[str, str]:
    import hashlib

    return {
        "source": "two_path", "interview": phone.interview_id, "take": take_id, "device": phone.device,
        "recording": "recording-one", "began_at": STARTED_AT.isoformat(), "chunks": chunks,
        "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip


async def test_a_take_that_came_through_whole_needs_nothing(house: House, voice: Samples) -> None:
    interview, take = await a_live_answer(house, voice)
    await store_leg(house.resources.store, take.id, "leg_3", leg(6_000), after_s=HOLE[0])
    phone = await a_phone(house, interview)
    answer = await reconciled(phone, take.id, told(leg(SECONDS * 1000)))
    assert (answer["state"], answer["wanted"]) == ("complete", [])


async def test_foreign_takes_do_not_exist(house: House, voice: Samples) -> None:
    _, take = await a_live_answer(house, voice)
    stranger = await a_phone(house, await house.interview())
    path = f"/api/interviews/{stranger.interview_id}/takes/{take.id}/reconcile"
    answer = await stranger.http.post(path, json=told(leg(1_000)), headers=stranger.headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "take_unknown")
    refused = await stranger.create(b"x", phone_metadata(stranger, take.id, b"x", "0-1"))
    assert (refused.status_code, refused.json()["code"]) == (404, "take_unknown")


def test_a_piece_for_a_take_that_was_not_asked_for_yet_changes_nothing() -> None:
    from tests.interviews.factories import an_interview

    interview = an_interview(("video",))
    assert phone_piece_stored(interview, "tak_x", utc_now()).interview is interview
