"""The live monitor: running interviews, calls for help, who comes and how soon."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.interviews.module import services as interview_services
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.monitor.model import Rescue, Rescues
from backend.monitor.module import build
from backend.monitor.rules import answered, response_times, standing
from backend.web.policy import Role
from tests.api.staffed import Seat, a_published_position, seated
from tests.web_house import WebHouse, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


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


async def test_one_call_is_one_rescue_and_tells_those_on_duty(house: WebHouse) -> None:
    interviewer = await house.member(Role.INTERVIEWER)
    seat = await running(house, interviewer_ids=[interviewer.id])
    for _ in range(2):
        await seat.say("help")
        await tell(house, seat.interview_id, "help_asked")
        await tell(house, seat.interview_id, "help_asked")
        house.clock.advance(seconds=5)
    rows = await Rescues(house.api.wiring.mongo).collection.find({"interview_id": seat.interview_id})
    assert len(rows) == 1
    notices = [msgspec.json.decode(entry["data"]) for entry in rows[0]["outbox"]]
    assert {(each["kind"], each["urgency"]) for each in notices} == {("help_asked", "high")}
    assert interviewer.id in {each["account_id"] for each in notices}
    assert len(notices) == 2


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


async def test_an_erased_person_leaves_no_rescue(house: WebHouse) -> None:
    seat = await running(house)
    await seat.say("help")
    await tell(house, seat.interview_id, "help_asked")
    rescues = Rescues(house.api.wiring.mongo)
    [rescue] = await rescues.of(seat.interview_id)
    erased = PersonErased(rescue.candidate_id, house.clock())
    await build(house.api.wiring).subscriptions[PersonErased](Received(new_id("evt"), erased, 1))
    assert await rescues.of(seat.interview_id) == []


def a_rescue(seconds: float | None, asked_at: datetime = AT) -> Rescue:
    rescue = Rescue(
        id=new_id("rsc"), interview_id="int_1", application_id="app_1", candidate_id="can_1", cause="help",
        asked_at=asked_at,
    )  # fmt: skip
    return rescue if seconds is None else answered(rescue, "mem_1", "attended", asked_at + timedelta(seconds=seconds))


async def test_the_first_reaction_stays_the_first() -> None:
    first = a_rescue(30)
    assert answered(first, "mem_2", "took_over", AT + timedelta(seconds=90)) is first


async def test_response_times_are_over_the_answered_calls() -> None:
    times = response_times([a_rescue(seconds) for seconds in (10, 20, 30, None, 400)])
    assert (times.calls, times.answered, times.median_s, times.p90_s) == (5, 4, 20, 400)
    assert response_times([]).median_s is None


async def test_a_call_of_an_hour_ago_does_not_stand_any_more() -> None:
    old = a_rescue(None, AT - timedelta(hours=1))
    assert standing([old], AT) is None
    assert standing([a_rescue(5)], AT + timedelta(minutes=5)) is not None
