"""A live interview with a candidate and members of staff, driven over HTTP."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import msgspec

from backend.accounts.passwords import Passwords
from backend.interviews.model import Consent, Interview
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.privacy.consent import CONSENT_TEXT
from backend.web.policy import Role
from tests.interviews.house import House, Seat

OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
SDP = {"Content-Type": "application/sdp"}
WITHIN_S = 60.0


@dataclass
class Staff:
    """A member at one device."""

    house: House
    interview: Interview
    account_id: str
    headers: dict[str, str]
    me: str = ""
    room: str | None = None

    def url(self, path: str = "") -> str:
        return f"/api/staff/interviews/{self.interview.id}/room{path}"

    async def see(self) -> httpx.Response:
        return await self.house.http.get(self.url(), headers=self.headers)

    async def join(self, mode: str = "take_part", **members: Any) -> httpx.Response:
        answer = await self.house.http.post(self.url("/join"), headers=self.headers, json={"mode": mode, **members})
        if answer.status_code == 200:
            self.me, self.room = answer.json()["participant_id"], answer.json()["room"]
        return answer

    async def post(self, path: str, **members: Any) -> httpx.Response:
        body = {"participant_id": self.me, **members}
        return await self.house.http.post(self.url(path), headers=self.headers, json=body)

    async def state(self, **members: Any) -> httpx.Response:
        body = {"participant_id": self.me, **members}
        return await self.house.http.put(self.url("/state"), headers=self.headers, json=body)

    async def publish(self, room: str | None = None) -> httpx.Response:
        return await self.house.http.post(
            f"/rtc/whip/{room or self.room}", content=OFFER, headers={**self.headers, **SDP}
        )

    async def watch(self, room: str) -> httpx.Response:
        return await self.house.http.post(f"/rtc/whep/{room}", content=OFFER, headers={**self.headers, **SDP})


async def a_member(house: House, interview: Interview, name: str, role: Role = Role.RECRUITER) -> Staff:
    member = await house.people.add_member(
        name, f"{new_id('x')}@clearlight.example", "a long password", [role], "en", Passwords()
    )
    return Staff(house, interview, member.id, await house.bearer(member.id, role))


async def another_device(staff: Staff, role: Role = Role.RECRUITER) -> Staff:
    return Staff(staff.house, staff.interview, staff.account_id, await staff.house.bearer(staff.account_id, role))


async def a_talk(house: House, kinds: tuple[str, ...] = ("voice",), **changes: Any) -> tuple[Interview, Seat]:
    """A started interview of somebody who has agreed to the text of today."""
    consent = Consent(CONSENT_TEXT.version, "en", True, utc_now())
    interview = await house.interview(kinds, **({"consent": consent} | changes))
    seat = await house.as_candidate(interview)
    await seat.start()
    return interview, seat


async def shown(house: House, topic: str, name: str) -> list[Any]:
    """The data of the kept events of one name, oldest first."""
    events = await house.resources.live.since(topic, "0-0") or []
    return [msgspec.json.decode(event.data) for event in events if event.name == name]


async def newest_room(house: House, interview: Interview) -> dict[str, Any]:
    """What screens show of the room, which take the view of the highest version: it may not be told last."""
    views = await shown(house, f"interview:{interview.id}", "room")
    return dict(max(views, key=lambda view: view["version"], default={"participants": []}))


def names_in(view: dict[str, Any]) -> list[str]:
    return [each["name"] for each in view["participants"]]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
