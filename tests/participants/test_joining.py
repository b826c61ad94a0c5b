"""Who may join an interview's room, and what everybody is shown of it."""

import asyncio

import msgspec
import pytest

from backend.contracts.events.interviews import InterviewChanged
from backend.interviews.model import Erased
from backend.kernel.clock import utc_now
from backend.participants.module import services
from backend.privacy.audit import Audit
from backend.web.policy import Role
from tests.interviews.house import until

from .talk import WITHIN_S, a_member, a_talk, another_device, names_in, newest_room, shown

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_who_joins_is_shown_to_the_candidate_by_name_and_role(house):
    interview, seat = await a_talk(house)
    he_li, su_min = [await a_member(house, interview, name) for name in ("He Li", "Su Min")]
    assert (await he_li.join()).status_code == 200
    assert (await su_min.join("observe")).status_code == 200
    view = (await seat.get("/room")).json()
    assert [(each["name"], each["kind"], each["role"], each["mode"]) for each in view["participants"]] == [
        ("Lin Xiaotong", "candidate", None, "take_part"),
        ("He Li", "staff", "recruiter", "take_part"),
        ("Su Min", "staff", "recruiter", "observe"),
    ]
    assert view["participants"][1]["room"] == he_li.room == f"{interview.room}~{he_li.me}"
    assert (view["participants"][2]["room"], su_min.room) == (None, None)
    assert view["seats_taken"] == 1

    async def told():
        return names_in(await newest_room(house, interview)) == ["Lin Xiaotong", "He Li", "Su Min"]

    await until(told, within_s=WITHIN_S)
    audit = Audit.of(house.resources.mongo, house.resources.keyring)
    joined = await audit.entries.find({"subject": interview.id, "action": "room.joined"})
    assert {(entry.actor_id, entry.detail["mode"]) for entry in joined} == {
        (he_li.account_id, "take_part"), (su_min.account_id, "observe"),
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.HIRING_MANAGER, Role.IT_ADMIN, Role.AUDITOR])
async def test_other_roles_may_not_join(house, role):
    interview, _ = await a_talk(house)
    answer = await (await a_member(house, interview, "Ann", role)).join()
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_interviewers_join_their_own_candidates_alone(house):
    interview, _ = await a_talk(house)
    member = await a_member(house, interview, "He Li", Role.INTERVIEWER)
    for answer in (await member.join(), await member.see()):
        assert (answer.status_code, answer.json()["code"]) == (404, "interview_unknown")
    await house.assign(interview, member.account_id)
    assert (await member.join()).json()["view"]["room"]["participants"][1]["role"] == "interviewer"


@pytest.mark.parametrize(
    ("state", "status", "code"),
    [
        ("invited", 409, "interview_not_live"),
        ("checked", 409, "interview_not_live"),
        ("submitted", 410, "interview_over"),
        ("abandoned", 410, "interview_over"),
    ],
)
async def test_too_early_and_after_the_end(house, state, status, code):
    interview = await house.interview(state=state)
    member = await a_member(house, interview, "He Li")
    answer = await member.join()
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await member.see()).status_code == 200, "the green room is open before"


async def test_the_seventh_with_a_camera_finds_no_seat_and_may_listen(house):
    interview, _ = await a_talk(house)
    members = [await a_member(house, interview, f"Member {number}") for number in range(7)]
    for member in members[:6]:
        assert (await member.join()).status_code == 200
    refused = await members[6].join()
    assert (refused.status_code, refused.json()["code"], refused.json()["seats"]) == (409, "room_full", 6)
    assert (await members[6].join("observe")).status_code == 200
    await members[0].post("/leave")
    assert (await members[6].join(resume=members[6].me)).status_code == 200


async def test_the_newer_device_wins_and_the_older_one_is_told(house):
    interview, _ = await a_talk(house)
    older = await a_member(house, interview, "He Li")
    await older.join()
    newer = await another_device(older)
    await newer.join()
    assert newer.me != older.me
    answer = await older.post("/here")
    assert (answer.status_code, answer.json()["code"]) == (409, "joined_elsewhere")

    async def told():
        return [each["participant_id"] for each in await shown(house, f"account:{older.account_id}", "room_left")]

    assert set(await until(told, within_s=WITHIN_S)) == {older.me}
    assert names_in((await newer.see()).json()["room"]) == ["Lin Xiaotong", "He Li"]


async def test_a_reload_stays_the_same_participant_and_may_change_its_mode(house):
    interview, _ = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    await member.join("observe")
    before = member.me
    again = await member.join("take_part", resume=before)
    assert (again.json()["participant_id"], again.json()["view"]["me"]) == (before, before)
    assert again.json()["view"]["room"]["participants"][1]["mode"] == "take_part"


async def test_leaving_twice_is_leaving_once_and_ends_what_one_may_do(house):
    interview, seat = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    await member.join()
    for _ in range(2):
        assert (await member.post("/leave")).status_code == 204
    assert names_in((await seat.get("/room")).json()) == ["Lin Xiaotong"]
    for path in ("/here", "/take-over"):
        answer = await member.post(path)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_in_room")


async def test_what_people_say_of_themselves_is_shown(house):
    interview, seat = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    await member.join()
    answer = await member.state(is_muted=True, is_sharing=True, hand_raised=True)
    mine = answer.json()["participants"][1]
    assert (mine["is_muted"], mine["is_camera_off"], mine["is_sharing"]) == (True, False, True)
    assert mine["screen_room"] == f"{interview.room}~{member.me}~screen"
    assert mine["hand_raised_at"] is not None
    await member.state(is_muted=False, hand_raised=False)
    assert (await house.http.put(
        f"/api/interviews/{interview.id}/room/state", headers=seat.headers, json={"is_camera_off": True}
    )).status_code == 200  # fmt: skip
    candidate, mine = (await member.see()).json()["room"]["participants"]
    assert (mine["is_muted"], mine["is_sharing"], mine["hand_raised_at"]) == (False, True, None)
    assert candidate["is_camera_off"] is True


async def test_who_only_listens_has_nothing_to_mute(house):
    interview, _ = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    await member.join("observe")
    answer = await member.state(is_muted=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_taking_part")
    assert (await member.state(hand_raised=True)).status_code == 200


async def test_reactions_are_limited(house):
    interview, seat = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    await member.join()
    sent = await asyncio.gather(*(member.post("/reactions", reaction="clap") for _ in range(30)))
    assert {answer.status_code for answer in sent} == {204, 429}
    assert (await seat.post("/room/reactions", {"reaction": "heart"})).status_code == 204


async def test_the_room_of_staff_is_closed_to_candidates(house):
    interview, seat = await a_talk(house)
    _, other = await a_talk(house)
    assert (await house.http.get(f"/api/staff/interviews/{interview.id}/room", headers=seat.headers)).status_code == 403
    foreign = await house.http.get(f"/api/interviews/{interview.id}/room", headers=other.headers)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "interview_unknown")


async def test_questions_are_kept_among_staff(house):
    interview, _ = await a_talk(house)
    he_li, su_min = [await a_member(house, interview, name) for name in ("He Li", "Su Min")]
    added = await he_li.post("/questions", text=" What would you  do differently? ")
    assert [(each["text"], each["by"]) for each in added.json()] == [("What would you do differently?", "He Li")]
    question = added.json()[0]["id"]
    stored = await house.resources.mongo.collection("live_rooms").find_one({"_id": interview.room})
    assert b"differently" not in bytes(stored["queue"][0]["text"])
    taken = await su_min.post(f"/questions/{question}/take")
    assert taken.json()[0]["taken_by"] == "Su Min"
    refused = await he_li.post(f"/questions/{question}/take")
    assert (refused.status_code, refused.json()["code"]) == (409, "question_taken")
    url = he_li.url(f"/questions/{question}")
    assert (await house.http.delete(url, headers=he_li.headers)).json() == []
    again = await house.http.delete(url, headers=he_li.headers)
    assert (again.status_code, again.json()["code"]) == (404, "question_unknown")
    blank = await he_li.post("/questions", text="  ")
    assert (blank.status_code, blank.json()["code"]) == (422, "text_missing")


async def test_with_the_interview_its_room_is_forgotten(house):
    interview, _ = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    await member.join()
    await member.post("/questions", text="Why?")
    now = utc_now()

    def erased(known):
        return msgspec.structs.replace(known, state="withdrawn", ended_at=now, erased=Erased(now, "era_1", [])), ()

    await house.parts.interviews.update(interview.id, erased)
    await house.resources.bus.publish(
        InterviewChanged(interview.id, interview.application_id, "withdrawn", 9, "erased", now)
    )

    async def gone():
        stored = await house.resources.mongo.collection("live_rooms").find_one({"_id": interview.room})
        return stored is None and await house.resources.live.last(f"room:{interview.id}") == "0-0"

    await until(gone, within_s=WITHIN_S)


async def test_what_is_shown_while_its_room_is_forgotten_stays_nowhere(house, monkeypatch):
    interview, _ = await a_talk(house)
    await (await a_member(house, interview, "He Li")).join()
    followers = services(house.api.wiring).followers
    staff = followers._views.staff

    async def forgotten_meanwhile(*known):
        view = await staff(*known)
        await followers.forget(interview.id)
        return view

    monkeypatch.setattr(followers._views, "staff", forgotten_meanwhile)
    await followers.show(interview.id)

    async def nothing():
        return await house.resources.live.last(f"room:{interview.id}") == "0-0"

    await until(nothing, within_s=WITHIN_S)


async def test_another_process_knows_the_same_room(house):
    """What a killed process knew is stored."""
    interview, _ = await a_talk(house)
    member = await a_member(house, interview, "He Li")
    await member.join()
    await member.state(is_muted=True, hand_raised=True)
    other = services(house.api.wiring)
    room = await other.rooms.get(interview.room)
    known = room.find(member.me)
    assert (known.is_here, known.is_muted, known.mode) == (True, True, "take_part")
    assert (await member.post("/here")).status_code == 204
