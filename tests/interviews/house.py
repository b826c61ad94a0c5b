"""The API with its background tasks on the embedded servers, one candidate and staff, driven over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec

from backend.accounts.people import People
from backend.app.asgi import Api, create_api, prepare, run_beside
from backend.app.resources import Resources, open_resources
from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.flows.model import PacingPolicy
from backend.interviews.model import Interview
from backend.interviews.module import InterviewServices, services
from backend.interviews.outcome import Outcome
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.kernel.settings import Settings
from backend.web.policy import Role
from backend.web.sessions import Identity

from .factories import a_flow, a_question, an_interview

QUICK = PacingPolicy(
    reassure_after_s=0.2, encourage_after_s=0.4, gap_s=60.0, warn_before_s=0.0, extension_s=60.0, extensions=10
)


@dataclass
class House:
    """One API process; `parts` are the interview domain's services, the same that its routes use by their stores."""

    api: Api
    resources: Resources
    http: httpx.AsyncClient
    parts: InterviewServices

    @property
    def people(self) -> People:
        return People(self.resources.mongo, self.resources.keyring)

    async def interview(self, kinds: tuple[str, ...] = ("voice",), **changes: Any) -> Interview:
        """A stored interview of a new candidate, ready to start unless told otherwise."""
        candidate = await self.people.add_candidate("Lin Xiaotong", "Xiaotong", f"{new_id('x')}@example.org", "en")
        now = utc_now()
        questions = [
            a_question(number, kind, thinking_s=60.0, hard_limit_s=600.0)  # type: ignore[arg-type]
            for number, kind in enumerate(kinds, 1)
        ]
        defaults: dict[str, Any] = {
            "state": "checked", "candidate_id": candidate.id, "invited_at": now, "updated_at": now,
            "expires_at": now + timedelta(days=7), "flow": a_flow(questions, QUICK),
        }  # fmt: skip
        interview = an_interview(kinds, **(defaults | changes))  # type: ignore[arg-type]
        await Applications(self.resources.mongo).insert(
            Application(
                id=interview.application_id, candidate_id=candidate.id, position_id=interview.position_id,
                flow_id=interview.flow.id, interview_id=interview.id, segment=interview.segment, stage_since=now,
                invited_by="mem_recruiter", invited_at=now,
            )
        )  # fmt: skip
        return await self.parts.interviews.insert(interview)

    async def assign(self, interview: Interview, member_id: str) -> None:
        """Makes the interview's application one of an interviewer's."""
        await Applications(self.resources.mongo).update(
            interview.application_id, lambda known: (msgspec.structs.replace(known, interviewer_ids=[member_id]), ())
        )

    async def bearer(self, account_id: str, *roles: Role) -> dict[str, str]:
        kind = "candidate" if account_id.startswith("can_") else "member"
        identity = Identity(account_id, kind, frozenset(roles or {Role.CANDIDATE}), "en")  # type: ignore[arg-type]
        token, _ = await self.api.wiring.sessions.open(identity)
        return {"Authorization": f"Bearer {token}"}

    async def as_candidate(self, interview: Interview) -> "Seat":
        return Seat(self, interview.id, await self.bearer(interview.candidate_id))

    async def stored(self, interview_id: str) -> Interview:
        return await self.parts.interviews.require(interview_id)

    async def apply(self, interview_id: str, step: Callable[[Interview, Any], Outcome]) -> Interview:
        return await self.parts.conducting.apply(interview_id, step)


@dataclass
class Seat:
    """A candidate at their own interview."""

    house: House
    interview_id: str
    headers: Mapping[str, str]
    sent: int = 0

    async def get(self, path: str = "") -> httpx.Response:
        return await self.house.http.get(f"/api/interviews/{self.interview_id}{path}", headers=self.headers)

    async def post(self, path: str, body: object = None) -> httpx.Response:
        return await self.house.http.post(
            f"/api/interviews/{self.interview_id}{path}", headers=self.headers,
            json=body if body is None or not isinstance(body, msgspec.Struct) else msgspec.to_builtins(body),
        )  # fmt: skip

    async def say(self, kind: str, **members: object) -> httpx.Response:
        self.sent += 1
        return await self.post("/commands", {"id": f"command-{self.sent:04d}", "kind": kind, **members})

    async def start(self) -> dict[str, Any]:
        answer = await self.post("/start")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@asynccontextmanager
async def a_house(settings: Settings, *, has_background: bool = True) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        resources = await stack.enter_async_context(open_resources(settings))
        api = create_api(resources, pwa_folder=Path("/nonexistent"))
        await prepare(api)
        if has_background:
            await stack.enter_async_context(run_beside(api))
        transport = httpx.ASGITransport(app=api.edge)  # type: ignore[arg-type]
        http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://greenroom.test"))
        yield House(api, resources, http, services(api.wiring))


@asynccontextmanager
async def two_houses(settings: Settings) -> AsyncIterator[tuple[House, House]]:
    """Two API processes over one database, without what goes on beside their requests; it is dropped at the end."""
    async with a_house(settings, has_background=False) as first, a_house(settings, has_background=False) as second:
        yield first, second
        await first.resources.mongo.drop()


async def until(condition: Callable[[], Awaitable[Any]], *, within_s: float = 30.0) -> Any:
    """The first true value of `condition`, asked again and again. Raises: TimeoutError."""
    async with asyncio.timeout(within_s):
        while not (value := await condition()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return value
