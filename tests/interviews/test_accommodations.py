import msgspec
import pytest

from backend.accounts.passwords import Passwords
from backend.interviews import accommodations
from backend.interviews.live_schemas import InForce
from backend.interviews.schemas import AccommodationsAsked
from backend.kernel.errors import Conflict
from backend.kernel.ids import new_id
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.web.policy import Role

from .factories import T0, an_interview, both
from .house import House, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
WISHES = {"wishes": ["extra_time", "breaks"], "note": "I stammer, and need my time."}


async def test_wishes_suggest_the_more_generous_of_two() -> None:
    both = accommodations.suggested(["extra_time", "interpreter", "extra_thinking"])
    assert (both.time_factor, both.thinking_factor, both.interpreter) == (2.0, 2.0, True)
    assert accommodations.suggested([]) == InForce()


@pytest.mark.parametrize("state", ["live", "paused", "submitted", "human_route"])
async def test_wishes_come_before_the_start(state: str) -> None:
    with pytest.raises(Conflict, match="accommodations_too_late"):
        accommodations.ask(an_interview(state=state), AccommodationsAsked(["captions"]), None, T0)


async def test_asked_for_decided_on_and_enforced_unseen_by_scorers(shared_house: House) -> None:
    interview = await shared_house.interview(("text",))
    seat = await shared_house.as_candidate(interview)
    asked = await seat.post("/accommodations", WISHES)
    assert asked.status_code == 200, asked.text
    assert (asked.json()["asked"]["note"], asked.json()["decided_by"]) == (WISHES["note"], None)
    stored = await shared_house.resources.mongo.collection("interviews").find_one({"_id": interview.id})
    assert b"stammer" not in msgspec.msgpack.encode(stored["accommodations"]["note_sealed"])

    hr = await shared_house.bearer("mem_hr", Role.HR_OPERATOR)
    open_ = (await shared_house.http.get("/api/staff/accommodations", headers=hr)).json()
    assert [row["wishes"] for row in open_ if row["interview_id"] == interview.id] == [WISHES["wishes"]]
    path = f"/api/staff/interviews/{interview.id}/accommodations"
    suggested = (await shared_house.http.get(path, headers=hr)).json()["suggested"]
    decided = await shared_house.http.put(path, headers=hr, json=suggested)
    assert decided.json()["decided_by"] == "mem_hr"
    rest = (await shared_house.http.get("/api/staff/accommodations", headers=hr)).json()
    assert interview.id not in [row["interview_id"] for row in rest]

    view = await seat.start()
    assert view["accommodations"]["time_factor"] == 1.5
    assert view["pauses_left"] == 8
    turn = (await seat.say("continue")).json()["turn"]
    assert (turn["hard_limit_s"], turn["thinking_s"]) == (900.0, 90.0)

    await shared_house.assign(interview, "mem_scorer")
    scorer = await shared_house.bearer("mem_scorer", Role.INTERVIEWER)
    assert (await shared_house.http.get(path, headers=scorer)).status_code == 403
    review = await shared_house.http.get(f"/api/staff/interviews/{interview.id}", headers=scorer)
    rows = await shared_house.http.get("/api/staff/interviews", headers=scorer)
    for seen in (review, rows):
        assert seen.status_code == 200
        assert not {"accommodations", "wishes", "time_factor", "stammer"} & set(seen.text.replace('"', " ").split())


@pytest.mark.parametrize(
    "change", [{"time_factor": 0.5}, {"time_factor": 9}, {"pauses_extra": -1}, {"answers_by": "x"}]
)
async def test_accommodations_out_of_range_are_refused(shared_house: House, change: dict[str, object]) -> None:
    interview = await shared_house.interview(("text",))
    hr = await shared_house.bearer("mem_hr", Role.RECRUITER)
    path = f"/api/staff/interviews/{interview.id}/accommodations"
    assert (await shared_house.http.put(path, headers=hr, json=change)).status_code in (400, 422)


async def test_what_others_hear_of_the_live_view_names_no_accommodation(shared_house: House) -> None:
    interview = await shared_house.interview(("text",))
    seat = await shared_house.as_candidate(interview)
    await seat.start()
    await seat.say("continue")
    stream = await shared_house.resources.redis.xrange(f"gr:live:interview:{interview.id}")
    views = [entry[b"e"] for _, entry in stream if b'"name":"view"' in entry[b"e"]]
    assert views
    assert all(b'"accommodations":null' in view for view in views)


async def told(house: House, interview_id: str) -> list[dict[str, object]]:
    """The notices about accommodations that an interview asked for or took back, in order."""
    found = [
        msgspec.json.decode(fields[key])
        for _, fields in await house.resources.redis.xrange("gr:events")
        for key in fields
        if b"accommodations_asked:" in fields[key] and interview_id.encode() in fields[key]
    ]
    return [event for event in found if isinstance(event, dict)]


async def test_who_sees_to_it_is_told_once_however_often_the_wishes_change(shared_house: House) -> None:
    contact = await shared_house.people.add_member(
        "Kim Contact", f"{new_id('k')}@example.org", "correct horse battery", [Role.RECRUITER], "en", Passwords()
    )
    position = await Positions(shared_house.resources.mongo).insert(
        Position(
            id=new_id("pos"), title=both("Sales"), department_id="dep_1", department=both("South"), competencies=[],
            retention_days=90, contact_id=contact.id,
        )
    )  # fmt: skip
    interview = await shared_house.interview(("text",), position_id=position.id)
    seat = await shared_house.as_candidate(interview)
    await seat.post("/accommodations", WISHES)
    await seat.post("/accommodations", WISHES | {"wishes": ["captions"]})
    hr = await shared_house.bearer("mem_hr", Role.HR_OPERATOR)
    await shared_house.http.put(f"/api/staff/interviews/{interview.id}/accommodations", headers=hr, json={})

    async def all_told() -> list[dict[str, object]]:
        events = await told(shared_house, interview.id)
        return events if events and events[-1]["type"] == "notifications.notice_withdrawn" else []

    events = await until(all_told, within_s=60)
    assert {event["notice_id"] for event in events} == {f"accommodations_asked:{interview.id}:0:{contact.id}"}
    assert {event["account_id"] for event in events} == {contact.id}
