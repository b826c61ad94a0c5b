import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from backend.kernel.environment import load_settings
from tests.scheduling.house import BookingHouse
from tests.web_house import WebHouse, a_web_house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web_house(
    mongodb_uri: str, redis_url: str, tmp_path_factory: pytest_asyncio.plugin.pytest.TempPathFactory
) -> AsyncIterator[WebHouse]:
    """One API process for a module; each test opens a position of its own in it."""
    folder: Path = tmp_path_factory.mktemp("house")
    environ = {
        "GREENROOM_DATA_DIR": str(folder),
        "GREENROOM_MONGODB_URI": mongodb_uri,
        "GREENROOM_MONGODB_DATABASE": f"test_{secrets.token_hex(6)}",
        "GREENROOM_REDIS_URL": redis_url,
        "GREENROOM_LIMIT_NETWORK_PER_MINUTE": "0",  # all tests come from one address
        "GREENROOM_LOG_LEVEL": "error",
        "GREENROOM_OUTGOING_ALLOW": "127.0.0.1",
    }
    async with a_web_house(load_settings(environ)) as web:
        yield web


@pytest_asyncio.fixture(loop_scope="module")
async def house(web_house: WebHouse) -> BookingHouse:
    from backend.scheduling.module import services
    from tests.scheduling.house import START

    web_house.clock.now = START
    return BookingHouse(web_house, services(web_house.api.wiring))
