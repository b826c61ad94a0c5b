"""Bad input of issue 4, line by line: what comes of it, and that nothing that was taken is lost.

events out of order    test_presence, test_processing, test_properties, test_gathering; pwa live/model, live/commands
twice                  test_conductor, test_routes, test_every_command, test_processing, test_drafts_elsewhere
late                   test_routes, test_conductor; below; pwa live/model
from another device    test_presence; tests/participants/test_joining, tests/offline/test_bad_input; below; live/draft
for a closed interview test_every_command; below
clock changes          test_every_command; tests/offline/test_timing; pwa live/model, offline/clock
two tabs               test_conducting, test_drafts_elsewhere; below; pwa live/drafts
a flow changed         tests/api/test_flows (before the start and amid an interview)
after the hard limit   test_conductor, test_drafts_elsewhere; below; tests/offline/test_answers; pwa live/draft
empty answers          below
100,000 characters     test_controls, test_routes; below; pwa live/draft, live/code/CodeField
the model's endpoint   test_follow_up_model, test_model_endpoint
"""

from datetime import timedelta

import msgspec
import pytest

from backend.interviews import presence
from backend.interviews.due import tick
from backend.interviews.machine import OVER
from backend.interviews.outcome import Outcome
from backend.interviews.turns import end_answer
from backend.kernel.clock import utc_now
from backend.privacy.consent import CONSENT_TEXT
from backend.questions.model import ChoiceOption

from .factories import T0, a_flow, a_question, an_interview, both
from .house import QUICK
from .talks import answer, question, talk_through
from .writing import has_no_draft, writing

pytestmark = pytest.mark.asyncio(loop_scope="module")
LONG = 100_000
CONSENT = {"version": CONSENT_TEXT.version, "language": "en", "accepts_sensitive": True}
CHECK = {"findings": [], "network": None, "user_agent": "Test/1"}


def said(answer):
    """Status and code of a refusal."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
    return answer.status_code, answer.json()["code"]


def answered():
    """Turns of somebody who has answered in writing."""
    talk = talk_through(question(1, "text"))
    answer(talk, text="My answer.")
    return talk.interview.turns


@pytest.mark.parametrize("state", sorted(OVER))
async def test_what_comes_for_a_closed_interview_is_told_so_and_changes_nothing(shared_house, state):
    turns = answered()
    flow = a_flow([a_question(1, "text")], QUICK)
    interview = await shared_house.interview(state=state, flow=flow, turns=turns, phase="acknowledged", started_at=T0)
    seat = await shared_house.as_candidate(interview)
    codes = {
        said(await seat.say(kind, text="Late.", turn_id=turns[0].id)) for kind in ("draft", "done", "retake", "rung")
    }
    codes |= {said(await seat.post("/start")), said(await seat.post("/device-check", CHECK))}
    codes.add(said(await seat.post("/consent", CONSENT)))
    assert codes <= {
        (409, "interview_over"), (409, "check_not_allowed"), (409, "consent_not_allowed"), (410, "interview_expired"),
    }  # fmt: skip
    stored = await shared_house.stored(interview.id)
    assert (stored.state in OVER, stored.consent, stored.device_check, stored.commands) == (True, None, None, [])
    assert stored.turns == turns


@pytest.mark.parametrize("state", sorted(OVER))
async def test_who_comes_or_goes_and_the_time_after_the_end_change_nothing(state):
    interview = an_interview(state=state, turns=answered(), phase="acknowledged", until=T0)
    late = T0 + timedelta(days=30)
    for outcome in (
        presence.peer_joined(interview, "whip_9", late), presence.peer_lost(interview, "whip_1", late),
        presence.lapse(interview, late), tick(Outcome(interview), late),
    ):  # fmt: skip
        assert outcome.interview is interview


async def test_empty_answers_of_every_kind_lead_to_the_end(shared_house):
    options = [ChoiceOption("a", both("A")), ChoiceOption("b", both("B"))]
    kinds = ("text", "text", "creative", "code", "choice", "choice", "voice")
    given = ({}, {"text": ""}, {"text": " \n"}, {"text": ""}, {}, {"options": []}, {})
    questions = [
        a_question(number, kind, thinking_s=0.0, hard_limit_s=600.0, options=options if kind == "choice" else [])
        for number, kind in enumerate(kinds, 1)
    ]
    seat = await shared_house.as_candidate(await shared_house.interview(flow=a_flow(questions, QUICK)))
    await seat.start()
    for members in given:
        assert (await seat.say("continue")).json()["phase"] == "answering"
        view = (await seat.say("done", **members)).json()
        assert (view["phase"], view["acknowledgement"]["fit"]) == ("acknowledged", "short")
    assert (await seat.say("continue")).json()["phase"] == "closing"
    assert (await seat.say("continue")).json()["phase"] == "done"
    stored = await shared_house.stored(seat.interview_id)
    assert stored.state in OVER
    assert [(turn.text.strip(), turn.chosen, turn.ended_by) for turn in stored.turns] == [("", [], "candidate")] * 7


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("x" * LONG, (422, "answer_too_long")),
        ("字" * LONG, (413, "body_too_large")),
        ("x" * 20_001, (422, "answer_too_long")),
    ],
)
async def test_of_a_text_that_is_too_long_the_newest_draft_stays_and_a_shorter_one_is_taken(
    shared_house, text, refusal
):
    interview, seat = await writing(shared_house, "One", "One two")
    assert said(await seat.say("draft", text=text)) == refusal
    assert said(await seat.say("done", text=text)) == refusal
    view = (await seat.get("/live")).json()
    assert (view["phase"], view["turn"]["draft"]) == ("answering", "One two")
    longest = text[:20_000]
    assert (await seat.say("draft", text=longest)).json()["turn"]["draft"] == longest
    assert (await seat.say("done")).json()["phase"] == "acknowledged"
    assert (await shared_house.stored(interview.id)).turns[0].text == longest


async def test_two_devices_write_in_turn_and_the_newest_words_are_the_answer(shared_house):
    interview, phone = await writing(shared_house, "Phone")
    desk = await shared_house.as_candidate(interview)
    desk.sent = 1000
    for number, device in enumerate([desk, phone] * 3):
        view = (await device.say("draft", text=f"Words {number}")).json()
        assert view["turn"]["draft"] == f"Words {number}"
        other = desk if device is phone else phone
        assert (await other.get("/live")).json()["turn"]["draft"] == f"Words {number}"
    assert (await phone.say("done")).json()["phase"] == "acknowledged"
    assert said(await desk.say("draft", text="Of another device, late")) == (409, "turn_over")
    assert (await shared_house.stored(interview.id)).turns[0].text == "Words 5"


async def test_a_strangers_draft_is_for_an_interview_that_does_not_exist(shared_house):
    interview, _ = await writing(shared_house, "One", "One two")
    stranger, _ = await writing(shared_house)
    seat = await shared_house.as_candidate(stranger)
    seat.interview_id, seat.sent = interview.id, 1000
    assert said(await seat.say("draft", text="Mine", turn_id=f"{interview.id}.q1")) == (404, "interview_unknown")
    assert (await shared_house.stored(interview.id)).turns[0].text == "One two"


async def test_a_draft_after_the_interview_was_handed_in_is_refused_and_leaves_nothing(shared_house):
    interview, seat = await writing(shared_house, "One", "One two")
    await seat.say("done")
    await seat.say("continue")
    await seat.say("start_answer")
    await seat.say("done", text="Second")
    await seat.say("continue")
    assert (await seat.say("continue")).json()["phase"] == "done"
    for turn in ("q1", "q2"):
        late = await seat.say("draft", text="Late", turn_id=f"{interview.id}.{turn}")
        assert said(late) == (409, "interview_over")
    assert [turn.text for turn in (await shared_house.stored(interview.id)).turns] == ["One two", "Second"]
    await has_no_draft(shared_house, interview)


async def test_what_was_on_its_way_at_the_limit_is_taken_and_what_comes_later_told_so(shared_house):
    interview, seat = await writing(shared_house, "One", "One two")
    turn = f"{interview.id}.q1"

    async def closed(ago_s):
        at = utc_now() - timedelta(seconds=ago_s)
        await shared_house.apply(interview.id, lambda known, _: _closed(known, at))

    await closed(-3600)  # however long this machine takes
    assert said(await seat.say("draft", text="Whose?")) == (409, "turn_over")
    assert said(await seat.say("draft", text="x" * LONG, turn_id=turn)) == (422, "answer_too_long")
    assert (await seat.say("draft", text="One two three", turn_id=turn)).json()["phase"] == "acknowledged"
    await closed(60)
    late = await seat.say("done", text="One two three four", turn_id=turn)
    assert said(late) == (409, "turn_over")
    assert late.json()["view"]["acknowledgement"]["words"] == 3
    stored = await shared_house.stored(interview.id)
    assert (stored.turns[0].text, stored.turns[0].ended_by) == ("One two three", "limit")
    await has_no_draft(shared_house, interview)


def _closed(interview, at):
    """As if time had closed the answer at `at`, before a gap that does not end here."""
    outcome = Outcome(interview)
    if interview.phase == "answering":
        outcome = end_answer(outcome, at, "limit")
    turn = msgspec.structs.replace(outcome.interview.turns[-1], ended_at=at)
    return outcome.with_turn(turn).having("changed", until=at + timedelta(hours=1))
