"""WHIP as literal HTTP exchanges (RFC 9725)."""

import msgspec
import pytest

from backend.contracts.events.interviews import TakeWanted
from backend.contracts.media import ClosePeer, CloseRoom, CloseTake, OpenTake, PublishRequest
from backend.kernel.events import STREAM
from tests.interviews.house import until

from .node import ANSWER, ScriptedNode

pytestmark = pytest.mark.asyncio(loop_scope="module")

OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendonly\r\n"
SDP = {"Content-Type": "application/sdp"}


async def post(house, seat, room, body=OFFER, headers=SDP, query=""):
    return await house.http.post(f"/rtc/whip/{room}{query}", content=body, headers={**seat.headers, **headers})


async def test_an_offer_gets_its_answer_and_an_address_to_leave_by(house, node):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    answer = await post(house, seat, interview.room)
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/sdp"
    assert answer.text == ANSWER
    assert answer.headers["etag"]
    location = answer.headers["location"]
    assert location.startswith(f"/rtc/whip/{interview.room}/")
    left = await house.http.delete(location, headers=seat.headers)
    assert left.status_code == 200
    assert node.of(ClosePeer, interview.room) == [ClosePeer(interview.room, location.rpartition("/")[2])]
    again = await house.http.delete(location, headers=seat.headers)
    assert (again.status_code, again.json()["code"]) == (404, "session_unknown")


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (OFFER, {"Content-Type": "application/json"}, 415, "content_type_unsupported"),
        ("", SDP, 400, "malformed_sdp"),
        ("hello", SDP, 400, "malformed_sdp"),
        (b"\xff\xfe\x00v=0", SDP, 400, "malformed_sdp"),
        ("v=0\r\ns=-\r\n", SDP, 400, "malformed_sdp"),
        (OFFER + "a=broken\r\n", SDP, 400, "malformed_sdp"),
        (OFFER + "a=x:" + "y" * 65536, SDP, 413, "body_too_large"),
    ],
    ids=["json", "empty", "prose", "binary", "no media", "the node cannot read it", "huge"],
)
async def test_what_is_no_offer_is_refused(house, node, body, headers, status, code):
    interview = await house.interview()
    answer = await post(house, await house.as_candidate(interview), interview.room, body, headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_foreign_room_does_not_exist(house, node):
    other = await house.interview()
    seat = await house.as_candidate(await house.interview())
    for room in (other.room, "rom_unknown", other.id):
        answer = await post(house, seat, room)
        assert (answer.status_code, answer.json()["code"]) == (404, "room_unknown")
    assert node.heard == []


async def test_nobody_publishes_unknown(house, node):
    interview = await house.interview()
    answer = await house.http.post(f"/rtc/whip/{interview.room}", content=OFFER, headers=SDP)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_missing")
    seat = await house.as_candidate(interview)
    seat.headers["Authorization"] += "x"
    answer = await post(house, seat, interview.room)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
    assert node.heard == []


@pytest.mark.parametrize(
    ("state", "query", "status", "code"),
    [
        ("invited", "", 409, "interview_not_ready"),
        ("consented", "", 409, "interview_not_ready"),
        ("consented", "?purpose=check", 201, None),
        ("checked", "", 201, None),
        ("submitted", "", 410, "interview_over"),
        ("human_route", "", 410, "interview_over"),
        ("checked", "?purpose=party", 400, "parameter_invalid"),
    ],
)
async def test_a_room_is_open_while_its_interview_is(house, node, state, query, status, code):
    interview = await house.interview(state=state)
    answer = await post(house, await house.as_candidate(interview), interview.room, query=query)
    assert answer.status_code == status
    if code is not None:
        assert answer.json()["code"] == code


async def test_without_a_node_the_client_is_told_when_to_come_back(house):
    interview = await house.interview()
    answer = await post(house, await house.as_candidate(interview), interview.room)
    assert (answer.status_code, answer.json()["code"]) == (503, "no_media_node")
    assert answer.headers["retry-after"] == "1"


async def test_a_full_node_sends_the_offer_to_the_next(house, node):
    node.is_full = True
    async with ScriptedNode(house.resources.redis, "node-b", peers=5).serving() as other:
        interview = await house.interview()
        answer = await post(house, await house.as_candidate(interview), interview.room)
        assert answer.status_code == 201
        assert len(other.of(PublishRequest)) == 1


async def test_where_all_nodes_are_full_a_new_interview_waits_and_a_running_one_has_a_place(house):
    async with ScriptedNode(house.resources.redis, peers=9, capacity=10).serving() as node:
        interview = await house.interview()
        seat = await house.as_candidate(interview)
        refused = await post(house, seat, interview.room)
        assert (refused.status_code, refused.json()["code"]) == (503, "no_media_node")
        assert refused.headers["retry-after"] == "10"
        await seat.start()
        begun = await post(house, seat, interview.room)
        assert (begun.status_code, begun.headers["retry-after"]) == (503, "10"), "begun, but never connected: still new"
        for peers in (0, 9):
            node.status = msgspec.structs.replace(node.status, peers=peers)
            await node.beat()
            assert (await post(house, seat, interview.room)).status_code == 201
        assert [request.is_rejoin for request in node.of(PublishRequest, interview.room)] == [False, True]


async def test_a_node_back_from_a_restart_keeps_its_rooms(house):
    async with (
        ScriptedNode(house.resources.redis, "node-a", peers=5).serving() as first,
        ScriptedNode(house.resources.redis, "node-b", peers=6).serving() as other,
    ):
        interview = await house.interview()
        seat = await house.as_candidate(interview)
        await post(house, seat, interview.room)
        await seat.start()
        first.status = msgspec.structs.replace(first.status, peers=8)
        await first.restart()
        await post(house, seat, interview.room)
        assert (len(first.of(PublishRequest)), other.of(PublishRequest)) == (2, [])


async def test_a_node_that_died_a_moment_ago_keeps_nobody_waiting_and_its_loss_is_told(house):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    async with ScriptedNode(house.resources.redis, "node-a").serving() as dead:
        lost = (await post(house, seat, interview.room)).headers["location"].rpartition("/")[2]
        await seat.start()
    await dead.beat(life_ms=1400)
    async with ScriptedNode(house.resources.redis, "node-b", peers=8).serving() as other:
        assert (await post(house, seat, interview.room)).status_code == 201
        assert len(other.of(PublishRequest)) == 1
    await until(lambda: is_told_lost(house, lost))


async def test_who_comes_back_leaves_a_draining_node_where_there_is_another(house, node):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    await post(house, seat, interview.room)
    await seat.start()
    node.status = msgspec.structs.replace(node.status, is_draining=True)
    await node.beat()
    assert (await post(house, seat, interview.room)).status_code == 201
    assert len(node.of(PublishRequest, interview.room)) == 2
    async with ScriptedNode(house.resources.redis, "node-b").serving() as other:
        assert (await post(house, seat, interview.room)).status_code == 201
        assert len(other.of(PublishRequest)) == 1


async def test_trickle_is_refused_and_options_say_what_is_taken(house, node):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    location = (await post(house, seat, interview.room)).headers["location"]
    patched = await house.http.patch(
        location, content="a=candidate", headers={**seat.headers, "Content-Type": "application/trickle-ice-sdpfrag"}
    )
    assert (patched.status_code, patched.json()["code"]) == (405, "trickle_unsupported")
    assert patched.headers["allow"] == "DELETE, OPTIONS"
    described = await house.http.options(f"/rtc/whip/{interview.room}")
    assert described.status_code == 200, described.text
    assert described.headers["accept-post"] == "application/sdp"


async def test_a_device_check_displaces_nobody_and_records_nothing(house, node):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    await post(house, seat, interview.room)
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    await post(house, seat, interview.room, query="?purpose=check")
    check = node.of(PublishRequest, interview.room)[-1]
    assert (check.purpose, check.active_take) == ("check", None)


async def test_the_node_is_told_to_record_exactly_the_answer(house, node):
    interview = await house.interview(("video",))
    seat = await house.as_candidate(interview)
    await post(house, seat, interview.room)
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    await until(lambda: _heard(node, OpenTake, interview.room))
    await seat.say("done")
    await until(lambda: _heard(node, CloseTake, interview.room))
    await seat.say("continue")
    await seat.say("continue")
    await until(lambda: _heard(node, CloseRoom, interview.room))
    take = (await house.stored(interview.id)).takes[0]
    opened, closed = node.of(OpenTake, interview.room)[0], node.of(CloseTake, interview.room)[0]
    assert (opened.take.take_id, opened.take.kinds) == (take.id, ["audio", "video"])
    assert closed.take_id == take.id
    await until(lambda: _is_nowhere(house, interview.room))


async def test_who_joins_in_the_middle_of_an_answer_brings_its_take(house, node):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    await post(house, seat, interview.room)
    take = (await house.stored(interview.id)).takes[0]
    assert node.of(PublishRequest, interview.room)[-1].active_take.take_id == take.id
    view = await until(lambda: _running(seat))
    assert view["turn"]["take_id"] == take.id


async def test_leaving_parts_from_the_device_too(house, node):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    resource = (await post(house, seat, interview.room)).headers["location"].rpartition("/")[2]
    await seat.start()
    await seat.say("leave")
    await until(lambda: _heard(node, ClosePeer, interview.room))
    assert set(node.of(ClosePeer, interview.room)) == {ClosePeer(interview.room, resource)}


async def test_a_dead_node_is_noticed_and_the_clock_stands(house, node):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    await post(house, seat, interview.room)
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    await until(lambda: _running(seat))
    await node.die()
    await until(lambda: _standing(seat))
    assert (await house.stored(interview.id)).presence.resource_id is None


async def test_a_node_killed_and_back_under_its_name_before_its_heartbeat_ended_is_noticed(house, node):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    first = (await post(house, seat, interview.room)).headers["location"]
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    await until(lambda: _running(seat))
    await node.restart()
    await until(lambda: _standing(seat))
    again = await post(house, seat, interview.room)
    assert again.headers["location"] != first
    assert node.of(PublishRequest, interview.room)[-1].active_take is not None
    assert (await until(lambda: _running(seat)))["say"]["kind"] == "welcome_back"


async def test_a_take_is_closed_on_every_node_that_had_the_room(house, node, monkeypatch):
    monkeypatch.setattr("backend.rooms.whip.PART_TIMEOUT_S", 30.0)  # the former node lives, however busy the machine
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    await post(house, seat, interview.room)
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    await until(lambda: _heard(node, OpenTake, interview.room))
    node.is_full = True
    async with ScriptedNode(house.resources.redis, "node-b").serving() as other:
        await post(house, seat, interview.room)
        await until(lambda: _heard(node, ClosePeer, interview.room))
        await seat.say("done")
        await until(lambda: _heard(other, CloseTake, interview.room))
        await until(lambda: _heard(node, CloseTake, interview.room))


async def test_a_wish_for_a_take_that_is_over_reaches_nobody(house, node):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    await post(house, seat, interview.room)
    await house.resources.bus.publish(TakeWanted(interview.id, interview.room, "tak_old", ["audio"], "en"))
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    await until(lambda: _heard(node, OpenTake, interview.room))
    assert [request.take.take_id for request in node.of(OpenTake, interview.room)] != ["tak_old"]


async def is_told_lost(house, resource_id):
    rows = await house.resources.redis.xrange(STREAM)
    return any(fields[b"id"] == f"evt_lost_{resource_id}".encode() for _, fields in rows)


async def _is_nowhere(house, room):
    return not await house.resources.redis.exists(f"gr:room:{room}")


async def _heard(node, kind, room):
    return node.of(kind, room)


async def _running(seat):
    view = (await seat.get("/live")).json()
    return view if not view["is_clock_stopped"] else None


async def _standing(seat):
    view = (await seat.get("/live")).json()
    return view if view["is_clock_stopped"] else None
