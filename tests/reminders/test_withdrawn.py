"""Who takes their application back: the appointment is given up, and nothing is reminded of any more."""

from typing import Any

import msgspec

from backend.contracts.events.interviews import InterviewChanged
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.reminders.module import build as build_reminders
from backend.scheduling.module import build as build_scheduling
from tests.materials.test_due import announced
from tests.notices.conftest import Desk
from tests.reminders.test_missed import booked, carried


async def _told_twice(desk: Desk, interview_id: str) -> None:
    """What the interview announced, at the bookings and at the reminders."""
    follows: list[Any] = [
        build(desk.house.api.wiring).subscriptions[InterviewChanged] for build in (build_scheduling, build_reminders)
    ]
    for tag, data in await announced(desk, "interviews", interview_id):
        if tag == "interviews.changed":
            for follow in [*follows, *follows]:
                await follow(Received(new_id("evt"), msgspec.json.decode(data, type=InterviewChanged), 1))


async def test_the_appointment_and_its_reminders_go(desk: Desk) -> None:
    someone = await booked(desk)
    asked = await desk.records.notices.find({"kind": {"$in": ["day_before", "minutes_before"]}})
    assert {notice.state for notice in asked} == {"waiting"}
    path = f"/api/interviews/{someone.interview.id}/withdraw"
    assert (await desk.house.http.post(path, headers=someone.headers)).json()["state"] == "withdrawn"
    await _told_twice(desk, someone.interview.id)
    stored = await someone.stored()
    assert (stored.state, stored.hold, stored.waiting) == ("cancelled", None, None)
    assert await carried(desk, someone.interview.id, "not_booked") == []
    for notice in asked:
        assert (await desk.step(notice.id)).state == "withdrawn"
