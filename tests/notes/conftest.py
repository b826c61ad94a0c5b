from collections.abc import AsyncIterator

import pytest_asyncio

from tests.interviews.conftest import shared_house
from tests.interviews.house import House
from tests.rooms.node import ScriptedNode

__all__ = ["shared_house"]


@pytest_asyncio.fixture(loop_scope="module")
async def house(shared_house: House) -> House:
    return shared_house


@pytest_asyncio.fixture(loop_scope="module")
async def node(shared_house: House) -> AsyncIterator[ScriptedNode]:
    async with ScriptedNode(shared_house.resources.redis).serving() as node:
        yield node
