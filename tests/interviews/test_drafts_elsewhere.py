"""Drafts of one answer that several processes keep, of which one ends it or dies."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from backend.erasure.module import services as erasure_services
from backend.interviews.due import tick
from backend.interviews.outcome import Outcome
from backend.kernel.clock import utc_now
from backend.kernel.repository import StaleVersion

from .house import a_house, two_houses
from .writing import lying, writing


async def test_time_that_another_process_keeps_closes_with_the_newest_draft(settings, redis):
    async with two_houses(settings) as (first, second):
        interview, seat = await writing(first, "One", "One two")
        known = await second.stored(interview.id)
        await seat.say("draft", text="One two three")
        late = utc_now() + timedelta(hours=1)
        closed = await second.parts.conducting.apply(interview.id, lambda i, _: tick(Outcome(i), late), known=known)
        assert (closed.turns[0].ended_by, closed.turns[0].text) == ("limit", "One two three")
        seat.sent -= 1  # the phone has not heard that its last one was stored
        assert (await seat.say("draft", text="One two three")).json()["phase"] == "acknowledged"
        assert (await seat.say("draft", text="Late")).json()["code"] == "turn_over"
        assert (await first.stored(interview.id)).turns[0].text == "One two three"


async def test_two_tabs_at_two_processes_lose_no_draft_that_is_the_last(settings, redis):
    async with two_houses(settings) as (first, second):
        interview, seat = await writing(first, "begun")
        tabs = [seat, await second.as_candidate(interview)]
        tabs[1].sent = 1000

        async def write(tab, name):
            for number in range(12):
                answer = await tab.say("draft", text=f"{name} {number}")
                assert answer.status_code == 200, answer.text

        await asyncio.gather(*(write(tab, f"tab {number}") for number, tab in enumerate(tabs)))
        assert (await first.stored(interview.id)).turns[0].text in ("tab 0 11", "tab 1 11")
        await tabs[1].say("draft", text="the very last")
        await tabs[0].say("done")
        assert (await second.stored(interview.id)).turns[0].text == "the very last"


async def test_the_same_draft_again_after_a_newer_one_changes_nothing(settings, redis):
    async with two_houses(settings) as (first, second):
        interview, seat = await writing(first, "One", "One two", "One two three")
        again = await second.as_candidate(interview)
        again.sent = seat.sent - 2  # as a phone that has not heard of its last two
        assert (await again.say("draft", text="One two")).json()["turn"]["draft"] == "One two three"
        assert (await first.stored(interview.id)).turns[0].text == "One two three"


async def test_who_dies_while_an_answer_ends_loses_no_draft_before_or_after(settings, redis):
    async with two_houses(settings) as (dying, house):
        interview, _ = await writing(dying, "One", "One two")
        known = await dying.stored(interview.id)
        await dying.parts.interviews.drafts.close(known.turn)  # and not a step further
        assert (await house.stored(interview.id)).turns[0].text == "One two"
        other = await house.as_candidate(interview)
        other.sent = 100
        for text in ("One two three", "One two three four", "All of it"):
            assert (await other.say("draft", text=text)).json()["turn"]["draft"] == text
        with pytest.raises(StaleVersion):
            await dying.parts.interviews.save(
                msgspec.structs.replace(known, turns=[msgspec.structs.replace(known.turn, ended_at=utc_now())]),
                before=known,
            )
        await other.say("done")
        assert (await house.stored(interview.id)).turns[0].text == "All of it"


async def test_with_the_interview_its_draft_is_erased(settings, redis):
    async with a_house(settings, has_background=False) as house:
        interview, seat = await writing(house, "One", "One two")
        await seat.say("leave")
        erasures, _, _ = erasure_services(house.api.wiring)
        await erasures.by_retention(await house.stored(interview.id))
        row, draft = await lying(house, interview)
        assert (row["turns"], draft) == ([], None)
        await house.resources.mongo.drop()
