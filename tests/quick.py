"""The pytest plugin of `make check` (`-p tests.quick`): only what needs no server, no browser and no recordings."""

import pytest

SLOW_FIXTURES = frozenset({"mongodb_uri", "redis_url", "speech_dir", "moto", "house"})
SERVERS = frozenset({"EmbeddedMongo", "EmbeddedRedis"})
SLOW_MARKS = ("e2e", "slow")


def is_quick(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function):
        return True
    starts_servers = SERVERS & vars(item.module).keys() or SLOW_FIXTURES & set(item.fixturenames)
    return not starts_servers and not any(item.get_closest_marker(mark) for mark in SLOW_MARKS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    slow = [item for item in items if not is_quick(item)]
    items[:] = [item for item in items if is_quick(item)]
    config.hook.pytest_deselected(items=slow)
