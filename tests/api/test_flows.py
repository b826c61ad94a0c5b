"""A flow's life over the API: drafted, saved, refused with all that is wrong, published, rolled back."""

from typing import Any

import httpx
import msgspec
import pytest

from backend.flows.model import FlowStep
from backend.interviews.module import services as interview_services
from backend.kernel.ids import new_id
from backend.positions.model import Position
from backend.web.policy import Role
from tests.api.staffed import a_position
from tests.flows.factories import POSITION, asking, whole
from tests.web_house import WebHouse, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def drafted(house: WebHouse, headers: dict[str, str], position: Position, **body: Any) -> dict[str, Any]:
    response = await house.http.post(f"/api/staff/positions/{position.id}/flows", headers=headers, json=body)
    assert response.status_code == 201, response.text
    return response.json()  # type: ignore[no-any-return]


async def save(
    house: WebHouse, headers: dict[str, str], view: dict[str, Any], steps: list[FlowStep], **changes: Any
) -> httpx.Response:
    body = {"version": view["row"]["version"], "steps": msgspec.to_builtins(steps), "pacing": view["pacing"]}
    return await house.http.put(f"/api/staff/flows/{view['row']['id']}", headers=headers, json={**body, **changes})


async def publish(house: WebHouse, headers: dict[str, str], view: dict[str, Any]) -> httpx.Response:
    body = {"version": view["row"]["version"]}
    return await house.http.post(f"/api/staff/flows/{view['row']['id']}/publish", headers=headers, json=body)


async def published(
    house: WebHouse, headers: dict[str, str], position: Position, steps: list[FlowStep] | None = None
) -> dict[str, Any]:
    view = (await save(house, headers, await drafted(house, headers, position), steps or whole())).json()
    response = await publish(house, headers, view)
    assert response.status_code == 200, response.text
    return response.json()  # type: ignore[no-any-return]


async def test_a_first_flow_begins_as_a_frame_and_says_what_it_lacks(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    view = await drafted(house, headers, await a_position(house))
    assert [step["type"] for step in view["steps"]] == ["identity", "device", "greeting", "closing"]
    assert (view["row"]["number"], view["row"]["state"], view["current_number"]) == (1, "draft", None)
    refused = await publish(house, headers, view)
    assert problem(refused) == (422, "flow_without_questions")
    assert refused.json()["problems"] == view["problems"]
    assert all(each["text"]["en"] and each["text"]["zh-CN"] for each in view["problems"])


async def test_what_is_published_never_changes_and_the_next_version_begins_as_it(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    position = await a_position(house)
    first = await published(house, headers, position)
    assert (first["row"]["is_current"], first["row"]["published_by"]) == (True, "Maya Lindqvist")
    assert problem(await save(house, headers, first, [])) == (409, "flow_published")
    address = f"/api/staff/flows/{first['row']['id']}"
    assert problem(await house.http.delete(address, headers=headers)) == (409, "flow_published")
    second = await drafted(house, headers, position)
    assert (second["row"]["number"], second["row"]["based_on"], second["steps"]) == (2, 1, first["steps"])
    changed = (await save(house, headers, second, whole(asking("one"), asking("two")))).json()
    assert [(each["kind"], each["step"]) for each in changed["differences"]] == [("added", "two")]


async def test_a_position_has_one_draft_at_a_time(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    position = await a_position(house)
    first = await drafted(house, headers, position)
    second = await house.http.post(f"/api/staff/positions/{position.id}/flows", headers=headers, json={})
    assert problem(second) == (409, "flow_draft_exists")
    assert second.json()["flow_id"] == first["row"]["id"]
    gone = await house.http.delete(f"/api/staff/flows/{first['row']['id']}", headers=headers)
    assert gone.status_code == 204
    assert (await drafted(house, headers, position))["row"]["number"] == 1


async def test_of_two_who_write_the_second_is_told_and_loses_nothing_silently(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    view = await drafted(house, headers, await a_position(house))
    assert (await save(house, headers, view, whole(), note="first")).status_code == 200
    late = await save(house, headers, view, [], note="second")
    assert problem(late) == (409, "stale_version")
    assert late.json()["changed_at"]
    kept = (await house.http.get(f"/api/staff/flows/{view['row']['id']}", headers=headers)).json()
    assert (kept["row"]["note"], len(kept["steps"])) == ("first", len(whole()))
    assert problem(await publish(house, headers, view)) == (409, "stale_version")


async def test_an_old_version_is_published_anew_and_a_waiting_draft_still_comes_last(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    position = await a_position(house)
    first = await published(house, headers, position)
    second = await published(house, headers, position, whole(asking("one"), asking("two")))
    waiting = await drafted(house, headers, position)
    assert (second["row"]["number"], waiting["row"]["number"]) == (2, 3)
    back = await house.http.post(f"/api/staff/flows/{first['row']['id']}/roll-back", headers=headers)
    assert back.status_code == 201, back.text
    row = back.json()["row"]
    assert (row["number"], row["based_on"], row["is_current"], row["state"]) == (4, 1, True, "published")
    assert back.json()["steps"] == first["steps"]
    house.clock.advance(seconds=1)
    last = await publish(house, headers, waiting)
    assert (last.json()["row"]["number"], last.json()["row"]["is_current"]) == (5, True)


async def test_a_draft_cannot_be_rolled_back_to(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    view = await drafted(house, headers, await a_position(house))
    response = await house.http.post(f"/api/staff/flows/{view['row']['id']}/roll-back", headers=headers)
    assert problem(response) == (409, "flow_not_published")


async def test_a_flow_beyond_all_measure_is_refused(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    view = await drafted(house, headers, await a_position(house))
    huge = [asking(f"q{number}", key_points=[POSITION.title] * 900) for number in range(9)]
    assert problem(await save(house, headers, view, list(huge))) == (413, "body_too_large")
    many = await save(house, headers, view, [asking(f"q{number}") for number in range(201)])
    assert problem(many) == (422, "body_invalid")


async def test_an_interview_keeps_the_version_that_it_was_made_on(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    position = await a_position(house)
    first = await published(house, headers, position)
    form = {
        "position_id": position.id, "name": "林晓彤", "first_name": "晓彤", "email": f"{new_id('c')}@example.org",
        "language": "zh-CN", "segment": "graduate",
    }  # fmt: skip
    made = (await house.http.post("/api/staff/invitations", headers=headers, json=form)).json()
    await published(house, headers, position, whole(asking("one"), asking("two")))
    interview = await interview_services(house.api.wiring).interviews.require(made["interview_id"])
    assert (interview.flow.id, interview.flow.number) == (first["row"]["id"], 1)
    assert [question.id for question in interview.flow.questions] == ["que_one"]
    later = await house.http.post(
        "/api/staff/invitations", headers=headers, json={**form, "email": f"{new_id('c')}@example.org"}
    )
    assert later.json()["flow_number"] == 2


async def test_a_running_interview_ends_on_the_version_that_it_began_on(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    position = await a_position(house)
    await published(house, headers, position, whole(asking("one", kind="text"), asking("two", kind="text")))
    form = {
        "position_id": position.id, "name": "林晓彤", "first_name": "晓彤", "email": f"{new_id('c')}@example.org",
        "language": "zh-CN", "segment": "graduate",
    }  # fmt: skip
    made = (await house.http.post("/api/staff/invitations", headers=headers, json=form)).json()
    interviews = interview_services(house.api.wiring).interviews
    interview = await interviews.update(
        made["interview_id"], lambda known: (msgspec.structs.replace(known, state="checked"), ())
    )
    own = await house.bearer(Role.CANDIDATE, interview.candidate_id)
    address = f"/api/interviews/{interview.id}"
    assert (await house.http.post(f"{address}/start", headers=own)).status_code == 200

    async def say(kind: str, **members: str) -> dict[str, Any]:
        command = {"id": new_id("cmd"), "kind": kind, **members}
        answer = await house.http.post(f"{address}/commands", headers=own, json=command)
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]

    asked = []
    for kind in ("continue", "skip", "continue", "start_answer"):
        view = await say(kind)
    await say("draft", text="First.")
    await published(house, headers, position, whole(asking("three"), asking("four")))
    while view["phase"] != "done":
        if view["phase"] == "answering":
            asked.append((await interviews.require(interview.id)).turns[-1].question_id)
            view = await say("done")
        view = await say("start_answer" if view["phase"] == "thinking" else "continue")
    assert asked == ["que_one", "que_two"]
    stored = await interviews.require(interview.id)
    assert [turn.text for turn in stored.turns if not turn.is_practice] == ["First.", ""]
    assert [question.id for question in stored.flow.questions] == ["que_one", "que_two"]


async def test_recruiters_read_and_do_not_write(house: WebHouse) -> None:
    position = await a_position(house)
    await published(house, await house.bearer(Role.HR_OPERATOR), position)
    headers = await house.bearer(Role.RECRUITER)
    listed = (await house.http.get("/api/staff/flows", headers=headers)).json()
    own = next(each for each in listed if each["position"]["id"] == position.id)
    assert [(row["number"], row["is_current"], row["problems"]) for row in own["flows"]] == [(1, True, 0)]
    refused = await house.http.post(f"/api/staff/positions/{position.id}/flows", headers=headers, json={})
    assert problem(refused) == (403, "forbidden")


async def test_every_change_is_written_down(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    view = await published(house, headers, await a_position(house))
    page = (await house.http.get("/api/staff/audit?limit=20", headers=await house.bearer(Role.AUDITOR))).json()
    actions = [row["action"] for row in page["items"] if row["subject"] == view["row"]["id"]]
    assert actions == ["flow.published", "flow.edited", "flow.drafted"]
