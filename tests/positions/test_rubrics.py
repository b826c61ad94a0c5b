"""A rubric's life over the API: drafted, saved, refused with all that is wrong, published, never changed again."""

from typing import Any

import msgspec
import pytest

from backend.contracts.events.positions import RubricPublished
from backend.kernel.clock import utc_now
from backend.positions.module import rubrics_of
from backend.positions.repository import Positions
from backend.web.policy import Role
from tests.api.staffed import a_position
from tests.reviews.factories import competency
from tests.web_house import WebHouse, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
WHOLE = msgspec.to_builtins([competency("customer", 70), competency("calm", 30)])


async def drafted(house: WebHouse, headers: dict[str, str], position_id: str) -> dict[str, Any]:
    response = await house.http.post(f"/api/staff/positions/{position_id}/rubrics", headers=headers)
    assert response.status_code == 201, response.text
    return dict(response.json())


async def test_a_rubric_is_written_and_published_and_then_stands(house: WebHouse) -> None:
    headers, position = await house.bearer(Role.HR_OPERATOR), await a_position(house)
    view = await drafted(house, headers, position.id)
    assert (view["row"]["number"], view["row"]["state"]) == (1, "draft")
    assert [each["id"] for each in view["competencies"]] == [each.id for each in position.competencies]
    address = f"/api/staff/rubrics/{view['row']['id']}"
    early = await house.http.post(f"{address}/publish", headers=headers, json={"version": 0})
    assert (problem(early), bool(early.json()["problems"])) == ((422, "rubric_incomplete"), True)
    saved = (await house.http.put(address, headers=headers, json={"version": 0, "competencies": WHOLE})).json()
    assert (saved["problems"], saved["row"]["version"]) == ([], 1)
    late = await house.http.put(address, headers=headers, json={"version": 0, "competencies": []})
    assert problem(late) == (409, "stale_version")
    done = (await house.http.post(f"{address}/publish", headers=headers, json={"version": 1})).json()
    assert (done["row"]["state"], done["row"]["is_current"]) == ("published", True)
    for refused in (
        await house.http.put(address, headers=headers, json={"version": 2, "competencies": []}),
        await house.http.post(f"{address}/publish", headers=headers, json={"version": 2}),
        await house.http.delete(address, headers=headers),
    ):
        assert problem(refused) == (409, "rubric_published")


async def test_a_position_has_one_draft_and_the_next_begins_as_the_last(house: WebHouse) -> None:
    headers, position = await house.bearer(Role.HR_OPERATOR), await a_position(house)
    first = await drafted(house, headers, position.id)
    again = await house.http.post(f"/api/staff/positions/{position.id}/rubrics", headers=headers)
    assert (problem(again), again.json()["rubric_id"]) == ((409, "rubric_draft_exists"), first["row"]["id"])
    address = f"/api/staff/rubrics/{first['row']['id']}"
    assert (await house.http.delete(address, headers=headers)).status_code == 204
    assert problem(await house.http.get(address, headers=headers)) == (404, "rubric_unknown")
    listed = (await house.http.get("/api/staff/rubrics", headers=headers)).json()
    assert [each["rubrics"] for each in listed if each["position"]["id"] == position.id] == [[]]


async def test_the_positions_competencies_follow_its_rubric(house: WebHouse) -> None:
    headers, position = await house.bearer(Role.HR_OPERATOR), await a_position(house)
    view = await drafted(house, headers, position.id)
    address = f"/api/staff/rubrics/{view['row']['id']}"
    await house.http.put(address, headers=headers, json={"version": 0, "competencies": WHOLE})
    await house.http.post(f"{address}/publish", headers=headers, json={"version": 1})
    _, staff = rubrics_of(house.api.wiring)
    for _ in range(2):
        await staff.follow(RubricPublished(position.id, view["row"]["id"], 1, utc_now()))
    kept = await Positions(house.api.wiring.mongo).require(position.id)
    assert [(each.id, each.weight) for each in kept.competencies] == [("customer", 70), ("calm", 30)]
