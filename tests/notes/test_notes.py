"""Staff's private notes on an interview."""

from datetime import timedelta

import pytest

from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.media import MediaGap, RenditionMedia
from backend.interviews.take import Take
from backend.kernel.clock import utc_now
from backend.notes.places import in_rendition, place_of
from backend.web.policy import Role
from tests.interviews.factories import an_interview, at
from tests.interviews.house import until
from tests.participants.talk import WITHIN_S, a_member, a_talk

pytestmark = pytest.mark.asyncio(loop_scope="module")


def url(interview, note=""):
    return f"/api/staff/interviews/{interview.id}/notes{note}"


async def write(house, member, interview, text, **members):
    return await house.http.post(url(interview), headers=member.headers, json={"text": text, **members})


async def test_a_note_is_kept_sealed_with_its_moment_and_seen_by_the_team(house):
    interview, seat = await a_talk(house)
    he_li, su_min = [await a_member(house, interview, name) for name in ("He Li", "Su Min")]
    answer = await write(house, he_li, interview, " Checked back, unprompted. ")
    assert answer.status_code == 201, answer.text
    note = answer.json()
    assert (note["text"], note["by"], note["is_mine"]) == ("Checked back, unprompted.", "He Li", True)
    assert note["at_s"] >= 0
    stored = await house.resources.mongo.collection("staff_notes").find_one({"_id": note["id"]})
    assert b"unprompted" not in bytes(stored["text_sealed"])
    read = (await house.http.get(url(interview), headers=su_min.headers)).json()
    assert [(each["id"], each["is_mine"]) for each in read] == [(note["id"], False)]
    assert (await house.http.get(url(interview), headers=seat.headers)).status_code == 403


async def test_one_changes_ones_own_notes_alone(house):
    interview, _ = await a_talk(house)
    he_li, su_min = [await a_member(house, interview, name) for name in ("He Li", "Su Min")]
    note = (await write(house, he_li, interview, "First")).json()
    path = url(interview, f"/{note['id']}")
    for answer in (
        await house.http.put(path, headers=su_min.headers, json={"text": "Mine"}),
        await house.http.delete(path, headers=su_min.headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "note_unknown")
    changed = (await house.http.put(path, headers=he_li.headers, json={"text": "Second"})).json()
    assert (changed["text"], changed["at"]) == ("Second", note["at"])
    assert changed["edited_at"] is not None
    assert (await house.http.delete(path, headers=he_li.headers)).status_code == 204
    assert (await house.http.get(url(interview), headers=he_li.headers)).json() == []


async def test_who_does_not_see_the_interview_sees_no_notes(house):
    interview, _ = await a_talk(house)
    stranger = await a_member(house, interview, "Ann", Role.INTERVIEWER)
    for answer in (
        await write(house, stranger, interview, "Hello"),
        await house.http.get(url(interview), headers=stranger.headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "interview_unknown")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": "   "}, "text_missing"),
        ({"text": "Late", "at": "2026-11-22T09:00:00"}, "note_time_without_zone"),
    ],
)
async def test_what_is_no_note_is_refused(house, body, code):
    interview, _ = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    answer = await house.http.post(url(interview), headers=member.headers, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_note_about_the_future_is_about_now(house):
    interview, _ = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    ahead = (utc_now() + timedelta(hours=1)).isoformat()
    assert (await write(house, member, interview, "Soon", at=ahead)).json()["at_s"] < 600


async def test_with_the_interview_its_notes_are_erased(house):
    interview, _ = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    await write(house, member, interview, "First")
    await house.resources.bus.publish(
        InterviewChanged(interview.id, interview.application_id, "withdrawn", 9, "erased", utc_now())
    )

    async def gone():
        return await house.resources.mongo.collection("staff_notes").find_one({"interview_id": interview.id}) is None

    await until(gone, within_s=WITHIN_S)


async def test_a_moment_is_found_in_the_recording_less_what_was_lost_before():
    media = RenditionMedia("k", "video/webm", 1, "s", 30.0)
    gaps = [MediaGap(10.0, 5_000)]
    take = Take("tak_1", "q", ["audio"], at(0), finished_at=at(40), began_at=at(1), rendition=media, gaps=gaps)
    interview = an_interview(takes=[take], started_at=at(-60))
    assert [in_rendition(take, at(moment)) for moment in (0.5, 6, 13, 21, 39)] == [0.0, 5.0, 10.0, 15.0, 30.0]
    assert place_of(interview, at(6)).take_id == "tak_1"
    assert (place_of(interview, at(41)).take_id, place_of(interview, at(41)).at_s) == (None, 101.0)
