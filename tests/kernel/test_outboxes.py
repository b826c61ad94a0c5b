"""What a repository knows of its outboxes, and what a save makes of it."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from backend.kernel.mongo import Mongo, Row
from backend.kernel.repository import Repository
from tests.kernel.struct_samples import Noted, Thing


class Nudged:
    """A relay that goes nowhere: what a repository tells it, and what it says has gone out."""

    def __init__(self) -> None:
        self.outboxes: list[list[int] | None] = []
        self.fresh: list[int] = []
        self.last: list[Row] = []
        self.sent: set[str] = set()

    def left_alone(self, collection: str) -> timedelta:
        return timedelta(seconds=10)

    def unsent(self, outbox: Sequence[Row]) -> list[Row]:
        return [entry for entry in outbox if entry["id"] not in self.sent]

    def nudge(self, collection: str, id: str, outbox: list[Row] | None, fresh: int = 0) -> None:
        self.last = outbox or []
        self.outboxes.append(None if outbox is None else numbers(outbox))
        self.fresh.append(fresh)

    def send(self) -> None:
        self.sent |= {entry["id"] for entry in self.last}


def numbers(outbox: Sequence[Row]) -> list[int]:
    return [msgspec.json.decode(entry["data"])["number"] for entry in outbox]


async def stored(things: Repository[Thing]) -> list[int]:
    row = await things.collection.find_one({"_id": "t"})
    assert row is not None
    assert ("outbox" in row) == ("outbox_at" in row)
    return numbers(row.get("outbox", []))


async def test_the_relay_is_told_the_outbox_where_it_is_known(mongo: Mongo) -> None:
    relay = Nudged()
    things = Repository(mongo, "things", Thing, relay=relay)
    await things.insert(Thing(id="t", name="a"), [Noted("t", 1)])
    one = await things.require("t")
    one = await things.save(one, [Noted("t", 2)])
    assert (relay.outboxes, relay.fresh) == ([[1], [1, 2]], [1, 1])
    elsewhere = Repository(mongo, "things", Thing)
    one = await elsewhere.save(one, [Noted("t", 3)])
    await things.save(one, [Noted("t", 4)])
    assert relay.outboxes == [[1], [1, 2], None]
    assert await stored(things) == [1, 2, 3, 4]
    one = await things.require("t")
    await things.save(one, [Noted("t", 5)])
    assert relay.outboxes[3:] == [[1, 2, 3, 4, 5]]


async def test_a_save_replaces_what_has_gone_out(mongo: Mongo) -> None:
    relay = Nudged()
    things = Repository(mongo, "things", Thing, relay=relay)
    one = await things.insert(Thing(id="t", name="a"), [Noted("t", 1)])
    relay.send()
    one = await things.save(one, [Noted("t", 2)])
    assert (relay.outboxes[-1], await stored(things)) == ([2], [2])
    one = await things.save(one, [Noted("t", 3)])
    assert (relay.outboxes[-1], await stored(things)) == ([2, 3], [2, 3])
    relay.send()
    one = await things.save(one)
    assert (relay.outboxes[-1], await stored(things)) == ([2, 3], [2, 3])
    await things.save(one, [Noted("t", 4)])
    assert (relay.outboxes[-1], await stored(things)) == ([4], [4])


async def test_a_row_that_was_read_before_a_save_tells_nothing_new(mongo: Mongo) -> None:
    relay = Nudged()
    things = Repository(mongo, "things", Thing, relay=relay)
    one = await things.insert(Thing(id="t", name="a"), [Noted("t", 1)])
    row = await things.collection.find_one({"_id": "t"})
    assert row is not None
    one = await things.save(one, [Noted("t", 2)])
    things._loaded(row)
    await things.save(one, [Noted("t", 3)])
    assert (relay.outboxes[-1], await stored(things)) == ([1, 2, 3], [1, 2, 3])


async def test_a_save_without_events_leaves_what_has_not_gone_out(mongo: Mongo) -> None:
    relay = Nudged()
    things = Repository(mongo, "things", Thing, relay=relay)
    one = await things.insert(Thing(id="t", name="a"), [Noted("t", 1)])
    one = await things.save(one)
    assert (relay.outboxes, await stored(things)) == ([[1]], [1])
    await things.save(one, [Noted("t", 2)])
    assert (relay.outboxes[-1], await stored(things)) == ([1, 2], [1, 2])


async def test_a_document_made_anew_has_the_outbox_that_it_was_made_with(mongo: Mongo) -> None:
    relay = Nudged()
    things = Repository(mongo, "things", Thing, relay=relay)
    await things.insert(Thing(id="t", name="a"), [Noted("t", 1)])
    relay.send()
    elsewhere = Repository(mongo, "things", Thing)
    await elsewhere.delete("t")
    await elsewhere.insert(Thing(id="t", name="b"), [Noted("t", 2)])
    (one,) = await things.find({"name": "b"})
    await things.save(one, [Noted("t", 3)])
    assert (relay.outboxes[-1], await stored(things)) == (None, [2, 3])


async def test_others_leave_an_outbox_alone_for_as_long_as_its_relay_asks(mongo: Mongo) -> None:
    things = Repository(mongo, "things", Thing, relay=Nudged())
    one = await things.insert(Thing(id="t", name="a"), [Noted("t", 1)])
    row = await things.collection.find_one({"_id": "t"})
    assert row is not None
    assert row["outbox_at"] - row["outbox"][0]["at"] == timedelta(seconds=10)
    await Repository(mongo, "things", Thing).save(one, [Noted("t", 2)])
    row = await things.collection.find_one({"_id": "t"})
    assert row is not None
    assert row["outbox_at"] == row["outbox"][1]["at"]
