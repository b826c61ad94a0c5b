"""Papers that HR asks for: seen by the candidate, reminded of until they have arrived, gone with the person."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from backend.contracts.events.privacy import PersonErased
from backend.contracts.events.reminders import DeadlineChanged
from backend.interviews.module import services as interview_services
from backend.kernel.events import Received
from backend.kernel.settings import Settings
from backend.materials.module import build
from backend.materials.repository import MaterialRecords
from backend.reminders.module import build as build_reminders
from backend.reminders.repository import Remindings
from backend.web.policy import Role
from tests.interviews.factories import an_interview
from tests.web_house import WebHouse, a_web_house


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[WebHouse]:
    async with a_web_house(settings) as house:
        await house.employer()
        yield house


async def an_own_interview(house: WebHouse) -> tuple[str, str]:
    """(interview, candidate)"""
    person, now = await house.candidate(), house.clock()
    interview = an_interview(
        ("text",), state="reviewable", candidate_id=person.id, updated_at=now, expires_at=now + timedelta(days=9)
    )
    await interview_services(house.api.wiring).interviews.insert(interview)
    return interview.id, person.id


def a_paper(house: WebHouse, name: str, days: float, **more: Any) -> dict[str, Any]:
    return {"name": name, "due_at": (house.clock() + timedelta(days=days)).isoformat(), **more}


async def asked(house: WebHouse, interview_id: str) -> list[tuple[str, dict[str, Any]]]:
    """(tag, event) of what the list has announced."""
    row = await MaterialRecords(house.api.wiring.mongo).collection.find_one({"_id": interview_id})
    assert row is not None
    return [(entry["tag"], msgspec.json.decode(entry["data"])) for entry in row.get("outbox", [])]


async def test_what_is_asked_for_is_seen_reminded_of_and_settled(house: WebHouse) -> None:
    interview_id, candidate_id = await an_own_interview(house)
    address = f"/api/staff/interviews/{interview_id}/materials"
    hr = await house.bearer(Role.HR_OPERATOR)
    assert (await house.http.get(address, headers=hr)).json() == {"papers": [], "version": 0}
    papers = [a_paper(house, "Diploma", 5), a_paper(house, " 身份证复印件 ", 3)]
    saved = (await house.http.put(address, json={"papers": papers, "version": 0}, headers=hr)).json()
    assert [paper["name"] for paper in saved["papers"]] == ["身份证复印件", "Diploma"]
    own = await house.bearer(Role.CANDIDATE, candidate_id)
    assert (await house.http.get(f"/api/interviews/{interview_id}/materials", headers=own)).json() == saved
    told = dict(await asked(house, interview_id))
    assert told["notifications.notice_wanted"]["kind"] == "materials_asked"
    assert (told["reminders.deadline_changed"]["count"], told["reminders.deadline_changed"]["revision"]) == (2, 1)

    reminders = build_reminders(house.api.wiring).subscriptions[DeadlineChanged]
    debt = msgspec.convert(told["reminders.deadline_changed"], DeadlineChanged)
    await reminders(Received("evt_1", debt, 1))
    standing = (await Remindings(house.api.wiring.mongo).require(interview_id)).asked
    due = [each.due_at for each in standing if ":materials_due:" in each.notice_id]
    assert due == [house.clock().replace(microsecond=due[0].microsecond) + timedelta(days=2)]  # type: ignore[union-attr]

    arrived = [{**paper, "is_received": True} for paper in saved["papers"]]
    done = (await house.http.put(address, json={"papers": arrived, "version": 1}, headers=hr)).json()
    assert all(paper["received_at"] for paper in done["papers"])
    tag, settled = (await asked(house, interview_id))[-1]
    assert (tag, settled["due_at"], settled["count"]) == ("reminders.deadline_changed", None, 0)
    await reminders(Received("evt_2", msgspec.convert(settled, DeadlineChanged), 1))
    standing = (await Remindings(house.api.wiring.mongo).require(interview_id)).asked
    assert not [each for each in standing if ":materials_due:" in each.notice_id]


async def test_what_makes_no_list_is_refused_and_nothing_is_lost(house: WebHouse) -> None:
    interview_id, _ = await an_own_interview(house)
    address = f"/api/staff/interviews/{interview_id}/materials"
    hr = await house.bearer(Role.HR_OPERATOR)
    good = [a_paper(house, "Diploma", 5)]
    assert (await house.http.put(address, json={"papers": good}, headers=hr)).status_code == 200
    for papers in (
        [a_paper(house, "  ", 1)], [a_paper(house, "x" * 121, 1)], [a_paper(house, "Diploma", -1)],
        [a_paper(house, "Diploma", 400)], [a_paper(house, "Diploma", 1, id="pap_foreign")],
        [{"name": "Diploma", "due_at": "2030-01-01T00:00:00"}], [a_paper(house, "Diploma", 1)] * 13,
    ):  # fmt: skip
        refused = await house.http.put(address, json={"papers": papers, "version": 1}, headers=hr)
        assert (refused.status_code, refused.json()["code"]) == (422, "materials_invalid"), papers
    late = await house.http.put(address, json={"papers": [], "version": 0}, headers=hr)
    assert (late.status_code, late.json()["code"]) == (409, "stale_version")
    known = (await house.http.get(address, headers=hr)).json()
    assert [paper["name"] for paper in known["papers"]] == ["Diploma"]


async def test_foreign_ones_do_not_exist_and_erased_people_leave_nothing(house: WebHouse) -> None:
    interview_id, candidate_id = await an_own_interview(house)
    hr, other = await house.bearer(Role.HR_OPERATOR), await house.bearer(Role.CANDIDATE)
    body = {"papers": [a_paper(house, "Diploma", 5)]}
    address = f"/api/staff/interviews/{interview_id}/materials"
    assert (await house.http.put(address, json=body, headers=hr)).status_code == 200
    foreign = await house.http.get(f"/api/interviews/{interview_id}/materials", headers=other)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "interview_unknown")
    records = MaterialRecords(house.api.wiring.mongo)
    row = await records.collection.find_one({"_id": interview_id})
    assert row is not None
    assert b"Diploma" not in msgspec.json.encode(row["papers"], enc_hook=str)
    assert all(isinstance(paper["name_sealed"], bytes) for paper in row["papers"])
    erased = build(house.api.wiring).subscriptions[PersonErased]
    await erased(Received("evt_9", PersonErased(candidate_id, house.clock()), 1))
    assert await records.get(interview_id) is None
