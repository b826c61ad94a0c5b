"""Playing recordings over HTTP, from the encrypted store."""

import hashlib

import msgspec
import pytest
import pytest_asyncio

from backend.contracts.media import RenditionMedia
from backend.interviews.staff_schemas import Segment
from backend.interviews.take import Take
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.web.policy import Role

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONTENT = bytes(range(256)) * 1200  # several sealed segments


@pytest_asyncio.fixture(loop_scope="module")
async def answer(house):
    """An interview with one stored rendition."""
    interview = await house.interview()
    take_id = new_id("tak")
    key = f"takes/{take_id}/rendition.webm"
    await house.resources.store.put(key, CONTENT)
    media = RenditionMedia(key, "video/webm", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), 3.0)
    take = Take(
        take_id, "turn", ["audio"], utc_now(), finished_at=utc_now(), processed_at=utc_now(), rendition=media,
        segments=[Segment(0, 0.0, 1.0, "Hello.", 0.9, [])], transcript="done",
    )  # fmt: skip
    saved = await house.parts.interviews.save(msgspec.structs.replace(interview, takes=[take]))
    return saved, take


def url(take, what="rendition"):
    return f"/api/media/takes/{take.id}/{what}"


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        (None, 200, 0, len(CONTENT)),
        ("bytes=0-", 206, 0, len(CONTENT)),
        ("bytes=65530-65550", 206, 65530, 65551),
        ("bytes=-100", 206, len(CONTENT) - 100, len(CONTENT)),
        ("bytes=300000-999999999", 206, 300000, len(CONTENT)),
    ],
)
async def test_the_owner_plays_and_seeks(house, answer, asked, status, start, end):
    interview, take = answer
    headers = await house.bearer(interview.candidate_id)
    if asked:
        headers["Range"] = asked
    got = await house.http.get(url(take), headers=headers)
    assert got.status_code == status
    assert got.content == CONTENT[start:end]
    assert got.headers["content-length"] == str(end - start)
    assert got.headers["accept-ranges"] == "bytes"
    assert got.headers["cache-control"] == "private, no-store"
    assert got.headers["content-type"] == "video/webm"
    if status == 206:
        assert got.headers["content-range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"


async def test_beyond_the_end_is_416_with_the_size(house, answer):
    interview, take = answer
    headers = await house.bearer(interview.candidate_id)
    got = await house.http.get(url(take), headers={**headers, "Range": "bytes=99999999-"})
    assert (got.status_code, got.json()["code"]) == (416, "range_not_satisfiable")
    assert got.headers["content-range"] == f"bytes */{len(CONTENT)}"


async def test_head_says_what_get_would_without_the_bytes(house, answer):
    interview, take = answer
    headers = await house.bearer(interview.candidate_id)
    got = await house.http.head(url(take), headers=headers)
    assert (got.status_code, got.content) == (200, b"")
    assert got.headers["content-length"] == str(len(CONTENT))
    assert got.headers["etag"] == f'"{take.rendition.sha256}"'


async def test_what_the_browser_has_is_not_sent_again(house, answer):
    interview, take = answer
    headers = await house.bearer(interview.candidate_id)
    got = await house.http.get(url(take), headers={**headers, "If-None-Match": f'"{take.rendition.sha256}"'})
    assert (got.status_code, got.content) == (304, b"")


async def test_captions_are_webvtt(house, answer):
    interview, take = answer
    got = await house.http.get(url(take, "captions.vtt"), headers=await house.bearer(interview.candidate_id))
    assert got.headers["content-type"] == "text/vtt; charset=utf-8"
    assert got.text.startswith("WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\nHello.")


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.RECRUITER, 200), (Role.HR_OPERATOR, 200), (Role.AUDITOR, 200), (Role.HIRING_MANAGER, 404),
     (Role.INTERVIEWER, 404), (Role.IT_ADMIN, 404)],
)  # fmt: skip
async def test_staff_play_what_is_in_their_scope(house, answer, role, status):
    _, take = answer
    headers = await house.bearer(new_id("mem"), role)
    assert (await house.http.get(url(take), headers=headers)).status_code == status
    assert (await house.http.get(url(take, "captions.vtt"), headers=headers)).status_code == status


async def test_a_stranger_and_nobody_get_nothing(house, answer):
    _, take = answer
    stranger = await house.bearer((await house.interview()).candidate_id)
    assert (await house.http.get(url(take), headers=stranger)).json()["code"] == "take_unknown"
    assert (await house.http.get(url(take))).status_code == 401


async def looks_at(house, take):
    auditor = await house.bearer("mem_auditor", Role.AUDITOR)
    rows = (await house.http.get("/api/staff/audit", headers=auditor)).json()["items"]
    return [(row["action"], row["actor_id"]) for row in rows if row["subject"] == take.id]


async def test_a_members_look_is_written_down_once_a_session_whichever_bytes_they_begin_with(house, answer):
    interview, take = answer
    headers = await house.bearer("mem_recruiter", Role.RECRUITER)
    for asked in ("bytes=1-", "bytes=0-", "bytes=1000-2000"):
        await house.http.get(url(take), headers={**headers, "Range": asked})
    assert await looks_at(house, take) == [("media.played", "mem_recruiter")]
    for _ in range(2):
        await house.http.get(url(take, "captions.vtt"), headers=headers)
    own = await house.bearer(interview.candidate_id)
    await house.http.get(url(take), headers=own)
    assert await looks_at(house, take) == [("transcript.read", "mem_recruiter"), ("media.played", "mem_recruiter")]
    await house.http.get(url(take), headers=await house.bearer("mem_recruiter", Role.RECRUITER))
    assert len(await looks_at(house, take)) == 3


async def test_a_recording_that_is_not_ready_says_so(house, answer):
    interview, take = answer
    pending = msgspec.structs.replace(take, rendition=None, processed_at=None)
    await house.parts.interviews.save(msgspec.structs.replace(interview, takes=[pending]))
    got = await house.http.get(url(take), headers=await house.bearer(interview.candidate_id))
    assert (got.status_code, got.json()["code"]) == (404, "rendition_unknown")
