from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.interviews.conftest import shared_house
from tests.interviews.house import House

from .node import ScriptedNode

__all__ = ["shared_house"]


@pytest_asyncio.fixture(loop_scope="module")
async def house(shared_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A scripted node answers at once, but on a machine that stands still for a moment not within the app's seconds."""
    for deadline in ("whip.PUBLISH_TIMEOUT_S", "whep.WATCH_TIMEOUT_S"):
        monkeypatch.setattr(f"backend.rooms.{deadline}", 30.0)
    return shared_house


@pytest_asyncio.fixture(loop_scope="module")
async def node(shared_house: House) -> AsyncIterator[ScriptedNode]:
    async with ScriptedNode(shared_house.resources.redis).serving() as node:
        yield node
