"""What a person writes is kept apart from their interview, and is their answer whatever happens in between."""

import msgspec
import pytest

from backend.interviews.drafts import Draft
from backend.interviews.outcome import Outcome
from backend.kernel.repository import StaleVersion

from .writing import has_no_draft, lying, writing

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_drafts_after_the_first_leave_the_interview_as_it_is_and_are_read_with_it(shared_house):
    house = shared_house
    interview, seat = await writing(house, "One")
    first, _ = await lying(house, interview)
    await seat.say("draft", text="One two")
    await seat.say("draft", text="One two three")
    row, draft = await lying(house, interview)
    assert row == first
    assert b"three" not in draft["text"]
    assert (await house.stored(interview.id)).turns[0].text == "One two three"
    assert (await seat.get("/live")).json()["turn"]["draft"] == "One two three"
    assert (await house.parts.interviews.own(interview.id, interview.candidate_id)).turns[0].text == "One two three"


async def test_the_newest_draft_is_the_answer_and_lies_nowhere_else(shared_house):
    house = shared_house
    interview, seat = await writing(house, "One", "One two", "")
    await seat.say("draft", text="Two")
    assert (await seat.say("done")).json()["phase"] == "acknowledged"
    stored = await house.stored(interview.id)
    assert (stored.turns[0].text, stored.turns[0].apart) == ("Two", None)

    await has_no_draft(house, interview)


async def test_a_draft_that_a_dead_process_left_behind_goes_with_the_next_answer(shared_house):
    house = shared_house
    interview, seat = await writing(house, "One", "One two")
    await seat.say("done")
    await has_no_draft(house, interview)
    await house.parts.interviews.drafts.insert(Draft(id=f"{interview.id}.q1", text="One two", is_closed=True))
    for step in ("continue", "start_answer"):
        await seat.say(step)
    for text in ("Second", "Second two"):
        await seat.say("draft", text=text)
    await seat.say("done")
    await has_no_draft(house, interview)
    assert [turn.text for turn in (await house.stored(interview.id)).turns] == ["One two", "Second two"]


async def test_a_draft_that_empties_the_answer_is_kept(shared_house):
    interview, _ = await writing(shared_house, "One", "One two", "")
    assert (await shared_house.stored(interview.id)).turns[0].text == ""


async def test_a_draft_that_was_made_before_the_end_is_refused_after_it(shared_house):
    house = shared_house
    interview, seat = await writing(house, "One", "One two")
    known = await house.stored(interview.id)
    await seat.say("done", text="Done")
    with pytest.raises(StaleVersion):
        await house.parts.interviews.drafts.keep(known, known.turn, known.turn.apart)
    assert (await house.stored(interview.id)).turns[0].text == "Done"


async def test_what_else_happens_meanwhile_takes_no_draft_back(shared_house):
    house = shared_house
    interview, seat = await writing(house, "One", "One two")
    known = await house.stored(interview.id)
    await seat.say("draft", text="One two three")
    await house.parts.conducting.apply(  # by somebody who does not know of the last one
        interview.id, lambda i, _: Outcome(i).with_turn(msgspec.structs.replace(i.turn, extensions=1)), known=known
    )
    turn = (await house.stored(interview.id)).turns[0]
    assert (turn.text, turn.extensions) == ("One two three", 1)
    await seat.say("draft", text="One two three four")
    assert (await house.stored(interview.id)).turns[0].text == "One two three four"


async def test_a_question_that_was_put_off_takes_its_draft_up_again(shared_house):
    house = shared_house
    interview, seat = await writing(house, "One", "One two")
    await seat.say("skip")
    view = (await seat.say("return_to", target=f"{interview.id}.q1")).json()
    assert view["turn"]["draft"] == "One two"
    for text in ("One two three", "One two three four"):
        assert (await seat.say("draft", text=text)).json()["turn"]["draft"] == text
    await seat.say("start_answer")
    await seat.say("done")
    assert [turn.text for turn in (await house.stored(interview.id)).turns] == ["One two three four"]
