"""What people said does not lie open in the database."""

import msgspec
import pytest

from backend.interviews.live_schemas import Utterance
from backend.interviews.model import ModelCall, Proposal
from backend.interviews.staff_schemas import Segment
from backend.interviews.take import Anew, Take
from backend.interviews.turn import Turn
from backend.kernel.clock import utc_now
from backend.kernel.crypto import SealBroken

from .factories import T0, both

pytestmark = pytest.mark.asyncio(loop_scope="module")
SAID = "I looked after the harbour lights"


async def test_answers_and_transcripts_lie_sealed_and_come_back_as_they_were(shared_house):
    house = shared_house
    turn = Turn("t1", 0, "q1", "text", both("Why?"), 1, 2, 3, [], T0, text=SAID)
    take = Take(
        "tak_1",
        "t1",
        ["audio"],
        utc_now(),
        segments=[Segment(0, 0, 1, SAID, 0.9, [])],
        anew=Anew([Segment(0, 0, 1, SAID, 0.9, [])]),
    )
    interview = await house.interview(turns=[turn], takes=[take])
    stored = await house.stored(interview.id)
    assert stored.turns[0].text == SAID
    assert stored.takes[0] == take
    collection = house.parts.interviews.collection
    row = await collection.find_one({"_id": interview.id})
    assert SAID not in repr(row)

    moved = await house.interview()
    await collection.update_one({"_id": moved.id}, {"$set": {"turns": row["turns"]}})
    with pytest.raises(SealBroken):
        await house.stored(moved.id)
    await collection.delete_one({"_id": moved.id})
    assert msgspec.structs.asdict(stored)["id"] == interview.id


async def test_what_quotes_people_lies_sealed_too(shared_house):
    house, quote = shared_house, both(f"You mentioned “{SAID}”?")
    turn = Turn("t2", 1, "q1", "voice", quote, 1, 2, 3, [], T0, follows="t1", take_id="tak_2")
    take = Take("tak_2", "t2", ["audio"], utc_now(), corrections={"0": SAID})
    kept = {
        "turns": [turn], "takes": [take], "say": Utterance("s1", "follow_up", quote),
        "proposal": Proposal("t2", quote, "model"),
        "model_calls": [ModelCall("t2", T0, 12, f"they said {SAID}", f"{SAID}?", "used")],
    }  # fmt: skip
    interview = await house.interview(**kept)
    stored = await house.stored(interview.id)
    assert {name: getattr(stored, name) for name in kept} == kept
    row = await house.parts.interviews.collection.find_one({"_id": interview.id})
    assert SAID not in repr(row)
    light = [found for found in await house.parts.interviews.page(None, None, 500) if found.id == interview.id]
    assert light[0].proposal is None
