"""A member's home: what is today, what runs, what waits; and nothing that is not theirs."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from backend.chat.repository import Threads
from backend.kernel.ids import new_id
from backend.kernel.mongo import Mongo
from backend.scheduling.model import Appointment, Booking, Claimed, booking_of
from backend.scheduling.repository import Bookings
from backend.web.policy import Role
from tests.api.staffed import Seat, a_published_position, seated
from tests.rescue.conftest import a_ward, house
from tests.web_house import WebHouse, problem

__all__ = ["house"]
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def home_of(house: WebHouse, role: Role, account: str = "") -> dict[str, Any]:
    answer = await house.http.get("/api/staff/home", headers=await house.bearer(role, account))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def booked(house: WebHouse, seat: Seat, member_ids: list[str], *, hours: float) -> Booking:
    """An appointment of the candidate's, so many hours from now."""
    row = await house.api.wiring.mongo.collection("interviews").find_one({"_id": seat.interview_id})
    assert row is not None
    start = house.clock() + timedelta(hours=hours)
    return await Bookings(house.api.wiring.mongo).insert(
        Booking(
            id=booking_of(seat.interview_id), interview_id=seat.interview_id, application_id=row["application_id"],
            position_id=row["position_id"], candidate_id=row["candidate_id"], zone="UTC", employer_zone="UTC",
            state="booked", appointment=Appointment(
                claimed=Claimed(new_id("clm"), []), start=start, end=start + timedelta(minutes=30), mode="people",
                member_ids=member_ids, booked_at=house.clock(), booked_by=row["candidate_id"],
            ),
        )
    )  # fmt: skip


def pile(home: dict[str, Any], kind: str) -> list[str]:
    return [item["interview_id"] for each in home["piles"] if each["kind"] == kind for item in each["items"]]


async def test_a_recruiter_sees_who_comes_who_calls_and_what_waits(house: WebHouse) -> None:
    ward = await a_ward(house)
    await ward.press()
    wish = {"wishes": ["extra_time"], "note": ""}
    other = await seated(house, await a_published_position(house))
    assert (await other.post("/accommodations", wish)).status_code == 200
    home = await home_of(house, Role.RECRUITER)
    [running] = [each for each in home["running"] if each["interview_id"] == ward.seat.interview_id]
    assert (running["candidate"], [alert["kind"] for alert in running["alerts"]]) == ("林晓彤", ["help"])
    assert ward.seat.interview_id in pile(home, "help")
    assert home["piles"][0]["kind"] == "help"
    assert other.interview_id in pile(home, "accommodation")


async def test_a_wish_that_was_decided_at_another_process_waits_for_nobody_a_moment_later(house: WebHouse) -> None:
    seat = await seated(house, await a_published_position(house))
    assert (await seat.post("/accommodations", {"wishes": ["extra_time"], "note": ""})).status_code == 200
    assert seat.interview_id in pile(await home_of(house, Role.RECRUITER), "accommodation")
    settings = house.api.wiring.settings
    elsewhere = await Mongo.connect(settings.mongodb_uri or "", settings.mongodb_database)
    await elsewhere.collection("interviews").update_one({"_id": seat.interview_id}, {"$set": {"found_by": []}})
    await elsewhere.close()
    house.clock.advance(seconds=2)
    assert seat.interview_id not in pile(await home_of(house, Role.RECRUITER), "accommodation")


async def test_a_message_and_a_review_wait_for_a_recruiter_with_their_clocks(house: WebHouse) -> None:
    ward = await a_ward(house)
    await house.api.wiring.mongo.collection("interviews").update_one(
        {"_id": ward.seat.interview_id},
        {"$set": {"state": "reviewable", "found_by": ["reviewable"], "reviewable_at": house.clock()}},
    )
    thread = (await house.http.get("/api/chat", headers=ward.seat.headers)).json()
    since = house.clock()
    await Threads(house.api.wiring.mongo).update(
        thread["id"], lambda known: (msgspec.structs.replace(known, waiting_since=since), ())
    )
    home = await home_of(house, Role.HR_OPERATOR)
    assert ward.seat.interview_id in pile(home, "review")
    assert ward.seat.interview_id in pile(home, "thread")
    assert ward.seat.interview_id not in [each["interview_id"] for each in home["running"]]
    assert pile(await home_of(house, Role.INTERVIEWER), "thread") == []


async def test_an_interviewer_sees_their_own_alone(house: WebHouse) -> None:
    interviewer = await house.member(Role.INTERVIEWER)
    own = await a_ward(house, interviewer_ids=[interviewer.id])
    foreign = await a_ward(house)
    await booked(house, own.seat, [interviewer.id], hours=30)
    await booked(house, foreign.seat, [foreign.anna.id], hours=2)
    home = await home_of(house, Role.INTERVIEWER, interviewer.id)
    assert [(each["interview_id"], each["is_mine"]) for each in home["running"]] == [(own.seat.interview_id, True)]
    assert [(each["interview_id"], each["is_mine"]) for each in home["soon"]] == [(own.seat.interview_id, True)]
    assert home["soon"][0]["members"] == ["Maya Lindqvist"]
    await house.api.wiring.mongo.collection("interviews").update_one(
        {"_id": own.seat.interview_id},
        {"$set": {"state": "reviewable", "found_by": ["reviewable"], "submitted_at": house.clock()}},
    )
    home = await home_of(house, Role.INTERVIEWER, interviewer.id)
    assert (pile(home, "scorecard"), pile(home, "review")) == ([own.seat.interview_id], [])


async def test_who_arranges_bookings_sees_everybodys_of_the_next_day(house: WebHouse) -> None:
    ward = await a_ward(house)
    later = await a_ward(house)
    await booked(house, ward.seat, [ward.li.id], hours=3)
    await booked(house, later.seat, [ward.li.id], hours=72)
    soon = [each["interview_id"] for each in (await home_of(house, Role.RECRUITER))["soon"]]
    assert ward.seat.interview_id in soon
    assert later.seat.interview_id not in soon


async def test_an_erased_person_stands_on_no_home(house: WebHouse) -> None:
    ward = await a_ward(house)
    await booked(house, ward.seat, [ward.li.id], hours=4)
    await house.api.wiring.mongo.collection("interviews").update_one(
        {"_id": ward.seat.interview_id},
        {"$set": {"state": "closed", "erased": {"at": house.clock(), "erasure_id": "era_1", "take_ids": []}}},
    )
    home = await home_of(house, Role.RECRUITER)
    assert ward.seat.interview_id not in str(home)


async def test_a_home_is_for_who_takes_part(house: WebHouse) -> None:
    for role in (Role.IT_ADMIN, Role.AUDITOR, Role.CANDIDATE):
        answer = await house.http.get("/api/staff/home", headers=await house.bearer(role))
        assert problem(answer) == (403, "forbidden")
