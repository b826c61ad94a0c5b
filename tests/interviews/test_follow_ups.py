"""A follow-up in a running interview: the worker's words of the answer, the proposal, the question that is asked."""

import pytest

from backend.contracts.events.media import PeerJoined, SegmentHeard
from backend.kernel.clock import utc_now
from backend.kernel.language import LocalText
from backend.questions.model import FollowUpRule

from .factories import a_flow, a_question
from .house import QUICK, House, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
SAID = ("A bakery had been let down by two carriers before us.", "I visited their night shift and listened to them.")
POINT = LocalText("给出补救的时间", "Names a time for the remedy")


async def test_what_was_said_is_taken_up_once_and_lies_sealed_until_then(shared_house: House) -> None:
    questions = [
        a_question(number, "voice", key_points=[POINT], follow_up=FollowUpRule(most=1), hard_limit_s=600.0)
        for number in (1, 2)
    ]
    interview = await shared_house.interview(("voice", "voice"), flow=a_flow(questions, QUICK))
    bus = shared_house.resources.bus
    await bus.publish(PeerJoined(interview.room, "whip_1", "node_1", utc_now()))
    seat = await shared_house.as_candidate(interview)
    await seat.start()
    await seat.say("continue")
    take_id = (await seat.say("start_answer")).json()["turn"]["take_id"]
    for number, text in enumerate(SAID):
        heard = SegmentHeard(take_id, interview.id, "leg_1", 4000 * number, 4000 * number + 3000, text)
        await bus.publish(heard)
    redis = shared_house.resources.redis

    async def all_heard() -> bool:
        return int(await redis.hlen(f"gr:heard:{take_id}")) == len(SAID)

    await until(all_heard, within_s=60)
    assert b"bakery" not in b"".join(await redis.hvals(f"gr:heard:{take_id}"))
    await seat.say("done")
    assert (await shared_house.stored(interview.id)).proposal is not None
    asked = (await seat.say("continue")).json()
    assert asked["turn"]["follows"] == f"{interview.id}.q1"
    assert asked["turn"]["index"] == 1
    quote = asked["turn"]["prompt"]["en"].split("“")[1].split("”")[0].removesuffix("…")
    assert quote in " ".join(SAID)
    await seat.say("start_answer")
    await seat.say("done")
    following = (await seat.say("continue")).json()["turn"]
    assert (following["follows"], following["index"]) == (None, 2)
