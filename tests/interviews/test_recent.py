"""A process leads on from what it has just stored, and from what another has stored since."""

import msgspec

from backend.interviews import conversing, pausing, processing, turns
from backend.interviews.model import Consent
from backend.interviews.outcome import Outcome
from backend.interviews.recent import Recent
from backend.kernel.clock import utc_now
from backend.kernel.metrics import MONGO_OPERATIONS
from backend.privacy.consent import CONSENT_TEXT

from .house import a_house, two_houses


def reads() -> float:
    return float(MONGO_OPERATIONS.labels("interviews", "find_one")._value.get())


async def test_a_step_needs_not_read_what_the_last_one_has_written(settings, redis):
    async with a_house(settings, has_background=False) as house:
        interview = await house.interview(("text",))
        seat = await house.as_candidate(interview)
        await seat.start()
        before = reads()
        await seat.say("continue")
        await seat.say("start_answer")
        for number in range(3):
            assert (await seat.say("draft", text=f"Draft {number}.")).status_code == 200
        assert reads() == before
        stored = await house.stored(interview.id)
        assert stored.turns[0].text == "Draft 2."
        await house.resources.mongo.drop()


async def test_what_another_process_has_stored_since_is_read(settings, redis):
    async with two_houses(settings) as (first, second):
        interview = await first.interview(("text",))
        seats = [await first.as_candidate(interview), await second.as_candidate(interview)]
        seats[1].sent = 100
        await seats[0].start()
        await seats[0].say("continue")
        await seats[1].say("start_answer")
        await seats[0].say("draft", text="Mine.")
        answer = await seats[1].say("done", text="Done.")
        assert answer.json()["phase"] == "acknowledged"
        assert (await seats[0].say("draft", text="Late.")).json()["code"] == "turn_over"
        assert (await first.stored(interview.id)).turns[0].text == "Done."


async def test_without_redis_what_is_stored_is_read(settings, redis):
    async with a_house(settings, has_background=False) as house:
        interview = await house.interview(("text",))
        seat = await house.as_candidate(interview)
        await seat.start()
        await seat.say("continue")
        await house.resources.redis.flushall()
        before = reads()
        await house.apply(interview.id, lambda known, _: Outcome(known))
        assert reads() == before + 1
        await house.resources.mongo.drop()


async def test_what_another_process_has_stored_and_not_shown_is_no_reason_to_do_nothing(settings, redis):
    """A person takes over, and the node begins to record before the screens of the room have been told."""
    async with a_house(settings, has_background=False) as house:
        now = utc_now()
        interview = await house.interview(("text",), consent=Consent(CONSENT_TEXT.version, "en", True, now))
        await (await house.as_candidate(interview)).start()
        await house.apply(interview.id, lambda known, _: Outcome(known))  # this process remembers it from now on

        def taken_over(known):
            return conversing.tracked(pausing.hold(known, "mem_1", "He Li", now), [], now).announced(known, now)

        take = (await house.parts.interviews.update(interview.id, taken_over)).takes[-1]
        await house.apply(interview.id, lambda known, _: processing.leg_opened(known, take.id, "leg_1"))
        stored = await house.stored(interview.id)
        assert [leg.id for leg in stored.take(take.id).legs] == ["leg_1"]
        await house.resources.mongo.drop()


async def test_what_another_process_has_stored_and_not_shown_is_no_reason_to_refuse(settings, redis):
    """It has begun the answer and died before anybody was told: the answer may be handed in."""
    async with a_house(settings, has_background=False) as house:
        interview = await house.interview(("text",))
        seat = await house.as_candidate(interview)
        await seat.start()
        await seat.say("continue")
        await house.parts.interviews.update(
            interview.id, lambda known: turns.begin_answer(Outcome(known), utc_now()).announced(known, utc_now())
        )
        assert (await seat.say("done", text="Said.")).json()["phase"] == "acknowledged"
        assert (await seat.say("draft", text="Late.")).json()["code"] == "turn_over"
        await house.resources.mongo.drop()


async def test_who_is_slower_does_not_make_it_older_again(settings, redis):
    async with a_house(settings, has_background=False) as house:
        interview = await house.interview(("text",))
        await (await house.as_candidate(interview)).start()
        stored = await house.stored(interview.id)
        recent = Recent(house.parts.interviews, house.resources.redis)
        recent.note(stored)
        recent.note(msgspec.structs.replace(stored, version=stored.version - 1))
        assert await recent.newest(interview.id) is stored
        await house.resources.mongo.drop()
