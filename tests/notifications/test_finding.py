"""What is due is found, the longest waiting first, wherever it lies; nothing that is not."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from backend.kernel.crypto import Keyring
from backend.kernel.mongo import Mongo
from backend.notices.model import Notice
from backend.notices.repository import Notices
from notifications.finding import Finding
from tests.web_house import HandClock

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_notice(number: int, look_at: datetime) -> Notice:
    return Notice(
        id=f"n{number}", account_id="can_1", kind="day_before", language="en", content_sealed=b"", revision=0,
        urgency="normal", token=f"t{number}", created_at=NOW, due_at=look_at, look_at=look_at,
    )  # fmt: skip


async def settled(notices: Notices, ids: list[str]) -> None:
    await notices.collection.update_many({"_id": {"$in": ids}}, {"$set": {"look_at": None}})


@pytest.fixture
async def notices(mongo: Mongo, keyring: Keyring) -> Notices:
    notices = Notices(mongo)
    await notices.ensure_indexes()
    return notices


async def test_a_backlog_is_found_whole_and_the_oldest_before_the_newest(notices: Notices) -> None:
    chance, clock = random.Random(7), HandClock(NOW)
    ages_s = [chance.choice((0.5, 3, 20, 90, 4000, 90_000)) * chance.uniform(0.5, 1) for _ in range(300)]
    await notices.insert_each([a_notice(n, NOW - timedelta(seconds=age)) for n, age in enumerate(ages_s)])
    await notices.insert_each([a_notice(1000 + n, NOW + timedelta(seconds=1 + n)) for n in range(20)])
    finding, order = Finding(notices, clock), list[str]()
    for _ in range(400):
        found = await finding.due("normal", 16)
        assert len(found) <= 16
        order += found
        await settled(notices, found)
        clock.advance(seconds=0.001)
    assert len(order) == len(set(order)) == 300
    halves = [sum(ages_s[int(each[1:])] for each in part) for part in (order[:150], order[150:])]
    assert halves[0] > halves[1]
    assert await finding.due("high", 16) == []


async def test_what_comes_late_into_the_past_is_found_as_well(notices: Notices) -> None:
    clock = HandClock(NOW)
    finding = Finding(notices, clock)
    assert await finding.due("normal", 16) == []
    await notices.insert_each([a_notice(1, NOW - timedelta(hours=3)), a_notice(2, NOW - timedelta(seconds=2))])
    assert await finding.due("normal", 16) == ["n2"]
    await settled(notices, ["n2"])
    clock.advance(seconds=6)
    found = [each for _ in range(4) for each in await finding.due("normal", 16)]
    assert set(found) == {"n1"}
