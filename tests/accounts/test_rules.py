"""How long wrong tries cost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.accounts.model import Lock
from backend.accounts.rules import LONGEST_LOCK, locked_for, masked, tried, tries_left

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@given(st.integers(1, 400))
def test_locks_grow_and_never_pass_a_day(tries: int) -> None:
    lock, now, last = Lock(id="x"), NOW, timedelta(0)
    for _ in range(tries):
        lock = tried(lock, now, 5)
        held = locked_for(lock, now)
        if lock.failures % 5 == 0:
            assert held is not None
            assert last <= held <= LONGEST_LOCK
            last = held
            now += held
        else:
            assert held is None
            assert 1 <= tries_left(lock, 5) <= 4


def test_a_day_of_quiet_is_forgiven() -> None:
    lock = tried(tried(Lock(id="x"), NOW, 5), NOW, 5)
    assert lock.failures == 2
    assert tried(lock, NOW + timedelta(days=1, seconds=1), 5).failures == 1
    assert tried(lock, NOW + timedelta(hours=23), 5).failures == 3


@pytest.mark.parametrize(
    ("email", "shown"), [("lin@example.org", "l•••@example.org"), ("a@b.cn", "a•••@b.cn"), ("", "•••@")]
)
def test_addresses_are_masked(email: str, shown: str) -> None:
    assert masked(email) == shown
