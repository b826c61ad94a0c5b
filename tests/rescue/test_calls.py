"""Calls for a person over HTTP: who is called when, who has it, what each side is told."""

import asyncio

import pytest

from backend.contracts.events.privacy import PersonErased
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.rescue.module import build
from backend.web.policy import Role
from tests.web_house import WebHouse, problem

from .conftest import Ward, a_ward

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_press_calls_the_first_level_once_however_often_it_is_told(ward: Ward) -> None:
    for _ in range(3):
        await ward.press()
        await ward.tell("help_asked")
    assert len(await ward.parts.rescues.of(ward.seat.interview_id)) == 1
    notices = [each for each in await ward.outbox() if each["type"] == "notifications.notice_wanted"]
    assert [(each["account_id"], each["kind"], each["urgency"]) for each in notices] == [
        (ward.li.id, "help_asked", "high")
    ]
    [call] = await ward.calls(ward.li)
    assert (call["candidate"], call["cause"], call["is_ringing"], call["level"]) == ("林晓彤", "help", True, 1)
    assert (call["prompt"] is None, call["network"]["round_trip_ms"]) == (True, 41.0)
    [seen] = await ward.calls(ward.anna)
    assert (seen["is_called"], seen["is_ringing"], seen["others"]) == (False, False, ["He Li"])


async def test_the_catch_up_says_what_was_asked_and_the_last_words(ward: Ward) -> None:
    turn = await ward.reach_question()
    kept = await ward.seat.say("draft", turn_id=turn["id"], text="First I listened.\nThen I asked.")
    assert kept.status_code == 200, kept.text
    await ward.press()
    [call] = await ward.calls(ward.li)
    assert (call["turn_index"], call["prompt"]) == (turn["index"], turn["prompt"])
    assert call["said"] == ["First I listened.", "Then I asked."]


async def test_nobody_within_a_minute_calls_the_next_level_and_the_candidate_is_told(ward: Ward) -> None:
    await ward.press()
    told = await ward.told()
    assert told is not None
    assert (told["state"], [each["names"] for each in told["stages"]]) == ("calling", [["He Li"]])
    await ward.parts.watch.look()
    assert len((await ward.rescue()).rounds) == 1
    ward.house.clock.advance(seconds=61)
    await asyncio.gather(*(ward.parts.watch.look() for _ in range(3)))
    told = await ward.told()
    assert told is not None
    assert [each["names"] for each in told["stages"]] == [["He Li"], ["Anna Berg"]]
    wanted = [each["notice_id"] for each in await ward.outbox() if each["type"] == "notifications.notice_wanted"]
    assert len(wanted) == len(set(wanted)) == 2
    ward.house.clock.advance(seconds=61)
    await ward.parts.watch.look()
    told = await ward.told()
    assert told is not None
    assert (told["state"], told["next_at"]) == ("unanswered", None)
    taken = await ward.post(ward.li, "accept")
    assert taken.status_code == 200, taken.text


async def test_of_two_who_accept_at_once_one_has_it_and_the_other_hears_who(ward: Ward) -> None:
    await ward.press()
    ward.house.clock.advance(seconds=20)
    answers = await asyncio.gather(ward.post(ward.li, "accept"), ward.post(ward.anna, "accept"))
    assert sorted(each.status_code for each in answers) == [200, 409]
    lost = next(each for each in answers if each.status_code == 409)
    won = next(each for each in answers if each.status_code == 200)
    assert problem(lost) == (409, "rescue_taken")
    assert lost.json()["name"] == won.json()["accepted_by"]
    assert won.json()["times"]["accepted_s"] == pytest.approx(20)
    told = await ward.told()
    assert told is not None
    assert (told["state"], told["accepted_by"]) == ("accepted", won.json()["accepted_by"])
    withdrawn = [each for each in await ward.outbox() if each["type"] == "notifications.notice_withdrawn"]
    assert [each["account_id"] for each in withdrawn] == [ward.li.id]
    [call] = await ward.calls(ward.li)
    assert call["is_ringing"] is False


async def test_who_cannot_come_passes_it_on_at_once(ward: Ward) -> None:
    await ward.press()
    declined = await ward.post(ward.li, "decline")
    assert (declined.status_code, declined.json()["is_ringing"]) == (200, False)
    assert [each.level for each in (await ward.rescue()).rounds] == [0, 1]
    [call] = await ward.calls(ward.anna)
    assert call["is_ringing"] is True


async def test_taking_over_is_an_answer(ward: Ward) -> None:
    await ward.press()
    rescue = await ward.rescue()
    from backend.interviews.module import services as interview_services
    from backend.interviews.pausing import hold

    parts = interview_services(ward.house.api.wiring)
    ward.house.clock.advance(seconds=15)
    await parts.conducting.apply(
        ward.seat.interview_id, lambda interview, now: hold(interview, ward.anna.id, "Anna Berg", now)
    )
    await ward.tell("held")
    taken = await ward.rescue()
    assert (taken.id, taken.reacted_by, taken.reaction) == (rescue.id, ward.anna.id, "took_over")
    assert problem(await ward.post(ward.li, "accept")) == (409, "rescue_taken")


async def test_an_interviewer_is_called_for_their_own_candidates_alone(house: WebHouse) -> None:
    foreign = await a_ward(house, role=Role.INTERVIEWER)
    await foreign.press()
    assert (await foreign.rescue()).members == [foreign.anna.id]
    assert await foreign.calls(foreign.li) == []
    assert problem(await foreign.post(foreign.li, "accept")) == (404, "rescue_unknown")
    address = f"/api/staff/rescue/calls/{(await foreign.rescue()).id}"
    got = await house.http.get(address, headers=await foreign.as_(foreign.li))
    assert problem(got) == (404, "rescue_unknown")


async def test_a_step_that_lasts_too_long_calls_somebody_once_until_it_goes_on(ward: Ward) -> None:
    await ward.reach_question()
    ward.house.clock.advance(minutes=11)
    for _ in range(2):
        await ward.parts.watch.look()
    rescue = await ward.rescue()
    assert (rescue.cause, rescue.state, rescue.members) == ("long_step", "calling", [ward.li.id])
    assert "step_stuck" in {each.get("kind") for each in await ward.outbox()}
    told = await ward.told()
    assert told is not None
    assert told["is_by_monitor"] is True
    gone_on = await ward.seat.say("done", text="Here is my answer.")
    assert gone_on.status_code == 200, gone_on.text
    await ward.seat.say("continue")
    await ward.parts.watch.look()
    assert ((await ward.rescue()).state, (await ward.rescue()).ended_by) == ("over", "went_on")


async def test_the_candidate_may_need_nobody_any_more(ward: Ward) -> None:
    await ward.press()
    withdraw = f"/api/interviews/{ward.seat.interview_id}/rescue/withdraw"
    answer = await ward.house.http.post(withdraw, headers=ward.seat.headers)
    assert (answer.status_code, answer.json()["rescue"]) == (200, None)
    assert problem(await ward.post(ward.li, "accept")) == (409, "rescue_over")
    await ward.tell("help_asked")
    assert (await ward.rescue()).state == "over"
    ward.house.clock.advance(seconds=30)
    await ward.press()
    assert (await ward.rescue()).state == "calling"


async def test_after_nobody_came_a_press_calls_anew(ward: Ward) -> None:
    await ward.press()
    for _ in range(2):
        ward.house.clock.advance(seconds=61)
        await ward.parts.watch.look()
    first = await ward.rescue()
    assert first.state == "unanswered"
    ward.house.clock.advance(seconds=5)
    await ward.press()
    again = await ward.rescue()
    assert (again.id != first.id, again.state) == (True, "calling")
    ended = await ward.parts.rescues.require(first.id)
    assert (ended.state, ended.ended_by) == ("over", "again")


async def test_the_team_finds_the_call_in_the_candidates_thread(ward: Ward) -> None:
    await ward.press()
    for _ in range(2):
        await ward.follow("called")
    await ward.post(ward.li, "accept")
    await ward.follow("accepted")
    headers = await ward.as_(ward.anna)
    [call] = list(await ward.calls(ward.anna))
    notes = (await ward.house.http.get(f"/api/staff/chat/threads/{call['thread_id']}/notes", headers=headers)).json()
    assert [("He Li" in each["text"]) for each in notes] == [True, True]


async def test_a_foreign_call_and_no_call_are_the_same_to_a_candidate(ward: Ward, house: WebHouse) -> None:
    other = await a_ward(house)
    await ward.press()
    assert await other.told() is None
    address = f"/api/interviews/{ward.seat.interview_id}/rescue"
    for method, path in (("GET", address), ("POST", f"{address}/withdraw"), ("POST", f"{address}/face")):
        got = await house.http.request(method, path, headers=other.seat.headers)
        assert problem(got) == (404, "interview_unknown")


async def test_an_erased_person_leaves_no_rescue(ward: Ward) -> None:
    await ward.press()
    rescue = await ward.rescue()
    erased = PersonErased(rescue.candidate_id, ward.house.clock())
    await build(ward.house.api.wiring).subscriptions[PersonErased](Received(new_id("evt"), erased, 1))
    assert await ward.parts.rescues.of(ward.seat.interview_id) == []


async def test_looks_and_answers_are_in_the_audit_log(ward: Ward) -> None:
    await ward.press()
    await ward.calls(ward.li)
    await ward.post(ward.li, "accept")
    rows = await ward.house.api.wiring.mongo.collection("audit").find({"subject": ward.seat.interview_id})
    by_li = [each["action"] for each in rows if each["actor_id"] == ward.li.id]
    assert {"rescue.seen", "rescue.accepted"} <= set(by_li)
