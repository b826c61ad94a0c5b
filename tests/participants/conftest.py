from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from tests.interviews.conftest import shared_house
from tests.interviews.house import House
from tests.rooms.node import ScriptedNode

__all__ = ["shared_house"]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody in these tests says every few seconds that they are here, and a machine under load is slow."""
    monkeypatch.setattr("backend.participants.watch.SILENT_AFTER", timedelta(minutes=10))


@pytest_asyncio.fixture(loop_scope="module")
async def house(shared_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """With a scripted node, which answers in the end, however long the machine stands still."""
    for deadline in ("whip.PUBLISH_TIMEOUT_S", "whep.WATCH_TIMEOUT_S"):
        monkeypatch.setattr(f"backend.rooms.{deadline}", 30.0)
    return shared_house


@pytest_asyncio.fixture(loop_scope="module")
async def node(shared_house: House) -> AsyncIterator[ScriptedNode]:
    async with ScriptedNode(shared_house.resources.redis).serving() as node:
        yield node
