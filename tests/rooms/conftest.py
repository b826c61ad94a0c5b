from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from tests.interviews.conftest import house

from .node import ScriptedNode

__all__ = ["house"]


@pytest.fixture
async def node(redis: Redis) -> AsyncIterator[ScriptedNode]:
    async with ScriptedNode(redis).serving() as node:
        yield node
