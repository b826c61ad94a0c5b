"""The API on the embedded servers for tests of the web layer: over ASGI, or behind the real server on a free port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import uvicorn

from backend.accounts.model import Candidate, Member, Occasion
from backend.accounts.module import Accounts, services
from backend.app.asgi import Api, _uvicorn, create_api, prepare, run_beside
from backend.app.resources import Resources, open_resources
from backend.contracts.events.notifications import MailContent
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.kernel.language import Language, LocalText
from backend.kernel.settings import Settings
from backend.web.policy import Role
from backend.web.sessions import Identity

BASE_URL = "http://greenroom.test"
CLIENT = ("192.0.2.7", 5000)
PASSWORD = "correct horse battery staple"


@dataclass
class HandClock:
    """Time that goes on only when it is told to."""

    now: datetime = field(default_factory=utc_now)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@dataclass
class WebHouse:
    api: Api
    resources: Resources
    http: httpx.AsyncClient
    clock: HandClock
    accounts: Accounts

    async def member(self, *roles: Role, email: str = "", password: str = PASSWORD) -> Member:
        address = email or f"{new_id('m')}@example.org"
        return await self.accounts.people.add_member(
            "Maya Lindqvist", address, password, list(roles), "en", self.accounts.passwords
        )

    async def candidate(self, *, language: Language = "en", email: str = "") -> Candidate:
        address = email or f"{new_id('c')}@example.org"
        return await self.accounts.people.add_candidate("Lin Xiaotong", "Xiaotong", address, language)

    async def employer(self) -> None:
        await self.accounts.people.name_employer(LocalText("澄光物流", "Clearlight Logistics"))

    async def invitation(self, candidate: Candidate | None = None, *, days: float = 7) -> "Invited":
        """An invitation whose mail is wanted, with the token of its link."""
        await self.employer()
        candidate = candidate or await self.candidate()
        invitation, link = await self.accounts.invitations.invite(
            candidate, new_id("int"), an_occasion(), self.clock() + timedelta(days=days)
        )
        return Invited(self, candidate, invitation.id, link.rpartition("/")[2])

    async def bearer(self, role: Role, account_id: str = "") -> dict[str, str]:
        kind = "candidate" if role is Role.CANDIDATE else "member"
        if not account_id:
            account = await self.candidate() if kind == "candidate" else await self.member(role)
            account_id = account.id
        token, _ = await self.api.wiring.sessions.open(Identity(account_id, kind, frozenset({role}), "en"))  # type: ignore[arg-type]
        return {"Authorization": f"Bearer {token}"}


@dataclass
class Invited:
    house: WebHouse
    candidate: Candidate
    invitation_id: str
    token: str

    async def ask_code(self) -> httpx.Response:
        return await self.house.http.post("/api/invitations/code", json={"token": self.token})

    async def code_mail(self) -> dict[str, Any]:
        """The newest `MailWanted` with a code for this invitation."""
        row = await self.house.accounts.invitation_records.collection.find_one({"_id": self.invitation_id})
        assert row is not None
        events = [msgspec.json.decode(entry["data"]) for entry in row.get("outbox", [])]
        newest: dict[str, Any] = [event for event in events if event.get("template") == "one_time_code"][-1]
        return newest

    async def code(self) -> str:
        mail = await self.code_mail()
        content = self.house.resources.keyring.open(_bytes(mail["sealed"]), mail["delivery_id"].encode())
        return msgspec.json.decode(content, type=MailContent).parameters["code"]

    async def sign_in(self, code: str) -> httpx.Response:
        body = {"token": self.token, "code": code}
        return await self.house.http.post("/api/invitations/sign-in", json=body)


def _bytes(text: str) -> bytes:
    return msgspec.convert(text, bytes)


def an_occasion() -> Occasion:
    return Occasion(
        employer=LocalText("澄光物流", "Clearlight Logistics"),
        position=LocalText("客户销售顾问", "Customer Sales Consultant"),
        duration_min=8,
        questions=3,
        answer_kinds=["video", "voice", "text"],
        contact_name="Maya Lindqvist",
        contact_email="maya@clearlight.example",
    )


@asynccontextmanager
async def a_web_house(
    settings: Settings,
    *,
    pwa_folder: Path = Path("/nonexistent"),
    has_background: bool = False,
    has_indexes: bool = True,
    is_dropped: bool = True,
) -> AsyncIterator[WebHouse]:
    """Not `is_dropped`: its database goes with its server. The embedded one drops row by row, each with a commit of its
    own, which for a full house on a busy disk takes longer than a client waits.
    """
    clock = HandClock()
    async with open_resources(settings, clock=clock) as resources:
        api = create_api(resources, pwa_folder=pwa_folder)
        if has_indexes:
            await prepare(api)
        transport = httpx.ASGITransport(app=api.edge, raise_app_exceptions=False, client=CLIENT)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as http:
            house = WebHouse(api, resources, http, clock, services(api.wiring))
            try:
                if has_background:
                    async with run_beside(api):
                        yield house
                else:
                    yield house
            finally:
                if is_dropped:
                    await resources.mongo.drop()


@asynccontextmanager
async def served(house: WebHouse) -> AsyncIterator[str]:
    """`host:port` of the real server in front of the house's application."""
    async with listening(house.api.edge, house.resources.settings) as address:
        yield address


@asynccontextmanager
async def listening(app: Any, settings: Settings) -> AsyncIterator[str]:
    """`host:port` of the real server in front of any application."""
    server = uvicorn.Server(_uvicorn(app, msgspec.structs.replace(settings, port=0)))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(_serve(server))
    while not server.started:  # noqa: ASYNC110 uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


async def _serve(server: uvicorn.Server) -> None:
    """Without uvicorn's own signal handling, which belongs to the test run."""
    config = server.config
    if not config.loaded:
        config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    await server.main_loop()
    await server.shutdown()


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem document."""
    assert response.headers["content-type"].startswith("application/problem+json"), response.text
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:greenroom:problem:{body['code']}"
    assert body["title"]
    return response.status_code, body["code"]
