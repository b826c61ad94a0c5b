"""Every look at the threads finds what it is for, also what an earlier version stored."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.chat.model import Thread, thread_of
from backend.chat.repository import WAITING, Threads, assigned_to
from backend.kernel.ids import new_id
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
AGO = NOW - timedelta(hours=1)


def a_thread(**values: object) -> Thread:
    application_id = new_id("app")
    common = {
        "id": thread_of(application_id), "application_id": application_id, "interview_id": new_id("int"),
        "candidate_id": new_id("can"), "position_id": "pos_1", "created_at": AGO, "last_at": AGO,
    }  # fmt: skip
    return Thread(**(common | values))  # type: ignore[arg-type]


@pytest.fixture
async def threads(mongo: Mongo) -> Threads:
    return Threads(mongo)


async def kept(threads: Threads) -> list[Thread]:
    made = [
        a_thread(name_tokens=["lin", "li"], waiting_since=AGO, is_unread=True),
        a_thread(name_tokens=["lin"], waiting_since=AGO, assignee_id="mem_1", last_at=NOW),
        a_thread(assignee_id="mem_2", waiting_since=AGO, snoozed_until=NOW + timedelta(hours=1)),
        a_thread(name_tokens=["waiting"], assignee_id="mem_2"),
    ]
    for each in made:
        await threads.insert(each)
    return made


async def looked(threads: Threads, made: list[Thread]) -> None:
    first, second, third, fourth = (each.id for each in made)

    def ids(found: list[Thread]) -> list[str]:
        return sorted(each.id for each in found)

    for each in made:
        assert await threads.of_candidate(each.candidate_id) == [each]
        assert await threads.of_interview(each.interview_id, each.candidate_id) == each
    assert ids(await threads.named(["lin"], 10)) == sorted([first, second])
    assert ids(await threads.named(["lin", "li"], 10)) == [first]
    assert ids(await threads.page(WAITING, None, 10)) == sorted([first, second, third])
    assert ids(await threads.page(assigned_to("mem_2"), None, 10)) == sorted([third, fourth])
    assert await threads.unread() == 1
    assert [each.id for each in await threads.waiting("mem_1", NOW)] in ([first, second], [second, first])
    assert [each.id for each in await threads.waiting("mem_2", NOW)] == [first]
    since = [each.id async for each in threads.between("waiting_since", AGO - timedelta(minutes=1), NOW)]
    assert sorted(since) == sorted([first, second, third])
    assert [each.id async for each in threads.between("last_at", AGO, NOW)] == [second]


async def test_every_look_finds_what_it_is_for(threads: Threads) -> None:
    await threads.ensure_indexes()
    await looked(threads, await kept(threads))


async def test_what_an_earlier_version_stored_is_found_after_a_start(threads: Threads, mongo: Mongo) -> None:
    made = await kept(threads)
    await threads.collection.update_many({}, {"$unset": {"found_by": ""}})
    await mongo.ensure_indexes(threads.collection, [Index(keys=[("assignee_id", 1)]), Index(keys=[("name_tokens", 1)])])
    assert await threads.unread() == 0
    await threads.ensure_indexes()
    await looked(threads, made)
    assert sorted(await threads.collection.index_names()) == ["_id_", "found_by_1", "last_at_1"]
