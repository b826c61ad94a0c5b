"""From the paper that HR asks for to the mail on the day before it is due, through the reminders and the notifier."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from backend.contracts.events.notifications import NoticeWanted, NoticeWithdrawn
from backend.contracts.events.reminders import DeadlineChanged
from backend.interviews.module import services as interview_services
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.kernel.language import Language
from backend.reminders.module import build as build_reminders
from backend.web.policy import Role
from tests.interviews.factories import an_interview
from tests.notices.conftest import Desk

SUBJECTS: dict[Language, str] = {"en": "We still need your papers", "zh-CN": "请提交材料"}


async def announced(desk: Desk, collection: str, interview_id: str) -> list[tuple[str, str]]:
    """(tag, data) of what waits in the document's outbox, taken out of it as the relay does."""
    documents = desk.house.api.wiring.mongo.collection(collection)
    row = await documents.find_one({"_id": interview_id})
    await documents.update_one({"_id": interview_id}, {"$unset": {"outbox": "", "outbox_at": ""}})
    return [(entry["tag"], entry["data"]) for entry in (row or {}).get("outbox", [])]


async def carried(desk: Desk, interview_id: str) -> dict[str, list[str]]:
    """Brings what the list announced to the reminders, and their wishes to the notifier; gives ids by what they are."""
    follow = build_reminders(desk.house.api.wiring).subscriptions[DeadlineChanged]
    for tag, data in await announced(desk, "materials", interview_id):
        if tag == "reminders.deadline_changed":
            await follow(Received(new_id("evt"), msgspec.json.decode(data, type=DeadlineChanged), 1))
    told: dict[str, list[str]] = {"wanted": [], "withdrawn": []}
    for tag, data in await announced(desk, "remindings", interview_id):
        if tag == "notifications.notice_wanted":
            wanted = msgspec.json.decode(data, type=NoticeWanted)
            await desk.parts.keeping.wanted(Received(new_id("evt"), wanted, 1))
            told["wanted"].append(wanted.notice_id)
        elif tag == "notifications.notice_withdrawn":
            gone = msgspec.json.decode(data, type=NoticeWithdrawn)
            await desk.parts.keeping.withdrawn(Received(new_id("evt"), gone, 1))
            told["withdrawn"].append(gone.notice_id)
    return told


async def asked_for(desk: Desk, language: Language, days: int) -> tuple[str, dict[str, Any], str]:
    """(interview, the list as saved, notice of the reminder) of a paper that is due in so many days."""
    person, now = await desk.person(language=language), desk.house.clock()
    interview = an_interview(
        ("text",), state="reviewable", candidate_id=person.id, updated_at=now, expires_at=now + timedelta(days=20)
    )
    await interview_services(desk.house.api.wiring).interviews.insert(interview)
    body = {"papers": [{"name": "Diploma", "due_at": (now + timedelta(days=days)).isoformat()}], "version": 0}
    saved = await put(desk, interview.id, body)
    (notice_id,) = (await carried(desk, interview.id))["wanted"]
    return interview.id, saved, notice_id


async def put(desk: Desk, interview_id: str, body: dict[str, Any]) -> dict[str, Any]:
    hr = await desk.house.bearer(Role.HR_OPERATOR)
    answer = await desk.house.http.put(f"/api/staff/interviews/{interview_id}/materials", json=body, headers=hr)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.mark.parametrize("language", ["en", "zh-CN"])
async def test_who_has_not_handed_in_hears_of_it_on_the_day_before(desk: Desk, language: Language) -> None:
    _, saved, notice_id = await asked_for(desk, language, 5)
    due_at = (await desk.records.notices.require(notice_id)).due_at
    assert due_at == datetime.fromisoformat(saved["papers"][0]["due_at"]) - timedelta(days=1)
    desk.house.clock.now = due_at - timedelta(minutes=1)
    assert (await desk.step(notice_id)).state == "waiting"
    assert desk.mails.mails == []
    desk.house.clock.now = due_at
    assert (await desk.step(notice_id)).sendings[0].state == "accepted"
    ((_, mail),) = desk.mails.mails
    assert str(mail["Subject"]) == SUBJECTS[language]


async def test_whose_papers_arrived_hears_no_more_of_them(desk: Desk) -> None:
    interview_id, saved, notice_id = await asked_for(desk, "en", 5)
    arrived = [{**paper, "is_received": True} for paper in saved["papers"]]
    await put(desk, interview_id, {"papers": arrived, "version": 1})
    assert (await carried(desk, interview_id))["withdrawn"] == [notice_id]
    desk.house.clock.now = (await desk.records.notices.require(notice_id)).due_at
    assert (await desk.step(notice_id)).state == "withdrawn"
    assert desk.mails.mails == []
