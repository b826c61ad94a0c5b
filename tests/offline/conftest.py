from collections.abc import Callable
from typing import Any

import pytest

from backend.interviews.model import Interview
from tests.interviews.conftest import house
from tests.interviews.factories import a_flow, a_question
from tests.interviews.house import QUICK, House

__all__ = ["house"]

AnInterview = Callable[..., Any]


@pytest.fixture
def an_offline_interview(house: House) -> AnInterview:
    """A stored interview whose questions may all be answered without a network."""

    async def make(*kinds: str, **changes: Any) -> Interview:
        asked = kinds or ("voice",)
        questions = [
            a_question(number, kind, thinking_s=60.0, hard_limit_s=120.0, may_offline=True)  # type: ignore[arg-type]
            for number, kind in enumerate(asked, 1)
        ]
        return await house.interview(asked, flow=a_flow(questions, QUICK), **changes)

    return make
