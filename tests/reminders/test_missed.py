"""From HR's mark that somebody did not come to the mail that leads them to another time, in their language."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from backend.contracts.events.notifications import NoticeWanted, NoticeWithdrawn
from backend.contracts.events.scheduling import BookingChanged
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.kernel.language import Language
from backend.reminders.module import build as build_reminders
from backend.scheduling.model import booking_of
from backend.scheduling.module import services as scheduling_services
from backend.web.policy import Role
from tests.materials.test_due import announced
from tests.notices.conftest import Desk
from tests.scheduling.house import START, TOMORROW_9, BookingHouse, Candidate

SAYS: dict[Language, tuple[str, str, str]] = {
    "en": ("We missed each other", "Choose another time", "for Sales was at Mon 23 November, 09:00"),
    "zh-CN": ("我们错过了面试", "重新约时间", "“Sales（中）”的面试原定在 11月23日（周一）09:00"),
}
OVER = TOMORROW_9 + timedelta(hours=1)


async def carried(desk: Desk, interview_id: str, kind: str = "missed") -> list[str]:
    """Brings what the booking announced to the reminders and the notifier; gives the ids of the reminders of a kind,
    which tell of a no-show unless said.
    """
    follow = build_reminders(desk.house.api.wiring).subscriptions[BookingChanged]
    for tag, data in await announced(desk, "bookings", booking_of(interview_id)):
        if tag == "scheduling.booking_changed":
            await follow(Received(new_id("evt"), msgspec.json.decode(data, type=BookingChanged), 1))
    told = []
    for tag, data in await announced(desk, "remindings", interview_id):
        if tag == "notifications.notice_wanted":
            wanted = msgspec.json.decode(data, type=NoticeWanted)
            await desk.parts.keeping.wanted(Received(new_id("evt"), wanted, 1))
            told += [wanted.notice_id] if wanted.kind == kind else []
        elif tag == "notifications.notice_withdrawn":
            gone = msgspec.json.decode(data, type=NoticeWithdrawn)
            await desk.parts.keeping.withdrawn(Received(new_id("evt"), gone, 1))
    return told


async def booked(desk: Desk, **about: Any) -> Candidate:
    """Somebody with a talk at nine tomorrow."""
    desk.house.clock.now = START
    house = BookingHouse(desk.house, scheduling_services(desk.house.api.wiring))
    await house.open()
    someone = await house.candidate(**about)
    await someone.book(TOMORROW_9)
    assert await carried(desk, someone.interview.id) == []
    return someone


async def marked(desk: Desk, someone: Candidate, at: datetime) -> list[str]:
    """HR marks at that time that they did not come."""
    desk.house.clock.now = at
    hr = await desk.house.bearer(Role.RECRUITER)
    answer = await desk.house.http.post(f"/api/staff/bookings/{someone.interview.id}/no-show", headers=hr)
    assert answer.status_code == 204, answer.text
    return await carried(desk, someone.interview.id)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
async def test_who_did_not_come_is_led_to_another_time(desk: Desk, language: Language) -> None:
    someone = await booked(desk, language=language)
    (notice_id,) = await marked(desk, someone, OVER)
    notice = await desk.step(notice_id)
    assert (notice.state, notice.sendings[0].state) == ("done", "accepted")
    ((to, mail),) = desk.mails.mails
    assert to == (await desk.house.accounts.people.person(someone.interview.candidate_id)).email
    title, button, what = SAYS[language]
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    assert str(mail["Subject"]) == title
    assert what in text.get_content()
    link = f"/n/{notice.token}.email"
    assert link in text.get_content()
    assert link in page.get_content()
    assert button in page.get_content()
    followed = await desk.house.http.post(f"/api/notices/{notice.token}.email/seen", json={"state": "clicked"})
    assert followed.json() == {"path": "/booking"}
    await someone.come_back(OVER)
    assert (await someone.get()).json()["state"] == "missed"
    assert (await someone.book(TOMORROW_9 + timedelta(days=1)))["state"] == "booked"
    assert await carried(desk, someone.interview.id) == []


async def test_a_mark_some_days_later_invites_as_well(desk: Desk) -> None:
    someone = await booked(desk)
    (notice_id,) = await marked(desk, someone, OVER + timedelta(days=5))
    assert (await desk.step(notice_id)).state == "done"
    assert [str(mail["Subject"]) for _, mail in desk.mails.mails] == [SAYS["en"][0]]


async def test_who_has_another_time_before_the_mail_went_gets_none(desk: Desk) -> None:
    someone = await booked(desk)
    (notice_id,) = await marked(desk, someone, TOMORROW_9 + timedelta(minutes=20))
    assert (await desk.step(notice_id)).state == "waiting", "its time is not over for ten minutes yet"
    await someone.come_back(TOMORROW_9 + timedelta(minutes=21))
    await someone.book(TOMORROW_9 + timedelta(days=1))
    assert await carried(desk, someone.interview.id) == []
    desk.house.clock.now = OVER
    assert (await desk.step(notice_id)).state == "withdrawn"
    assert desk.mails.mails == []
