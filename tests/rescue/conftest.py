"""A house with people on duty: two levels, and candidates whose interviews run."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio

from backend.accounts.model import Member
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.participants import RoomChanged
from backend.contracts.events.rescue import RescueChanged
from backend.interviews.model import Interview
from backend.interviews.module import services as interview_services
from backend.kernel.environment import load_settings
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.kernel.settings import Settings
from backend.rescue.model import ROTA_ID, Duty, Level, Rescue, Rota
from backend.rescue.module import RescueServices, build, services
from backend.scheduling.model import Hours, WeeklyHours
from backend.web.policy import Role
from tests.api.staffed import Seat, a_published_position, seated
from tests.web_house import WebHouse, a_web_house

ALWAYS = [WeeklyHours(day, [Hours(0, 1440)]) for day in range(1, 8)]


def settings_of(mongodb_uri: str, redis_url: str, folder: Path) -> Settings:
    return load_settings(
        {
            "GREENROOM_DATA_DIR": str(folder),
            "GREENROOM_MONGODB_URI": mongodb_uri,
            "GREENROOM_MONGODB_DATABASE": f"test_{secrets.token_hex(6)}",
            "GREENROOM_REDIS_URL": redis_url,
            "GREENROOM_LIMIT_NETWORK_PER_MINUTE": "0",
            "GREENROOM_LOG_LEVEL": "warning",
        }
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(mongodb_uri: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WebHouse]:
    async with a_web_house(settings_of(mongodb_uri, redis_url, tmp_path_factory.mktemp("house"))) as house:
        yield house


@dataclass
class Ward:
    """One candidate in a running interview, and two people on duty after one another: Li, then Anna."""

    house: WebHouse
    seat: Seat
    li: Member
    anna: Member
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def parts(self) -> RescueServices:
        return services(self.house.api.wiring)

    async def reach_question(self) -> dict[str, Any]:
        """Past the greeting and practice, to the first question; it, being answered."""
        await self.seat.say("continue")
        view = (await self.seat.say("skip")).json()
        while view["turn"] is None or view["turn"]["is_practice"]:
            answer = await self.seat.say("continue")
            assert answer.status_code == 200, answer.text
            view = answer.json()
        answer = await self.seat.say("start_answer")
        assert answer.status_code == 200, answer.text
        turn: dict[str, Any] = answer.json()["turn"]
        return turn

    async def press(self) -> None:
        """Help, and what the bus tells of it."""
        assert (await self.seat.say("help")).status_code == 200
        await self.tell("help_asked")

    async def tell(self, change: str) -> None:
        interview = await interview_services(self.house.api.wiring).interviews.require(self.seat.interview_id)
        event = InterviewChanged(
            interview.id, interview.application_id, interview.state, interview.version, change, self.house.clock()
        )
        await build(self.house.api.wiring).subscriptions[InterviewChanged](Received(new_id("evt"), event, 1))

    async def follow(self, change: str) -> None:
        """What the bus tells of the newest call's change."""
        rescue = await self.rescue()
        event = RescueChanged(rescue.id, rescue.interview_id, change, self.house.clock())  # type: ignore[arg-type]
        await build(self.house.api.wiring).subscriptions[RescueChanged](Received(new_id("evt"), event, 1))

    async def rescue(self) -> Rescue:
        return (await self.parts.rescues.of(self.seat.interview_id))[0]

    async def outbox(self) -> list[dict[str, Any]]:
        """What waits to be sent of the newest call."""
        row = await self.parts.rescues.collection.find_one({"_id": (await self.rescue()).id})
        assert row is not None
        return [msgspec.json.decode(entry["data"]) for entry in row.get("outbox", [])]

    async def as_(self, member: Member) -> dict[str, str]:
        if member.id not in self.headers:
            self.headers[member.id] = await self.house.bearer(member.roles[0], member.id)
        return self.headers[member.id]

    async def calls(self, member: Member) -> list[dict[str, Any]]:
        """The calls of this candidate that the member sees."""
        answer = await self.house.http.get("/api/staff/rescue/calls", headers=await self.as_(member))
        assert answer.status_code == 200, answer.text
        return [each for each in answer.json()["items"] if each["interview_id"] == self.seat.interview_id]

    async def post(self, member: Member, what: str) -> httpx.Response:
        address = f"/api/staff/rescue/calls/{(await self.rescue()).id}/{what}"
        return await self.house.http.post(address, headers=await self.as_(member))

    async def enters(self, member: Member, mode: str = "take_part") -> str:
        """The member goes into the room; their participant's id."""
        answer = await self.at_door(member, "join", {"mode": mode})
        return str(answer["participant_id"])

    async def at_door(self, member: Member, what: str, body: dict[str, Any]) -> dict[str, Any]:
        address = f"/api/staff/interviews/{self.seat.interview_id}/room/{what}"
        answer = await self.house.http.post(address, headers=await self.as_(member), json=body)
        assert answer.is_success, answer.text
        return dict(answer.json()) if answer.content else {}

    async def interview(self) -> Interview:
        return await interview_services(self.house.api.wiring).interviews.require(self.seat.interview_id)

    async def room_told(self, change: str = "joined") -> None:
        """What the bus tells of the room."""
        room = (await self.interview()).room
        event = RoomChanged(self.seat.interview_id, room, change, self.house.clock())
        await build(self.house.api.wiring).subscriptions[RoomChanged](Received(new_id("evt"), event, 1))

    async def told(self) -> dict[str, Any] | None:
        """What the candidate is told."""
        address = f"/api/interviews/{self.seat.interview_id}/rescue"
        answer = await self.house.http.get(address, headers=self.seat.headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] | None = answer.json()["rescue"]
        return found


async def a_ward(house: WebHouse, *, role: Role = Role.RECRUITER, **changes: Any) -> Ward:
    li, anna = await a_member(house, "He Li", role), await a_member(house, "Anna Berg", Role.HR_OPERATOR)
    await a_rota(house, [li.id], [anna.id])
    seat = await seated(house, await a_published_position(house), **changes)
    await seat.start()
    return Ward(house, seat, li, anna)


async def a_member(house: WebHouse, name: str, role: Role) -> Member:
    """Without a password: hashing takes long, and nobody signs in by one here."""
    people = house.accounts.people
    return await people.members.insert(people.new_member(name, f"{new_id('m')}@example.org", [role], "en", []))


async def a_rota(house: WebHouse, *levels: list[str]) -> None:
    """Everybody is on duty at all times."""
    rotas = services(house.api.wiring).rosters.rotas
    await rotas.delete(ROTA_ID)
    duties = [Level([Duty(member, ALWAYS) for member in level]) for level in levels]
    await rotas.insert(Rota(id=ROTA_ID, version=1, zone="Asia/Shanghai", levels=duties))


@pytest_asyncio.fixture(loop_scope="module")
async def ward(house: WebHouse) -> Ward:
    return await a_ward(house)
