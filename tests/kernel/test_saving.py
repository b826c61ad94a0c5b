"""Saves that come side by side go together, and each hears of its own."""

import asyncio

import msgspec
import pytest

from backend.kernel.clock import utc_now
from backend.kernel.errors import Conflict
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Repository, StaleVersion
from backend.kernel.saving import AT_ONCE
from tests.kernel.struct_samples import Noted, Thing

MANY = 3 * AT_ONCE


class Busy(Repository[Thing]):
    saves_together = True
    indexes = [Index([("name", 1)], unique=True)]  # noqa: RUF012


@pytest.fixture
async def things(mongo: Mongo) -> Busy:
    things = Busy(mongo, "busy", Thing, noun="thing")
    await things.ensure_indexes()
    await things.insert_each([Thing(id=f"t{number}", name=f"n{number}") for number in range(MANY)])
    return things


async def test_all_are_stored_whole_with_their_events(things: Busy) -> None:
    loaded = [await things.require(f"t{number}") for number in range(MANY)]
    wanted = [
        msgspec.structs.replace(
            each, count=number, at=utc_now(), sealed=b"\x00$_id", shares={number: 0.5}, note="$name {{$literal}}"
        )
        for number, each in enumerate(loaded)
    ]
    saved = await asyncio.gather(*(things.save(each, [Noted(each.id, each.count)]) for each in wanted))
    assert [each.version for each in saved] == [1] * MANY
    assert [await things.get(each.id) for each in saved] == saved
    row = await things.collection.find_one({"_id": "t7"})
    assert row is not None
    assert [msgspec.json.decode(entry["data"])["number"] for entry in row["outbox"]] == [7]


async def test_whoever_was_overtaken_is_told_and_nobody_else(things: Busy) -> None:
    loaded = [await things.require(f"t{number}") for number in range(10)]
    for number in (3, 8):
        await things.save(msgspec.structs.replace(loaded[number], note="faster"))
    results = await asyncio.gather(
        *(things.save(msgspec.structs.replace(each, note="mine")) for each in loaded), return_exceptions=True
    )
    assert [number for number, result in enumerate(results) if isinstance(result, StaleVersion)] == [3, 8]
    notes = [(await things.require(f"t{number}")).note for number in range(10)]
    assert notes == ["faster" if number in (3, 8) else "mine" for number in range(10)]


async def test_two_saves_of_one_version_side_by_side_are_one(things: Busy) -> None:
    loaded = await things.require("t0")
    others = [await things.require(f"t{number}") for number in range(1, 5)]
    results = await asyncio.gather(
        *(things.save(each) for each in [loaded, *others, loaded, loaded]), return_exceptions=True
    )
    assert sum(isinstance(result, StaleVersion) for result in results) == 2
    assert (await things.require("t0")).version == 1


async def test_updates_that_race_all_count(things: Busy) -> None:
    def more(thing: Thing) -> tuple[Thing, list[Noted]]:
        return msgspec.structs.replace(thing, count=thing.count + 1), []

    ids = [f"t{number % 4}" for number in range(24)]
    await asyncio.gather(*(things.update(id, more, tries=50) for id in ids))
    assert [(await things.require(f"t{number}")).count for number in range(4)] == [6] * 4


async def test_a_value_that_is_taken_fails_its_own_save_alone(things: Busy) -> None:
    loaded = [await things.require(f"t{number}") for number in range(6)]
    names = ["a", "b", "n5", "d", "e"]
    first = asyncio.ensure_future(things.save(await things.require("t20")))
    results = await asyncio.gather(
        *(things.save(msgspec.structs.replace(each, name=name)) for each, name in zip(loaded[:5], names, strict=False)),
        return_exceptions=True,
    )
    await first
    assert isinstance(results[2], Conflict)
    assert results[2].code == "thing_exists"
    assert [each.name for each in results if isinstance(each, Thing)] == ["a", "b", "d", "e"]
    assert [(await things.require(f"t{number}")).name for number in range(5)] == ["a", "b", "n2", "d", "e"]


async def test_a_caller_that_goes_away_leaves_the_others_saves_alone(things: Busy) -> None:
    loaded = [await things.require(f"t{number}") for number in range(4)]
    tasks = [asyncio.ensure_future(things.save(msgspec.structs.replace(each, note="kept"))) for each in loaded]
    await asyncio.sleep(0)
    tasks[1].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(result, Thing) for result in results] == [True, False, True, True]
    assert (await things.require("t3")).note == "kept"
