"""Whoever has taken a call leads as they come in, once; everybody else comes in as ever."""

import pytest

from backend.interviews.monitor import alerts
from backend.privacy.audit import Audit
from backend.rescue.model import Rescue

from .conftest import Ward

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def held_by(ward: Ward) -> str | None:
    held = (await ward.interview()).held
    return held.account_id if held is not None else None


async def accepted(ward: Ward) -> Rescue:
    await ward.reach_question()
    await ward.press()
    assert (await ward.post(ward.li, "accept")).status_code == 200
    return await ward.rescue()


async def test_who_took_the_call_leads_as_they_come_in_and_the_ai_waits(ward: Ward) -> None:
    await accepted(ward)
    await ward.follow("accepted")
    assert await held_by(ward) is None
    await ward.enters(ward.li)
    await ward.room_told()
    assert await held_by(ward) == ward.li.id
    view = (
        await ward.house.http.get(f"/api/interviews/{ward.seat.interview_id}/live", headers=ward.seat.headers)
    ).json()
    assert (view["held_by"], view["is_clock_stopped"]) == ("He Li", True)
    await ward.room_told()  # told twice it is once
    wiring = ward.house.api.wiring
    entries = await Audit.of(wiring.mongo, wiring.keyring).entries.find(
        {"subject": ward.seat.interview_id, "action": "room.took_over"}
    )
    assert [entry.actor_id for entry in entries] == [ward.li.id]


async def test_after_giving_back_coming_in_again_takes_nothing_over(ward: Ward) -> None:
    await accepted(ward)
    me = await ward.enters(ward.li)
    await ward.room_told()
    await ward.at_door(ward.li, "hand-back", {"participant_id": me})
    assert await held_by(ward) is None
    await ward.at_door(ward.li, "leave", {"participant_id": me})
    await ward.enters(ward.li)
    await ward.room_told()
    assert await held_by(ward) is None


async def test_giving_back_ends_the_alarm_and_nobody_is_called_for_the_same_step_at_once(ward: Ward) -> None:
    await accepted(ward)
    ward.house.clock.advance(minutes=9)
    me = await ward.enters(ward.li)
    await ward.room_told()
    ward.house.clock.advance(minutes=2)
    await ward.at_door(ward.li, "hand-back", {"participant_id": me})
    assert alerts(await ward.interview(), ward.house.clock()) == []
    await ward.parts.watch.look()
    [rescue] = await ward.parts.rescues.of(ward.seat.interview_id)
    assert rescue.reacted_by == ward.li.id
    ward.house.clock.advance(minutes=10)
    await ward.parts.watch.look()
    called = await ward.rescue()
    assert (called.id != rescue.id, called.cause, called.state) == (True, "long_step", "calling")


async def test_a_call_made_while_a_person_leads_is_over_when_they_give_back(ward: Ward) -> None:
    await ward.reach_question()
    me = await ward.enters(ward.anna)
    await ward.at_door(ward.anna, "take-over", {"participant_id": me})
    ward.house.clock.advance(seconds=5)
    await ward.press()
    assert (await ward.rescue()).state == "calling"
    await ward.parts.watch.look()
    assert (await ward.rescue()).state == "calling"
    ward.house.clock.advance(seconds=5)
    await ward.at_door(ward.anna, "hand-back", {"participant_id": me})
    await ward.parts.watch.look()
    rescue = await ward.rescue()
    assert (rescue.state, rescue.ended_by) == ("over", "went_on")


async def test_others_and_those_who_only_watch_come_in_as_ever(ward: Ward) -> None:
    await accepted(ward)
    await ward.enters(ward.anna)
    await ward.enters(ward.li, "observe")
    await ward.room_told()
    assert await held_by(ward) is None
    await ward.enters(ward.li)
    await ward.room_told()
    assert await held_by(ward) == ward.li.id


async def test_who_is_inside_already_leads_once_they_take_the_call(ward: Ward) -> None:
    await ward.reach_question()
    await ward.enters(ward.li)
    await ward.press()
    await ward.room_told()
    assert await held_by(ward) is None
    assert (await ward.post(ward.li, "accept")).status_code == 200
    await ward.follow("accepted")
    assert await held_by(ward) == ward.li.id


async def test_where_another_leads_the_helper_comes_in_beside_them(ward: Ward) -> None:
    await ward.reach_question()
    hers = await ward.enters(ward.anna)
    await ward.press()
    await ward.at_door(ward.anna, "take-over", {"participant_id": hers})
    assert (await ward.post(ward.li, "accept")).status_code == 200
    await ward.enters(ward.li)
    await ward.room_told()
    assert await held_by(ward) == ward.anna.id
    assert (await ward.rescue()).led_at is None
