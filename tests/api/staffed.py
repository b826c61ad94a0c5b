"""A position with a published flow, and candidates invited to it, for tests of what staff do."""

from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from backend.flows.model import FlowStep
from backend.flows.repository import Flows
from backend.flows.service import FlowEditing
from backend.kernel.ids import new_id
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.privacy.consent import CONSENT_TEXT
from backend.web.policy import Role
from backend.web.sessions import Identity
from tests.flows.factories import POSITION, asking, whole
from tests.web_house import WebHouse


async def a_position(house: WebHouse) -> Position:
    """With a contact of its own."""
    await house.employer()
    contact = await house.member(Role.RECRUITER)
    return await Positions(house.api.wiring.mongo).insert(
        msgspec.structs.replace(POSITION, id=new_id("pos"), contact_id=contact.id)
    )


async def a_published_position(house: WebHouse, *middle: FlowStep) -> Position:
    position = await a_position(house)
    editing = FlowEditing(Flows(house.api.wiring.mongo), clock=house.clock)
    draft = await editing.draft(position, whole(*(middle or (asking("one", kind="text"),))))
    await editing.publish(draft.id, position)
    return position


@dataclass
class Seat:
    """An invited candidate, signed in."""

    house: WebHouse
    interview_id: str
    headers: dict[str, str]

    async def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        address = f"/api/interviews/{self.interview_id}{path}"
        return await self.house.http.post(address, headers=self.headers, json={} if body is None else body)

    async def say(self, kind: str, **fields: Any) -> httpx.Response:
        return await self.post("/commands", {"id": new_id("cmd"), "kind": kind, **fields})

    async def start(self) -> None:
        """Consented, checked, greeted."""
        consent = {"version": CONSENT_TEXT.version, "language": "en", "accepts_sensitive": True}
        network = {"round_trip_ms": 41.0, "loss_ratio": 0.01, "up_kbps": 900.0}
        check = {"findings": [], "network": network, "user_agent": "Test/1"}
        for path, body in (("/consent", consent), ("/device-check", check), ("/start", None)):
            response = await self.post(path, body)
            assert response.status_code in (200, 201), response.text


async def seated(house: WebHouse, position: Position, **changes: Any) -> Seat:
    """A candidate whom a recruiter has invited."""
    form = {
        "position_id": position.id, "name": "林晓彤", "first_name": "晓彤", "email": f"{new_id('c')}@example.org",
        "language": "zh-CN", "segment": "graduate", **changes,
    }  # fmt: skip
    headers = await house.bearer(Role.RECRUITER)
    made = (await house.http.post("/api/staff/invitations", headers=headers, json=form)).json()
    row = await house.api.wiring.mongo.collection("interviews").find_one({"_id": made["interview_id"]})
    assert row is not None
    identity = Identity(row["candidate_id"], "candidate", frozenset({Role.CANDIDATE}), "zh-CN", made["interview_id"])
    token, _ = await house.api.wiring.sessions.open(identity)
    return Seat(house, made["interview_id"], {"Authorization": f"Bearer {token}"})
