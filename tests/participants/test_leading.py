"""A person leads instead of the AI: what stops, what is recorded, what the AI knows afterwards."""

import pytest

from backend.contracts.media import CloseTake, OpenTake, RestTake
from backend.interviews.model import Consent
from backend.kernel.clock import utc_now
from backend.privacy.audit import Audit
from tests.interviews.house import until

from .talk import WITHIN_S, a_member, a_talk, another_device, newest_room

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def opened(node, room):
    return [request.take.take_id for request in node.of(OpenTake) if request.room == room]


async def in_room(house, interview, name):
    """Somebody who sends media."""
    member = await a_member(house, interview, name)
    assert (await member.join()).status_code == 200
    assert (await member.publish()).status_code == 201

    async def is_connected():
        view = (await member.see()).json()["room"]
        return any(each["id"] == member.me and each["is_connected"] for each in view["participants"])

    await until(is_connected, within_s=WITHIN_S)
    return member


async def test_the_ai_stands_still_and_says_so_while_a_person_leads(house, node):
    interview, seat = await a_talk(house)
    await seat.say("continue")
    member = await in_room(house, interview, "He Li")
    taken = await member.post("/take-over")
    assert taken.status_code == 200, taken.text
    view = taken.json()["room"]
    assert (view["held_by"], view["is_recording"]) == ("He Li", True)
    assert [each["is_leading"] for each in view["participants"]] == [False, True]
    live = (await seat.get("/live")).json()
    assert (live["held_by"], live["is_clock_stopped"], live["say"]["kind"]) == ("He Li", True, "held")
    refused = await seat.say("start_answer")
    assert (refused.status_code, refused.json()["code"]) == (409, "interview_held")
    back = await member.post("/hand-back")
    assert back.json()["room"]["held_by"] is None
    live = (await seat.get("/live")).json()
    assert (live["held_by"], live["say"]["kind"], live["phase"]) == (None, "handed_back", "thinking")
    audit = Audit.of(house.resources.mongo, house.resources.keyring)
    actions = {entry.action for entry in await audit.entries.find({"subject": interview.id})}
    assert {"room.took_over", "room.handed_back"} <= actions


async def test_everybody_is_recorded_and_an_interrupted_answer_goes_on_afterwards(house, node):
    interview, seat = await a_talk(house)
    await house.http.post(
        f"/rtc/whip/{interview.room}", content="v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
        headers={**seat.headers, "Content-Type": "application/sdp"},
    )  # fmt: skip
    for command in ("continue", "start_answer"):
        assert (await seat.say(command)).status_code == 200
    member = await in_room(house, interview, "He Li")
    answer = (await house.stored(interview.id)).open_take
    await member.post("/take-over")
    held = await house.stored(interview.id)
    tracks = {take.track.participant_id: take for take in held.takes if take.track}
    assert set(tracks) == {"candidate", member.me}

    async def recorded():
        is_candidate = tracks["candidate"].id in await opened(node, interview.room)
        is_member = tracks[member.me].id in await opened(node, member.room)
        return is_candidate and is_member and RestTake(interview.room, answer.id) in node.of(RestTake)

    await until(recorded, within_s=WITHIN_S)
    view = (await member.see()).json()["room"]["participants"]
    assert [each["take_ids"] for each in view] == [[tracks["candidate"].id], [tracks[member.me].id]]
    await member.post("/hand-back")

    async def goes_on():
        return (await opened(node, interview.room))[-1] == answer.id

    await until(goes_on, within_s=WITHIN_S)

    async def closed():
        wanted = {(interview.room, tracks["candidate"].id), (member.room, tracks[member.me].id)}
        return wanted <= {(request.room, request.take_id) for request in node.of(CloseTake)}

    await until(closed, within_s=WITHIN_S)
    after = await house.stored(interview.id)
    assert after.open_take is not None
    assert after.open_take.id == answer.id
    assert all(not take.is_open for take in after.takes if take.track)


async def test_who_comes_during_a_conversation_is_recorded_too(house, node):
    interview, _ = await a_talk(house)
    first = await in_room(house, interview, "He Li")
    await first.post("/take-over")
    second = await in_room(house, interview, "Su Min")

    async def tracked():
        held = await house.stored(interview.id)
        return {take.track.participant_id for take in held.takes if take.track} == {"candidate", first.me, second.me}

    await until(tracked, within_s=WITHIN_S)


async def test_nothing_is_recorded_of_who_agreed_to_an_older_text(house, node):
    older = Consent("2026-11", "en", True, utc_now())
    interview, seat = await a_talk(house, consent=older)
    for command in ("continue", "start_answer"):
        await seat.say(command)
    member = await in_room(house, interview, "He Li")
    taken = await member.post("/take-over")
    assert taken.json()["room"]["is_recording"] is False
    held = await house.stored(interview.id)
    assert [take.id for take in held.takes if take.track] == []


async def test_one_leads_at_a_time_and_who_listens_does_not(house, node):
    interview, _ = await a_talk(house)
    he_li, su_min = [await in_room(house, interview, name) for name in ("He Li", "Su Min")]
    listener = await a_member(house, interview, "Wang Fang")
    await listener.join("observe")
    for path, members in (("/take-over", {}), ("/ask", {"text": "Why?"}), ("/hand-back", {}), ("/finish", {})):
        answer = await listener.post(path, **members)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_taking_part")
    for path, members in (("/ask", {"text": "Why?"}), ("/finish", {})):
        answer = await he_li.post(path, **members)
        assert (answer.status_code, answer.json()["code"]) == (409, "nobody_leads")
    assert (await he_li.post("/take-over")).status_code == 200
    again = await he_li.post("/take-over")
    assert again.status_code == 200
    refused = await su_min.post("/take-over")
    assert (refused.status_code, refused.json()["code"], refused.json()["name"]) == (409, "interview_held", "He Li")


async def test_the_ai_does_not_ask_again_what_a_person_asked(house, node):
    interview, seat = await a_talk(house, ("voice", "voice", "text"))
    member = await in_room(house, interview, "He Li")
    await member.post("/take-over")
    plan = (await member.see()).json()["plan"]
    assert [(each["question_id"], each["state"]) for each in plan] == [
        ("q1", "ahead"),
        ("q2", "ahead"),
        ("q3", "ahead"),
    ]
    added = (await member.post("/questions", text="And then?")).json()[0]["id"]
    asked = await member.post("/ask", text="And then?", queued=added)
    assert (asked.json()["queue"], asked.json()["room"]["asked"]) == ([], "And then?")
    asked = await member.post("/ask", text="Question 1, in my words?", question_id="q1")
    first = asked.json()["plan"][0]
    assert (first["question_id"], first["state"]) == ("q1", "now")
    refused = await member.post("/ask", text="Again?", question_id="q1")
    assert (refused.status_code, refused.json()["code"]) == (409, "question_not_ahead")
    assert (await seat.get("/room")).json()["asked"] == "Question 1, in my words?"
    raw = await house.resources.mongo.collection("interviews").find_one({"_id": interview.id})
    assert b"words" not in bytes(raw["conversations"][0]["asked"][1]["text"])
    await member.post("/hand-back")
    live = (await seat.get("/live")).json()
    assert (live["phase"], live["progress"]["done"]) == ("greeting", 1)
    live = (await seat.say("continue")).json()
    assert live["turn"]["prompt"]["en"] == "Question 2?"
    stored = await house.stored(interview.id)
    noted = next(turn for turn in stored.turns if turn.question_id == "q1")
    assert (noted.put_by, noted.ended_by) == (member.account_id, "person")
    assert stored.take(noted.take_id).track.participant_id == "candidate"
    review = await house.http.get(f"/api/staff/interviews/{interview.id}", headers=member.headers)
    talk = review.json()["conversations"][0]
    assert [(each["text"], each["by"]) for each in talk["asked"]] == [
        ("And then?", "He Li"), ("Question 1, in my words?", "He Li"),
    ]  # fmt: skip
    assert [(each["name"], each["role"]) for each in talk["tracks"]] == [
        ("Lin Xiaotong", None), ("He Li", "recruiter"),
    ]  # fmt: skip


async def test_who_has_been_here_longest_leads_on_when_the_leader_leaves(house, node):
    interview, _ = await a_talk(house)
    he_li, su_min = [await in_room(house, interview, name) for name in ("He Li", "Su Min")]
    await he_li.post("/take-over")
    await he_li.post("/leave")

    async def led_by():
        held = (await house.stored(interview.id)).held
        return held is not None and held.account_id == su_min.account_id

    await until(led_by, within_s=WITHIN_S)
    assert [each.leaders for each in (await house.stored(interview.id)).conversations] == [
        [he_li.account_id, su_min.account_id]
    ]
    await su_min.post("/leave")

    async def the_ai_leads():
        return (await house.stored(interview.id)).held is None

    await until(the_ai_leads, within_s=WITHIN_S)


async def test_the_lead_goes_along_to_another_device(house, node):
    interview, _ = await a_talk(house)
    older = await in_room(house, interview, "He Li")
    await older.post("/take-over")
    newer = await another_device(older)
    await newer.join()
    assert (await newer.publish()).status_code == 201

    async def settled():
        people = (await newest_room(house, interview))["participants"]
        return any(each["id"] == newer.me and each["is_connected"] for each in people)

    await until(settled, within_s=WITHIN_S)
    assert (await house.stored(interview.id)).held.account_id == older.account_id
    assert (await newer.post("/hand-back")).status_code == 200


async def test_a_person_can_end_the_interview_out_of_a_conversation(house, node):
    interview, seat = await a_talk(house)
    member = await in_room(house, interview, "He Li")
    await member.post("/take-over")
    assert (await member.post("/finish")).json()["room"]["state"] in ("submitted", "processing", "reviewable")
    stored = await house.stored(interview.id)
    assert stored.held is None
    assert stored.conversations[0].ended_at is not None

    async def all_left():
        return len((await seat.get("/room")).json()["participants"]) == 1

    await until(all_left, within_s=WITHIN_S)
