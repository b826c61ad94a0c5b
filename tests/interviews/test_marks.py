"""Every look of the repository finds by marks what a look at the documents themselves would."""

from datetime import datetime, timedelta

import msgspec
import pytest

from backend.interviews.machine import BEFORE, OVER, STATES
from backend.interviews.marks import marks
from backend.interviews.model import Accommodations, Erased, Held, Interview
from backend.interviews.repository import Interviews
from backend.interviews.take import Take
from backend.kernel.crypto import Keyring
from backend.kernel.mongo import Mongo

from .factories import T0, an_interview, at

EARLY, LATE = at(-60), at(60)


def of_all_kinds() -> list[Interview]:
    made = [
        an_interview(
            state=state, position_id=f"pos_{number % 2}", expires_at=when, look_at=when if state == "live" else None,
            erase_after=when if state in OVER and number % 3 else None, copy_due_at=when if state == "closed" else None,
            has_work=state == "processing", waits_for_model=state == "reviewable", reviewable_at=when, step_since=when,
            held=Held("mem_1", "Maya", T0) if state == "paused" else None,
            accommodations=Accommodations(is_waiting=state == "checked"),
            takes=[Take(id=f"tak_{number}_{when > T0}", turn_id="t", kinds=["audio"], wanted_at=T0)],
        )
        for number, state in enumerate(STATES)
        for when in (EARLY, LATE)
    ]  # fmt: skip
    gone = [
        an_interview(state="closed", erased=Erased(T0, "era_1", [f"gone_{needs_work}"], needs_work), erase_after=EARLY)
        for needs_work in (True, False)
    ]
    return [*made, *gone]


@pytest.fixture
async def interviews(mongo: Mongo) -> Interviews:
    interviews = Interviews(mongo, Keyring(bytes(range(32))))
    await interviews.ensure_indexes()
    return interviews


async def test_every_look_finds_what_it_is_for(interviews: Interviews) -> None:
    made = of_all_kinds()
    for each in made:
        await interviews.insert(each)
    kept = [each for each in made if each.erased is None]

    def ids(found: list[Interview]) -> set[str]:
        return {each.id for each in found}

    def is_due(moment: datetime | None) -> bool:
        return moment is not None and moment <= T0

    assert ids(await interviews.running(None)) == ids([each for each in kept if each.state in ("live", "paused")])
    assert ids(await interviews.held()) == ids([each for each in kept if each.held])
    begins = [each for each in kept if each.state in BEFORE and each.position_id == "pos_0"]
    found_before = await interviews.before_start(["pos_0"])
    assert sorted((each.id, each.candidate_id, each.position_id) for each in found_before) == sorted(
        (each.id, each.candidate_id, "pos_0") for each in begins
    )
    reviewable = [each for each in kept if each.state == "reviewable"]
    found, count = await interviews.to_review(None, 10)
    assert (ids(found), count) == (ids(reviewable), len(reviewable))
    assert ids(await interviews.reviewable_since(T0, 10)) == ids([e for e in reviewable if not is_due(e.reviewable_at)])
    assert ids(await interviews.stuck(T0)) == ids(
        [each for each in kept if each.state == "live" and is_due(each.step_since)]
    )
    assert ids(await interviews.to_watch(T0, T0)) == ids(
        [e for e in kept if is_due(e.look_at) or e.has_work or (e.state in BEFORE and is_due(e.expires_at))]
    )
    undated = [each for each in kept if each.state in OVER and each.erase_after is None]
    assert ids(await interviews.to_erase(T0)) == ids(
        [*undated, *(e for e in kept if is_due(e.erase_after)), *(e for e in made if e.erased and e.erased.needs_work)]
    )
    assert ids(await interviews.waiting_for_copy(T0)) == ids([each for each in kept if is_due(each.copy_due_at)])
    assert ids(await interviews.waiting_for_model()) == ids([each for each in kept if each.waits_for_model])
    assert ids(await interviews.with_open_wishes()) == ids([each for each in kept if each.accommodations.is_waiting])
    for each in kept:
        assert await interviews.with_take(each.takes[0].id) == each
        assert each.id in ids(await interviews.kept_of(each.candidate_id))
    for each in made[-2:]:
        assert each.erased is not None
        assert await interviews.of_erased_takes([each.erased.take_ids[0], "tak_none"]) == {
            each.erased.take_ids[0]: each
        }


async def test_what_an_earlier_version_stored_is_found_after_a_start(interviews: Interviews) -> None:
    made = [an_interview(state="live", look_at=EARLY) for _ in range(3)]
    for each in made:
        await interviews.insert(each)
    await interviews.collection.update_many({}, {"$unset": {"found_by": ""}})
    assert await interviews.running(None) == []
    await interviews.ensure_indexes()
    assert {each.id for each in await interviews.to_watch(T0, T0)} == {each.id for each in made}
    assert [each.version for each in await interviews.running(None)] == [0, 0, 0]


def test_marks_change_with_what_they_are_of_alone() -> None:
    interview = an_interview(state="live", look_at=EARLY)
    assert marks(msgspec.structs.replace(interview, version=7, sayings=3, updated_at=LATE)) == marks(interview)
    assert marks(msgspec.structs.replace(interview, look_at=EARLY + timedelta(seconds=1))) != marks(interview)
