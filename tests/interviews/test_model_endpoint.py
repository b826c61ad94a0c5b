"""A model that is slow, down, or answers rubbish, in a running interview: nobody waits for it, nothing is lost."""

import asyncio
import secrets
from contextlib import AsyncExitStack

import pytest

from backend.kernel.language import LocalText
from backend.questions.model import FollowUpRule

from .factories import a_flow, a_question
from .house import QUICK, a_house, until
from .test_follow_up_model import NESTED, follow_up, server

SAID = "A bakery had been let down by two carriers before us, so I visited their night shift and listened to them."
POINT = LocalText("给出补救的时间", "Names a time for the remedy")
GOOD = "You visited the night shift at the bakery. What did you find out there?"


async def between(house):
    """A candidate who has just told, in writing, of the bakery."""
    questions = [
        a_question(
            number, "text", key_points=[POINT], follow_up=FollowUpRule(most=1), thinking_s=60.0, hard_limit_s=600.0
        )
        for number in (1, 2)
    ]
    interview = await house.interview(flow=a_flow(questions, QUICK))
    seat = await house.as_candidate(interview)
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    assert (await seat.say("done", text=SAID)).json()["phase"] == "acknowledged"
    return interview, seat


async def asked_of(house, interview):
    """What the model was asked and answered, once it was."""

    async def calls():
        return (await house.stored(interview.id)).model_calls

    return await until(calls)


async def goes_on(house, interview, seat):
    """The rules' own question is asked; the interview ends with every answer."""
    view = (await seat.say("continue")).json()
    assert view["turn"]["follows"] == f"{interview.id}.q1"
    assert view["turn"]["prompt"]["en"] != GOOD
    for text in ("To the follow-up.", "Second."):
        await seat.say("start_answer")
        assert (await seat.say("done", text=text)).status_code == 200
        view = (await seat.say("continue")).json()
    while view["phase"] != "done":
        assert view["phase"] in ("thinking", "answering", "acknowledged", "closing")
        view = (await seat.say({"thinking": "start_answer", "answering": "done"}.get(view["phase"], "continue"))).json()
    stored = await house.stored(interview.id)
    assert [turn.text for turn in stored.turns][:3] == [SAID, "To the follow-up.", "Second."]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("<html>busy</html>", "unreadable"),
        ('{"x": ' + NESTED + ', "choices": []}', "unreadable"),
        (follow_up("I'm sorry, as an AI I cannot ask about the bakery?"), "refusal"),
        (follow_up("At the bakery, were you married?"), "protected"),
    ],
)
async def test_rubbish_is_written_down_and_the_rules_question_is_asked(make_house_settings, answer, verdict):
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(server(lambda _: answer))
        house = await stack.enter_async_context(a_house(make_house_settings(url)))
        interview, seat = await between(house)
        call = (await asked_of(house, interview))[0]
        assert (call.verdict, call.reply) == (verdict, answer)
        await goes_on(house, interview, seat)
        await house.resources.mongo.drop()


async def test_nobody_waits_for_a_slow_one_and_its_late_words_are_nobodys_question(make_house_settings):
    asked = asyncio.Event()
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(server(lambda _: asked.set()))
        house = await stack.enter_async_context(a_house(make_house_settings(url, model_timeout_s=1.5)))
        interview, seat = await between(house)

        async def is_asked():
            return asked.is_set() or (await house.stored(interview.id)).model_calls

        await until(is_asked)
        await goes_on(house, interview, seat)
        assert {call.verdict for call in await asked_of(house, interview)} == {"outgoing_timeout"}
        await house.resources.mongo.drop()


async def test_one_that_is_down_is_written_down_as_that(make_house_settings):
    async with server(lambda _: "") as url:
        pass
    async with a_house(make_house_settings(url)) as house:
        interview, seat = await between(house)
        assert (await asked_of(house, interview))[0].verdict == "outgoing_unreachable"
        await goes_on(house, interview, seat)
        await house.resources.mongo.drop()


@pytest.fixture
def make_house_settings(make_settings, mongodb_uri, redis_url, redis):
    """Settings of a house that asks the model at an address; Redis is empty."""

    def make(url, **values):
        return make_settings(
            mongodb_uri=mongodb_uri, mongodb_database=f"test_{secrets.token_hex(6)}", redis_url=redis_url,
            model_url=url, outgoing_allow="127.0.0.1", **values,
        )  # fmt: skip

    return make
