"""After an erasure nothing contains the person: no collection, stream, object or file."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from redis.asyncio import Redis

from backend.accounts.module import services as account_services
from backend.app.mailbox import mailbox_of
from backend.contracts.events.media import SegmentTranscribed, TakeProcessed
from backend.contracts.events.notifications import MailContent, MailWanted
from backend.contracts.media import TranscriptWord
from backend.erasure.module import services
from backend.erasure.sweep import RetentionSweep
from backend.interviews.model import Interview
from backend.interviews.schemas import DeviceCheck
from backend.interviews.staff_schemas import Segment
from backend.interviews.take import Take
from backend.interviews.turn import Turn
from backend.kernel.clock import utc_now
from backend.kernel.crypto import SealBroken
from backend.web.policy import Role
from notifications.deliveries import Deliveries, Delivery
from notifications.dispatcher import Dispatcher
from tests.interviews.factories import both
from tests.interviews.house import House, until
from tests.web_house import an_occasion

NAME, MAIL, SAID, TYPED = "Zsófia Quimby", "zsofia.quimby@example.org", "beneath the lighthouse", "my harbour essay"


async def an_answered_interview(house: House) -> tuple[Interview, str]:
    """An interview with all kinds of traces, and an invitation; gives the link's token too."""
    person = await house.people.add_candidate(NAME, "Zsófia", MAIL, "en")
    now = utc_now()
    interview = await house.interview(
        ("voice", "text"),
        candidate_id=person.id,
        state="reviewable",
        started_at=now,
        submitted_at=now,
        decline_note_sealed=house.resources.keyring.seal(NAME.encode(), b"note"),
        device_check=DeviceCheck([], None, "QuimbyPhone/1"),
        turns=[Turn("t1", 0, "q1", "text", both("Why?"), 1, 2, 3, [], now, ended_at=now, text=TYPED)],
    )
    take_id = f"tak_{interview.id[4:]}"
    take = Take(
        take_id, "t1", ["audio"], now, finished_at=now, processed_at=now, transcript="done",
        segments=[Segment(0, 0, 1, SAID, 0.9, [])],
    )  # fmt: skip
    interview = await house.parts.interviews.save(msgspec.structs.replace(interview, takes=[take]))
    for key in ("leg_1/000000.webm", "leg_1/manifest.json", "rendition.mp4"):
        await house.resources.store.put(f"takes/{take_id}/{key}", SAID.encode())
    accounts = account_services(house.api.wiring)
    _, link = await accounts.invitations.invite(person, interview.id, an_occasion(), now + timedelta(days=7))
    mailbox_of(house.resources.settings).add(MAIL, "Code", f"Dear {NAME}", now)
    await house.parts.announcer.show(interview, ["submitted"])
    await house.resources.bus.publish(said(interview, take_id))
    await Deliveries(house.resources.mongo).insert(
        Delivery(id="dlv_1", account_id=person.id, template="invitation", language="en", created_at=now)
    )
    return interview, link.rpartition("/")[2]


def said(interview: Interview, take_id: str) -> SegmentTranscribed:
    words = [TranscriptWord(SAID, 0, 1, 0.9)]
    return SegmentTranscribed(take_id, interview.id, 0, 0, 1, SAID, 0.9, words, "en", "base")


def opened(house: House, value: object, places: list[bytes]) -> str:
    """Everything within a document as text, with each sealed field opened wherever it may belong."""
    if isinstance(value, dict):
        return " ".join(f"{key} {opened(house, held, places)}" for key, held in value.items())
    if isinstance(value, list):
        return " ".join(opened(house, held, places) for held in value)
    if isinstance(value, bytes):
        for place in places:
            try:
                return house.resources.keyring.open(value, place).decode(errors="replace")
            except SealBroken:
                continue
    return str(value)


async def everything(house: House, places: list[bytes]) -> str:
    """All that is stored: collections (sealed fields opened), Redis, object keys, files under the data directory."""
    mongo, redis, store = house.resources.mongo, house.resources.redis, house.resources.store
    found = []
    for name in await mongo.collection_names():
        found += [opened(house, row, places) for row in await mongo.collection(name).find({})]
    async for key in redis.scan_iter():
        found.append(f"{key!r} {await dumped(redis, key)}")
    for key in await store.list("takes"):
        found.append(f"{key} {(await store.get(key)).decode(errors='replace')}")
    return "\n".join([*found, *files_below(house.resources.settings.data_dir)])


def files_below(folder: Path) -> list[str]:
    paths = list(folder.rglob("*"))
    return [f"{path} {path.read_bytes().decode(errors='replace') if path.is_file() else ''}" for path in paths]


async def dumped(redis: Redis, key: bytes) -> str:
    match await redis.type(key):
        case b"stream":
            rows = await redis.xrange(key)
            return " ".join(data.decode(errors="replace") for _, fields in rows for data in fields.values())
        case b"zset":
            return str(await redis.zrange(key, 0, -1))
        case b"hash":
            return str(await redis.hgetall(key))
        case b"string":
            return str(await redis.get(key))
    return ""


def places_of(interview: Interview) -> list[bytes]:
    person = [f"candidates/{interview.candidate_id}/{field}" for field in ("name", "first_name", "email")]
    parts = [f"interviews/{interview.id}/{part}" for part in ("t1", interview.takes[0].id)]
    return [place.encode() for place in (*person, *parts)] + [b"note"]


async def test_after_an_erasure_nothing_contains_the_person(house: House) -> None:
    interview, token = await an_answered_interview(house)
    places = places_of(interview)
    own = await house.bearer(interview.candidate_id)
    hr = await house.bearer("mem_hr", Role.HR_OPERATOR)
    before = await everything(house, places)
    for trace in (NAME, MAIL, SAID, TYPED, "QuimbyPhone"):
        assert trace in before

    answer = await house.http.post(
        f"/api/staff/interviews/{interview.id}/erase", json={"reason": "person_asked"}, headers=hr
    )
    assert answer.status_code == 200, answer.text
    certificate = answer.json()
    assert certificate["is_person_erased"]
    assert certificate["cause"] == "request"
    assert certificate["removed"] | {
        "answers": 1, "recordings": 1, "transcript_segments": 1, "objects": 3, "invitations": 1, "accounts": 1,
        "other_records": 1,
    } == certificate["removed"]  # fmt: skip

    async def is_gone() -> bool:
        after = await everything(house, places)
        return not any(trace in after for trace in (NAME, "Zsófia", "Quimby", MAIL, SAID, TYPED, "QuimbyPhone", token))

    await until(is_gone)

    again = await house.http.post(
        f"/api/staff/interviews/{interview.id}/erase", json={"reason": "wrong_person"}, headers=hr
    )
    assert again.json() == certificate
    review = await house.http.get(f"/api/staff/interviews/{interview.id}", headers=hr)
    assert (review.status_code, review.json()["code"]) == (410, "interview_erased")
    rows = (await house.http.get("/api/staff/interviews", headers=hr)).json()
    assert rows["items"] == []
    assert (await house.http.get("/api/me", headers=own)).status_code == 401
    lookup = await house.http.post("/api/invitations/lookup", json={"token": token})
    assert lookup.status_code == 404
    audited = await house.resources.mongo.collection("audit").find({"action": "interview.erased"})
    assert [entry["detail"]["reason"] for entry in audited] == ["person_asked"]


async def test_what_is_made_of_an_erased_recording_later_goes_as_well(house: House) -> None:
    interview, _ = await an_answered_interview(house)
    erasures, _, _ = services(house.api.wiring)
    await erasures.by_retention(interview)
    take_id, store = interview.takes[0].id, house.resources.store
    await store.put(f"takes/{take_id}/rendition.mp4", b"late")
    await house.resources.bus.publish(said(interview, take_id))
    await house.resources.bus.publish(TakeProcessed(take_id, interview.id, None, []))

    async def is_gone() -> bool:
        return not await store.list(f"takes/{take_id}") and SAID not in await dumped(
            house.resources.redis, b"gr:events"
        )

    await until(is_gone)


@pytest.mark.parametrize("shown", ["changes", "view", "row"])
async def test_what_is_shown_while_it_is_erased_stays_on_no_stream(house: House, monkeypatch, shown: str) -> None:
    interview, _ = await an_answered_interview(house)
    erasures, _, _ = services(house.api.wiring)
    announcer, live = house.parts.announcer, house.resources.live
    publish_many = live.publish_many

    async def erased_before(*tellings: object, **also: object) -> object:
        monkeypatch.undo()
        await erasures.by_retention(interview)
        return await publish_many(*tellings, **also)  # type: ignore[arg-type]

    monkeypatch.setattr(live, "publish_many", erased_before)
    match shown:
        case "changes":
            await announcer.show(interview, ["take_processed"])
        case "view":
            await announcer.show_view(interview)
        case "row":
            await announcer.show_row(interview)
    for topic in ("staff:interviews", f"interview:{interview.id}"):
        assert "Zsófia" not in await dumped(house.resources.redis, f"gr:live:{topic}".encode())


async def test_the_person_stays_while_another_interview_needs_them(house: House) -> None:
    first, _ = await an_answered_interview(house)
    second = await house.interview(
        candidate_id=first.candidate_id, state="reviewable", submitted_at=utc_now(), position_id="pos_2"
    )
    erasures, records, _ = services(house.api.wiring)
    await erasures.by_retention(first)
    assert (await house.people.person(first.candidate_id)).email == MAIL
    await erasures.by_retention(second)
    assert await house.people.candidates.get(first.candidate_id) is None
    assert [record.is_person_erased for record in await records.find({}, sort=[("_id", 1)])] == [False, True]


async def test_the_sweep_takes_what_is_due_and_completes_what_was_cut_off(house: House) -> None:
    due, _ = await an_answered_interview(house)
    fresh = await house.interview(state="reviewable", submitted_at=utc_now())
    running = await house.interview(state="live")
    erasures, records, interviews = services(house.api.wiring)
    later = due.submitted_at + timedelta(days=due.occasion.retention_days) if due.submitted_at else utc_now()
    sweep = RetentionSweep(erasures, interviews, house.resources.redis, lambda: later - timedelta(seconds=30))
    assert await sweep.look() == 0

    record = await erasures._begun(due, "retention", "retention_ended", "system")
    await erasures._bury(record)
    sweep = RetentionSweep(erasures, interviews, house.resources.redis, utc_now)
    assert await sweep.look() == 1
    assert await house.resources.store.list("takes") == []
    assert (await records.require(record.id)).completed_at is not None
    await house.resources.store.put(f"takes/{due.takes[0].id}/segments/leg_1/0.json", SAID.encode())
    assert await sweep.look() == 0
    assert await house.resources.store.list("takes") == []
    assert (await house.stored(fresh.id)).erased is None
    assert (await house.stored(running.id)).erased is None


@pytest.mark.parametrize(
    ("state", "status", "code"), [("live", 409, "interview_running"), ("paused", 200, None), ("invited", 200, None)]
)
async def test_an_interview_that_is_running_is_not_erased_under_its_candidate(
    house: House, state: str, status: int, code: str | None
) -> None:
    interview = await house.interview(state=state)
    hr = await house.bearer("mem_hr", Role.HR_OPERATOR)
    answer = await house.http.post(
        f"/api/staff/interviews/{interview.id}/erase", json={"reason": "person_asked"}, headers=hr
    )
    assert (answer.status_code, answer.json().get("code")) == (status, code)


async def test_deliveries_go_with_the_person(house: House) -> None:
    from backend.contracts.events.privacy import PersonErased
    from backend.kernel.events import Received

    deliveries = Deliveries(house.resources.mongo)
    for number, account in enumerate(("can_1", "can_1", "can_2")):
        await deliveries.insert(
            Delivery(id=f"dlv_{number}", account_id=account, template="t", language="en", created_at=utc_now())
        )
    dispatcher = Dispatcher(deliveries, None, house.resources.keyring)
    await dispatcher.person_erased(Received("evt", PersonErased("can_1", utc_now()), 1))
    assert [left.account_id for left in await deliveries.find({})] == ["can_2"]


async def test_mails_to_the_person_leave_the_event_stream(house: House) -> None:
    interview, _ = await an_answered_interview(house)
    content = house.resources.keyring.seal(msgspec.json.encode(MailContent(MAIL, {})), b"dlv_9")
    bus, redis = house.resources.bus, house.resources.redis
    await bus.publish(MailWanted("dlv_9", interview.candidate_id, "invitation", "en", content))
    await bus.publish(MailWanted("dlv_8", "can_other", "invitation", "en", content))
    erasures, _, _ = services(house.api.wiring)
    await erasures.by_retention(interview)
    events = await dumped(redis, b"gr:events")
    assert "dlv_9" not in events
    assert "dlv_8" in events
