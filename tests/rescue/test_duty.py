"""The rota and the switches over HTTP."""

from typing import Any

import msgspec
import pytest

from backend.rescue.module import services
from backend.web.policy import Role
from tests.web_house import WebHouse, problem

from .conftest import ALWAYS, Ward, a_rota

pytestmark = pytest.mark.asyncio(loop_scope="module")
WEEK = msgspec.to_builtins(ALWAYS)


async def the_rota(house: WebHouse, role: Role = Role.HR_OPERATOR) -> dict[str, Any]:
    answer = await house.http.get("/api/staff/rescue/rota", headers=await house.bearer(role))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_hr_writes_the_rota_and_two_at_once_do_not_lose_each_other(ward: Ward) -> None:
    house, headers = ward.house, await ward.house.bearer(Role.HR_OPERATOR)
    known = await the_rota(house)
    given = {
        "version": known["version"],
        "zone": "Europe/Berlin",
        "wait_s": 90,
        "levels": [{"duties": [{"member_id": ward.anna.id, "weekly": WEEK, "exceptions": []}]}],
    }
    saved = await house.http.put("/api/staff/rescue/rota", headers=headers, json=given)
    assert saved.status_code == 200, saved.text
    assert (saved.json()["zone"], saved.json()["wait_s"], saved.json()["is_set"]) == ("Europe/Berlin", 90, True)
    late = await house.http.put("/api/staff/rescue/rota", headers=headers, json=given)
    assert problem(late) == (409, "stale_version")
    for changes, code in (
        ({"levels": [{"duties": []}]}, "level_empty"),
        ({"zone": "Mars/Olympus"}, "zone_unknown"),
        ({"levels": [{"duties": [{"member_id": "mem_nobody", "weekly": WEEK}]}]}, "member_unable"),
    ):
        wrong = given | {"version": saved.json()["version"]} | changes
        assert problem(await house.http.put("/api/staff/rescue/rota", headers=headers, json=wrong)) == (422, code)
    refused = await house.http.put("/api/staff/rescue/rota", headers=await house.bearer(Role.RECRUITER), json=given)
    assert problem(refused) == (403, "forbidden")


async def test_before_there_is_a_rota_one_is_proposed_and_the_own_people_are_called(ward: Ward) -> None:
    await services(ward.house.api.wiring).rosters.rotas.delete("rota")
    proposal = await the_rota(ward.house)
    assert (proposal["is_set"], proposal["version"]) == (False, 0)
    assert ward.li.id in {each["member_id"] for each in proposal["levels"][0]["duties"]}
    await ward.press()
    first = (await ward.rescue()).rounds[0]
    assert len(first.called) == 1
    assert first.called[0].member_id not in (ward.li.id, ward.anna.id)
    ward.house.clock.advance(seconds=61)
    await ward.parts.watch.look()
    assert {ward.li.id, ward.anna.id} <= set((await ward.rescue()).members)


async def test_on_duty_now_goes_before_the_rota_for_eight_hours(ward: Ward) -> None:
    house = ward.house
    await a_rota(house, [ward.anna.id])
    headers = await ward.as_(ward.li)
    duty = (await house.http.get("/api/staff/rescue/duty", headers=headers)).json()
    assert (duty["is_on_duty"], duty["source"]) == (False, "none")
    on = (await house.http.put("/api/staff/rescue/duty", headers=headers, json={"is_on": True})).json()
    assert (on["is_on_duty"], on["source"]) == (True, "switch")
    off = await house.http.put("/api/staff/rescue/duty", headers=await ward.as_(ward.anna), json={"is_on": False})
    assert off.json()["is_on_duty"] is False
    await ward.press()
    assert (await ward.rescue()).members == [ward.li.id]
    back = await house.http.put("/api/staff/rescue/duty", headers=await ward.as_(ward.anna), json={"is_on": None})
    assert (back.json()["is_on_duty"], back.json()["source"]) == (True, "rota")
    house.clock.advance(hours=9)
    lapsed = (await house.http.get("/api/staff/rescue/duty", headers=headers)).json()
    assert lapsed["is_on_duty"] is False


async def test_a_rota_without_hours_rings_nowhere(ward: Ward) -> None:
    known = await the_rota(ward.house)
    nobody = [{"member_id": ward.li.id, "weekly": [], "exceptions": []}]
    given = {"version": known["version"], "zone": "UTC", "levels": [{"duties": nobody}]}
    headers = await ward.house.bearer(Role.HR_OPERATOR)
    saved = await ward.house.http.put("/api/staff/rescue/rota", headers=headers, json=given)
    assert saved.status_code == 200, saved.text
    await ward.press()
    assert ((await ward.rescue()).state, (await ward.rescue()).members) == ("unanswered", [])
    told = await ward.told()
    assert told is not None
    assert (told["state"], told["stages"]) == ("unanswered", [])
