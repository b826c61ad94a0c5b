"""Many documents saved by one statement: each its own values, none that somebody else has changed meanwhile."""

from datetime import UTC, datetime

import msgspec
import pytest

from backend.kernel.mongo import Mongo, Row
from backend.kernel.repository import Document, Repository

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Parcel(Document, frozen=True, kw_only=True):
    label: str
    sealed: bytes = b""
    stops: list[dict[str, str]] = msgspec.field(default_factory=list)
    sent_at: datetime | None = None
    note: dict[str, str] | None = None


class Parcels(Repository[Parcel]):
    """Where there is no value there is no field."""

    def _encode(self, doc: Parcel) -> Row:
        return {name: value for name, value in super()._encode(doc).items() if value is not None}


@pytest.fixture
async def parcels(mongo: Mongo) -> Repository[Parcel]:
    parcels = Parcels(mongo, "parcels", Parcel)
    await parcels.ensure_indexes()
    return parcels


async def test_each_gets_its_own_values_and_all_what_they_have_in_common(parcels: Repository[Parcel]) -> None:
    before = [await parcels.insert(Parcel(id=f"p.{n}", label=f"$label{n}", note={"old": "x"})) for n in range(5)]
    after = [
        msgspec.structs.replace(
            each, sealed=each.id.encode(), stops=[{"$at": f"$stop{each.id}"}], sent_at=AT, note={"a": "$b"}
        )
        for each in before
    ]
    assert await parcels.save_each(after) == 5
    stored = {each.id: each for each in await parcels.find({})}
    assert stored == {each.id: msgspec.structs.replace(each, version=1) for each in after}


async def test_what_somebody_else_has_changed_stays_as_they_left_it(parcels: Repository[Parcel]) -> None:
    one, other = [await parcels.insert(Parcel(id=f"p{n}", label="first")) for n in range(2)]
    theirs = await parcels.save(msgspec.structs.replace(other, label="theirs"))
    ours = [msgspec.structs.replace(each, label="ours") for each in (one, other)]
    assert await parcels.save_each(ours) == 1
    assert (await parcels.require("p0")).label == "ours"
    assert await parcels.require("p1") == theirs
    assert await parcels.save_each([]) == 0


async def test_versions_and_absent_fields_may_differ(parcels: Repository[Parcel]) -> None:
    one = await parcels.insert(Parcel(id="p0", label="a", sent_at=AT))
    other = await parcels.save(await parcels.insert(Parcel(id="p1", label="b", sent_at=AT)))
    gone = msgspec.structs.replace(one, sent_at=None)
    kept = msgspec.structs.replace(other, label="c")
    assert await parcels.save_each([gone, kept]) == 2
    assert [await parcels.require("p0"), await parcels.require("p1")] == [
        msgspec.structs.replace(gone, version=1),
        msgspec.structs.replace(kept, version=2),
    ]


class _Tags(Document, frozen=True, kw_only=True):
    label: str
    sealed: bytes = b""


async def test_whole_documents_of_different_versions_are_saved_by_one_statement(mongo: Mongo) -> None:
    tags = Repository(mongo, "tags", _Tags)
    await tags.ensure_indexes()
    known = [await tags.insert(_Tags(id=f"t{n}", label="first")) for n in range(4)]
    for _ in range(2):
        known[1] = await tags.save(msgspec.structs.replace(known[1], label="again"))
    stale = known[2]
    theirs = await tags.save(msgspec.structs.replace(stale, label="theirs"))  # has the version that others have too
    known[3] = await tags.save(known[3])
    ours = [msgspec.structs.replace(each, label=f"${each.id}", sealed=b"x") for each in (*known[:2], stale, known[3])]
    assert await tags.save_each(ours) == 3
    stored = {each.id: each for each in await tags.find({})}
    assert stored.pop("t2") == theirs
    assert [(each.label, each.version) for each in stored.values()] == [("$t0", 1), ("$t1", 3), ("$t3", 2)]
    assert await tags.save_each(ours) == 0
