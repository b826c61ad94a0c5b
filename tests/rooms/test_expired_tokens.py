"""A token whose time is over opens no line and ends none; what flows already flows on."""

from datetime import timedelta

import pytest

from backend.contracts.media import ClosePeer
from backend.kernel.clock import utc_now
from backend.web.policy import Role
from backend.web.sessions import LIFE, Identity, SessionRecords, Sessions
from tests.interviews.house import Seat

from .test_whip import post

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def an_expired_seat(house, interview):
    """The candidate, with a token that was opened a day and a second ago."""
    resources = house.resources
    a_day_ago = Sessions(
        SessionRecords(resources.mongo), resources.redis, clock=lambda: utc_now() - LIFE - timedelta(seconds=1)
    )
    token, _ = await a_day_ago.open(Identity(interview.candidate_id, "candidate", frozenset({Role.CANDIDATE}), "en"))
    return Seat(house, interview.id, {"Authorization": f"Bearer {token}"})


def is_refused(answer):
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (401, 401, "session_ended")
    return True


async def test_an_expired_token_publishes_and_watches_nothing(house, node):
    interview = await house.interview()
    seat = await an_expired_seat(house, interview)
    assert is_refused(await post(house, seat, interview.room))
    assert is_refused(await post(house, seat, interview.room, query="?purpose=check"))
    assert is_refused(await house.http.post(f"/rtc/whep/{interview.room}", content="v=0", headers=seat.headers))
    assert node.heard == []


async def test_a_line_outlives_its_token_and_is_not_ended_by_it(house, node):
    interview = await house.interview()
    valid = await house.as_candidate(interview)
    location = (await post(house, valid, interview.room)).headers["location"]
    expired = await an_expired_seat(house, interview)
    assert is_refused(await house.http.delete(location, headers=expired.headers))
    assert node.of(ClosePeer, interview.room) == []
    assert (await house.http.delete(location, headers=valid.headers)).status_code == 200
    assert node.of(ClosePeer, interview.room) != []
