"""The audit log: appended by many at once, read by auditors, and any touch of it shows."""

import asyncio

import msgspec
import pytest

from backend.contracts.events.interviews import InterviewChanged
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.events import Received
from backend.kernel.mongo import Mongo
from backend.privacy.audit import Audit
from backend.privacy.audit_chain import GENESIS, AuditEntry, entry_hash, entry_id
from backend.web.policy import Role
from tests.web_house import WebHouse


@pytest.fixture
async def audit(mongo: Mongo, keyring: Keyring) -> Audit:
    audit = Audit.of(mongo, keyring)
    await audit.entries.ensure_indexes()
    for number in range(5):
        await audit.record(None, "thing.done", f"thing_{number}", {"number": str(number)})
    return audit


async def test_an_untouched_log_holds(audit: Audit) -> None:
    verdict = await audit.verify()
    assert (verdict.is_intact, verdict.entries, verdict.broken_at) == (True, 5, None)


async def test_an_empty_log_holds(mongo: Mongo, keyring: Keyring) -> None:
    assert (await Audit.of(mongo, keyring).verify()).is_intact


@pytest.mark.parametrize(
    "field", ["action", "subject", "actor_id", "actor_kind", "detail", "at", "previous_hash", "hash"]
)
async def test_a_changed_entry_shows(audit: Audit, field: str) -> None:
    values = {"detail": {"number": "9"}, "at": utc_now(), "hash": GENESIS}
    await audit.entries.collection.update_one({"_id": entry_id(3)}, {"$set": {field: values.get(field, "forged")}})
    verdict = await audit.verify()
    assert (verdict.is_intact, verdict.broken_at) == (False, 3)


async def test_a_missing_entry_shows(audit: Audit) -> None:
    await audit.entries.delete(entry_id(2))
    assert (await audit.verify()).broken_at == 2


async def test_entries_cut_off_the_end_are_missed(audit: Audit) -> None:
    await audit.entries.delete(entry_id(5))
    assert (await audit.verify()).broken_at == 5
    for number in range(1, 5):
        await audit.entries.delete(entry_id(number))
    assert not (await audit.verify()).is_intact


async def test_what_was_slipped_in_beside_the_chain_shows(audit: Audit) -> None:
    last = await audit.entries.require(entry_id(5))
    for id in ("000000000003x", "zzz"):
        await audit.entries.insert(msgspec.structs.replace(last, id=id))
        assert (await audit.verify()).broken_at == 6
        await audit.entries.delete(id)
    assert (await audit.verify()).is_intact


async def test_two_entries_changed_places_show(audit: Audit) -> None:
    second, third = await audit.entries.require(entry_id(2)), await audit.entries.require(entry_id(3))
    for entry, other in ((second, third), (third, second)):
        swapped = {"action": other.action, "subject": other.subject, "detail": other.detail, "hash": other.hash}
        await audit.entries.collection.update_one({"_id": entry.id}, {"$set": swapped})
    assert (await audit.verify()).broken_at == 2


async def test_a_chain_made_without_the_key_does_not_hold(audit: Audit) -> None:
    forged = await audit.entries.require(entry_id(5))
    forged = msgspec.structs.replace(forged, action="thing.undone")
    forged = msgspec.structs.replace(forged, hash=entry_hash(Keyring.generate().derive("audit log"), forged))
    await audit.entries.save(forged)
    assert (await audit.verify()).broken_at == 5


async def test_many_writers_make_one_chain(mongo: Mongo, keyring: Keyring) -> None:
    logs = [Audit.of(mongo, keyring) for _ in range(3)]
    await logs[0].entries.ensure_indexes()
    writes = (log.record(None, "thing.done", f"thing_{number}") for number in range(8) for log in logs)
    await asyncio.gather(*writes)
    verdict = await logs[0].verify()
    assert (verdict.is_intact, verdict.entries) == (True, 24)


async def test_a_writer_that_died_before_moving_the_head_leaves_a_whole_log(audit: Audit) -> None:
    head = await audit.heads.require("head")
    await audit.record(None, "thing.done", "thing_6")
    await audit.heads.collection.update_one(
        {"_id": "head"}, {"$set": {"number": 5, "hash": head.hash, "seal": head.seal}}
    )
    assert (await audit.verify()).is_intact
    assert (await audit.record(None, "thing.done", "thing_7")).number == 7
    assert (await audit.verify()).is_intact


async def test_an_event_is_recorded_once(audit: Audit) -> None:
    for _ in range(3):
        await audit.append("mem_1", "member", "account.signed_in", "ses_1", {}, event_id="evt_1")
    assert await audit.entries.count({"event_id": "evt_1"}) == 1


async def test_auditors_read_the_log_page_by_page(house: WebHouse) -> None:
    audit = Audit.of(house.resources.mongo, house.resources.keyring)
    for number in range(5):
        await audit.record(None, "thing.done", f"thing_{number}")
    headers = await house.bearer(Role.AUDITOR)
    first = (await house.http.get("/api/staff/audit?limit=3", headers=headers)).json()
    assert [row["subject"] for row in first["items"]] == ["thing_4", "thing_3", "thing_2"]
    rest = (await house.http.get("/api/staff/audit", params={"after": first["next"]}, headers=headers)).json()
    assert [row["subject"] for row in rest["items"]] == ["thing_1", "thing_0"]
    assert rest["next"] is None
    verdict = (await house.http.get("/api/staff/audit/verification", headers=headers)).json()
    assert verdict == {"is_intact": True, "entries": 8, "broken_at": None}
    newest: AuditEntry = await audit.entries.require(entry_id(8))
    assert newest.action == "audit.verified"


async def test_the_consent_text_is_whole_in_both_languages(house: WebHouse) -> None:
    text = (await house.http.get("/api/consent-text")).json()
    assert {section["id"] for section in text["sections"]} == {
        "purpose", "recorded", "ai", "people", "storage", "rights", "human",
    }  # fmt: skip
    for section in text["sections"]:
        assert all(section[part][language].strip() for part in ("title", "body") for language in ("zh-CN", "en"))
    assert text["sensitive"]["zh-CN"]


async def test_consent_and_its_like_are_recorded_once_and_small_steps_are_not(house: WebHouse) -> None:
    (privacy,) = [module for module in house.api.modules if module.name == "privacy"]
    record = privacy.subscriptions[InterviewChanged]
    for change in ("consented", "consented", "turn_opened", "submitted"):
        event = InterviewChanged("int_1", "app_1", change, 2, change, house.clock())
        await record(Received(f"evt_{change}", event, 1))
    audit = Audit.of(house.resources.mongo, house.resources.keyring)
    rows = (await audit.page(10, None)).items
    assert [(row.action, row.subject) for row in rows] == [
        ("interview.submitted", "int_1"),
        ("interview.consented", "int_1"),
    ]
