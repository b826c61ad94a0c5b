import asyncio
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from backend.kernel.clock import utc_now
from backend.kernel.errors import Conflict, NotFound, Unavailable
from backend.kernel.indexes import Index
from backend.kernel.mongo import DuplicateKey, Mongo, SchemaTooNew
from backend.kernel.repository import Mark, Repository, StaleVersion, due_by
from tests.kernel.struct_samples import Noted, Thing


class Things(Repository[Thing]):
    indexes = [Index([("name", 1)], unique=True)]  # noqa: RUF012


@pytest.fixture
async def things(mongo: Mongo) -> Things:
    things = Things(mongo, "things", Thing, noun="thing")
    await things.ensure_indexes()
    return things


async def test_a_document_comes_back_as_it_was_stored(things: Things) -> None:
    thing = Thing(id="t", name="a", at=utc_now(), sealed=b"\x00\xff", shares={1: 0.5, 2: 2.0}, count=2**40)
    assert await things.insert(thing) == thing
    assert await things.get("t") == thing
    assert await things.require("t") == thing
    assert await things.find_one({"name": "a"}) == thing
    assert await things.count({"count": 2**40}) == 1


async def test_what_is_not_there_is_said_so(things: Things) -> None:
    assert await things.get("x") is None
    with pytest.raises(NotFound) as raised:
        await things.require("x")
    assert raised.value.code == "thing_unknown"


async def test_a_save_counts_the_version_and_stores_every_field(things: Things) -> None:
    first = await things.insert(Thing(id="t", name="a", note="old"))
    second = await things.save(Thing(id="t", version=first.version, name="b", note=None))
    assert second.version == 1
    assert await things.get("t") == second


async def test_of_two_saves_of_one_version_the_second_loses(things: Things) -> None:
    thing = await things.insert(Thing(id="t", name="a"))
    await things.save(thing)
    with pytest.raises(StaleVersion) as raised:
        await things.save(thing)
    assert raised.value.code == "stale_version"
    assert raised.value.status == 409


async def test_a_document_that_is_gone_cannot_be_saved(things: Things) -> None:
    thing = await things.insert(Thing(id="t", name="a"))
    assert await things.delete("t")
    assert not await things.delete("t")
    with pytest.raises(StaleVersion):
        await things.save(thing)


async def test_twenty_racing_updates_all_count(things: Things) -> None:
    await things.insert(Thing(id="t", name="a"))

    def more(thing: Thing) -> tuple[Thing, list[Noted]]:
        return Thing(id=thing.id, version=thing.version, name=thing.name, count=thing.count + 1), []

    await asyncio.gather(*(things.update("t", more, tries=50) for _ in range(20)))
    thing = await things.require("t")
    assert (thing.count, thing.version) == (20, 20)


async def test_an_update_that_loses_every_time_says_so(things: Things) -> None:
    await things.insert(Thing(id="t", name="a"))
    tries = 0

    class Busy(Things):
        async def require(self, id: str) -> Thing:
            thing = await super().require(id)
            await things.save(thing)
            return thing

    def change(thing: Thing) -> tuple[Thing, list[Noted]]:
        nonlocal tries
        tries += 1
        return Thing(id=thing.id, version=thing.version, name="mine"), []

    busy = Busy(things._mongo, "things", Thing)
    with pytest.raises(StaleVersion):
        await busy.update("t", change, tries=3)
    assert tries == 3


async def test_an_update_that_changes_nothing_saves_nothing(things: Things) -> None:
    await things.insert(Thing(id="t", name="a"))
    assert (await things.update("t", lambda thing: (thing, []))).version == 0
    assert (await things.require("t")).version == 0


async def test_a_taken_id_or_value_is_a_conflict_that_names_no_value(things: Things) -> None:
    await things.insert(Thing(id="t", name="secret"))
    for other in (Thing(id="t", name="b"), Thing(id="u", name="secret")):
        with pytest.raises(Conflict) as raised:
            await things.insert(other)
        assert raised.value.code == "thing_exists"
        assert "secret" not in f"{raised.value} {raised.value.extra}"
    other = await things.insert(Thing(id="u", name="b"))
    with pytest.raises(Conflict):
        await things.save(Thing(id="u", version=other.version, name="secret"))


async def test_state_and_events_are_one_write(things: Things) -> None:
    thing = await things.insert(Thing(id="t", name="a"), [Noted("t", 1)])
    await things.save(thing, [Noted("t", 2), Noted("t", 3)])
    row = await things.collection.find_one({"_id": "t"})
    assert row is not None
    assert [entry["tag"] for entry in row["outbox"]] == ["tests.noted"] * 3
    assert [entry["data"] for entry in row["outbox"]][-1] == '{"type":"tests.noted","interview_id":"t","number":3}'
    assert len({entry["id"] for entry in row["outbox"]}) == 3
    assert await things.get("t") == Thing(id="t", version=1, name="a")


async def test_a_lost_race_leaves_no_event(things: Things) -> None:
    thing = await things.insert(Thing(id="t", name="a"))
    await things.save(thing)
    with pytest.raises(StaleVersion):
        await things.save(thing, [Noted("t", 1)])
    row = await things.collection.find_one({"_id": "t"})
    assert row is not None
    assert "outbox" not in row


async def test_find_filters_sorts_and_limits(things: Things) -> None:
    for number in (3, 1, 2):
        await things.insert(Thing(id=f"t{number}", name=f"n{number}", count=number))
    found = await things.find({"count": {"$gte": 2}}, sort=[("count", 1)])
    assert [thing.count for thing in found] == [2, 3]
    assert len(await things.find({}, limit=2)) == 2


async def test_an_index_with_other_options_is_replaced(mongo: Mongo) -> None:
    await mongo.ensure_indexes("c", [Index([("a", 1)])])
    await mongo.ensure_indexes("c", [Index([("a", 1)])])
    await mongo.ensure_indexes("c", [Index([("a", 1)], unique=True)])
    collection = mongo.collection("c")
    await collection.insert_one({"_id": 1, "a": 1})
    with pytest.raises(DuplicateKey):
        await collection.insert_one({"_id": 2, "a": 1})


async def test_partial_unique_and_expiring_indexes(mongo: Mongo) -> None:
    partial = Index([("a", 1)], unique=True, partial={"is_open": True})
    await mongo.ensure_indexes("c", [partial, Index([("ends_at", 1)], ttl_s=0, sparse=True)])
    collection = mongo.collection("c")
    await collection.insert_many([{"_id": n, "a": 1, "is_open": n == 1} for n in range(3)])
    with pytest.raises(DuplicateKey):
        await collection.insert_one({"_id": 9, "a": 1, "is_open": True})


async def test_collections_speak_mongodb(mongo: Mongo) -> None:
    rows = mongo.collection("rows")
    await rows.insert_many([{"_id": n, "n": n} for n in range(5)])
    assert (await rows.update_one({"_id": 1}, {"$set": {"n": 10}})).modified_count == 1
    assert (await rows.update_one({"_id": 9}, {"$set": {"n": 9}}, upsert=True)).upserted_id == 9
    assert (await rows.update_many({"n": {"$lt": 3}}, {"$inc": {"n": 1}})).matched_count == 2
    assert (await rows.replace_one({"_id": 4}, {"m": 1})).matched_count == 1
    assert await rows.aggregate([{"$match": {"n": {"$gte": 9}}}, {"$count": "many"}]) == [{"many": 2}]
    assert [
        row["_id"] async for row in rows.iterate({"n": {"$exists": True}}, sort=[("_id", -1)], skip=1, limit=2)
    ] == [3, 2]
    assert (await rows.delete_one({"_id": 0})).deleted_count == 1
    assert (await rows.delete_many({})).deleted_count == 5
    await rows.insert_one({"_id": "d", "at": datetime(2026, 1, 2, tzinfo=UTC)})
    found = await rows.find_one({"_id": "d"})
    assert found is not None
    assert found["at"] == datetime(2026, 1, 2, tzinfo=UTC)
    assert await mongo.collection_names() == ["rows"]


async def test_the_schema_version_only_grows(mongo: Mongo) -> None:
    assert await mongo.ensure_schema_version(2) == 0
    assert await mongo.ensure_schema_version(3) == 2
    with pytest.raises(SchemaTooNew):
        await mongo.ensure_schema_version(2)


async def test_a_database_that_is_away_is_a_coded_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unavailable) as raised:
        await Mongo.connect("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200&connectTimeoutMS=100", "x")
    assert raised.value.code == "database_unavailable"


async def test_first_writes_and_index_making_at_once_do_not_block_the_server(mongodb_uri: str, mongo: Mongo) -> None:
    """SecantusDB would stand still, see `Collection.ensure`."""
    other = await Mongo.connect(mongodb_uri, mongo.database)

    async def begin(client: Mongo, name: str, number: int) -> None:
        collection = client.collection(name)
        await asyncio.gather(
            client.ensure_indexes(collection, [Index([("a", 1)])]),
            collection.insert_one({"_id": number}),
            collection.update_one({"_id": "u"}, {"$set": {"a": 1}}, upsert=True),
        )

    for round_ in range(10):
        await asyncio.gather(begin(mongo, f"c{round_}", 1), begin(other, f"c{round_}", 2))
    assert await mongo.collection("c9").count({}) == 3
    await other.close()


async def test_an_update_writes_what_differs_and_leaves_the_rest_alone(things: Things) -> None:
    await things.insert(Thing(id="t", name="a", note="mine"))
    await things.collection.update_one({"_id": "t"}, {"$set": {"note": "changed beside the version"}})
    known = await things.require("t")
    await things.collection.update_one({"_id": "t"}, {"$set": {"note": "again"}})
    after = await things.update("t", lambda thing: (msgspec.structs.replace(thing, count=3), ()), known=known)
    assert (after.count, after.version) == (3, 1)
    stored = await things.require("t")
    assert (stored.count, stored.note, stored.version) == (3, "again", 1)


async def test_an_update_of_what_was_loaded_before_somebody_elses_save_is_tried_again(things: Things) -> None:
    known = await things.insert(Thing(id="t", name="a"))
    await things.update("t", lambda thing: (msgspec.structs.replace(thing, note="theirs"), ()))
    after = await things.update("t", lambda thing: (msgspec.structs.replace(thing, count=1), ()), known=known)
    assert (after.count, after.note, after.version) == (1, "theirs", 2)


class Marked(Repository[Thing]):
    indexes = [Index([("name", 1)], unique=True)]  # noqa: RUF012
    former_indexes = ["count_1", "never_there_1"]  # noqa: RUF012

    def marks(self, doc: Thing) -> list[Mark]:
        due = [doc.at] if doc.at is not None else []
        return [f"count:{doc.count}", f"count:{doc.count}", *(["noted"] if doc.note else []), *due]


async def test_documents_are_found_by_their_marks_as_they_were_last_saved(mongo: Mongo) -> None:
    things, now = Marked(mongo, "marked", Thing), utc_now()
    await things.ensure_indexes()
    first = await things.insert(Thing(id="a", name="a", count=1, note="n", at=now))
    await things.insert_each([Thing(id="b", name="b", count=1, at=now + timedelta(hours=1))])
    assert [each.id for each in await things.find({"found_by": "noted"})] == ["a"]
    assert {each.id for each in await things.find({"found_by": "count:1"})} == {"a", "b"}
    assert [each.id for each in await things.find(due_by(now))] == ["a"]
    assert await things.count(due_by(now - timedelta(seconds=1))) == 0
    await things.update("a", lambda thing: (msgspec.structs.replace(thing, count=2, note=None), ()))
    assert await things.find({"found_by": "noted"}) == []
    assert [each.id for each in await things.find({"found_by": "count:2"})] == ["a"]
    await things.save_each([msgspec.structs.replace(first, version=1, at=None)])
    assert await things.count(due_by(now)) == 0
    row = await things.collection.find_one({"_id": "a"})
    assert row is not None
    assert row["found_by"] == ["count:1", "noted"]


async def test_a_start_marks_what_was_stored_before_and_drops_former_indexes(mongo: Mongo) -> None:
    before = Repository(mongo, "marked", Thing)
    for number in range(3):
        await before.insert(Thing(id=f"t{number}", name=f"n{number}", count=number), [Noted("t", number)])
    await mongo.ensure_indexes("marked", [Index([("count", 1)])])
    things = Marked(mongo, "marked", Thing)
    await things.ensure_indexes()
    await things.ensure_indexes()
    (found,) = await things.find({"found_by": "count:2"})
    assert (found.id, found.version) == ("t2", 0)
    made = set(await things.collection.index_names())
    assert made == {"_id_", "outbox_at_1", "name_1", "found_by_1"}
