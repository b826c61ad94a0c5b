import secrets
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from backend.kernel.environment import load_settings
from backend.kernel.redis import connect_redis
from backend.kernel.settings import Settings

from .factories import Conversation
from .house import House, a_house


@pytest.fixture
async def house(settings: Settings, redis: Redis) -> AsyncIterator[House]:
    """An API process with an empty Redis and a database of its own."""
    async with a_house(settings) as house:
        yield house
        await house.resources.mongo.drop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_house(
    tmp_path_factory: pytest.TempPathFactory, mongodb_uri: str, redis_url: str
) -> AsyncIterator[House]:
    """One API process for a module whose tests do not meet; they run on its loop (`loop_scope="module"`)."""
    environ = {
        "GREENROOM_DATA_DIR": str(tmp_path_factory.mktemp("house")),
        "GREENROOM_LOG_LEVEL": "warning",
        "GREENROOM_LIMIT_NETWORK_PER_MINUTE": "0",  # all tests come from one address
        "GREENROOM_MONGODB_URI": mongodb_uri,
        "GREENROOM_MONGODB_DATABASE": f"test_{secrets.token_hex(6)}",
        "GREENROOM_REDIS_URL": redis_url,
    }
    redis = await connect_redis(redis_url)
    await redis.flushall()
    await redis.aclose()
    async with a_house(load_settings(environ)) as house:
        yield house
        await house.resources.mongo.drop()


@pytest.fixture
def talk() -> Conversation:
    """A conversation in virtual time that has just begun."""
    conversation = Conversation()
    conversation.start()
    return conversation
