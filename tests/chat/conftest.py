from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import msgspec
import pytest_asyncio

from backend.accounts.passwords import Passwords
from backend.contracts.events.notifications import NoticeWanted, NoticeWithdrawn
from backend.interviews.model import Interview
from backend.kernel.events import STREAM
from backend.kernel.ids import new_id
from backend.kernel.language import LocalText
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.web.policy import Role
from backend.web.sessions import Identity
from tests.interviews.conftest import shared_house
from tests.interviews.house import House, until

__all__ = ["shared_house"]
N = TypeVar("N", NoticeWanted, NoticeWithdrawn)


@dataclass
class Talk:
    """A candidate and a recruiter at one thread."""

    house: House
    interview: Interview
    thread_id: str
    candidate: dict[str, str]
    recruiter: dict[str, str]
    recruiter_id: str

    async def say(self, headers: dict[str, str], text: str, **members: object) -> httpx.Response:
        body = {"client_id": new_id("msg"), "text": text, **members}
        return await self.house.http.post(f"/api/chat/threads/{self.thread_id}/messages", headers=headers, json=body)

    async def get(self, path: str, headers: dict[str, str]) -> httpx.Response:
        return await self.house.http.get(path, headers=headers)

    async def post(self, path: str, headers: dict[str, str], body: object = None) -> httpx.Response:
        return await self.house.http.post(path, headers=headers, json=body)

    async def put(self, path: str, headers: dict[str, str], body: object) -> httpx.Response:
        return await self.house.http.put(path, headers=headers, json=body)

    async def row(self) -> dict[str, Any]:
        answer = await self.get(f"/api/staff/chat/threads/{self.thread_id}/row", self.recruiter)
        return dict(answer.json())

    async def settled(self, number: int) -> dict[str, Any]:
        """The inbox's row once the thread has followed to `number`."""

        async def has_followed() -> dict[str, Any] | None:
            row = await self.row()
            return row if row["last_number"] >= number else None

        return dict(await until(has_followed, within_s=60))


async def notices(talk: Talk, kind: type[N]) -> list[N]:
    """Those about this thread that were asked for, or taken back."""
    return [each for each in await published(talk, kind) if talk.thread_id in each.notice_id]


async def published(talk: Talk, kind: type[N]) -> list[N]:
    """All events of a kind, by whatever test."""
    entries = await talk.house.resources.redis.xrange(STREAM)
    tag = str(kind.__struct_config__.tag).encode()
    return [msgspec.json.decode(fields[b"data"], type=kind) for _, fields in entries if fields[b"tag"] == tag]


@pytest_asyncio.fixture(loop_scope="module")
async def talk(shared_house: House) -> Talk:
    return await a_talk(shared_house)


async def a_talk(house: House) -> Talk:
    interview = await house.interview()
    member = await house.people.add_member(
        "Su Min", f"{new_id('m')}@example.org", "correct horse battery", [Role.RECRUITER], "en", Passwords()
    )
    await house.people.name_employer(LocalText("澄光物流", "Clearlight Logistics"))
    positions = Positions(house.resources.mongo)
    if await positions.get(interview.position_id) is None:
        await positions.insert(a_position(interview.position_id, member.id))
    identity = Identity(interview.candidate_id, "candidate", frozenset({Role.CANDIDATE}), "en", interview.id)
    token, _ = await house.api.wiring.sessions.open(identity)
    candidate = {"Authorization": f"Bearer {token}"}
    recruiter = await house.bearer(member.id, Role.RECRUITER)
    thread = await house.http.get("/api/chat", headers=candidate)
    assert thread.status_code == 200, thread.text
    return Talk(house, interview, thread.json()["id"], candidate, recruiter, member.id)


def a_position(position_id: str, contact_id: str) -> Position:
    return Position(
        id=position_id, title=LocalText("客户销售顾问", "Customer Sales Consultant"), department_id="dep_sales",
        department=LocalText("销售", "Sales"), competencies=[], retention_days=180, contact_id=contact_id,
    )  # fmt: skip
