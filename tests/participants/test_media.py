"""WHIP and WHEP of people in a room, as literal HTTP exchanges."""

from datetime import timedelta

import pytest

from backend.contracts.media import CloseRoom, PublishRequest, WatchRequest
from backend.interviews.room_names import named
from backend.kernel.clock import utc_now
from backend.participants.module import services
from tests.interviews.house import until

from .talk import OFFER, SDP, WITHIN_S, a_member, a_talk

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def candidate_posts(house, seat, protocol, room):
    return await house.http.post(f"/rtc/{protocol}/{room}", content=OFFER, headers={**seat.headers, **SDP})


async def test_everybody_in_the_room_watches_everybody_else(house, node):
    interview, seat = await a_talk(house)
    await candidate_posts(house, seat, "whip", interview.room)
    he_li, su_min = [await a_member(house, interview, name) for name in ("He Li", "Su Min")]
    for member in (he_li, su_min):
        await member.join()
        assert (await member.publish()).status_code == 201
    for watcher, room in (
        (he_li, su_min.room),
        (su_min, he_li.room),
        (he_li, interview.room),
        (su_min, interview.room),
    ):
        assert (await watcher.watch(room)).status_code == 201
    for room in (he_li.room, su_min.room):
        watched = await candidate_posts(house, seat, "whep", room)
        assert watched.status_code == 201, watched.text
        left = await house.http.delete(watched.headers["location"], headers=seat.headers)
        assert left.status_code == 200
    assert len(node.of(WatchRequest)) == 6
    assert {request.room for request in node.of(PublishRequest)} == {interview.room, he_li.room, su_min.room}
    assert (await seat.get("/live")).json()["watchers"] == ["He Li", "Su Min"]


async def test_rooms_of_others_do_not_exist(house, node):
    interview, seat = await a_talk(house)
    _, stranger = await a_talk(house)
    he_li, su_min = [await a_member(house, interview, name) for name in ("He Li", "Su Min")]
    await he_li.join()
    await he_li.publish()
    for answer in (
        await su_min.publish(he_li.room),
        await su_min.publish(interview.room),
        await he_li.publish(f"{interview.room}~par_unknown"),
        await he_li.publish(f"{interview.room}~candidate~screen"),
        await he_li.publish(f"{he_li.room}~what~ever"),
        await candidate_posts(house, seat, "whip", he_li.room),
        await candidate_posts(house, stranger, "whep", he_li.room),
        await candidate_posts(house, seat, "whep", f"{interview.room}~par_unknown"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "room_unknown")
    outside = await su_min.watch(he_li.room)
    assert (outside.status_code, outside.json()["code"]) == (409, "not_in_room")


async def test_a_screen_is_shown_once_it_is_shared(house, node):
    interview, seat = await a_talk(house)
    he_li = await a_member(house, interview, "He Li")
    await he_li.join()
    screen = f"{he_li.room}~screen"
    refused = await he_li.publish(screen)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_sharing")
    await he_li.state(is_sharing=True)
    assert (await he_li.publish(screen)).status_code == 201
    assert (await candidate_posts(house, seat, "whep", screen)).status_code == 201
    theirs = f"{interview.room}~candidate~screen"
    assert (await candidate_posts(house, seat, "whip", theirs)).json()["code"] == "not_sharing"
    await house.http.put(f"/api/interviews/{interview.id}/room/state", headers=seat.headers, json={"is_sharing": True})
    assert (await candidate_posts(house, seat, "whip", theirs)).status_code == 201
    assert (await he_li.watch(theirs)).status_code == 201
    assert (await candidate_posts(house, seat, "whep", theirs)).json()["code"] == "room_unknown"


async def test_with_a_seat_goes_the_room(house, node):
    interview, _ = await a_talk(house)
    he_li = await a_member(house, interview, "He Li")
    await he_li.join()
    await he_li.publish()
    room = he_li.room
    await he_li.post("/leave")

    async def closed():
        return CloseRoom(room) in node.of(CloseRoom)

    await until(closed, within_s=WITHIN_S)
    answer = await he_li.publish(room)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_in_room")


async def test_a_node_that_dies_loses_nobody_their_place(house, node):
    interview, seat = await a_talk(house)
    he_li = await a_member(house, interview, "He Li")
    await he_li.join()
    await he_li.publish()
    await he_li.post("/take-over")

    async def own_track():
        takes = (await house.stored(interview.id)).takes
        return next((take for take in takes if take.track and take.track.participant_id == he_li.me), None)

    own = await until(own_track, within_s=WITHIN_S)
    await node.restart()
    await node.beat(life_ms=60_000)
    again = await he_li.publish()
    assert again.status_code == 201
    last = node.of(PublishRequest)[-1]
    assert (last.room, last.active_take.take_id, last.is_rejoin) == (he_li.room, own.id, True)
    assert (await seat.get("/room")).json()["participants"][1]["id"] == he_li.me


async def test_who_is_silent_leaves_by_themself(house, node):
    interview, _ = await a_talk(house)
    silent, sending = [await a_member(house, interview, name) for name in ("He Li", "Su Min")]
    await silent.join()
    await sending.join()
    await sending.publish()

    async def is_connected():
        room = await parts.rooms.get(interview.room)
        return room.find(sending.me).resource_id is not None

    parts = services(house.api.wiring)
    await until(is_connected, within_s=WITHIN_S)
    seen = parts.watch._seen
    for member in (silent, sending):
        await seen.note(interview.room, member.me, utc_now() - timedelta(hours=1))

    async def has_left():
        room = await parts.rooms.get(interview.room)
        return room.find(silent.me).left_by

    assert await until(has_left, within_s=WITHIN_S) == "silent"
    assert (await parts.rooms.get(interview.room)).find(sending.me).is_here
    answer = await silent.post("/here")
    assert (answer.status_code, answer.json()["code"], answer.json()["left_by"]) == (409, "not_in_room", "silent")
    assert (await silent.join(resume=silent.me)).status_code == 200


@pytest.mark.parametrize("room", ["rom_1~", "rom_1~~screen", "rom_1~par_1~other", "rom_1~par_1~screen~x"])
async def test_names_of_rooms_that_are_none(room):
    assert named(room) is None
