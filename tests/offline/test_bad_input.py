"""Bad input of issue 5, line by line: what comes of it, and that the good answer behind it arrives all the same.

Elsewhere: a tampered pack (test_packs), storage full (tests/uploads/test_interruptions; the phone's: recorder.ts), the
app updated between recording and upload (pwa/src/offline/store/migration.test.ts), clocks (test_timing).
"""

import base64
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from redis.asyncio import Redis

from backend.kernel.clock import utc_now
from backend.kernel.settings import Settings
from media.workers.main import serve
from tests.interviews.house import House
from tests.media.workers.legs import leg
from tests.offline.conftest import AnInterview
from tests.offline.phone import Clock, Phone, a_phone, encoded
from tests.offline.test_answers import settled

GOOD = leg(1_500).data
OTHER = leg(2_500, size=(96, 64)).data


@pytest.fixture
async def worker(settings: Settings, house: House, redis: Redis) -> AsyncIterator[None]:
    async with serve(settings, redis):
        yield


def said(answer: httpx.Response, *members: str) -> tuple[Any, ...]:
    """Status and code of a refusal, and further members of its document."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
    body = answer.json()
    return (answer.status_code, body["code"], *(body[member] for member in members))


async def begun(phone: Phone, content: bytes = GOOD, **changes: Any) -> str:
    created = await phone.create(content, phone.metadata(content, **changes))
    assert created.status_code == 201, created.text
    return str(created.headers["location"])


async def tampered_times(phone: Phone) -> tuple[Any, ...]:
    good = phone.metadata(GOOD)
    head, payload, signature = good["statement"].split(".")
    claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=="))
    claims["ended"]["steady_ms"] += 60_000
    later = base64.urlsafe_b64encode(msgspec.json.encode(claims)).decode().rstrip("=")
    return said(await phone.create(GOOD, {**good, "statement": f"{head}.{later}.{signature}"}))


async def times_of_another_recording(phone: Phone) -> tuple[Any, ...]:
    return said(await phone.create(GOOD, {**phone.metadata(GOOD), "statement": phone.metadata(OTHER)["statement"]}))


async def damaged_on_its_way(phone: Phone) -> tuple[Any, ...]:
    url = await begun(phone)
    wrong = "sha256 " + base64.b64encode(hashlib.sha256(b"else").digest()).decode()
    refused = said(await phone.patch(url, 0, GOOD, upload_checksum=wrong))
    return (*refused, await phone.offset(url))


async def damaged_but_unnoticed(phone: Phone) -> tuple[Any, ...]:
    """No checksum on the way: the worker finds it."""
    url = await begun(phone)
    await phone.patch(url, 0, OTHER[: len(GOOD)].ljust(len(GOOD), b"\0"))
    view = await settled(phone, url.rpartition("/")[2])
    return (view["state"], view["problem"])


async def wrong_offset(phone: Phone) -> tuple[Any, ...]:
    url = await begun(phone)
    await phone.patch(url, 0, GOOD[:1_000])
    return said(await phone.patch(url, 500, GOOD[500:]), "offset")


async def foreign(phone: Phone) -> tuple[Any, ...]:
    return said(await phone.patch("/uploads/upl_somebody_elses", 0, GOOD))


async def four_gigabytes(phone: Phone) -> tuple[Any, ...]:
    size = 4 * 2**30
    metadata = phone.metadata(b"", size_bytes=size)
    headers = phone.tus(upload_length=str(size), upload_metadata=encoded(metadata))
    return said(await phone.http.post("/uploads", headers=headers), "allowed_bytes")


async def deferred(phone: Phone) -> str:
    """An upload whose length is said later."""
    metadata = phone.metadata(GOOD)
    del metadata["sha256"], metadata["statement"]
    created = await phone.http.post(
        "/uploads", headers=phone.tus(upload_defer_length="1", upload_metadata=encoded(metadata))
    )
    assert created.status_code == 201, created.text
    return str(created.headers["location"])


async def four_gigabytes_said_later(phone: Phone) -> tuple[Any, ...]:
    return said(await phone.patch(await deferred(phone), 0, b"x", upload_length=str(4 * 2**30)))


async def nothing(phone: Phone) -> tuple[Any, ...]:
    return said(await phone.create(b"", phone.metadata(b"")))


async def nothing_said_later(phone: Phone) -> tuple[Any, ...]:
    url = await deferred(phone)
    assert (await phone.patch(url, 0, b"", upload_length="0")).status_code == 204
    view = await settled(phone, url.rpartition("/")[2])
    return (view["state"], view["problem"])


async def no_media(phone: Phone) -> tuple[Any, ...]:
    view = await settled(phone, await phone.upload(os.urandom(5_000)))
    return (view["state"], view["problem"], view["receipt"])


async def a_picture_by_the_name_of_a_recording(phone: Phone) -> tuple[Any, ...]:
    png = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPgPAAEDAQDdZ5m8AAAAAElFTkSuQmCC"
    )
    view = await settled(phone, await phone.upload(png))
    return (view["state"], view["problem"])


async def nonsense_about_itself(phone: Phone) -> tuple[Any, ...]:
    return said(await phone.create(GOOD, {**phone.metadata(GOOD), "sha256": "not a hash"}), "name")


async def a_missing_word(phone: Phone) -> tuple[Any, ...]:
    metadata = phone.metadata(GOOD)
    del metadata["device"]
    return said(await phone.create(GOOD, metadata), "name")


TABLE: list[tuple[Callable[[Phone], Awaitable[tuple[Any, ...]]], tuple[Any, ...]]] = [
    (tampered_times, (422, "statement_broken")),
    (times_of_another_recording, (422, "statement_broken")),
    (damaged_on_its_way, (460, "checksum_mismatch", 0)),
    (damaged_but_unnoticed, ("refused", "checksum_mismatch")),
    (wrong_offset, (409, "offset_conflict", 1_000)),
    (foreign, (404, "upload_unknown")),
    (four_gigabytes, (413, "upload_too_large", 1_000_000_000)),
    (four_gigabytes_said_later, (413, "upload_too_large")),
    (nothing, (422, "upload_empty")),
    (nothing_said_later, ("refused", "media_unreadable")),
    (no_media, ("refused", "media_unreadable", None)),
    (a_picture_by_the_name_of_a_recording, ("refused", "media_unreadable")),
    (nonsense_about_itself, (422, "upload_metadata_invalid", "sha256")),
    (a_missing_word, (422, "upload_metadata_invalid", "device")),
]


async def test_bad_input_has_an_outcome_each_and_costs_the_good_answer_nothing(
    house: House, worker: None, an_offline_interview: AnInterview
) -> None:
    phone = await a_phone(house, await an_offline_interview("video", "voice"))
    await phone.take_along()
    outcomes = {act.__name__: await act(phone) for act, _ in TABLE}
    assert outcomes == {act.__name__: outcome for act, outcome in TABLE}
    view = await settled(phone, await phone.upload(GOOD, lasted_s=2.0))
    assert (view["state"], view["problem"]) == ("received", None)


async def test_a_phone_whose_clock_is_years_off_loses_nothing(
    house: House, worker: None, an_offline_interview: AnInterview
) -> None:
    """Within one page its steady clock says the time; after a reload nothing can, which is told and refuses nothing."""
    phone = await a_phone(house, await an_offline_interview("video", "voice"))
    phone.clock = Clock(own_ahead_s=5 * 365 * 86_400.0)
    await phone.take_along()
    first = await settled(phone, await phone.upload(GOOD, lasted_s=2.0))
    assert (first["state"], first["timing"]["verdict"]) == ("received", "in_time")
    phone.clock = Clock(own_ahead_s=-3 * 365 * 86_400.0)
    assert phone.pack is not None
    anchored = Clock(own_ahead_s=5 * 365 * 86_400.0).anchor(phone.pack.issued_at)
    second = await settled(phone, await phone.upload(OTHER, 1, lasted_s=3.0, anchors=[anchored]))
    assert second["state"] == "received"
    assert second["timing"]["verdict"] != "in_time"
    assert "own_clock" in second["timing"]["reasons"]
    assert abs(utc_now() - phone.pack.issued_at) < timedelta(hours=1)


async def test_the_same_take_from_two_devices_is_one_answer(
    house: House, worker: None, an_offline_interview: AnInterview
) -> None:
    """A phone's store that was copied: both send it at once, then a third time."""
    interview = await an_offline_interview("video", "voice")
    phone = await a_phone(house, interview)
    other = Phone(phone.http, phone.headers, phone.interview_id)
    for each in (phone, other):
        await each.take_along()
    urls = [(each, await begun(each, lasted_s=2.0, take="rec_copied")) for each in (phone, other)]
    for each, url in urls:
        assert (await each.patch(url, 0, GOOD)).status_code == 204
    views = [await settled(each, url.rpartition("/")[2]) for each, url in urls]
    assert [view["state"] for view in views] == ["received", "received"]
    assert sum(1 for view in views if view["duplicate_of"]) == 1
    assert len({(await phone.receipt(view["receipt"])).take_id for view in views}) == 1
    again = await other.create(GOOD, other.metadata(GOOD, take="rec_copied"))
    assert said(again) == (409, "upload_known")
    assert again.json()["receipt"] in [view["receipt"] for view in views]
    stored = await house.stored(interview.id)
    assert [(answer.counts, answer.question_id) for answer in stored.offline] == [(True, stored.flow.questions[0].id)]
