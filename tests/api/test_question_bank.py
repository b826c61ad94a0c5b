"""The question bank over the API: written whole, found, edited into new versions, used in a flow."""

from typing import Any

import httpx
import msgspec
import pytest

from backend.questions.model import Question
from backend.web.policy import Role
from tests.api.staffed import a_position
from tests.flows.factories import asking
from tests.web_house import WebHouse, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATH = "/api/staff/questions"


def a_draft(zh: str, en: str, **changes: Any) -> dict[str, Any]:
    question: Question = asking("one", kind="text").question
    written = msgspec.to_builtins(question) | {"prompt": {"zh-CN": zh, "en": en}} | changes.pop("question", {})
    return {"question": written, "tags": [], **changes}


async def listed(house: WebHouse, headers: dict[str, str], **query: str) -> dict[str, Any]:
    response = await house.http.get(PATH, headers=headers, params=query)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def added(house: WebHouse, headers: dict[str, str], draft: dict[str, Any]) -> dict[str, Any]:
    response = await house.http.post(PATH, headers=headers, json=draft)
    assert response.status_code == 201, response.text
    return dict(response.json())


async def test_a_question_is_found_by_words_in_either_language_and_by_what_it_is(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    cafe = await added(
        house, headers, a_draft("说说你安抚客人的一次经历。", "A guest at the Café was cross.", tags=["服务"])
    )
    points = {"key_points": [{"zh-CN": "安抚客人", "en": "calms down"}], "competencies": ["calm"], "kind": "voice"}
    far = await added(house, headers, a_draft("说说你的一天。", "How was your day?", question=points))
    ids = [row["id"] for row in (await listed(house, headers, q="安抚 客人"))["items"]]
    assert ids == [cafe["id"], far["id"]]
    assert [row["id"] for row in (await listed(house, headers, q="CAFE"))["items"]] == [cafe["id"]]
    assert [row["id"] for row in (await listed(house, headers, kind="voice", competency="calm"))["items"]] == [
        far["id"]
    ]
    assert (await listed(house, headers, q="no such words anywhere"))["total"] == 0
    assert "服务" in (await listed(house, headers))["tags"]


async def test_all_that_is_wrong_with_it_is_said_at_once(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    wrong = {"kind": "choice", "options": [], "hard_limit_s": 3.0}
    refused = await house.http.post(PATH, headers=headers, json=a_draft("题目", "", question=wrong))
    assert problem(refused) == (422, "question_invalid")
    told = {each["field"]: each for each in refused.json()["problems"]}
    assert set(told) == {"prompt.en", "options", "hard_limit_s", "soft_limit_s"}
    assert told["prompt.en"]["text"]["en"] == "The question lacks English."


async def test_an_edit_makes_a_version_and_what_somebody_else_wrote_is_not_overwritten(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    first = await added(house, headers, a_draft("旧题", "Old words"))
    path = f"{PATH}/{first['id']}"
    edit = a_draft("新题", "New words", based_on=1, note="Clearer")
    second = (await house.http.put(path, headers=headers, json=edit)).json()
    assert [(each["number"], each["question"]["prompt"]["en"]) for each in second["versions"]] == [
        (2, "New words"), (1, "Old words"),
    ]  # fmt: skip
    same = await house.http.put(path, headers=headers, json=edit | {"based_on": 2})
    assert len(same.json()["versions"]) == 2
    late = await house.http.put(path, headers=headers, json=edit)
    assert (*problem(late), late.json()["number"]) == (409, "stale_version", 2)


async def test_what_is_put_away_is_not_offered_and_can_come_back(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    entry = await added(house, headers, a_draft("收起来的题", "Put away"))
    for is_archived in (True, False):
        body = {"is_archived": is_archived}
        answer = await house.http.post(f"{PATH}/{entry['id']}/archive", headers=headers, json=body)
        assert answer.json()["is_archived"] is is_archived
        shown = [row["id"] for row in (await listed(house, headers))["items"]]
        kept = [row["id"] for row in (await listed(house, headers, archived="true"))["items"]]
        assert (entry["id"] in shown, entry["id"] in kept) == (not is_archived, is_archived)


async def test_a_copy_in_a_flow_names_its_version_and_stays_when_the_bank_goes_on(house: WebHouse) -> None:
    headers = await house.bearer(Role.HR_OPERATOR)
    entry = await added(house, headers, a_draft("原题", "As it was"))
    position = await a_position(house)
    made = await house.http.post(f"/api/staff/positions/{position.id}/flows", headers=headers, json={})
    flow = made.json()
    copy = entry["versions"][0]["question"] | {"id": "que_copy", "source": {"id": entry["id"], "number": 1}}
    steps = [*flow["steps"][:-1], {"type": "question", "id": "stp_copy", "question": copy}, flow["steps"][-1]]
    saved = await save(house, headers, flow, steps)
    await house.http.put(f"{PATH}/{entry['id']}", headers=headers, json=a_draft("改过", "As it is now", based_on=1))
    again = (await house.http.get(f"/api/staff/flows/{flow['row']['id']}", headers=headers)).json()
    kept = next(step for step in again["steps"] if step["id"] == "stp_copy")["question"]
    assert (kept["prompt"]["en"], kept["source"]) == ("As it was", {"id": entry["id"], "number": 1})
    assert saved.status_code == 200


async def save(
    house: WebHouse, headers: dict[str, str], flow: dict[str, Any], steps: list[dict[str, Any]]
) -> httpx.Response:
    body = {"version": flow["row"]["version"], "steps": steps, "pacing": flow["pacing"]}
    response = await house.http.put(f"/api/staff/flows/{flow['row']['id']}", headers=headers, json=body)
    assert response.status_code == 200, response.text
    return response


async def test_who_may_not_edit_may_look_at_most(house: WebHouse) -> None:
    recruiter = await house.bearer(Role.RECRUITER)
    await listed(house, recruiter)
    refused = await house.http.post(PATH, headers=recruiter, json=a_draft("题", "Question"))
    assert refused.status_code == 403
    unknown = await house.http.get(f"{PATH}/bnk_none", headers=recruiter)
    assert problem(unknown) == (404, "bank_question_unknown")
