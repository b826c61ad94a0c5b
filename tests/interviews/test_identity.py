"""The identity check: a photo of a document or another way, HR's look at it, and what is left of it afterwards."""

from typing import Any

import httpx
import msgspec
import pytest

from backend.flows.model import IdentityStep
from backend.interviews.identity_photos import picture
from backend.interviews.model import Consent, Interview
from backend.web.policy import Role

from .factories import T0, a_flow, a_question
from .house import House, Seat
from .pictures import jpeg, png, with_exif

pytestmark = pytest.mark.asyncio(loop_scope="module")
PLACE = b"52.5200 N 13.4050 E"
PHOTO = jpeg()


async def an_asking_interview(house: House, **changes: Any) -> tuple[Interview, Seat]:
    flow = a_flow([a_question(1, "text")])
    flow = msgspec.structs.replace(flow, steps=[IdentityStep("who", wants_document=True), *flow.steps])
    consent = Consent("2026-11", "en", True, T0)
    interview = await house.interview(("text",), **({"flow": flow, "consent": consent} | changes))
    return interview, await house.as_candidate(interview)


async def send(house: House, seat: Seat, photo: bytes) -> httpx.Response:
    path = f"/api/interviews/{seat.interview_id}/identity/photo"
    return await house.http.post(path, headers=seat.headers, content=photo)


async def keys(house: House, interview: Interview) -> list[str]:
    return await house.resources.store.list(f"identity/{interview.id}")


async def test_the_interview_waits_for_it_and_hr_alone_sees_it_on_the_record(shared_house: House) -> None:
    interview, seat = await an_asking_interview(shared_house)
    assert (await seat.get()).json()["identity"] == {"way": None, "verdict": "open", "given_at": None}
    refused = await seat.post("/start")
    assert (refused.status_code, refused.json()["code"]) == (409, "identity_missing")
    sent = await send(shared_house, seat, with_exif(PHOTO, PLACE))
    assert sent.status_code == 200, sent.text
    assert sent.json()["identity"]["way"] == "photo"
    await seat.start()

    (key,) = await keys(shared_house, interview)
    stored = shared_house.resources.settings.data_dir / "objects" / key
    assert picture(PHOTO).data[:64] not in stored.read_bytes()
    path = f"/api/staff/interviews/{interview.id}/identity"
    for role in (Role.RECRUITER, Role.INTERVIEWER, Role.AUDITOR, Role.IT_ADMIN):
        other = await shared_house.bearer("mem_other", role)
        assert (await shared_house.http.get(f"{path}/photo", headers=other)).status_code == 403
    hr = await shared_house.bearer("mem_hr", Role.HR_OPERATOR)
    seen = await shared_house.http.get(f"{path}/photo", headers=hr)
    assert (seen.content, seen.headers["cache-control"]) == (picture(PHOTO).data, "private, no-store")
    looks = await shared_house.resources.mongo.collection("audit").find(
        {"action": "identity.photo_seen", "subject": interview.id}
    )
    assert [look["actor_id"] for look in looks] == ["mem_hr"]


async def test_another_way_deletes_the_photo_and_asks_for_no_face(shared_house: House) -> None:
    interview, seat = await an_asking_interview(shared_house)
    await send(shared_house, seat, PHOTO)
    await send(shared_house, seat, png())
    assert len(await keys(shared_house, interview)) == 1
    chosen = await seat.post("/identity", {"way": "call"})
    assert chosen.json()["identity"]["way"] == "call"
    assert await keys(shared_house, interview) == []
    hr = await shared_house.bearer("mem_hr", Role.HR_OPERATOR)
    path = f"/api/staff/interviews/{interview.id}/identity"
    assert (await shared_house.http.get(path, headers=hr)).json()["way"] == "call"
    missing = await shared_house.http.get(f"{path}/photo", headers=hr)
    assert (missing.status_code, missing.json()["code"]) == (404, "identity_photo_unknown")
    await seat.start()


async def test_asked_again_the_candidate_is_told_and_may_send_once_more(shared_house: House) -> None:
    interview, seat = await an_asking_interview(shared_house)
    given = (await send(shared_house, seat, PHOTO)).json()["identity"]
    await seat.start()
    late = await seat.post("/identity", {"way": "in_person"})
    assert (late.status_code, late.json()["code"]) == (409, "identity_too_late")
    hr = await shared_house.bearer("mem_hr", Role.HR_OPERATOR)
    path = f"/api/staff/interviews/{interview.id}/identity"
    decision = {"verdict": "again", "given_at": given["given_at"]}
    asked = await shared_house.http.post(path, headers=hr, json=decision)
    assert asked.json()["verdict"] == "again"
    assert (await send(shared_house, seat, PHOTO)).json()["identity"]["verdict"] == "open"
    outdated = await shared_house.http.post(path, headers=hr, json=decision | {"verdict": "confirmed"})
    assert (outdated.status_code, outdated.json()["code"]) == (409, "identity_changed")
    fresh = (await shared_house.http.get(path, headers=hr)).json()
    done = await shared_house.http.post(path, headers=hr, json={"verdict": "confirmed", "given_at": fresh["given_at"]})
    assert (done.json()["verdict"], done.json()["decided_by"]) == ("confirmed", "mem_hr")
    over = await send(shared_house, seat, PHOTO)
    assert (over.status_code, over.json()["code"]) == (409, "identity_confirmed")


async def test_it_is_neither_asked_for_nor_taken_where_the_flow_does_not_want_it(shared_house: House) -> None:
    interview = await shared_house.interview(("text",))
    seat = await shared_house.as_candidate(interview)
    assert (await seat.get()).json()["identity"] is None
    refused = await send(shared_house, seat, PHOTO)
    assert (refused.status_code, refused.json()["code"]) == (409, "identity_not_wanted")
    unread, stranger = await an_asking_interview(shared_house, consent=None, state="invited")
    assert (await send(shared_house, stranger, PHOTO)).json()["code"] == "consent_first"
    foreign = await shared_house.http.post(
        f"/api/interviews/{unread.id}/identity/photo", headers=seat.headers, content=PHOTO
    )
    assert foreign.status_code == 404


async def test_erasure_leaves_nothing_of_it(shared_house: House) -> None:
    interview, seat = await an_asking_interview(shared_house)
    await send(shared_house, seat, PHOTO)
    hr = await shared_house.bearer("mem_hr", Role.HR_OPERATOR)
    erased = await shared_house.http.post(
        f"/api/staff/interviews/{interview.id}/erase", json={"reason": "person_asked"}, headers=hr
    )
    assert erased.status_code == 200, erased.text
    assert erased.json()["removed"]["identity_photos"] == 1
    assert await keys(shared_house, interview) == []
    assert "idp_" not in str((await shared_house.stored(interview.id)).identity)
