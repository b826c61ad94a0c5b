import msgspec
import pytest
import pytest_asyncio

from backend.accounts.passwords import Passwords
from backend.interviews.module import interview_topic, staff_topic
from backend.interviews.take import Take
from backend.kernel.clock import utc_now
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.web.auth import actor_of
from backend.web.policy import Role

from .factories import both

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def house(shared_house):
    return shared_house


async def get(house, path, *roles, account="mem_1"):
    return await house.http.get(path, headers=await house.bearer(account, *roles))


async def test_the_list_comes_newest_first_in_pages(house):
    interviews = [await house.interview() for _ in range(3)]
    first = (await get(house, "/api/staff/interviews?limit=2", Role.RECRUITER)).json()
    assert [row["id"] for row in first["items"]] == [interviews[2].id, interviews[1].id]
    rest = (await get(house, f"/api/staff/interviews?limit=2&after={first['next']}", Role.RECRUITER)).json()
    assert rest["items"][0]["id"] == interviews[0].id


async def test_an_interview_with_an_answer_stands_in_the_list_and_reads_whole_in_the_review(house):
    interview = await house.interview(("text",))
    seat = await house.as_candidate(interview)
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    await seat.say("done", text="I listen first.")
    rows = (await get(house, "/api/staff/interviews", Role.RECRUITER)).json()["items"]
    assert interview.id in [row["id"] for row in rows]
    review = (await get(house, f"/api/staff/interviews/{interview.id}", Role.RECRUITER)).json()
    assert [answer["text"] for answer in review["answers"]] == ["I listen first."]


async def test_an_interviewer_sees_their_own_candidates_alone(house):
    mine, other = await house.interview(), await house.interview()
    await house.assign(mine, "mem_1")
    rows = (await get(house, "/api/staff/interviews", Role.INTERVIEWER)).json()["items"]
    assert [row["id"] for row in rows] == [mine.id]
    assert (await get(house, f"/api/staff/interviews/{mine.id}", Role.INTERVIEWER)).status_code == 200
    foreign = await get(house, f"/api/staff/interviews/{other.id}", Role.INTERVIEWER)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "interview_unknown")


async def test_a_hiring_manager_sees_the_positions_of_their_own_department(house):
    mongo = house.resources.mongo
    for name in ("south", "north"):
        await Positions(mongo).insert(a_position(name))
    manager = await house.people.add_member(
        "Tomás", "tomas@example.org", "secret", [Role.HIRING_MANAGER], "en", Passwords(), department_ids=["dep_south"]
    )
    own, foreign = await house.interview(position_id="pos_south"), await house.interview(position_id="pos_north")
    rows = (await get(house, "/api/staff/interviews", Role.HIRING_MANAGER, account=manager.id)).json()["items"]
    assert [row["id"] for row in rows] == [own.id]
    answers = [
        await get(house, f"/api/staff/interviews/{interview.id}", Role.HIRING_MANAGER, account=manager.id)
        for interview in (own, foreign)
    ]
    assert [answer.status_code for answer in answers] == [200, 404]


def a_position(name):
    return Position(
        id=f"pos_{name}", title=both(name), department_id=f"dep_{name}", department=both(name), competencies=[],
        retention_days=90, contact_id="mem_1",
    )  # fmt: skip


async def test_hearing_an_interview_live_is_a_look_too(house):
    interview = await house.interview()
    session = await house.api.wiring.sessions.find((await house.bearer("mem_7", Role.RECRUITER))["Authorization"][7:])
    for _ in range(2):
        assert await interview_topic(house.parts)(actor_of(session), interview.id)
    audit = (await get(house, "/api/staff/audit", Role.AUDITOR)).json()["items"]
    assert [row["action"] for row in audit if row["subject"] == interview.id] == ["interview.followed"]


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.IT_ADMIN])
async def test_who_is_no_reader_sees_nothing(house, role):
    interview = await house.interview()
    for path in ("", f"/{interview.id}"):
        assert (await get(house, f"/api/staff/interviews{path}", role)).status_code == 403


async def test_reading_a_review_is_written_down(house):
    interview = await house.interview()
    review = (await get(house, f"/api/staff/interviews/{interview.id}", Role.RECRUITER)).json()
    assert (review["candidate"], review["answers"]) == ("Lin Xiaotong", [])
    audit = (await get(house, "/api/staff/audit", Role.AUDITOR)).json()["items"]
    assert (audit[0]["action"], audit[0]["subject"], audit[0]["actor_id"]) == (
        "interview.reviewed", interview.id, "mem_1",
    )  # fmt: skip


async def test_a_transcript_is_asked_for_again(house):
    interview = await house.interview()
    take = Take("tak_1", "turn", ["audio"], utc_now(), finished_at=utc_now(), processed_at=utc_now(), requests=1,
                requested_at=utc_now(), transcript="waiting_for_model")  # fmt: skip
    await house.parts.interviews.save(msgspec.structs.replace(interview, state="reviewable", takes=[take]))
    headers = await house.bearer("mem_1", Role.RECRUITER)
    answer = await house.http.post(f"/api/staff/interviews/{interview.id}/transcribe", headers=headers)
    assert answer.status_code == 202
    assert (await house.stored(interview.id)).takes[0].transcript == "running"


async def test_topics_are_heard_by_those_who_may_see(house):
    interview = await house.interview()
    await house.assign(interview, "mem_assigned")

    async def actor(account, *roles):
        token = (await house.bearer(account, *roles))["Authorization"].removeprefix("Bearer ")
        return actor_of(await house.api.wiring.sessions.find(token))

    may_hear, may_list = interview_topic(house.parts), staff_topic(house.parts)
    own = await actor(interview.candidate_id)
    stranger = await actor((await house.interview()).candidate_id)
    recruiter = await actor("mem_2", Role.RECRUITER)
    assigned = await actor("mem_assigned", Role.INTERVIEWER)
    other = await actor("mem_other", Role.INTERVIEWER)
    admin = await actor("mem_it", Role.IT_ADMIN)
    heard = [await may_hear(each, interview.id) for each in (own, stranger, recruiter, assigned, other, admin)]
    assert heard == [True, False, True, True, False, False]
    listed = [await may_list(each, "interviews") for each in (own, recruiter, assigned, admin)]
    assert listed == [False, True, False, False]
    assert not await may_list(recruiter, "secrets")
