from collections.abc import Callable

import pytest

from backend.kernel.settings import Settings


@pytest.fixture
def settings(make_settings: Callable[..., Settings], redis_url: str) -> Settings:
    """Recording knows no MongoDB."""
    return make_settings(redis_url=redis_url)
