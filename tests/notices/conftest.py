"""An API with a notifier's parts beside it, in this process: steps are taken one by one, on a clock set by hand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from backend.accounts.model import Person
from backend.accounts.notices import notice_wanted
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.kernel.settings import Settings
from backend.notices.model import Notice
from backend.notices.module import NoticeRecords, records_of
from backend.web.policy import Role
from notifications.wiring import Parts, parts_of
from tests.notifications.providers import MailServer, PushService, mail_server, push_service
from tests.web_house import WebHouse, a_web_house

PARAMETERS = {
    "position": "Support",
    "employer": "Clearlight",
    "starts_at": "2026-11-27T06:30:00+00:00",
    "minutes": "15",
}


@dataclass
class Desk:
    """A notifier that does one step when it is told to."""

    house: WebHouse
    parts: Parts
    records: NoticeRecords
    mails: MailServer
    pushes: PushService
    options: dict[str, Any] = field(default_factory=dict)

    async def person(self, **values: Any) -> Person:
        await self.house.employer()
        candidate = await self.house.candidate(**values)
        return await self.house.accounts.people.person(candidate.id)

    async def want(self, person: Person, kind: str = "minutes_before", **options: Any) -> str:
        notice_id = options.pop("notice_id", f"{kind}:{new_id('occ')}:{person.id}")
        parameters = options.pop("parameters", PARAMETERS)
        wanted = notice_wanted(
            self.house.api.wiring.keyring, notice_id, person, kind, parameters, "/green-room", **options
        )
        await self.parts.keeping.wanted(Received(new_id("evt"), wanted, 1))
        return str(notice_id)

    async def step(self, notice_id: str) -> Notice:
        """One step of what is due; the notice as it stands then."""
        notice = await self.records.notices.require(notice_id)
        if notice.look_at is not None and notice.look_at <= self.house.clock():
            notice = await self.records.notices.save(await self.parts.occasions.carry_out(notice))
        return notice

    async def tell(self, person: Person, **options: Any) -> Notice:
        return await self.step(await self.want(person, **options))

    async def browser(self, person: Person, name: str = "phone") -> None:
        address = self.pushes.browser(name)
        body = msgspec.to_builtins(address)
        response = await self.house.http.post("/api/me/push", json=body, headers=await self.headers(person))
        assert response.status_code == 204, response.text

    async def headers(self, person: Person) -> dict[str, str]:
        return await self.house.bearer(Role.CANDIDATE, person.id)


@pytest.fixture
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    async with mail_server() as mails, push_service() as pushes:
        settings = msgspec.structs.replace(
            settings, smtp_url=f"smtp://127.0.0.1:{mails.port}?tls=none", outgoing_allow="127.0.0.1"
        )
        async with a_web_house(settings) as house:
            noon = house.clock().replace(hour=12, minute=0, second=0, microsecond=0)
            house.clock.now = noon + timedelta(days=1)
            wiring = house.api.wiring
            parts = await parts_of(settings, wiring.mongo, wiring.live, wiring.keyring, clock=house.clock)
            desk = Desk(house, parts, records_of(wiring), mails, pushes)
            person = await desk.person()
            view = (await house.http.get("/api/me/notices", headers=await desk.headers(person))).json()
            pushes.public_key = view["push_key"]
            yield desk
            await parts.close()
