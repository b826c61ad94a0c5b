"""Staff accounts as IT administers them: invited, given roles, closed; and what an administrator never gets to see."""

from typing import Any

import httpx
import msgspec
import pytest

from backend.contracts.events.notifications import MailContent
from backend.kernel.ids import new_id
from backend.web.policy import Role
from tests.web_house import WebHouse, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")

PASSWORD = "a quiet room with a lamp"


def a_member(**changes: Any) -> dict[str, Any]:
    form = {"name": "何立", "email": f"{new_id('m')}@example.org", "roles": ["interviewer"], "language": "zh-CN"}
    return {**form, **changes}


async def invited(house: WebHouse, admin: dict[str, str], **changes: Any) -> dict[str, Any]:
    await house.employer()
    response = await house.http.post("/api/staff/members", headers=admin, json=a_member(**changes))
    assert response.status_code == 201, response.text
    row: dict[str, Any] = response.json()
    return row


async def link_token(house: WebHouse, member_id: str) -> str:
    """The token in the newest mail that is wanted for the member."""
    row = await house.accounts.people.members.collection.find_one({"_id": member_id})
    assert row is not None
    events = [msgspec.json.decode(entry["data"]) for entry in row["outbox"]]
    mail = [event for event in events if event.get("template") == "member_invitation"][-1]
    sealed = msgspec.convert(mail["sealed"], bytes)
    content = msgspec.json.decode(house.resources.keyring.open(sealed, mail["delivery_id"].encode()), type=MailContent)
    return content.parameters["link"].rpartition("/")[2]


async def sign_in(house: WebHouse, email: str, password: str) -> httpx.Response:
    return await house.http.post("/api/sign-in", json={"email": email, "password": password})


async def test_an_invited_member_chooses_a_password_and_signs_in(house: WebHouse) -> None:
    admin = await house.bearer(Role.IT_ADMIN)
    row = await invited(house, admin)
    assert (row["state"], row["is_self"]) == ("invited", False)
    token = await link_token(house, row["id"])
    looked = (await house.http.post("/api/members/lookup", json={"token": token})).json()
    assert (looked["name"], looked["is_new"]) == ("何立", True)
    assert "@" in looked["masked_email"]
    assert problem(await sign_in(house, row["email"], "")) == (401, "credentials_wrong")
    short = await house.http.post("/api/members/password", json={"token": token, "password": "short"})
    assert short.json()["problems"] == [{"field": "password", "code": "too_short"}]
    chosen = await house.http.post("/api/members/password", json={"token": token, "password": PASSWORD})
    assert chosen.status_code == 204
    assert (await sign_in(house, row["email"], PASSWORD)).json()["roles"] == ["interviewer"]
    again = await house.http.post("/api/members/password", json={"token": token, "password": PASSWORD + "!"})
    assert problem(again) == (404, "entry_unknown")


async def test_a_link_ends_after_a_week_and_a_new_one_replaces_it(house: WebHouse) -> None:
    admin = await house.bearer(Role.IT_ADMIN)
    row = await invited(house, admin)
    first = await link_token(house, row["id"])
    again = await house.http.post(f"/api/staff/members/{row['id']}/invite", headers=admin)
    assert again.status_code == 200
    second = await link_token(house, row["id"])
    assert problem(await house.http.post("/api/members/lookup", json={"token": first})) == (404, "entry_unknown")
    before = house.clock.now
    house.clock.advance(days=7, seconds=1)
    assert problem(await house.http.post("/api/members/lookup", json={"token": second})) == (410, "entry_expired")
    house.clock.now = before


async def test_all_that_is_wrong_with_a_new_account_is_said_at_once(house: WebHouse) -> None:
    admin = await house.bearer(Role.IT_ADMIN)
    form = a_member(name=" ", email="not an address", roles=["candidate"])
    response = await house.http.post("/api/staff/members", headers=admin, json=form)
    assert problem(response) == (422, "fields_invalid")
    assert response.json()["problems"] == [
        {"field": "name", "code": "missing"},
        {"field": "email", "code": "malformed"},
        {"field": "roles", "code": "not_for_staff"},
    ]


async def test_one_address_is_one_account(house: WebHouse) -> None:
    admin = await house.bearer(Role.IT_ADMIN)
    row = await invited(house, admin)
    twice = await house.http.post("/api/staff/members", headers=admin, json=a_member(email=row["email"].upper()))
    assert problem(twice) == (409, "member_exists")


async def test_new_rights_end_the_sessions_with_the_old_ones(house: WebHouse) -> None:
    admin = await house.bearer(Role.IT_ADMIN)
    member = await house.member(Role.INTERVIEWER)
    headers = await house.bearer(Role.INTERVIEWER, member.id)
    rights = {"version": 0, "roles": ["recruiter"], "department_ids": []}
    row = await house.http.put(f"/api/staff/members/{member.id}/rights", headers=admin, json=rights)
    assert row.json()["roles"] == ["recruiter"]
    assert problem(await house.http.get("/api/me", headers=headers)) == (401, "session_ended")
    late = await house.http.put(f"/api/staff/members/{member.id}/rights", headers=admin, json=rights)
    assert problem(late) == (409, "stale_version")


async def test_a_closed_account_lets_nobody_in_until_it_is_opened_again(house: WebHouse) -> None:
    admin = await house.bearer(Role.IT_ADMIN)
    email = f"{new_id('m')}@example.org"
    member = await house.member(Role.RECRUITER, email=email, password=PASSWORD)
    headers = await house.bearer(Role.RECRUITER, member.id)
    closed = await house.http.post(f"/api/staff/members/{member.id}/deactivate", headers=admin)
    assert closed.json()["state"] == "deactivated"
    assert problem(await house.http.get("/api/me", headers=headers)) == (401, "session_ended")
    assert problem(await sign_in(house, email, PASSWORD)) == (401, "credentials_wrong")
    link = await house.http.post(f"/api/staff/members/{member.id}/invite", headers=admin)
    assert problem(link) == (409, "member_deactivated")
    await house.http.post(f"/api/staff/members/{member.id}/activate", headers=admin)
    assert (await sign_in(house, email, PASSWORD)).status_code == 200


async def test_nobody_changes_their_own_rights(house: WebHouse) -> None:
    member = await house.member(Role.IT_ADMIN)
    admin = await house.bearer(Role.IT_ADMIN, member.id)
    for change in ("deactivate", "activate"):
        response = await house.http.post(f"/api/staff/members/{member.id}/{change}", headers=admin)
        assert problem(response) == (409, "own_account")


async def test_a_password_is_not_ones_name_nor_one_letter(house: WebHouse) -> None:
    admin = await house.bearer(Role.IT_ADMIN)
    row = await invited(house, admin, name="Bartholomew Jones", email="bartholomew.jones@example.org")
    token = await link_token(house, row["id"])
    for simple in ("Bartholomew Jones", "bartholomew.jones@example.org", "aaaaaaaaaaaaaaaaaaa"):
        response = await house.http.post("/api/members/password", json={"token": token, "password": simple})
        assert response.json()["problems"] == [{"field": "password", "code": "too_simple"}], simple
