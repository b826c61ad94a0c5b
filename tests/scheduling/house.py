"""The API with a position that can be booked, its interviewers and candidates, driven over HTTP with time in hand."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.interviews.model import Interview
from backend.interviews.module import services as interview_services
from backend.kernel.ids import new_id
from backend.kernel.language import Language, LocalText
from backend.kernel.settings import Settings
from backend.positions.model import Competency, Position
from backend.positions.repository import Positions
from backend.scheduling.model import Availability, Booking, BookingPlan, booking_of, plan_of
from backend.scheduling.module import SchedulingServices, services
from backend.web.policy import Role
from tests.interviews.factories import an_interview
from tests.scheduling.factories import a_pattern, a_plan
from tests.web_house import WebHouse, a_web_house

START = datetime(2037, 11, 22, 8, tzinfo=UTC)
TOMORROW_9 = datetime(2037, 11, 23, 8, tzinfo=UTC)
"""Nine o'clock in Berlin on the day after `START`. A year whose days are those of 2026, and so far ahead that nothing
that is dated by these tests has ended by the database's own clock.
"""


@dataclass
class BookingHouse:
    web: WebHouse
    parts: SchedulingServices
    position_id: str = field(default_factory=lambda: new_id("pos"))

    async def open(self, **plan: Any) -> None:
        """The position, one interviewer and a plan: half hours from nine to five in Berlin, all week."""
        await self.web.employer()
        name = LocalText("客户销售顾问", "Customer Sales Consultant")
        await Positions(self.web.resources.mongo).insert(
            Position(
                id=self.position_id, title=name, department_id="dep_1", department=name,
                competencies=[Competency("c", name, 100)], retention_days=30, contact_id="mem_1",
            )
        )  # fmt: skip
        if plan.get("mode") != "ai" and "all_of" not in plan:
            plan["all_of"] = [await self.interviewer()]
        ids = {"id": plan_of(self.position_id), "position_id": self.position_id}
        await self.parts.records.plans.insert(a_plan(**(plan | ids | {"version": 1})))

    async def interviewer(self, **values: Any) -> str:
        member = await self.web.member(Role.INTERVIEWER)
        defaults: dict[str, Any] = {"pattern": a_pattern(), "notice_h": 0, "buffer_after_min": 0}
        await self.parts.records.availabilities.insert(Availability(id=member.id, **(defaults | values)))
        return member.id

    async def candidate(self, *, language: Language = "en", **changes: Any) -> "Candidate":
        person = await self.web.candidate(language=language)
        now = self.web.clock()
        defaults: dict[str, Any] = {
            "state": "checked", "candidate_id": person.id, "position_id": self.position_id, "invited_at": now,
            "updated_at": now, "expires_at": now + timedelta(days=10),
        }  # fmt: skip
        interview = an_interview(("text",), **(defaults | changes))
        await Applications(self.web.resources.mongo).insert(
            Application(
                id=interview.application_id, candidate_id=person.id, position_id=self.position_id,
                flow_id=interview.flow.id, interview_id=interview.id, segment=interview.segment, stage_since=now,
                invited_by="mem_recruiter", invited_at=now,
            )
        )  # fmt: skip
        await interview_services(self.web.api.wiring).interviews.insert(interview)
        return Candidate(self, interview, await self.web.bearer(Role.CANDIDATE, person.id))

    async def staff(self, role: Role, member_id: str = "") -> "Desk":
        return Desk(self, await self.web.bearer(role, member_id))

    async def plan(self) -> BookingPlan:
        return await self.parts.records.plans.of_position(self.position_id)

    async def interview(self, interview_id: str) -> Interview:
        return await self.parts.interviews.require(interview_id)


@dataclass
class Desk:
    """A member of staff at the API."""

    house: BookingHouse
    headers: Mapping[str, str]

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.house.web.http.get(f"/api{path}", headers=self.headers, params=query)

    async def send(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return await self.house.web.http.request(method, f"/api{path}", headers=self.headers, json=body)


@dataclass
class Candidate:
    house: BookingHouse
    interview: Interview
    headers: Mapping[str, str]

    async def get(self, path: str = "", **query: Any) -> httpx.Response:
        address = f"/api/interviews/{self.interview.id}/booking{path}"
        return await self.house.web.http.get(address, headers=self.headers, params=query)

    async def send(self, method: str, path: str, body: Any = None) -> httpx.Response:
        address = f"/api/interviews/{self.interview.id}/booking{path}"
        return await self.house.web.http.request(method, address, headers=self.headers, json=body)

    async def hold(self, start: datetime, zone: str = "Europe/Berlin") -> httpx.Response:
        return await self.send("POST", "/hold", {"start": start.isoformat(), "zone": zone})

    async def confirm(self, hold_id: str) -> httpx.Response:
        return await self.send("POST", "/confirm", {"id": hold_id})

    async def book(self, start: datetime) -> dict[str, Any]:
        held = await self.hold(start)
        assert held.status_code == 200, held.text
        booked = await self.confirm(held.json()["held"]["id"])
        assert booked.status_code == 200, booked.text
        return dict(booked.json())

    async def wait(self, *wishes: datetime) -> httpx.Response:
        body = {"zone": "Europe/Berlin", "wishes": [wish.isoformat() for wish in wishes]}
        return await self.send("POST", "/wait", body)

    async def stored(self) -> Booking:
        return await self.house.parts.records.bookings.require(booking_of(self.interview.id))

    async def come_back(self, at: datetime) -> None:
        """At another time, signed in anew."""
        self.house.web.clock.now = at
        self.headers = await self.house.web.bearer(Role.CANDIDATE, self.interview.candidate_id)

    async def begin(self) -> httpx.Response:
        return await self.house.web.http.post(f"/api/interviews/{self.interview.id}/start", headers=self.headers)


@asynccontextmanager
async def a_booking_house(
    settings: Settings, *, has_background: bool = False, is_dropped: bool = True
) -> AsyncIterator[BookingHouse]:
    async with a_web_house(settings, has_background=has_background, is_dropped=is_dropped) as web:
        web.clock.now = START
        yield BookingHouse(web, services(web.api.wiring))
