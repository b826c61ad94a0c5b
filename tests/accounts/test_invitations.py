"""Links, codes and lock-outs, by a clock that is moved by hand."""

import asyncio

import msgspec
import pytest

from tests.web_house import WebHouse, problem


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


async def test_link_and_code_sign_in_and_the_code_lets_in_once(house: WebHouse) -> None:
    invited = await house.invitation()
    sent = await invited.ask_code()
    assert sent.status_code == 202
    assert sent.json()["expires_in_s"] == 600
    assert sent.json()["resend_after_s"] == 30
    assert "•••@" in sent.json()["masked_email"]
    assert (await invited.code_mail())["asked_at"] == msgspec.to_builtins(house.clock())
    code = await invited.code()
    answer = await invited.sign_in(code)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["kind"], answer.json()["roles"]) == ("candidate", ["candidate"])
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await house.http.get("/api/me")).json()["id"] == invited.candidate.id
    assert problem(await invited.sign_in(code)) == (401, "code_wrong")


async def test_the_same_person_comes_back_by_the_same_link(house: WebHouse) -> None:
    invited = await house.invitation()
    for _ in range(3):
        await invited.ask_code()
        assert (await invited.sign_in(await invited.code())).status_code == 200
        house.clock.advance(hours=1)


async def test_five_wrong_codes_lock_and_say_for_how_long(house: WebHouse) -> None:
    invited = await house.invitation()
    await invited.ask_code()
    code = await invited.code()
    left = [(await invited.sign_in(wrong(code))).json()["tries_left"] for _ in range(4)]
    assert left == [4, 3, 2, 1]
    locked = await invited.sign_in(wrong(code))
    assert problem(locked) == (429, "locked_out")
    assert (locked.headers["retry-after"], locked.json()["retry_after_s"]) == ("60", 60)
    house.clock.advance(seconds=59)
    assert problem(await invited.sign_in(code)) == (429, "locked_out")
    assert problem(await invited.ask_code()) == (429, "locked_out")
    house.clock.advance(seconds=2)
    assert problem(await invited.sign_in(code)) == (401, "code_wrong"), "the code that was guessed at is void"
    await invited.ask_code()
    assert (await invited.sign_in(await invited.code())).status_code == 200


async def test_each_lock_is_twice_as_long(house: WebHouse) -> None:
    invited = await house.invitation()
    waits = []
    for _ in range(4):
        await invited.ask_code()
        code = await invited.code()
        answers = [await invited.sign_in(wrong(code)) for _ in range(5)]
        waits.append(answers[-1].json()["retry_after_s"])
        house.clock.advance(seconds=waits[-1])
    assert waits == [60, 120, 240, 480]


async def test_guesses_at_the_same_moment_do_not_slip_past_the_limit(house: WebHouse) -> None:
    invited = await house.invitation()
    await invited.ask_code()
    code = await invited.code()
    answers = await asyncio.gather(*(invited.sign_in(wrong(code)) for _ in range(12)))
    judged = [answer for answer in answers if answer.status_code == 401]
    assert len(judged) <= 4
    assert {answer.status_code for answer in answers} <= {401, 409, 429}


async def test_codes_end_after_ten_minutes(house: WebHouse) -> None:
    invited = await house.invitation()
    await invited.ask_code()
    code = await invited.code()
    house.clock.advance(minutes=10)
    assert problem(await invited.sign_in(code)) == (401, "code_expired")
    assert problem(await invited.sign_in(wrong(code))) == (401, "code_wrong")


async def test_a_new_code_comes_after_half_a_minute_and_voids_the_old_one(house: WebHouse) -> None:
    invited = await house.invitation()
    await invited.ask_code()
    first = await invited.code()
    assert problem(await invited.ask_code()) == (429, "resend_too_soon")
    house.clock.advance(seconds=31)
    assert (await invited.ask_code()).status_code == 202
    second = await invited.code()
    if first != second:
        assert problem(await invited.sign_in(first)) == (401, "code_wrong")
    assert (await invited.sign_in(second)).status_code == 200


async def test_a_link_sends_a_bounded_number_of_mails_an_hour(house: WebHouse) -> None:
    invited = await house.invitation()
    for _ in range(12):
        assert (await invited.ask_code()).status_code == 202
        house.clock.advance(seconds=31)
    answer = await invited.ask_code()
    assert problem(answer) == (429, "rate_limited")
    house.clock.advance(seconds=int(answer.headers["retry-after"]))
    assert (await invited.ask_code()).status_code == 202


async def test_another_persons_code_does_not_open_my_link(house: WebHouse) -> None:
    mine, theirs = await house.invitation(), await house.invitation()
    await mine.ask_code()
    await theirs.ask_code()
    code = await theirs.code()
    if code != await mine.code():
        assert problem(await mine.sign_in(code)) == (401, "code_wrong")


async def test_links_that_let_nobody_in(house: WebHouse) -> None:
    expired, used, revoked = [await house.invitation(days=days) for days in (1, 9, 9)]
    await house.accounts.invitations.revoke(revoked.invitation_id)
    record = await house.accounts.invitation_records.require(used.invitation_id)
    await house.accounts.invitations.follow_interview(record.interview_id, "submitted", house.clock())
    house.clock.advance(days=2)
    for invited, state in ((expired, "expired"), (used, "used"), (revoked, "revoked")):
        view = await house.http.post("/api/invitations/lookup", json={"token": invited.token})
        assert (view.status_code, view.json()["state"]) == (200, state)
        assert problem(await invited.ask_code()) == (410, f"invitation_{state}")
        assert problem(await invited.sign_in("123456")) == (410, f"invitation_{state}")


@pytest.mark.parametrize("token", ["", "x", "y" * 43, "z" * 5000])
async def test_links_that_nobody_was_sent(house: WebHouse, token: str) -> None:
    answer = await house.http.post("/api/invitations/lookup", json={"token": token})
    assert problem(answer) == (404, "invitation_unknown")


async def test_a_link_shows_neither_surname_nor_address(house: WebHouse) -> None:
    candidate = await house.candidate(email="Xiaotong.Lin@Example.org ")
    invited = await house.invitation(candidate)
    answer = await house.http.post("/api/invitations/lookup", json={"token": invited.token})
    assert answer.json()["state"] == "ready"
    assert answer.json()["first_name"] == "Xiaotong"
    assert answer.json()["masked_email"] == "x•••@example.org"
    assert "lin" not in answer.json()["masked_email"].split("@")[0]


async def test_an_interview_that_is_over_closes_the_link_and_thanks_once(house: WebHouse) -> None:
    invited = await house.invitation()
    record = await house.accounts.invitation_records.require(invited.invitation_id)
    for state in ("live", "submitted", "processing", "reviewable"):
        await house.accounts.invitations.follow_interview(record.interview_id, state, house.clock())
    row = await house.accounts.invitation_records.collection.find_one({"_id": record.id})
    assert row is not None
    assert [entry["tag"] for entry in row["outbox"] if '"received"' in entry["data"]] == ["notifications.mail_wanted"]


async def test_the_database_holds_no_name_address_token_or_code(house: WebHouse) -> None:
    candidate = await house.candidate(email="findme@example.org")
    invited = await house.invitation(candidate)
    await invited.ask_code()
    code = await invited.code()
    for name in await house.resources.mongo.collection_names():
        text = repr(await house.resources.mongo.collection(name).find({}))
        for secret in ("findme", "Xiaotong", invited.token, f"'{code}'", f'"{code}"'):
            assert secret not in text, (name, secret)


async def test_wrong_tries_at_many_links_lock_the_network_address(house: WebHouse) -> None:
    codes = []
    for _ in range(8):
        invited = await house.invitation()
        await invited.ask_code()
        code = await invited.code()
        codes += [(await invited.sign_in(wrong(code))).status_code for _ in range(4)]
    assert codes[:29] == [401] * 29
    assert codes[-1] == 429
