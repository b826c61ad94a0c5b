"""A house is killed amid its interviews: what was confirmed is there, they go on, and nothing happens twice."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import msgspec
import pytest

from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.media import LegStored, TakeProcessed, TakeStored
from backend.kernel.clock import utc_now
from backend.kernel.errors import Unavailable
from backend.kernel.events import STREAM, tag_of
from backend.kernel.settings import Settings
from tests.media.workers.legs import leg, store_leg

from .enduring import Person
from .factories import a_flow, a_question
from .house import QUICK, House, a_house, until
from .whole_house import WholeHouse, a_whole_house

PEOPLE = 5
LEG_MS = 1_000
WITHIN_S = 120.0
PACING = msgspec.structs.replace(QUICK, gap_s=0.3)


async def seated(house: House, whole: WholeHouse) -> list[Person]:
    """Of whom the last has little time to write."""
    people = []
    for number in range(PEOPLE):
        is_hurried = number == PEOPLE - 1
        limit_s = 4.0 if is_hurried else 600.0
        questions = [
            a_question(1, "voice", thinking_s=60.0, hard_limit_s=600.0),
            a_question(2, "text", thinking_s=600.0, soft_limit_s=1.0, hard_limit_s=limit_s),
        ]
        interview = await house.interview(flow=a_flow(questions, PACING))
        headers = await house.bearer(interview.candidate_id)
        people.append(Person(interview.id, whole.addresses, headers, is_hurried=is_hurried))
    return people


async def record(house: House, person: Person) -> None:
    """As a media node does once the answer is stored; told again, it is the same."""
    await store_leg(house.resources.store, person.take_id, "leg_1", leg(LEG_MS, None))
    for event in (LegStored(person.take_id, "leg_1", LEG_MS), TakeStored(person.take_id, utc_now())):
        await until(lambda event=event: _is_told(house, event, f"{person.take_id}.{tag_of(event)}"), within_s=WITHIN_S)


async def _is_told(house: House, event: msgspec.Struct, id: str) -> bool:
    """Redis may be on its way back."""
    try:
        await house.resources.bus.publish(event, id=id)
    except Unavailable:
        return False
    return True


async def all_go_on(people: list[Person], by: int) -> float:
    """Until each was answered so many times more; when that was (monotonic)."""
    before = {person.interview_id: person.answered for person in people}

    async def have_gone_on() -> bool:
        return all(person.answered >= before[person.interview_id] + by for person in people)

    await until(have_gone_on, within_s=WITHIN_S)
    return time.monotonic()


async def published(house: House, kind: type[Any], key: Callable[[Any], object]) -> Counter[object]:
    """How many different events there are of a kind, by `key`."""
    rows: Any = await house.resources.redis.xrange(STREAM)
    found = {
        fields[b"id"]: msgspec.json.decode(fields[b"data"], type=kind)
        for _, fields in rows
        if fields[b"tag"].decode() == tag_of(kind)
    }
    return Counter(key(event) for event in found.values())


@pytest.mark.slow
async def test_a_house_killed_amid_interviews_loses_nothing_that_was_confirmed(
    make_settings: Callable[..., Settings],
) -> None:
    async with AsyncExitStack() as stack:
        whole = await stack.enter_async_context(a_whole_house(make_settings()))
        async with a_house(whole.settings, has_background=False) as house:
            people = await seated(house, whole)
            interviews = [asyncio.create_task(person.interview()) for person in people]
            stack.callback(lambda: [task.cancel() for task in interviews])
            await until(lambda: _all_write(people), within_s=WITHIN_S)
            await whole.kill("api", "worker", "redis")
            await all_go_on(people, 3)
            for person in people:
                await record(house, person)
                await until(lambda person=person: _is_worked_on(house, person), within_s=WITHIN_S)
            await whole.kept()
            await all_go_on(people, 3)
        whole.kill_all()
        whole.start()
        is_up_at = await whole.up()
        went_on_at = await all_go_on(people, 1)
        print(f"\nall {PEOPLE} interviews went on {went_on_at - is_up_at:.2f} s after an API process was back")
        for person in people:
            person.may_hand_in.set()
        await asyncio.wait_for(asyncio.gather(*interviews), WITHIN_S)
        async with a_house(whole.settings, has_background=False) as house:
            for person in people:
                await record(house, person)
            await _is_whole(house, people)


async def _all_write(people: list[Person]) -> bool:
    return all(person.draft for person in people)


async def _is_whole(house: House, people: list[Person]) -> None:
    for person in people:
        await until(lambda person=person: _is_reviewable(house, person), within_s=WITHIN_S)
        interview = await house.stored(person.interview_id)
        assert [turn.kind for turn in interview.turns] == ["voice", "text"]
        assert interview.turns[1].text == person.draft
        assert interview.turns[1].ended_by == ("limit" if person.is_hurried else "candidate")
        assert interview.turns[1].extensions == person.extensions
        assert [take.id for take in interview.takes] == [person.take_id]
    processed = await published(house, TakeProcessed, lambda event: event.take_id)
    assert processed == Counter([person.take_id for person in people])
    changes = await published(house, InterviewChanged, lambda event: (event.interview_id, event.change))
    for person in people:  # of what Redis was told within its last second it may know nothing any more
        assert changes[person.interview_id, "started"] <= 1
        assert changes[person.interview_id, "answer_closed"] <= 2
        assert changes[person.interview_id, "submitted"] == 1


async def _is_worked_on(house: House, person: Person) -> bool:
    [take] = (await house.stored(person.interview_id)).takes
    return take.requested_at is not None


async def _is_reviewable(house: House, person: Person) -> bool:
    return (await house.stored(person.interview_id)).state == "reviewable"
