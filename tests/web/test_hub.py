"""The live socket behind the real server: who may hear what, resuming, and being slow."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect

from backend.kernel.settings import Settings
from backend.web.policy import Role
from tests.web_house import WebHouse, a_web_house, served


class Note(msgspec.Struct, frozen=True):
    text: str


@dataclass
class Live:
    house: WebHouse
    address: str

    def connect(self, token: str = "", **headers: str) -> connect:
        query = f"?token={token}" if token else ""
        return connect(f"ws://{self.address}/ws{query}", additional_headers=headers, compression=None)

    async def token(self, role: Role, account_id: str = "") -> str:
        return (await self.house.bearer(role, account_id))["Authorization"].removeprefix("Bearer ")

    async def say(self, topic: str, text: str) -> str:
        return await self.house.api.wiring.live.publish(topic, "note", Note(text))


@pytest.fixture
async def live(settings: Settings) -> AsyncIterator[Live]:
    async with a_web_house(settings, has_background=True) as house, served(house) as address:
        yield Live(house, address)


async def hear(socket: ClientConnection) -> dict[str, Any]:
    return dict(json.loads(await asyncio.wait_for(socket.recv(), 30)))


async def subscribe(socket: ClientConnection, *topics: str) -> dict[str, Any]:
    await socket.send(json.dumps({"op": "subscribe", "topics": list(topics)}))
    return await hear(socket)


async def closed(socket: ClientConnection) -> tuple[int, str]:
    await asyncio.wait_for(socket.wait_closed(), 30)
    return socket.close_code or 0, socket.close_reason or ""


async def test_events_reach_the_topics_listeners_and_can_be_resumed(live: Live) -> None:
    member = await live.house.member(Role.RECRUITER)
    topic = f"account:{member.id}"
    token = await live.token(Role.RECRUITER, member.id)
    async with live.connect(token) as socket:
        assert (await subscribe(socket, topic))["op"] == "subscribed"
        first = await live.say(topic, "one")
        heard = await hear(socket)
        assert (heard["op"], heard["id"], heard["data"]) == ("event", first, {"text": "one"})
    await live.say(topic, "two")
    third = await live.say(topic, "three")
    async with live.connect(Authorization=f"Bearer {token}") as socket:
        await socket.send(json.dumps({"op": "subscribe", "topics": [topic], "after": {topic: first}}))
        assert (await hear(socket))["last"] == {topic: third}
        assert [(await hear(socket))["data"]["text"] for _ in range(2)] == ["two", "three"]
        await live.say(topic, "four")
        assert (await hear(socket))["data"] == {"text": "four"}
        await socket.send('{"op":"ping"}')
        assert await hear(socket) == {"op": "pong"}


async def test_events_that_are_no_longer_kept_are_told_as_gone(live: Live) -> None:
    member = await live.house.member(Role.RECRUITER)
    topic = f"account:{member.id}"
    last = await live.say(topic, "one")
    async with live.connect(await live.token(Role.RECRUITER, member.id)) as socket:
        for after in ("1-0", "nonsense"):
            await socket.send(json.dumps({"op": "subscribe", "topics": [topic], "after": {topic: after}}))
            assert (await hear(socket))["op"] == "subscribed"
            assert await hear(socket) == {"op": "gone", "topic": topic, "last": last}


@pytest.mark.parametrize(
    "topic", ["account:mem_other", "interview:int_other", "staff:interviews", "session:x", "*", ""]
)
async def test_topics_of_others_are_refused(live: Live, topic: str) -> None:
    async with live.connect(await live.token(Role.CANDIDATE)) as socket:
        assert await subscribe(socket, topic) == {"op": "refused", "topic": topic, "code": "topic_forbidden"}


async def test_it_administrators_hear_no_interviews(live: Live) -> None:
    async with live.connect(await live.token(Role.IT_ADMIN)) as socket:
        assert (await subscribe(socket, "staff:interviews"))["code"] == "topic_forbidden"


async def test_a_socket_has_a_bounded_number_of_topics(live: Live) -> None:
    member = await live.house.member(Role.AUDITOR)
    authorisers = live.house.api.hub._authorisers
    authorisers["any"] = lambda actor, key: asyncio.sleep(0, result=True)
    async with live.connect(await live.token(Role.AUDITOR, member.id)) as socket:
        await socket.send(json.dumps({"op": "subscribe", "topics": [f"any:{n}" for n in range(40)]}))
        refused = [await hear(socket) for _ in range(8)]
        assert {frame["code"] for frame in refused} == {"too_many_topics"}
        assert len((await hear(socket))["last"]) == 32


async def test_without_a_session_the_socket_closes_with_a_reason(live: Live) -> None:
    async with live.connect() as socket:
        assert await closed(socket) == (4401, "session_missing")
    async with live.connect("nobody") as socket:
        assert await closed(socket) == (4401, "session_ended")


async def test_a_foreign_page_cannot_use_the_cookie(live: Live) -> None:
    token = await live.token(Role.RECRUITER)
    cookie = f"greenroom_session={token}"
    async with live.connect(Cookie=cookie, Origin="https://evil.example") as socket:
        assert await closed(socket) == (4403, "origin_foreign")
    async with live.connect(Cookie=cookie, Origin=f"http://{live.address}") as socket:
        await socket.send('{"op":"ping"}')
        assert await hear(socket) == {"op": "pong"}


@pytest.mark.parametrize("frame", ["{", "[]", '{"op":"shout"}', '{"op":"subscribe","topics":"x"}', "x" * 9000])
async def test_frames_that_cannot_be_read_close_the_socket(live: Live, frame: str) -> None:
    async with live.connect(await live.token(Role.RECRUITER)) as socket:
        await socket.send(frame)
        assert await closed(socket) == (4400, "frame_unreadable")


async def test_signing_out_closes_the_sessions_sockets(live: Live) -> None:
    token = await live.token(Role.RECRUITER)
    async with live.connect(token) as socket:
        await socket.send('{"op":"ping"}')
        await hear(socket)
        answer = await live.house.http.post("/api/sign-out", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 204
        assert await closed(socket) == (4401, "session_ended")


async def test_a_slow_reader_gets_gone_and_goes_on_while_others_are_not_held_up(live: Live) -> None:
    member = await live.house.member(Role.RECRUITER)
    topic, text = f"account:{member.id}", "x" * 20_000
    token = await live.token(Role.RECRUITER, member.id)
    async with live.connect(token) as slow, live.connect(token) as quick:
        await subscribe(slow, topic)
        await subscribe(quick, topic)
        for _ in range(900):
            last = await live.say(topic, text)
            assert (await hear(quick))["id"] == last
        heard = await hear(slow)
        while heard["op"] == "event":
            heard = await hear(slow)
        assert heard["op"] == "gone"
        fresh = await live.say(topic, "after")
        while heard["op"] != "event" or heard["id"] != fresh:
            heard = await hear(slow)
        assert heard["data"] == {"text": "after"}
