"""Two API processes on one pair of embedded stores, and the people who are to talk."""

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import psutil

from backend.accounts.people import People
from backend.app.embedded import EmbeddedMongo, EmbeddedRedis, free_port
from backend.app.resources import open_resources
from backend.chat.model import Thread, thread_of
from backend.chat.repository import Threads
from backend.interviews.repository import Interviews
from backend.kernel.clock import utc_now
from backend.kernel.environment import load_settings, to_environ
from backend.kernel.language import LocalText
from backend.kernel.settings import Settings
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.web.policy import Role
from backend.web.sessions import SessionRecords
from load_tests.house_costs import Costs, costs_of
from load_tests.seeding import a_candidate, a_session, stored
from tests.interviews.factories import an_interview

READY_WITHIN_S = 240.0
TEAM = 40
_ROOT = Path(__file__).resolve().parents[1]
_TITLE = LocalText("客户销售顾问", "Customer Sales Consultant")


class Talker(msgspec.Struct, frozen=True):
    """A candidate and their thread, signed in."""

    account_id: str
    thread_id: str
    token: str


class ApiProcess:
    def __init__(self, settings: Settings) -> None:
        self.port = free_port()
        self.settings = msgspec.structs.replace(settings, host="127.0.0.1", port=self.port)
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns when it answers. Raises: TimeoutError."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backend.app.cli", "api", cwd=_ROOT,
            env={**os.environ, **to_environ(self.settings)},
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        async with asyncio.timeout(READY_WITHIN_S), httpx.AsyncClient() as http:
            while True:
                try:
                    if (await http.get(f"http://{self.address}/healthz", timeout=2)).status_code == 200:
                        return
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)

    async def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    def memory_bytes(self) -> int:
        return int(psutil.Process(self._process.pid).memory_info().rss) if self._process else 0

    @property
    def pid(self) -> int:
        """Raises: RuntimeError before it was started."""
        if self._process is None:
            raise RuntimeError("not started")
        return self._process.pid


class ChatHouse(msgspec.Struct, frozen=True):
    apis: list[ApiProcess]
    talkers: list[Talker]
    team: list[str]
    """Tokens of recruiters."""

    async def costs(self, http: httpx.AsyncClient) -> Costs:
        """Of all processes since they began."""
        return await costs_of(http, [api.address for api in self.apis], [api.pid for api in self.apis])


@asynccontextmanager
async def a_chat_house(folder: Path, many: int) -> AsyncIterator[ChatHouse]:
    async with AsyncExitStack() as stack:
        mongo = await stack.enter_async_context(EmbeddedMongo(folder / "mongo"))
        redis = await stack.enter_async_context(EmbeddedRedis(folder / "redis"))
        settings = load_settings(
            {
                "GREENROOM_DATA_DIR": str(folder), "GREENROOM_MONGODB_URI": mongo.uri,
                "GREENROOM_MONGODB_DATABASE": f"load_{secrets.token_hex(4)}", "GREENROOM_REDIS_URL": redis.uri,
                "GREENROOM_LOG_LEVEL": "error",
            }
        )  # fmt: skip
        apis = [ApiProcess(settings) for _ in range(2)]
        for api in apis:
            stack.push_async_callback(api.kill)
            await api.start()
        yield ChatHouse(apis, *await _people(settings, many))


async def _people(settings: Settings, many: int) -> tuple[list[Talker], list[str]]:
    """So many candidates with a thread each, and a team; all signed in."""
    async with open_resources(settings) as resources:
        mongo, keyring, now = resources.mongo, resources.keyring, utc_now()
        people = People(mongo, keyring)
        await people.name_employer(LocalText("澄光物流", "Clearlight Logistics"))
        members = [
            people.new_member(f"Su Min {number}", f"su{number}@example.org", [Role.RECRUITER], "en", [])
            for number in range(TEAM)
        ]
        candidates = [a_candidate(keyring, number) for number in range(many)]
        interviews = [
            an_interview(
                ("text",), state="checked", candidate_id=each.id, position_id="pos_chat", invited_at=now,
                updated_at=now, expires_at=now + timedelta(days=7),
            )
            for each in candidates
        ]  # fmt: skip
        threads = [
            Thread(
                id=thread_of(each.application_id), application_id=each.application_id, interview_id=each.id,
                candidate_id=each.candidate_id, position_id=each.position_id, created_at=now, last_at=now,
            )
            for each in interviews
        ]  # fmt: skip
        own = [a_session(each.candidate_id, each.id) for each in interviews]
        team = [a_session(member.id, None, Role.RECRUITER) for member in members]
        await Positions(mongo).insert(
            Position(
                id="pos_chat", title=_TITLE, department_id="dep_1", department=_TITLE, competencies=[],
                retention_days=30, contact_id=members[0].id,
            )
        )  # fmt: skip
        await stored(people.members, members)
        await stored(people.candidates, candidates)
        await stored(Interviews(mongo, keyring), interviews)
        await stored(Threads(mongo), threads)
        await stored(SessionRecords(mongo), [session for _, session in (*own, *team)])
    talkers = [
        Talker(each.candidate_id, thread.id, token)
        for each, thread, (token, _) in zip(interviews, threads, own, strict=True)
    ]
    return talkers, [token for token, _ in team]
