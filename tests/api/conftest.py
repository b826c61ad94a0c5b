"""One house a module: these tests look at answers and leave nothing behind that another would see."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from backend.kernel.environment import load_settings
from backend.kernel.redis import connect_redis
from tests.web_house import WebHouse, a_web_house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(mongodb_uri: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WebHouse]:
    folder: Path = tmp_path_factory.mktemp("house")
    settings = load_settings(
        {
            "GREENROOM_DATA_DIR": str(folder),
            "GREENROOM_MONGODB_URI": mongodb_uri,
            "GREENROOM_MONGODB_DATABASE": f"test_{secrets.token_hex(6)}",
            "GREENROOM_REDIS_URL": redis_url,
            "GREENROOM_DEMO": "true",
            "GREENROOM_LIMIT_NETWORK_PER_MINUTE": "0",  # all tests come from one address
            "GREENROOM_LOG_LEVEL": "warning",
        }
    )
    redis = await connect_redis(redis_url)
    await redis.flushall()
    await redis.aclose()
    async with a_web_house(settings) as house:
        yield house
