"""The demo employer is whole, is loaded once, and its ways in work."""

import pytest

from backend.app.demo import Demo, describe, load
from backend.web.policy import Role

pytestmark = pytest.mark.asyncio(loop_scope="module")

STATES = {"invited": 2, "consented": 1, "checked": 3, "reviewable": 1, "human_route": 1}


async def test_the_demo_is_loaded_once_and_described_again(house):
    first = await load(house.resources)
    again = await load(house.resources)
    assert isinstance(first, Demo)
    assert [way.link for way in again.candidates] == [way.link for way in first.candidates]
    assert [way.code for way in again.candidates] == [way.code for way in first.candidates]
    assert [way.password for way in again.staff] == [way.password for way in first.staff]
    assert {way.role for way in first.staff} == set(Role) - {Role.CANDIDATE}
    assert len(first.candidates) == 8
    assert await house.accounts.people.candidates.count({}) == 8
    assert first.base_url == house.resources.settings.base_url


async def test_demo_candidates_stand_in_different_states_and_their_tokens_work(house):
    states = {}
    for way in (await load(house.resources)).candidates:
        answer = await house.http.get(
            f"/api/interviews/{way.interview_id}", headers={"Authorization": f"Bearer {way.token}"}
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["room"] == way.room
        states[answer.json()["state"]] = states.get(answer.json()["state"], 0) + 1
    assert states == STATES


async def test_a_demo_code_signs_in_again_and_again_and_beside_a_mailed_one(house):
    way = (await load(house.resources)).candidates[0]
    token = way.link.rpartition("/i/")[2]
    assert (await house.http.post("/api/invitations/code", json={"token": token})).status_code == 202
    for _ in range(2):
        answer = await house.http.post("/api/invitations/sign-in", json={"token": token, "code": way.code})
        assert answer.status_code == 200, answer.text
        assert answer.json()["interview_id"] == way.interview_id


async def test_demo_codes_are_renewed_before_they_end(house):
    first = await load(house.resources)
    house.clock.advance(hours=13)
    again = await describe(house.resources)
    assert [way.code for way in again.candidates] != [way.code for way in first.candidates]
    assert [way.link for way in again.candidates] == [way.link for way in first.candidates]


async def test_demo_staff_sign_in_with_the_printed_password(house):
    for way in (await load(house.resources)).staff:
        answer = await house.http.post("/api/sign-in", json={"email": way.email, "password": way.password})
        assert answer.status_code == 200, answer.text
        assert answer.json()["roles"] == [way.role]
        me = await house.http.get("/api/me", headers={"Authorization": f"Bearer {way.token}"})
        assert me.json()["email"] == way.email
