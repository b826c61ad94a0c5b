"""Results that take long to count keep nobody waiting: the last figures stand meanwhile."""

import asyncio
from datetime import datetime

import pytest

from backend.campaigns import service
from backend.notices.repository import Notices, Tally
from tests.campaigns.test_campaigns import all_asked, detail_of
from tests.notices.conftest import Desk


async def test_a_long_count_goes_on_beside(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hr, campaign = await all_asked(desk, 2)
    may_end, tally, counts = asyncio.Event(), Notices.tally, list[str]()

    async def long(self: Notices, prefix: str, since: datetime, until: datetime) -> Tally:
        counts.append(prefix)
        await may_end.wait()
        return await tally(self, prefix, since, until)

    monkeypatch.setattr(Notices, "tally", long)
    monkeypatch.setattr(service, "PATIENCE_S", 0.01)
    for _ in range(3):
        path = f"/api/staff/campaigns/{campaign['id']}"
        answer = (await desk.house.http.get(path, headers=hr)).json()
        assert (answer["campaign"]["asked"], answer["results"]["is_counting"]) == (2, True)
    assert len(counts) == 1, "one count for all who look"
    may_end.set()
    assert (await detail_of(desk, hr, campaign["id"]))["results"]["waiting"] == 2
