import msgspec
import pytest

from backend.contracts.media import RenditionMedia
from backend.interviews.outcome import Outcome
from backend.interviews.staff_schemas import Segment
from backend.kernel.clock import utc_now
from backend.web.policy import Role

from .house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def handed_in(house: House):  # type: ignore[no-untyped-def]
    """A spoken answer that was processed, and its candidate's seat."""
    interview = await house.interview(("voice",))
    seat = await house.as_candidate(interview)
    await seat.start()
    for kind in ("continue", "start_answer", "done", "continue", "continue"):
        answer = await seat.say(kind)
        assert answer.status_code == 200, answer.text

    def processed(known, now):  # type: ignore[no-untyped-def]
        media = RenditionMedia("takes/x/rendition.webm", "audio/webm", 100, "0" * 64, 3.0)
        take = msgspec.structs.replace(
            known.takes[0], processed_at=now, requested_at=now, rendition=media, transcript="done",
            segments=[Segment(0, 0.0, 1.0, "I baked bred", 0.6, []), Segment(1, 1.0, 3.0, "and sold it", 0.9, [])],
        )  # fmt: skip
        return Outcome(known).having("take_processed", takes=[take], state="reviewable", reviewable_at=utc_now())

    stored = await house.apply(interview.id, processed)
    return stored, seat, stored.takes[0].id


async def put(house: House, seat, take_id: str, body: object):  # type: ignore[no-untyped-def]
    path = f"/api/interviews/{seat.interview_id}/transcripts/{take_id}"
    return await house.http.put(path, headers=seat.headers, json=body)


async def test_a_candidate_puts_a_line_right_and_reviewers_see_both(shared_house: House) -> None:
    interview, seat, take_id = await handed_in(shared_house)
    read = (await seat.get("/transcripts")).json()
    assert [line["text"] for line in read[0]["lines"]] == ["I baked bred", "and sold it"]
    put_right = await put(shared_house, seat, take_id, {"index": 0, "text": "I baked  bread"})
    assert put_right.status_code == 200, put_right.text
    assert put_right.json()[0]["lines"][0] == read[0]["lines"][0] | {"corrected": "I baked bread"}
    hr = await shared_house.bearer("mem_hr", Role.HR_OPERATOR)
    review = (await shared_house.http.get(f"/api/staff/interviews/{interview.id}", headers=hr)).json()
    segments = review["answers"][0]["segments"]
    assert [(line["text"], line["corrected"]) for line in segments] == [
        ("I baked bred", "I baked bread"), ("and sold it", None),
    ]  # fmt: skip
    row = await shared_house.resources.mongo.collection("interviews").find_one({"_id": interview.id})
    assert isinstance(row["takes"][0]["corrections"], bytes)
    taken_back = await put(shared_house, seat, take_id, {"index": 0, "text": ""})
    assert taken_back.json()[0]["lines"][0]["corrected"] is None


async def test_what_cannot_be_put_right_is_refused_with_a_code(shared_house: House) -> None:
    interview, seat, take_id = await handed_in(shared_house)
    line = {"index": 0, "text": "other words"}
    refused = [
        (await put(shared_house, seat, "tak_other", line), 404, "take_unknown"),
        (await put(shared_house, seat, take_id, {"index": 9, "text": "x"}), 422, "segment_unknown"),
        (await put(shared_house, await shared_house.as_candidate(await shared_house.interview()), take_id, line), 404,
         "take_unknown"),
    ]  # fmt: skip
    await shared_house.apply(interview.id, lambda known, now: Outcome(known).having("closed", state="closed"))
    refused.append((await put(shared_house, seat, take_id, line), 409, "transcript_closed"))
    for answer, status, code in refused:
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    too_long = await put(shared_house, seat, take_id, {"index": 0, "text": "x" * 5001})
    assert too_long.status_code in (400, 422)
