from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest_asyncio

from tests.interviews.conftest import shared_house
from tests.interviews.factories import a_flow, a_question
from tests.interviews.house import QUICK, House
from tests.offline.phone import Phone, a_phone
from tests.web_house import served

__all__ = ["shared_house"]


@dataclass
class Desk:
    """A house behind the real server at `address`, and a candidate's phone that talks to it over the network."""

    house: House
    address: str
    phone: Phone

    async def another_phone(self) -> Phone:
        return await _phone(self.house, self.phone.http)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(shared_house: House) -> AsyncIterator[str]:
    async with served(shared_house) as address:  # type: ignore[arg-type]
        yield address


@pytest_asyncio.fixture(loop_scope="module")
async def desk(shared_house: House, server: str) -> AsyncIterator[Desk]:
    async with httpx.AsyncClient(base_url=f"http://{server}", timeout=60) as http:
        yield Desk(shared_house, server, await _phone(shared_house, http))


async def _phone(house: House, http: httpx.AsyncClient) -> Phone:
    questions = [
        a_question(number, "voice", thinking_s=60.0, hard_limit_s=120.0, may_offline=True) for number in range(1, 4)
    ]
    phone = await a_phone(house, await house.interview(("voice",) * 3, flow=a_flow(questions, QUICK)), http)
    await phone.take_along()
    return phone
