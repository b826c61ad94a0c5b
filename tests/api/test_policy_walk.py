"""Every route × every role, generated from the application's routes and the policy table."""

import re

import httpx
import pytest
from litestar import Litestar, get

from backend.web.auth import RouteWithoutPermission, guarded_routes, refuse_unguarded
from backend.web.policy import POLICY, Permission, Role
from tests.web_house import WebHouse

pytestmark = pytest.mark.asyncio(loop_scope="module")

PUBLIC_PATHS = {
    "/api/consent-text",
    "/api/demo/mailbox",
    "/api/hand-overs/sign-in",
    "/api/help",
    "/api/invitations/code",
    "/api/invitations/lookup",
    "/api/invitations/sign-in",
    "/api/members/lookup",
    "/api/members/password",
    "/api/sign-in",
    "/api/notices/{token:str}/seen",
    "/api/unsubscribe/{token:str}",
    "/calendar/{file:str}",
    "/healthz",
    "/metrics",
    "/readyz",
}


def walked(house: WebHouse) -> list[tuple[str, str, Permission]]:
    return sorted(route for route in guarded_routes(house.api.app.routes) if route[0] != "WS")


async def call(house: WebHouse, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
    """Any value for every parameter: the guard answers before the handler looks."""
    address = re.sub(r"\{[^}]+\}", "nothing_00000000000000000000000000", path)
    body = b"{}" if method in ("POST", "PUT", "PATCH") else None
    content = {"content-type": "application/json"} if body else {}
    return await house.http.request(method, address, headers={**headers, **content}, content=body)


async def test_each_role_reaches_what_the_policy_table_gives_it_and_nothing_else(house: WebHouse) -> None:
    wrong = []
    for role in Role:
        headers = await house.bearer(role)
        for method, path, permission in walked(house):
            if path == "/api/sign-out":
                continue
            response = await call(house, method, path, headers)
            is_refused = response.status_code == 403
            if is_refused == (role in POLICY[permission]) or (response.status_code == 401):
                wrong.append((role, method, path, response.status_code))
    assert wrong == []


async def test_without_a_session_only_public_routes_answer(house: WebHouse) -> None:
    for method, path, permission in walked(house):
        response = await call(house, method, path, {})
        if permission is Permission.PUBLIC:
            assert response.status_code not in (401, 403), path
        else:
            assert response.status_code == 401, (method, path)
            assert method == "HEAD" or response.json()["code"] == "session_missing", (method, path)


async def test_no_more_is_public_than_is_meant_to_be(house: WebHouse) -> None:
    public = {path for _, path, permission in walked(house) if permission is Permission.PUBLIC}
    assert {path for path in public if not path.startswith("/schema")} <= PUBLIC_PATHS


async def test_it_administrators_see_no_interviews(house: WebHouse) -> None:
    headers = await house.bearer(Role.IT_ADMIN)
    assert (await house.http.get("/api/staff/interviews", headers=headers)).status_code == 403
    assert (await house.http.get("/api/staff/policy", headers=headers)).status_code == 200


async def test_the_printed_matrix_is_the_policy_table(house: WebHouse) -> None:
    rows = (await house.http.get("/api/staff/policy", headers=await house.bearer(Role.AUDITOR))).json()
    assert {row["permission"]: set(row["roles"]) for row in rows} == {
        permission: set(roles) for permission, roles in POLICY.items()
    }


async def test_a_route_without_a_permission_refuses_to_start() -> None:
    @get("/forgotten")
    async def forgotten() -> None: ...

    with pytest.raises(RouteWithoutPermission, match="/forgotten"):
        refuse_unguarded(Litestar([forgotten], openapi_config=None))
