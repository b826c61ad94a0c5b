"""Inviting candidates from the staff's side, and their links afterwards."""

from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio

from backend.app.demo_data import POSITIONS
from backend.flows.model import Flow
from backend.flows.repository import Flows
from backend.flows.service import FlowEditing
from backend.interviews import presence
from backend.interviews.module import InterviewServices
from backend.interviews.module import services as interview_services
from backend.interviews.schemas import ConsentGiven, DeviceCheck
from backend.kernel.ids import new_id
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.privacy.consent import CONSENT_TEXT
from backend.web.policy import Role
from tests.web_house import WebHouse, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEMO = POSITIONS[0]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def flow(house: WebHouse) -> Flow:
    """A published flow of a position with a contact."""
    await house.employer()
    contact = await house.member(Role.RECRUITER)
    position = await Positions(house.api.wiring.mongo).insert(
        Position(
            id="pos_recruiting", title=DEMO.title, department_id="dep_1", department=DEMO.title,
            competencies=DEMO.competencies, retention_days=180, contact_id=contact.id,
        )
    )  # fmt: skip
    editing = FlowEditing(Flows(house.api.wiring.mongo), clock=house.clock)
    draft = await editing.draft(position, DEMO.steps)
    return await editing.publish(draft.id, position)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def interviews(house: WebHouse) -> InterviewServices:
    return interview_services(house.api.wiring)


def a_form(flow: Flow, **changes: Any) -> dict[str, Any]:
    form = {
        "position_id": flow.position_id, "name": "林晓彤", "first_name": "晓彤", "email": f"{new_id('c')}@example.org",
        "language": "zh-CN", "segment": "graduate",
    }  # fmt: skip
    return {**form, **changes}


async def invite(house: WebHouse, headers: dict[str, str], form: dict[str, Any]) -> httpx.Response:
    return await house.http.post("/api/staff/invitations", headers=headers, json=form)


async def lookup(house: WebHouse, link: str) -> httpx.Response:
    return await house.http.post("/api/invitations/lookup", json={"token": link.rpartition("/")[2]})


async def test_an_invited_candidate_holds_a_link_to_an_interview_on_the_published_flow(
    house: WebHouse, flow: Flow, interviews: InterviewServices
) -> None:
    interviewer = await house.member(Role.INTERVIEWER)
    headers = await house.bearer(Role.RECRUITER)
    response = await invite(house, headers, a_form(flow, interviewer_ids=[interviewer.id], open_days=3))
    assert response.status_code == 201, response.text
    made = response.json()
    assert (made["candidate"], made["flow_number"], made["is_known"]) == ("林晓彤", flow.number, False)
    seen = (await lookup(house, made["link"])).json()
    assert (seen["state"], seen["first_name"], seen["language"]) == ("ready", "晓彤", "zh-CN")
    interview = await interviews.interviews.require(made["interview_id"])
    assert (interview.segment, interview.flow.id) == ("graduate", flow.id)
    assert interview.expires_at - house.clock() == timedelta(days=3)
    own = await house.http.get("/api/staff/interviews", headers=await house.bearer(Role.INTERVIEWER, interviewer.id))
    assert [row["id"] for row in own.json()["items"]] == [interview.id]


async def test_all_that_is_wrong_with_the_form_is_said_at_once(house: WebHouse, flow: Flow) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    form = a_form(flow, name="", first_name="a\nb", email="nobody@", flow_id="flw_none", interviewer_ids=["mem_none"])
    response = await invite(house, headers, form)
    assert problem(response) == (422, "fields_invalid")
    assert {(each["field"], each["code"]) for each in response.json()["problems"]} == {
        ("name", "missing"), ("first_name", "malformed"), ("email", "malformed"), ("flow_id", "not_published"),
        ("interviewer_ids", "unknown"),
    }  # fmt: skip
    foreign = await invite(house, headers, a_form(flow, position_id="pos_none"))
    assert foreign.json()["problems"] == [{"field": "position_id", "code": "unknown"}]


async def test_the_same_form_sent_twice_invites_once(house: WebHouse, flow: Flow) -> None:
    headers = await house.bearer(Role.RECRUITER)
    form = a_form(flow)
    first = (await invite(house, headers, form)).json()
    second = await invite(house, headers, {**form, "email": form["email"].upper()})
    assert problem(second) == (409, "candidate_invited")
    assert second.json()["interview_id"] == first["interview_id"]


async def test_the_form_offers_published_versions_alone(house: WebHouse, flow: Flow) -> None:
    headers = await house.bearer(Role.RECRUITER)
    choices = (await house.http.get("/api/staff/invitations/choices", headers=headers)).json()
    offered = next(choice for choice in choices["positions"] if choice["id"] == flow.position_id)
    assert [(each["id"], each["questions"]) for each in offered["flows"]] == [(flow.id, len(flow.questions))]


async def test_a_link_sent_again_replaces_the_one_before_and_keeps_the_door_open(
    house: WebHouse, flow: Flow, interviews: InterviewServices
) -> None:
    headers = await house.bearer(Role.RECRUITER)
    made = (await invite(house, headers, a_form(flow, open_days=1))).json()
    base = f"/api/staff/interviews/{made['interview_id']}/invitation"
    again = await house.http.post(f"{base}/send", headers=headers, json={"open_days": 9})
    assert again.status_code == 200, again.text
    assert (await lookup(house, made["link"])).json()["state"] == "revoked"
    assert (await lookup(house, again.json()["link"])).json()["state"] == "ready"
    interview = await interviews.interviews.require(made["interview_id"])
    assert interview.expires_at - house.clock() == timedelta(days=9)
    status = (await house.http.get(base, headers=headers)).json()
    assert (status["state"], status["sent"], status["may_send"]) == ("ready", 2, True)


async def test_a_revoked_link_lets_nobody_in_and_signs_out(house: WebHouse, flow: Flow) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    made = (await invite(house, headers, a_form(flow))).json()
    base = f"/api/staff/interviews/{made['interview_id']}/invitation"
    revoked = await house.http.post(f"{base}/revoke", headers=headers)
    assert revoked.json()["state"] == "revoked"
    code = await house.http.post("/api/invitations/code", json={"token": made["link"].rpartition("/")[2]})
    assert problem(code) == (410, "invitation_revoked")


async def test_looking_at_the_address_and_changing_the_link_are_written_down(house: WebHouse, flow: Flow) -> None:
    headers = await house.bearer(Role.RECRUITER)
    made = (await invite(house, headers, a_form(flow))).json()
    base = f"/api/staff/interviews/{made['interview_id']}/invitation"
    await house.http.get(base, headers=headers)
    await house.http.post(f"{base}/revoke", headers=headers)
    page = (await house.http.get("/api/staff/audit?limit=20", headers=await house.bearer(Role.AUDITOR))).json()
    actions = [row["action"] for row in page["items"] if row["subject"] == made["interview_id"]]
    assert actions == ["invitation.revoked", "invitation.read", "interview.invited"]


async def test_an_unknown_interview_has_no_link(house: WebHouse) -> None:
    headers = await house.bearer(Role.RECRUITER)
    response = await house.http.get("/api/staff/interviews/int_none/invitation", headers=headers)
    assert problem(response) == (404, "interview_unknown")


async def test_an_interview_that_ran_out_is_opened_again_where_it_stood(
    house: WebHouse, flow: Flow, interviews: InterviewServices
) -> None:
    headers = await house.bearer(Role.RECRUITER)
    made = (await invite(house, headers, a_form(flow, open_days=2))).json()
    path = f"/api/staff/interviews/{made['interview_id']}"
    asked = {"reason": "illness", "open_days": 5}
    early = await house.http.post(f"{path}/reopen", headers=headers, json=asked)
    assert (early.status_code, early.json()["code"]) == (409, "reopen_not_allowed")
    invited = await interviews.interviews.require(made["interview_id"])
    consent = ConsentGiven(CONSENT_TEXT.version, "zh-CN", accepts_sensitive=True)
    await interviews.candidate.consent(invited.id, invited.candidate_id, consent)
    await interviews.candidate.check_device(invited.id, invited.candidate_id, DeviceCheck([], None, "Test/1"))
    house.clock.advance(days=3)
    over = await interviews.conducting.apply(invited.id, presence.lapse)
    assert over.state == "expired"
    headers = await house.bearer(Role.RECRUITER)
    status = (await house.http.get(f"{path}/invitation", headers=headers)).json()
    assert (status["may_send"], status["may_reopen"]) == (False, True)

    opened = await house.http.post(f"{path}/reopen", headers=headers, json=asked)
    assert opened.status_code == 200, opened.text
    await house.accounts.invitations.follow_interview(invited.id, "expired", house.clock() - timedelta(minutes=1))
    again = await interviews.interviews.require(invited.id)
    assert (again.state, again.expires_at - house.clock()) == ("checked", timedelta(days=5))
    assert (again.ended_at, again.erase_after) == (None, None)
    assert (await lookup(house, opened.json()["link"])).json()["state"] == "ready"
    newest = max(await house.accounts.invitation_records.of_interview(invited.id), key=lambda each: each.id)
    row = await house.accounts.invitation_records.collection.find_one({"_id": newest.id})
    assert row is not None
    assert [msgspec.json.decode(entry["data"])["template"] for entry in row["outbox"]] == ["reopened"]
    audited = await house.resources.mongo.collection("audit").find(
        {"action": "interview.reopened", "subject": invited.id}
    )
    assert audited[-1]["detail"]["reason"] == "illness"
    await interviews.candidate.start(invited.id, invited.candidate_id)
