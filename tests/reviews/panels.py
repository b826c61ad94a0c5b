"""A handed-in interview with a rubric and interviewers assigned, and members who score it over HTTP."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.positions.model import Position
from backend.positions.repository import Positions, Rubrics
from backend.reviews.model import EvidencePick
from backend.web.policy import Role
from tests.flows.factories import POSITION
from tests.interviews.factories import T0
from tests.reviews.factories import a_rubric, answered, pick
from tests.web_house import WebHouse


@dataclass
class Rater:
    """A member, signed in on one device."""

    house: WebHouse
    interview: Interview
    member_id: str
    headers: dict[str, str]
    revision: int | None = None

    async def get(self) -> dict[str, Any]:
        response = await self.house.http.get(self._at("scorecards"), headers=self.headers)
        assert response.status_code == 200, response.text
        return dict(response.json())

    async def put(self, **card: Any) -> httpx.Response:
        body = {"revision": self.revision, "ratings": [], **card}
        response = await self.house.http.put(
            self._at("scorecard"), headers={**self.headers, "content-type": "application/json"},
            content=msgspec.json.encode(body),
        )  # fmt: skip
        if response.status_code == 200:
            self.revision = response.json()["revision"]
        return response

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.house.http.post(self._at(path), headers=self.headers, json=body)

    async def submit(self, reason: str = "") -> httpx.Response:
        return await self.post("scorecard/submission", revision=self.revision, reason=reason)

    async def score(self, level: int = 4, **card: Any) -> dict[str, Any]:
        """A whole card, submitted; gives the panel."""
        response = await self.put(**(whole(self.interview, level) | card))
        assert response.status_code == 200, response.text
        response = await self.submit()
        assert response.status_code == 200, response.text
        return dict(response.json())

    def _at(self, path: str) -> str:
        return f"/api/staff/interviews/{self.interview.id}/{path}"


@dataclass
class Panel:
    house: WebHouse
    interview: Interview
    asked: list[Rater] = field(default_factory=list)

    async def of(self, role: Role, member_id: str = "") -> Rater:
        member_id = member_id or (await self.house.member(role)).id
        return Rater(self.house, self.interview, member_id, await self.house.bearer(role, member_id))


async def a_panel(house: WebHouse, *, interviewers: int = 2, has_rubric: bool = True, **changes: Any) -> Panel:
    members = [(await house.member(Role.INTERVIEWER)).id for _ in range(interviewers)]
    candidate = await house.candidate()
    mongo, keyring = house.api.wiring.mongo, house.resources.keyring
    position: Position = await Positions(mongo).insert(msgspec.structs.replace(POSITION, id=new_id("pos")))
    if has_rubric:
        await Rubrics(mongo).insert(a_rubric(id=new_id("rub"), position_id=position.id))
    interview = answered(
        new_id("tak"), **{"candidate_id": candidate.id, "position_id": position.id, "expires_at": utc_now(), **changes}
    )
    await Applications(mongo).insert(
        Application(
            id=interview.application_id, candidate_id=candidate.id, position_id=position.id, flow_id="flw_1",
            interview_id=interview.id, segment="graduate", stage_since=T0, invited_by="mem_r", invited_at=T0,
            interviewer_ids=members,
        )
    )  # fmt: skip
    panel = Panel(house, await Interviews(mongo, keyring).insert(interview))
    panel.asked = [await panel.of(Role.INTERVIEWER, member_id) for member_id in members]
    return panel


def rating(competency: str, level: int, *picks: EvidencePick, reason: str = "She listens first.") -> dict[str, Any]:
    return {"competency_id": competency, "level": level, "reason": reason, "evidence": list(picks)}


def whole(interview: Interview, level: int = 4) -> dict[str, Any]:
    """Complete: one passage of the recording, one that was typed."""
    return {
        "ratings": [
            rating("customer", level, pick(interview)),
            rating("calm", 3, pick(interview, "text", id="pick-2")),
        ],
        "recommendation": "yes",
        "comment": "Would work with her.",
    }
