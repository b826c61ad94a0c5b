"""Who asked for time to think is left alone until they speak, through drops, breaks and another way to answer too."""

import pytest
import pytest_asyncio

from backend.contracts.events.media import PeerJoined, PeerLost
from backend.interviews.speech import SpeechFacts
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id

from .factories import at
from .house import until
from .test_conducting import speaking

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def facts(shared_house):
    return SpeechFacts(shared_house.resources.redis)


async def is_alone(facts, take_id):
    return (await facts.silence("int_none", take_id)).is_left_alone


async def silent(facts, take_id):
    await facts.begin(take_id, at(0))
    await facts.started("int_none", take_id, at(1))
    await facts.ended("int_none", take_id, at(2))


async def test_through_a_drop_and_a_new_beginning(facts):
    take_id = new_id("tak")
    await silent(facts, take_id)
    assert not await is_alone(facts, take_id)
    await facts.leave_alone(take_id)
    await facts.rest(take_id)
    await facts.begin(take_id, at(30))
    assert await is_alone(facts, take_id)
    await facts.begin(take_id, at(40))
    assert await is_alone(facts, take_id)


async def test_asked_for_in_mid_speech_it_is_kept_for_the_silence_after_the_drop(facts):
    take_id = new_id("tak")
    await facts.begin(take_id, at(0))
    await facts.started("int_none", take_id, at(1))
    await facts.leave_alone(take_id)
    await facts.rest(take_id)
    await facts.begin(take_id, at(30))
    assert await is_alone(facts, take_id)


async def test_who_has_spoken_since_is_helped_again(facts):
    take_id = new_id("tak")
    await silent(facts, take_id)
    await facts.leave_alone(take_id)
    await facts.started("int_none", take_id, at(20))
    await facts.rest(take_id)
    await facts.begin(take_id, at(30))
    assert not await is_alone(facts, take_id)


async def test_who_asked_for_nothing_is_helped_after_a_drop(facts):
    take_id = new_id("tak")
    await silent(facts, take_id)
    await facts.rest(take_id)
    await facts.begin(take_id, at(30))
    assert not await is_alone(facts, take_id)


async def test_the_line_drops_and_the_interviewer_keeps_its_word(shared_house, facts):
    interview, seat, take_id = await speaking(shared_house)
    await seat.say("think")
    await until(lambda: is_alone(facts, take_id))
    bus = shared_house.resources.bus
    await bus.publish(PeerLost(interview.room, "whp_1", "node-a", utc_now(), "closed"))
    await until(lambda: is_silent(facts, take_id, False))
    await bus.publish(PeerJoined(interview.room, "whp_2", "node-a", utc_now()))
    await until(lambda: is_silent(facts, take_id, True))
    await until(lambda: is_alone(facts, take_id))


async def is_silent(facts, take_id, wanted):
    return ((await facts.silence("int_none", take_id)).since is not None) == wanted
