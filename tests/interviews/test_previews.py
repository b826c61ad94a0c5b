import msgspec
import pytest

from backend.flows.repository import Flows
from backend.interviews import utterances
from backend.interviews.previews import LIFE_S
from backend.kernel.ids import new_id
from backend.kernel.language import LocalText
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.web.policy import Role

from .house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def say(house, headers, preview_id, kind, number, **members):
    body = {"id": f"practice-{number}", "kind": kind, **members}
    return await house.http.post(f"/api/previews/{preview_id}/commands", headers=headers, json=body)


async def test_a_candidate_practises_and_nothing_is_kept(shared_house: House) -> None:
    interview = await shared_house.interview(("text",))
    seat = await shared_house.as_candidate(interview)
    begun = await seat.post("/practice")
    assert begun.status_code == 201, begun.text
    view = begun.json()
    preview_id = view["interview_id"]
    assert (view["phase"], view["is_preview"], view["state"]) == ("greeting", True, "live")
    assert "help" not in view["allowed"]
    for number, kind in enumerate(["continue", "start_answer", "done"]):
        answer = await say(shared_house, seat.headers, preview_id, kind, number)
        assert answer.status_code == 200, answer.text
    assert answer.json()["phase"] == "acknowledged"
    assert answer.json()["acknowledgement"]["is_practice"]
    assert msgspec.convert(answer.json()["say"]["text"], LocalText) in utterances.PRACTISED
    again = await say(shared_house, seat.headers, preview_id, "done", 2)
    assert again.json()["version"] == answer.json()["version"]
    stored = await shared_house.stored(interview.id)
    assert (stored.version, stored.takes, stored.turns) == (interview.version, [], [])
    assert await shared_house.parts.interviews.get(preview_id) is None
    redis = shared_house.resources.redis
    assert 0 < await redis.ttl(f"gr:preview:{preview_id}") <= LIFE_S


async def test_a_practice_is_its_owners_alone(shared_house: House) -> None:
    interview = await shared_house.interview(("text",))
    seat = await shared_house.as_candidate(interview)
    preview_id = (await seat.post("/practice")).json()["interview_id"]
    other = await shared_house.as_candidate(await shared_house.interview(("text",)))
    foreign = await shared_house.http.get(f"/api/previews/{preview_id}", headers=other.headers)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "preview_unknown")
    own = await shared_house.http.get(f"/api/previews/{preview_id}", headers=seat.headers)
    assert own.json()["first_name"] == "Xiaotong"


async def test_hr_walks_through_a_draft_as_a_candidate(shared_house: House) -> None:
    interview = await shared_house.interview(("text", "voice"))
    mongo = shared_house.resources.mongo
    contact = await shared_house.people.candidates.require(interview.candidate_id)
    text = LocalText("顾问", "Consultant")
    position = await Positions(mongo).insert(
        Position(id=new_id("pos"), title=text, department_id="dep", department=text, competencies=[], retention_days=9,
                 contact_id=contact.id)
    )  # fmt: skip
    steps = interview.flow.steps
    flow = await Flows(mongo).insert(
        type(interview.flow)(
            id=new_id("flw"), position_id=position.id, number=1, steps=steps, created_at=interview.invited_at
        )
    )
    headers = await shared_house.bearer(interview.candidate_id, Role.HR_OPERATOR)
    body = {"language": "zh-CN", "segment": "returning"}
    begun = await shared_house.http.post(f"/api/staff/flows/{flow.id}/preview", headers=headers, json=body)
    assert begun.status_code == 201, begun.text
    preview_id = begun.json()["interview_id"]
    assert begun.json()["say"]["text"]["en"].startswith("Welcome again")
    for number, kind in enumerate(["continue", "start_answer"]):
        view = (await say(shared_house, headers, preview_id, kind, number)).json()
    assert (view["turn"]["kind"], view["is_clock_stopped"]) == ("text", False)
    interviewer = await shared_house.bearer(interview.candidate_id, Role.INTERVIEWER)
    refused = await shared_house.http.post(f"/api/staff/flows/{flow.id}/preview", headers=interviewer, json=body)
    assert refused.status_code == 403
