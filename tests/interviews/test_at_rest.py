"""What people said does not lie open in the database."""

import msgspec
import pytest

from backend.interviews.staff_schemas import Segment
from backend.interviews.take import Take
from backend.interviews.turn import Turn
from backend.kernel.clock import utc_now
from backend.kernel.crypto import SealBroken

from .factories import T0, both

pytestmark = pytest.mark.asyncio(loop_scope="module")
SAID = "I looked after the harbour lights"


async def test_answers_and_transcripts_lie_sealed_and_come_back_as_they_were(shared_house):
    house = shared_house
    turn = Turn("t1", 0, "q1", "text", both("Why?"), 1, 2, 3, [], T0, text=SAID)
    take = Take("tak_1", "t1", ["audio"], utc_now(), segments=[Segment(0, 0, 1, SAID, 0.9, [])])
    interview = await house.interview(turns=[turn], takes=[take])
    stored = await house.stored(interview.id)
    assert stored.turns[0].text == SAID
    assert stored.takes[0].segments == take.segments
    collection = house.parts.interviews.collection
    row = await collection.find_one({"_id": interview.id})
    assert SAID not in repr(row)

    moved = await house.interview()
    await collection.update_one({"_id": moved.id}, {"$set": {"turns": row["turns"]}})
    with pytest.raises(SealBroken):
        await house.stored(moved.id)
    await collection.delete_one({"_id": moved.id})
    assert msgspec.structs.asdict(stored)["id"] == interview.id
