"""The live monitor: running interviews, calls for help, who comes and how soon."""

from typing import Any

import pytest

from backend.contracts.events.interviews import InterviewChanged
from backend.interviews.module import services as interview_services
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.rescue.module import build
from backend.web.policy import Role
from tests.api.staffed import Seat, a_published_position, seated
from tests.web_house import WebHouse, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def tell(house: WebHouse, interview_id: str, change: str) -> None:
    """What the bus tells the monitor after a change."""
    interview = await interview_services(house.api.wiring).interviews.require(interview_id)
    event = InterviewChanged(
        interview.id, interview.application_id, interview.state, interview.version, change, house.clock()
    )
    await build(house.api.wiring).subscriptions[InterviewChanged](Received(new_id("evt"), event, 1))


async def shown(house: WebHouse, role: Role = Role.RECRUITER, account: str = "") -> list[dict[str, Any]]:
    view = (await house.http.get("/api/staff/monitor", headers=await house.bearer(role, account))).json()
    return view["items"]  # type: ignore[no-any-return]


async def running(house: WebHouse, **changes: Any) -> Seat:
    seat = await seated(house, await a_published_position(house), **changes)
    await seat.start()
    return seat


async def test_a_running_interview_is_shown_with_its_step_and_network(house: WebHouse) -> None:
    seat = await running(house)
    [item] = [each for each in await shown(house) if each["row"]["id"] == seat.interview_id]
    assert (item["row"]["state"], item["row"]["candidate"], item["network"]["round_trip_ms"]) == (
        "live",
        "林晓彤",
        41.0,
    )
    assert item["attending"] is None


async def test_an_interviewer_sees_their_own_alone_and_it_sees_nobody(house: WebHouse) -> None:
    interviewer = await house.member(Role.INTERVIEWER)
    own = await running(house, interviewer_ids=[interviewer.id])
    other = await running(house)
    items = await shown(house, Role.INTERVIEWER, interviewer.id)
    assert [(each["row"]["id"], each["is_assigned"]) for each in items] == [(own.interview_id, True)]
    headers = await house.bearer(Role.INTERVIEWER, interviewer.id)
    foreign = await house.http.get(f"/api/staff/monitor/{other.interview_id}", headers=headers)
    assert problem(foreign) == (404, "interview_unknown")
    refused = await house.http.get("/api/staff/monitor", headers=await house.bearer(Role.IT_ADMIN))
    assert problem(refused) == (403, "forbidden")


async def test_a_call_for_help_comes_first_and_the_first_reaction_is_measured(house: WebHouse) -> None:
    await running(house)
    seat = await running(house)
    await seat.say("help")
    await tell(house, seat.interview_id, "help_asked")
    first = (await shown(house))[0]
    assert first["row"]["id"] == seat.interview_id
    assert [alert["kind"] for alert in first["row"]["alerts"]] == ["help"]
    house.clock.advance(seconds=40)
    address = f"/api/staff/monitor/{seat.interview_id}/attend"
    one = await house.http.post(address, headers=await house.bearer(Role.RECRUITER))
    assert one.status_code == 200, one.text
    assert one.json()["response_s"] == pytest.approx(40)
    house.clock.advance(seconds=60)
    two = await house.http.post(address, headers=await house.bearer(Role.HR_OPERATOR))
    assert two.json() == one.json()
    detail = await house.http.get(f"/api/staff/monitor/{seat.interview_id}", headers=await house.bearer(Role.RECRUITER))
    assert {"attended", "help", "started"} <= {each["what"] for each in detail.json()["happened"]}


async def test_nobody_attends_where_nothing_calls(house: WebHouse) -> None:
    seat = await running(house)
    address = f"/api/staff/monitor/{seat.interview_id}/attend"
    assert problem(await house.http.post(address, headers=await house.bearer(Role.RECRUITER))) == (409, "nobody_called")


async def test_a_step_that_lasts_too_long_calls_for_a_person(house: WebHouse) -> None:
    seat = await running(house)
    before = house.clock.now
    house.clock.advance(minutes=11)
    items = {each["row"]["id"]: each for each in await shown(house)}
    assert "long_step" in {alert["kind"] for alert in items[seat.interview_id]["row"]["alerts"]}
    address = f"/api/staff/monitor/{seat.interview_id}/attend"
    taken = await house.http.post(address, headers=await house.bearer(Role.RECRUITER))
    house.clock.now = before
    assert taken.json()["response_s"] == pytest.approx(60)
