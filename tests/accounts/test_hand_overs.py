"""Going on on another device: a link that is good once, for two minutes, for one's own interview."""

import asyncio
import re

import httpx

from backend.accounts.qr import qr_code
from backend.web.auth import COOKIE
from backend.web.policy import Role
from tests.web_house import BASE_URL, Invited, WebHouse, problem

OURS = {"X-Greenroom": "1", "Origin": BASE_URL}


async def signed_in(house: WebHouse) -> tuple[Invited, dict[str, str]]:
    """A candidate on their first device, and its credentials."""
    invited = await house.invitation()
    await invited.ask_code()
    await invited.sign_in(await invited.code())
    first = {"Authorization": f"Bearer {house.http.cookies[COOKIE]}"}
    house.http.cookies.clear()
    return invited, first


async def offer(house: WebHouse, first: dict[str, str]) -> str:
    answer = await house.http.post("/api/hand-overs", headers=first)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["link"]).rpartition("/")[2]


async def accept(house: WebHouse, token: str) -> httpx.Response:
    return await house.http.post("/api/hand-overs/sign-in", json={"token": token})


async def test_the_link_signs_the_other_device_in_once(house: WebHouse) -> None:
    invited, first = await signed_in(house)
    answer = await house.http.post("/api/hand-overs", headers=first)
    view = answer.json()
    assert "/h/" in view["link"]
    assert (view["expires_in_s"], view["qr"]["side"]) == (120, qr_code(view["link"]).side)
    accepted = await accept(house, view["link"].rpartition("/")[2])
    assert accepted.status_code == 200, accepted.text
    assert "HttpOnly" in accepted.headers["set-cookie"]
    assert accepted.json()["id"] == invited.candidate.id
    second = house.http.cookies[COOKIE]
    assert second not in first["Authorization"]
    for bearer in (first, {"Authorization": f"Bearer {second}"}):
        me = await house.http.get("/api/me", headers=bearer)
        assert me.json()["interview_id"] == accepted.json()["interview_id"]
    house.http.cookies.clear()
    assert problem(await accept(house, view["link"].rpartition("/")[2])) == (410, "hand_over_used")


async def test_a_browser_that_was_somebody_else_is_the_candidate_alone(house: WebHouse) -> None:
    _, first = await signed_in(house)
    token = await offer(house, first)
    stranger = await house.invitation()
    await stranger.ask_code()
    await stranger.sign_in(await stranger.code())
    before = house.http.cookies[COOKIE]
    answer = await house.http.post("/api/hand-overs/sign-in", json={"token": token}, headers=OURS)
    assert answer.status_code == 200, answer.text
    ended = await house.http.get("/api/me", headers={"Authorization": f"Bearer {before}"})
    assert problem(ended) == (401, "session_ended")


async def test_it_ends_after_two_minutes(house: WebHouse) -> None:
    _, first = await signed_in(house)
    token = await offer(house, first)
    house.clock.advance(seconds=119)
    late = await offer(house, first)
    house.clock.advance(seconds=120)
    assert problem(await accept(house, late)) == (410, "hand_over_expired")
    assert problem(await accept(house, token)) == (404, "hand_over_unknown"), "a newer offer made it void"


async def test_two_devices_at_the_same_moment_and_one_is_let_in(house: WebHouse) -> None:
    _, first = await signed_in(house)
    token = await offer(house, first)
    answers = await asyncio.gather(*(accept(house, token) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers).count(200) == 1
    assert {problem(answer)[1] for answer in answers if answer.status_code != 200} <= {"hand_over_used", "conflict"}


async def test_a_withdrawn_or_finished_interview_is_handed_to_nobody(house: WebHouse) -> None:
    invited, first = await signed_in(house)
    token = await offer(house, first)
    await house.accounts.invitations.revoke(invited.invitation_id)
    assert problem(await accept(house, token)) == (410, "invitation_revoked")
    assert problem(await house.http.post("/api/hand-overs", headers=first)) == (410, "invitation_revoked")


async def test_guesses_and_nonsense_are_unknown(house: WebHouse) -> None:
    for token in ("", "x", "\u0000", "x" * 10_000, "測試"):
        assert problem(await accept(house, token)) == (404, "hand_over_unknown")


async def test_who_is_no_candidate_of_an_interview_has_nothing_to_hand_over(house: WebHouse) -> None:
    assert problem(await house.http.post("/api/hand-overs", headers=await house.bearer(Role.RECRUITER)))[0] == 403
    without = await house.bearer(Role.CANDIDATE)
    assert problem(await house.http.post("/api/hand-overs", headers=without)) == (404, "invitation_unknown")


async def test_offers_are_bounded(house: WebHouse) -> None:
    _, first = await signed_in(house)
    for _ in range(30):
        await offer(house, first)
    assert problem(await house.http.post("/api/hand-overs", headers=first)) == (429, "rate_limited")


async def test_no_token_stands_in_the_database(house: WebHouse) -> None:
    invited, first = await signed_in(house)
    token = await offer(house, first)
    row = await house.accounts.invitation_records.collection.find_one({"_id": invited.invitation_id})
    assert token not in str(row)
    assert "hand_over_offered" in "".join(str(entry["data"]) for entry in row["outbox"])


def test_the_drawing_has_exactly_the_dark_modules() -> None:
    code = qr_code("https://interviews.example.org/h/abc")
    drawn = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path):
        drawn |= {(int(x) + step, int(y)) for step in range(int(width))}
    finder = {(x, y) for x in range(7) for y in range(7) if x in (0, 6) or y in (0, 6) or (2 <= x <= 4 and 2 <= y <= 4)}
    assert {point for point in drawn if point[0] < 7 and point[1] < 7} == finder
    assert max(max(point) for point in drawn) == code.side - 1
