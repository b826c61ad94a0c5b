"""ICE servers as WHIP's clients are told of them (RFC 9725 4.6)."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import msgspec
import pytest

from backend.kernel.clock import utc_now
from backend.kernel.environment import load_settings
from backend.kernel.settings import Settings
from backend.rooms.ice_servers import IceServers
from tests.interviews.house import House, a_house

from .node import ScriptedNode
from .test_expired_tokens import an_expired_seat
from .test_whip import SDP, post

TURN = {
    "GREENROOM_STUN_URLS": "stun:stun.example",
    "GREENROOM_TURN_URLS": "turn:turn.example:3478,turns:turn.example:443?transport=tcp",
    "GREENROOM_TURN_SECRET": "hush",
}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_credentials_follow_the_turn_rest_convention_for_a_day():
    links = IceServers(load_settings(TURN), lambda: NOON).links("can_1")["Link"].split(", ")
    username = f"{int(NOON.timestamp()) + 86_400}:can_1"
    password = base64.b64encode(hmac.digest(b"hush", username.encode(), hashlib.sha1)).decode()
    secret = f'; rel="ice-server"; username="{username}"; credential="{password}"; credential-type="password"'
    assert links == [
        '<stun:stun.example>; rel="ice-server"',
        f"<turn:turn.example:3478>{secret}",
        f"<turns:turn.example:443?transport=tcp>{secret}",
    ]


def test_a_house_without_servers_tells_of_none():
    assert IceServers(Settings(), utc_now).links("can_1") == {}


@pytest.fixture
async def relaying(settings, redis) -> AsyncIterator[House]:
    named = {name.removeprefix("GREENROOM_").lower(): value for name, value in TURN.items()}
    async with a_house(msgspec.structs.replace(settings, **named), has_background=False) as house:
        yield house
        await house.resources.mongo.drop()


async def test_only_who_may_publish_gets_credentials_and_gets_them_before_the_offer(relaying):
    interview = await relaying.interview(state="consented")
    seat = await relaying.as_candidate(interview)
    address = f"/rtc/whip/{interview.room}"
    before = await relaying.http.options(address, headers=seat.headers)
    assert before.status_code == 200
    assert before.headers["accept-post"] == SDP["Content-Type"]
    assert f":{interview.candidate_id}" in before.headers["link"]
    other = await relaying.as_candidate(await relaying.interview())
    expired = await an_expired_seat(relaying, interview)
    for headers in ({}, other.headers, expired.headers, {"Authorization": "Bearer nonsense"}):
        strange = await relaying.http.options(address, headers=headers)
        assert (strange.status_code, strange.headers["link"]) == (200, '<stun:stun.example>; rel="ice-server"')
    async with ScriptedNode(relaying.resources.redis).serving():
        answer = await post(relaying, seat, interview.room, query="?purpose=check")
    assert answer.status_code == 201
    assert answer.headers["link"].count("turn") == before.headers["link"].count("turn")
