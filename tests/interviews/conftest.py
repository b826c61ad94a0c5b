from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from backend.kernel.settings import Settings

from .house import House, a_house


@pytest.fixture
async def house(settings: Settings, redis: Redis) -> AsyncIterator[House]:
    """An API process with an empty Redis and a database of its own."""
    async with a_house(settings) as house:
        yield house
        await house.resources.mongo.drop()
