"""WHEP as literal HTTP exchanges (draft-ietf-wish-whep), and what the candidate sees of it."""

import asyncio

import msgspec
import pytest

from backend.accounts.passwords import Passwords
from backend.contracts.media import ClosePeer, WatchRequest
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.privacy.audit import Audit
from backend.web.policy import Role
from tests.interviews.house import until

from .node import ANSWER
from .test_whip import SDP
from .test_whip import post as publish

pytestmark = pytest.mark.asyncio(loop_scope="module")

OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\n"


async def a_member(house, role, name="He Li"):
    member = await house.people.add_member(
        name, f"{new_id('x')}@clearlight.example", "a long password", [role], "en", Passwords()
    )
    return member.id, await house.bearer(member.id, role)


async def watch(house, headers, room, body=OFFER, content=SDP):
    return await house.http.post(f"/rtc/whep/{room}", content=body, headers={**headers, **content})


async def a_live_interview(house):
    interview = await house.interview()
    seat = await house.as_candidate(interview)
    await publish(house, seat, interview.room)
    await seat.start()
    return interview, seat


async def test_an_offer_gets_its_answer_and_the_candidate_sees_who_watches(house, node):
    interview, seat = await a_live_interview(house)
    _, headers = await a_member(house, Role.RECRUITER)
    answer = await watch(house, headers, interview.room)
    assert answer.status_code == 201, answer.text
    assert (answer.headers["content-type"], answer.text) == ("application/sdp", ANSWER)
    location = answer.headers["location"]
    assert location.startswith(f"/rtc/whep/{interview.room}/whe_")
    assert answer.headers["etag"] == f'"{location.rpartition("/")[2]}"'
    assert (await seat.get("/live")).json()["watchers"] == ["He Li"]
    left = await house.http.delete(location, headers=headers)
    assert left.status_code == 200
    assert node.of(ClosePeer, interview.room) == [ClosePeer(interview.room, location.rpartition("/")[2])]
    assert (await seat.get("/live")).json()["watchers"] == []
    again = await house.http.delete(location, headers=headers)
    assert (again.status_code, again.json()["code"]) == (404, "session_unknown")


async def test_every_watch_is_in_the_audit_log(house, node):
    interview, _ = await a_live_interview(house)
    member_id, headers = await a_member(house, Role.HR_OPERATOR)
    resources = [(await watch(house, headers, interview.room)).headers["location"].rpartition("/")[2] for _ in range(2)]
    audit = Audit.of(house.resources.mongo, house.resources.keyring)
    entries = await audit.entries.find({"subject": interview.id, "action": "interview.watched"})
    assert [(entry.actor_id, entry.detail) for entry in sorted(entries, key=lambda each: each.number)] == [
        (member_id, {"connection": resource}) for resource in resources
    ]


async def test_the_screen_changes_as_viewers_come_and_go(house, node):
    interview, _ = await a_live_interview(house)
    _, headers = await a_member(house, Role.RECRUITER)
    resource = (await watch(house, headers, interview.room)).headers["location"].rpartition("/")[2]
    assert await _shown(house, interview) == ["He Li"]
    await node.lose_viewer(interview.room, resource)

    async def shown_without():
        return await _shown(house, interview) == []

    await until(shown_without)


async def test_one_person_with_two_windows_is_one_name(house, node):
    interview, seat = await a_live_interview(house)
    _, first = await a_member(house, Role.RECRUITER, "He Li")
    _, second = await a_member(house, Role.HR_OPERATOR, "Su Min")
    for headers in (first, second, first):
        await watch(house, headers, interview.room)
    assert (await seat.get("/live")).json()["watchers"] == ["He Li", "Su Min"]


async def test_with_its_node_a_watcher_is_gone(house, node):
    interview, seat = await a_live_interview(house)
    _, headers = await a_member(house, Role.RECRUITER)
    await watch(house, headers, interview.room)
    await node.restart()
    assert (await seat.get("/live")).json()["watchers"] == []


async def test_interviewers_watch_their_own_candidates_alone(house, node):
    interview, _ = await a_live_interview(house)
    member_id, headers = await a_member(house, Role.INTERVIEWER)
    answer = await watch(house, headers, interview.room)
    assert (answer.status_code, answer.json()["code"]) == (404, "room_unknown")
    assert node.of(WatchRequest, interview.room) == []
    await house.assign(interview, member_id)
    assert (await watch(house, headers, interview.room)).status_code == 201


@pytest.mark.parametrize("role", [Role.HIRING_MANAGER, Role.IT_ADMIN, Role.AUDITOR])
async def test_other_roles_may_not_watch(house, node, role):
    interview, _ = await a_live_interview(house)
    _, headers = await a_member(house, role)
    answer = await watch(house, headers, interview.room)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_candidates_watch_nobody_and_end_nobody_elses_session(house, node):
    interview, seat = await a_live_interview(house)
    _, headers = await a_member(house, Role.RECRUITER)
    _, other = await a_member(house, Role.RECRUITER)
    location = (await watch(house, headers, interview.room)).headers["location"]
    assert (await watch(house, seat.headers, interview.room)).status_code == 403
    for address in (location, location.replace("whep", "whip")):
        assert (await house.http.delete(address, headers=seat.headers)).status_code in (403, 404)
    foreign = await house.http.delete(location, headers=other)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "session_unknown")
    assert (await seat.get("/live")).json()["watchers"] == ["He Li"]


@pytest.mark.parametrize(
    ("body", "content", "status", "code"),
    [
        (OFFER, {"Content-Type": "application/json"}, 415, "content_type_unsupported"),
        ("", SDP, 400, "malformed_sdp"),
        ("hello", SDP, 400, "malformed_sdp"),
        (OFFER + "a=broken\r\n", SDP, 400, "malformed_sdp"),
        (OFFER + "a=x:" + "y" * 65536, SDP, 413, "body_too_large"),
    ],
    ids=["json", "empty", "prose", "the node cannot read it", "huge"],
)
async def test_what_is_no_offer_is_refused(house, node, body, content, status, code):
    interview, seat = await a_live_interview(house)
    _, headers = await a_member(house, Role.RECRUITER)
    answer = await watch(house, headers, interview.room, body, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await seat.get("/live")).json()["watchers"] == []


async def test_a_room_without_anybody_says_when_to_come_back(house, node):
    interview = await house.interview()
    _, headers = await a_member(house, Role.RECRUITER)
    before = await watch(house, headers, interview.room)
    seat = await house.as_candidate(interview)
    await publish(house, seat, interview.room)
    in_green_room = await watch(house, headers, interview.room)
    await seat.start()
    node.is_empty = True
    gone = await watch(house, headers, interview.room)
    for answer in (before, in_green_room, gone):
        assert (answer.status_code, answer.json()["code"]) == (409, "nobody_publishes")
        assert answer.headers["retry-after"] == "2"
    assert len(node.of(WatchRequest, interview.room)) == 1, (
        "before the start the candidate has no screen that could show it"
    )


async def test_rooms_that_are_unknown_over_or_full(house, node):
    interview, _ = await a_live_interview(house)
    _, headers = await a_member(house, Role.RECRUITER)
    for room in ("rom_unknown", interview.id):
        answer = await watch(house, headers, room)
        assert (answer.status_code, answer.json()["code"]) == (404, "room_unknown")
    over = await house.interview(state="submitted")
    answer = await watch(house, headers, over.room)
    assert (answer.status_code, answer.json()["code"]) == (410, "interview_over")
    node.is_full = True
    answer = await watch(house, headers, interview.room)
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "node_full", "10")


async def test_trickle_is_refused_and_options_say_what_is_taken(house, node):
    interview, _ = await a_live_interview(house)
    _, headers = await a_member(house, Role.RECRUITER)
    location = (await watch(house, headers, interview.room)).headers["location"]
    patched = await house.http.patch(location, content="a=candidate", headers=headers)
    assert (patched.status_code, patched.json()["code"]) == (405, "trickle_unsupported")
    described = await house.http.options(f"/rtc/whep/{interview.room}")
    assert (described.status_code, described.headers["accept-post"]) == (200, "application/sdp")


async def test_who_watches_is_shown_where_the_interview_has_moved_on_meanwhile(house, node):
    interview, seat = await a_live_interview(house)
    _, headers = await a_member(house, Role.RECRUITER)
    node.meanwhile = lambda: seat.say("continue")
    assert (await watch(house, headers, interview.room)).status_code == 201
    assert await _shown(house, interview) == ["He Li"]


async def test_who_watches_is_shown_by_a_step_of_another_process_that_looked_before_they_came(house, node, monkeypatch):
    interview, _ = await a_live_interview(house)
    (_, first), (_, second) = await a_member(house, Role.RECRUITER, "Su Min"), await a_member(house, Role.RECRUITER)
    assert (await watch(house, first, interview.room)).status_code == 201  # the house remembers the interview
    announcer = house.parts.announcer
    names_in, looked, came, steps = announcer.watchers.names_in, asyncio.Event(), asyncio.Event(), []

    async def slow(crowd):
        names = await names_in(crowd)
        looked.set()
        await came.wait()
        return names

    async def step():
        stepped = await house.parts.interviews.update(
            interview.id, lambda known: (msgspec.structs.replace(known, updated_at=utc_now()), ())
        )
        steps.append(asyncio.create_task(announcer.show(stepped, ["turn_opened"])))
        await looked.wait()

    monkeypatch.setattr(announcer.watchers, "names_in", slow)
    node.meanwhile = step
    assert (await watch(house, second, interview.room)).status_code == 201
    came.set()
    await asyncio.gather(*steps)
    assert await _shown(house, interview) == ["Su Min", "He Li"]


async def _shown(house, interview):
    """The names that the candidate's screen shows: it takes the newest view, which need not come last."""
    events = await house.resources.live.since(f"interview:{interview.id}", "0-0")
    views = [msgspec.json.decode(event.data) for event in events if event.name == "view"]
    return max(views, key=lambda view: (view["version"], view["now"]))["watchers"]
