"""The ten reads that people do most, and a house full enough that they cost what they cost."""

from datetime import timedelta

import msgspec

from backend.accounts.notices import notice_wanted
from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.interviews.module import services as interview_services
from backend.kernel.ids import new_id
from backend.notices.keeping import notice_of
from backend.notices.model import Notice, Shown
from backend.notices.module import records_of
from backend.notices.places import message_place
from backend.scheduling.module import services as scheduling_services
from backend.web.policy import Role
from tests.interviews.factories import an_interview
from tests.scheduling.house import BookingHouse
from tests.web_house import WebHouse

INTERVIEWS = 120
NOTICES = 25
STATES = ("invited", "checked", "live", "reviewable", "reviewable")


class Reading(msgspec.Struct, frozen=True):
    """`token` of whoever reads `path`."""

    path: str
    token: str


async def readings(house: WebHouse) -> list[Reading]:
    """Fills the house; gives what is then read in turn."""
    booking = BookingHouse(house, scheduling_services(house.api.wiring))
    interviewers = [await booking.interviewer() for _ in range(3)]
    await booking.open(any_of=interviewers, all_of=[])
    people = [await house.candidate() for _ in range(20)]
    ids = [await _interview(house, booking, people[number % 20].id, number) for number in range(INTERVIEWS)]
    await _inbox(house, people[0].id)
    recruiter = await house.member(Role.RECRUITER)
    staff = (await house.bearer(Role.RECRUITER, recruiter.id))["Authorization"].removeprefix("Bearer ")
    own = (await house.bearer(Role.CANDIDATE, people[0].id))["Authorization"].removeprefix("Bearer ")
    today = house.clock().replace(minute=0, second=0, microsecond=0)
    week = f"start={today:%Y-%m-%dT%H:%M:%SZ}&end={today + timedelta(days=7):%Y-%m-%dT%H:%M:%SZ}"
    mine, reviewable = ids[0], next(ids[n] for n in range(INTERVIEWS) if STATES[n % 5] == "reviewable")
    by_staff = (
        "/api/me", "/api/staff/home", "/api/staff/interviews?limit=20", f"/api/staff/interviews/{reviewable}",
        f"/api/staff/bookings?{week}",
    )  # fmt: skip
    by_candidate = (
        "/api/me", f"/api/interviews/{mine}", f"/api/interviews/{mine}/booking?zone=Asia/Shanghai",
        f"/api/interviews/{mine}/timeline", "/api/inbox?limit=30",
    )  # fmt: skip
    return [
        reading
        for one, other in zip(by_staff, by_candidate, strict=True)
        for reading in (Reading(one, staff), Reading(other, own))
    ]


async def _interview(house: WebHouse, booking: BookingHouse, candidate_id: str, number: int) -> str:
    now = house.clock()
    interview = an_interview(
        ("text",), state=STATES[number % 5], candidate_id=candidate_id, position_id=booking.position_id,
        invited_at=now, updated_at=now, expires_at=now + timedelta(days=10),
        application_id=new_id("app"),
    )  # fmt: skip
    if number < 20:  # a person has one application for a position
        await Applications(house.api.wiring.mongo).insert(
            Application(
                id=interview.application_id, candidate_id=candidate_id, position_id=booking.position_id,
                flow_id=interview.flow.id, interview_id=interview.id, segment=interview.segment, stage_since=now,
                invited_by="mem_1", invited_at=now,
            )
        )  # fmt: skip
    await interview_services(house.api.wiring).interviews.insert(interview)
    return interview.id


async def _inbox(house: WebHouse, account_id: str) -> None:
    person, keyring, now = await house.accounts.people.person(account_id), house.api.wiring.keyring, house.clock()
    shown = msgspec.json.encode(Shown("Your interview is tomorrow", "At 9:00", "/booking", "See you then.", "Open"))
    notices: list[Notice] = []
    for number in range(NOTICES):
        at, id = now - timedelta(hours=number), f"day_before:{number}:{account_id}"
        asked = notice_of(notice_wanted(keyring, id, person, "day_before", {}, "/booking"), at)
        sealed = keyring.seal(shown, message_place(id))
        notices.append(msgspec.structs.replace(asked, state="done", look_at=None, shown_at=at, message_sealed=sealed))
    await records_of(house.api.wiring).notices.insert_each(notices)
