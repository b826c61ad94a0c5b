"""Pictures, waveform and MP4 of a recording over HTTP, from the encrypted store."""

import hashlib

import msgspec
import pytest
import pytest_asyncio

from backend.contracts.media import FilmStrip, RenditionMedia, StoredFile, TakePreview
from backend.interviews.take import Mp4Copy, Take
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.web.policy import Role

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILES = {
    "thumbnail": (b"\xff\xd8 a face", "image/jpeg"),
    "strip": (b"\xff\xd8 many faces", "image/jpeg"),
    "peaks": (b'{"per_second":10,"peaks":[0,255]}', "application/json"),
}
MP4 = b"an mp4 file" * 100


def media(key, mime_type, data, codecs):
    return RenditionMedia(key, mime_type, len(data), hashlib.sha256(data).hexdigest(), 3.0, codecs=codecs)


@pytest_asyncio.fixture(loop_scope="module")
async def answer(house):
    """An interview with one recording and all that is made around it."""
    interview = await house.interview()
    take_id = new_id("tak")
    store, stored = house.resources.store, {}
    for name, (data, mime_type) in FILES.items():
        key = f"takes/{take_id}/{name}"
        await store.put(key, data)
        stored[name] = StoredFile(key, mime_type, len(data), hashlib.sha256(data).hexdigest())
    await store.put(f"takes/{take_id}/copy.mp4", MP4)
    rendition = media(f"takes/{take_id}/rendition.webm", "video/webm", b"webm", "vp8,opus")
    take = Take(
        take_id, "turn", ["audio", "video"], utc_now(), finished_at=utc_now(), processed_at=utc_now(),
        rendition=rendition, transcript="done",
        preview=TakePreview(
            rendition.sha256, stored["thumbnail"], FilmStrip(stored["strip"], 3, 96, 72, 1.0), stored["peaks"], -23.4
        ),
        mp4=Mp4Copy(rendition=media(f"takes/{take_id}/copy.mp4", "video/mp4", MP4, "avc1.4D401E,mp4a.40.2")),
    )  # fmt: skip
    saved = await house.parts.interviews.save(msgspec.structs.replace(interview, takes=[take]))
    return saved, take


def url(take, what):
    return f"/api/media/takes/{take.id}/{what}"


@pytest.mark.parametrize("what", sorted(FILES))
async def test_the_owner_sees_what_was_made_of_the_recording(house, answer, what):
    interview, take = answer
    headers = await house.bearer(interview.candidate_id)
    got = await house.http.get(url(take, what), headers=headers)
    assert (got.status_code, got.content) == (200, FILES[what][0])
    assert got.headers["content-type"].startswith(FILES[what][1])
    assert got.headers["cache-control"] == "private, no-store"
    assert got.headers["x-content-type-options"] == "nosniff"
    again = await house.http.get(url(take, what), headers={**headers, "If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_mp4_plays_and_seeks_like_the_original(house, answer):
    interview, take = answer
    headers = await house.bearer(interview.candidate_id)
    got = await house.http.get(url(take, "rendition.mp4"), headers={**headers, "Range": "bytes=10-19"})
    assert (got.status_code, got.content) == (206, MP4[10:20])
    assert got.headers["content-type"] == "video/mp4"
    assert got.headers["content-range"] == f"bytes 10-19/{len(MP4)}"


@pytest.mark.parametrize("what", [*sorted(FILES), "rendition.mp4"])
async def test_who_may_not_play_it_sees_nothing_of_it(house, answer, what):
    _, take = answer
    stranger = await house.bearer((await house.interview()).candidate_id)
    assert (await house.http.get(url(take, what), headers=stranger)).json()["code"] == "take_unknown"
    for role in (Role.INTERVIEWER, Role.IT_ADMIN):
        headers = await house.bearer(new_id("mem"), role)
        assert (await house.http.get(url(take, what), headers=headers)).status_code == 404
    assert (await house.http.get(url(take, what))).status_code == 401


async def test_a_members_look_is_written_down(house, answer):
    _, take = answer
    headers = await house.bearer(new_id("mem"), Role.RECRUITER)
    for what in ("thumbnail", "peaks", "rendition.mp4"):
        assert (await house.http.get(url(take, what), headers=headers)).status_code == 200
    auditor = await house.bearer("mem_auditor", Role.AUDITOR)
    rows = (await house.http.get("/api/staff/audit", headers=auditor)).json()["items"]
    assert {row["action"] for row in rows if row["subject"] == take.id} == {"media.previewed", "media.played"}


async def test_a_preview_of_another_recording_is_not_shown(house, answer):
    interview, take = answer
    newer = msgspec.structs.replace(take, rendition=msgspec.structs.replace(take.rendition, sha256="0" * 64))
    await house.parts.interviews.save(msgspec.structs.replace(interview, takes=[newer]))
    got = await house.http.get(url(take, "thumbnail"), headers=await house.bearer(interview.candidate_id))
    assert (got.status_code, got.json()["code"]) == (404, "preview_unknown")
