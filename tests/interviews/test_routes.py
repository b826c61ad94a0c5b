from datetime import timedelta

import pytest
import pytest_asyncio

from backend.kernel.clock import utc_now
from backend.privacy.consent import CONSENT_TEXT

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def house(shared_house):
    return shared_house


CONSENT = {"version": CONSENT_TEXT.version, "language": "en", "accepts_sensitive": True}
CHECK = {
    "findings": [{"item": "camera", "result": "failed", "problem": "permission_denied"}],
    "network": {"round_trip_ms": 12.5, "loss_ratio": 0.0, "up_kbps": 900.0},
    "user_agent": "Test/1",
}


async def test_from_invitation_to_submission_over_http(house):
    interview = await house.interview(("voice", "text"), state="invited")
    seat = await house.as_candidate(interview)
    assert (await seat.get()).json()["first_name"] == "Xiaotong"
    assert (await seat.post("/consent", CONSENT)).json()["consented_version"] == CONSENT_TEXT.version
    checked = (await seat.post("/device-check", CHECK)).json()
    assert checked["state"] == "checked"
    assert checked["device_check"]["checked_at"] is not None
    greeting = await seat.start()
    assert greeting["say"]["text"]["en"] == "Hello Xiaotong, fresh from Sales."
    thinking = (await seat.say("continue")).json()
    assert (thinking["phase"], thinking["progress"]) == ("thinking", {"done": 0, "total": 2, "minutes_left": 8})
    answering = (await seat.say("start_answer", turn_id=thinking["turn"]["id"])).json()
    assert answering["turn"]["take_id"].startswith("tak_")
    assert answering["is_clock_stopped"] is True
    acknowledged = (await seat.say("done", turn_id=thinking["turn"]["id"])).json()
    assert acknowledged["acknowledgement"]["fit"] == "short"
    await seat.say("continue")
    await seat.say("start_answer")
    await seat.say("done", text="I would listen first.")
    assert (await seat.say("continue")).json()["phase"] == "closing"
    done = (await seat.say("continue")).json()
    assert (done["state"], done["phase"]) == ("submitted", "done")
    timeline = (await seat.get("/timeline")).json()
    assert [entry["state"] for entry in timeline["entries"]] == ["done"] * 4 + ["current"] + ["ahead"] * 2
    assert timeline["answers_received"] == 2


async def test_a_command_sent_twice_counts_once_and_a_late_one_gets_the_present_view(house):
    seat = await house.as_candidate(await house.interview(("text", "text")))
    await seat.start()
    turn = (await seat.say("continue")).json()["turn"]["id"]
    await seat.say("start_answer", turn_id=turn)
    command = {"id": "my-own-id-1", "kind": "done", "turn_id": turn, "text": "Yes."}
    first = await seat.post("/commands", command)
    again = await seat.post("/commands", command)
    assert first.status_code == again.status_code == 200
    late = await seat.say("done", turn_id=turn, text="No.")
    assert (late.status_code, late.json()["code"]) == (409, "turn_over")
    assert late.json()["view"]["progress"]["done"] == 1
    assert (await house.stored(seat.interview_id)).turns[0].text == "Yes."


async def test_another_candidates_interview_does_not_exist(house):
    interview = await house.interview()
    stranger = await house.as_candidate(await house.interview())
    stranger.interview_id = interview.id
    answers = [
        await stranger.get(), await stranger.get("/live"), await stranger.get("/timeline"),
        await stranger.post("/start"), await stranger.post("/consent", CONSENT), await stranger.post("/decline", {}),
        await stranger.post("/device-check", CHECK), await stranger.say("continue"),
    ]  # fmt: skip
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "interview_unknown")}


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"version": "1900-01"}, 409, "consent_text_outdated"),
        ({"accepts_sensitive": False}, 422, "sensitive_consent_missing"),
        ({"language": "fr"}, 422, "body_invalid"),
    ],
)
async def test_consent_is_to_the_present_text_and_whole(house, changes, status, code):
    seat = await house.as_candidate(await house.interview(state="invited"))
    answer = await seat.post("/consent", CONSENT | changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await house.stored(seat.interview_id)).state == "invited"


async def test_declining_leads_to_a_person_and_the_note_is_sealed(house):
    seat = await house.as_candidate(await house.interview(state="invited"))
    answer = await seat.post("/decline", {"note": "I would rather talk."})
    assert answer.json()["state"] == "human_route"
    stored = await house.stored(seat.interview_id)
    assert b"rather" not in stored.decline_note_sealed
    assert (await seat.post("/decline", {})).status_code == 200
    assert (await seat.post("/start")).json()["code"] == "interview_over"


async def test_an_expired_interview_is_gone(house):
    seat = await house.as_candidate(await house.interview(expires_at=utc_now() - timedelta(minutes=1)))
    answer = await seat.post("/start")
    assert (answer.status_code, answer.json()["code"]) == (410, "interview_expired")


async def test_the_live_view_exists_from_the_start_on(house):
    seat = await house.as_candidate(await house.interview())
    assert (await seat.get("/live")).json()["code"] == "interview_not_live"
    await seat.start()
    assert (await seat.get("/live")).json()["phase"] == "greeting"


@pytest.mark.parametrize(
    "body",
    [{}, {"id": "short", "kind": "done"}, {"id": "long-enough", "kind": "dance"},
     {"id": "long-enough", "kind": "draft", "text": "x" * 200_001}],
)  # fmt: skip
async def test_malformed_commands_are_refused_with_a_code(house, body):
    seat = await house.as_candidate(await house.interview())
    answer = await seat.post("/commands", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "body_invalid")
