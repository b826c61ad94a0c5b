import pytest_asyncio

from tests.interviews.conftest import shared_house
from tests.interviews.house import House

__all__ = ["shared_house"]


@pytest_asyncio.fixture(loop_scope="module")
async def house(shared_house: House) -> House:
    return shared_house
