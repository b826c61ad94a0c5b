from collections.abc import AsyncIterator

import pytest

from backend.kernel.settings import Settings
from tests.web_house import WebHouse, a_web_house


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[WebHouse]:
    async with a_web_house(settings, has_indexes=False) as house:
        yield house
