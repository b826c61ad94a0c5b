"""Members' sign-in, sessions, their rotation and end, and requests that foreign pages forge."""

import httpx

from backend.web.auth import COOKIE
from backend.web.policy import Role
from tests.web_house import BASE_URL, PASSWORD, WebHouse, problem

OURS = {"X-Greenroom": "1", "Origin": BASE_URL}


async def sign_in(house: WebHouse, email: str, password: str = PASSWORD) -> httpx.Response:
    return await house.http.post("/api/sign-in", json={"email": email, "password": password})


async def test_a_member_signs_in_and_out(house: WebHouse) -> None:
    await house.employer()
    await house.member(Role.RECRUITER, email="maya@example.org")
    answer = await sign_in(house, " Maya@Example.org ")
    assert answer.status_code == 200, answer.text
    me = answer.json()
    assert (me["kind"], me["roles"], me["employer"]["en"]) == ("member", ["recruiter"], "Clearlight Logistics")
    assert "interview.list" in me["permissions"]
    assert "audit.read" not in me["permissions"]
    token = house.http.cookies[COOKIE]
    assert (await house.http.post("/api/sign-out", headers=OURS)).status_code == 204
    ended = await house.http.get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert problem(ended) == (401, "session_ended")


async def test_wrong_password_and_unknown_address_look_the_same(house: WebHouse) -> None:
    await house.member(Role.RECRUITER, email="maya@example.org")
    known = [await sign_in(house, "maya@example.org", "wrong") for _ in range(5)]
    unknown = [await sign_in(house, "nobody@example.org", "wrong") for _ in range(5)]
    shown = [[(answer.status_code, answer.json()["code"]) for answer in answers] for answers in (known, unknown)]
    assert shown[0] == shown[1] == [(401, "credentials_wrong")] * 4 + [(429, "locked_out")]
    house.clock.advance(seconds=30)
    assert problem(await sign_in(house, "maya@example.org")) == (429, "locked_out")
    house.clock.advance(seconds=31)
    await house.employer()
    assert (await sign_in(house, "maya@example.org")).status_code == 200


async def test_the_session_is_new_at_every_sign_in_and_the_old_one_ends(house: WebHouse) -> None:
    await house.employer()
    await house.member(Role.RECRUITER, email="maya@example.org")
    await sign_in(house, "maya@example.org")
    first = house.http.cookies[COOKIE]
    await sign_in(house, "maya@example.org")
    second = house.http.cookies[COOKIE]
    assert first != second
    assert problem(await house.http.get("/api/me", headers={"Authorization": f"Bearer {first}"})) == (
        401,
        "session_ended",
    )
    assert (await house.http.get("/api/me")).status_code == 200


async def test_sessions_end_after_a_day(house: WebHouse) -> None:
    await house.employer()
    headers = await house.bearer(Role.RECRUITER)
    house.clock.advance(hours=23)
    assert (await house.http.get("/api/me", headers=headers)).status_code == 200
    house.clock.advance(hours=1)
    assert problem(await house.http.get("/api/me", headers=headers)) == (401, "session_ended")


async def test_a_cookie_alone_changes_nothing(house: WebHouse) -> None:
    await house.employer()
    await house.member(Role.RECRUITER, email="maya@example.org")
    await sign_in(house, "maya@example.org")
    body = {"language": "zh-CN"}
    for headers, code in (
        ({"Origin": BASE_URL}, "csrf_header_missing"),
        ({"X-Greenroom": "1", "Origin": "https://evil.example"}, "origin_foreign"),
        ({"X-Greenroom": "1", "Origin": "null"}, "origin_foreign"),
        ({"X-Greenroom": "1", "Sec-Fetch-Site": "cross-site"}, "origin_foreign"),
    ):
        assert problem(await house.http.put("/api/me/language", json=body, headers=headers)) == (403, code)
    assert (await house.http.get("/api/me", headers={"Origin": "https://evil.example"})).status_code == 200
    changed = await house.http.put("/api/me/language", json=body, headers=OURS)
    assert (changed.status_code, changed.json()["language"]) == (200, "zh-CN")


async def test_a_bearer_token_needs_no_header_of_ours_and_stands_in_no_address(
    house: WebHouse,
) -> None:
    await house.employer()
    headers = await house.bearer(Role.RECRUITER)
    changed = await house.http.put("/api/me/language", json={"language": "en"}, headers=headers)
    assert changed.status_code == 200
    token = headers["Authorization"].removeprefix("Bearer ")
    assert problem(await house.http.get("/api/me", params={"token": token})) == (401, "session_missing")


async def test_a_deactivated_member_does_not_get_in(house: WebHouse) -> None:
    import msgspec

    member = await house.member(Role.RECRUITER, email="maya@example.org")
    await house.accounts.people.members.save(msgspec.structs.replace(member, is_active=False))
    assert problem(await sign_in(house, "maya@example.org")) == (401, "credentials_wrong")


async def test_cookies_are_secure_behind_https(house: WebHouse) -> None:
    from backend.web.auth import session_cookie

    assert "Secure" in session_cookie("x", is_secure=True).to_header()
    assert "Secure" not in session_cookie("x", is_secure=False).to_header()
