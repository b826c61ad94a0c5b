"""Candidates of a test's own: invited by HR over the API, signed in by the mailed code, agreed to the terms."""

from typing import Any

import httpx

from tests.e2e.house import House
from tests.e2e.steps import mailed_code

CHECK = {"findings": [], "network": None, "user_agent": "test"}


async def newcomer(
    house: House,
    *,
    first_name: str,
    language: str,
    position: str,
    has_agreed: bool = True,
    is_checked: bool = False,
) -> Any:
    """`interview_id`, `token`, `link`; `first_name` must be no other newcomer's."""
    email = f"{first_name.lower()}@newcomers.example"
    async with httpx.AsyncClient(base_url=house.base_url, timeout=60) as client:
        staff = {"Authorization": f"Bearer {house.staff('hr_operator')['token']}"}
        choices = await _sent(client, "GET", "/api/staff/invitations/choices", staff)
        position_id = next(each["id"] for each in choices["positions"] if position in each["id"])
        asked = {
            "position_id": position_id,
            "name": first_name,
            "first_name": first_name,
            "email": email,
            "language": language,
            "segment": "experienced",
        }
        invited = await _sent(client, "POST", "/api/staff/invitations", staff, asked)
        token = invited["link"].rpartition("/")[2]
        await _sent(client, "POST", "/api/invitations/code", {}, {"token": token})
        code = await mailed_code(house, email)
        signed_in = await client.post("/api/invitations/sign-in", json={"token": token, "code": code})
        signed_in.raise_for_status()
        session = signed_in.cookies["greenroom_session"]
        own = {"Authorization": f"Bearer {session}"}
        client.cookies.clear()
        interview = f"/api/interviews/{invited['interview_id']}"
        if has_agreed:
            text = await _sent(client, "GET", "/api/consent-text", own)
            consent = {"version": text["version"], "language": language, "accepts_sensitive": True}
            await _sent(client, "POST", f"{interview}/consent", own, consent)
        if is_checked:
            await _sent(client, "POST", f"{interview}/device-check", own, CHECK)
    return {"interview_id": invited["interview_id"], "token": session, "link": invited["link"]}


async def _sent(client: httpx.AsyncClient, method: str, path: str, headers: dict[str, str], body: object = None) -> Any:
    answer = await client.request(method, path, headers=headers, json=body)
    assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None
