"""Appointments as calendar files (RFC 5545) and as links that add one to a calendar on the web. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

import icalendar
import msgspec

from backend.accounts.model import Person
from backend.interviews.appointments import EARLY
from backend.kernel.language import Language, LocalText
from backend.scheduling.model import Booking
from backend.scheduling.zones import zone_of

PRODUCT = "-//Greenroom//Booking//EN"
ICS = "text/calendar"
CANDIDATE_PATH = "/booking"
STAFF_PATH = "/staff/calendar"
_WORDS: dict[str, LocalText] = {
    "title": LocalText("{employer}面试：{position}", "Interview with {employer}: {position}"),
    "staff_title": LocalText("面试：{candidate}，{position}", "Interview: {candidate}, {position}"),
    "ai": LocalText(
        "在这段时间里随时可以开始，开始前15分钟就能进入。需要改期或取消，请打开：",
        "Begin whenever you like within this time; the door opens 15 minutes before. To move or cancel it, open: ",
    ),
    "people": LocalText(
        "开始前15分钟可以进入。需要改期或取消，请打开：",
        "The door opens 15 minutes before. To move or cancel it, open: ",
    ),
    "staff": LocalText("在日历里查看：", "See it in your calendar: "),
    "calendar": LocalText("Greenroom 面试", "Greenroom interviews"),
}


class Entry(msgspec.Struct, frozen=True):
    """One appointment as a calendar shows it. `zone` is the reader's."""

    uid: str
    sequence: int
    is_cancelled: bool
    start: datetime
    end: datetime
    changed_at: datetime
    zone: str
    title: str
    text: str
    url: str
    language: Language

    @property
    def opens_at(self) -> datetime:
        return self.start - EARLY


def entry_of(
    booking: Booking, position: LocalText, employer: LocalText, reader: Person, base_url: str, *, candidate: str = ""
) -> Entry | None:
    """The booking as `reader` sees it; a member sees the candidate's name. None: nothing was ever booked."""
    appointment = booking.appointment
    if appointment is None:
        return None
    language, is_staff = reader.language, reader.kind == "member"
    url = base_url + (STAFF_PATH if is_staff else CANDIDATE_PATH)
    names = {
        "employer": employer.in_language(language), "position": position.in_language(language), "candidate": candidate
    }  # fmt: skip
    hint = _WORDS["staff" if is_staff else appointment.mode].in_language(language)
    return Entry(
        uid=f"{booking.id}@{urlsplit(base_url).hostname}",
        sequence=booking.sequence,
        is_cancelled=booking.state == "cancelled",
        start=appointment.start,
        end=appointment.end,
        changed_at=booking.past[-1].at if booking.past else appointment.booked_at,
        zone=booking.employer_zone if is_staff else booking.zone,
        title=_WORDS["staff_title" if is_staff else "title"].in_language(language).format(**names),
        text=f"{hint}{url}",
        url=url,
        language=language,
    )


def calendar_of(entries: Sequence[Entry], language: Language, *, is_feed: bool) -> bytes:
    """A whole calendar, with the definition of each zone that it uses. UIDs stay, SEQUENCE counts the changes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    is_cancelled = bool(entries) and all(entry.is_cancelled for entry in entries)
    calendar.add("method", "CANCEL" if is_cancelled and not is_feed else "PUBLISH")
    if is_feed:
        calendar.add("x-wr-calname", _WORDS["calendar"].in_language(language))
        calendar.add("refresh-interval", timedelta(minutes=15), parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", timedelta(minutes=15))
    for entry in entries:
        calendar.add_component(_event(entry))
    if entries:
        first = min(entry.start for entry in entries).date()
        last = max(entry.end for entry in entries).date()
        calendar.add_missing_timezones(first - timedelta(days=370), last + timedelta(days=370))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> icalendar.Event:
    zone = zone_of(entry.zone)
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    times = [entry.start.astimezone(zone), entry.end.astimezone(zone)]
    if any(shown.fold for shown in times):  # RFC 5545 3.3.5: a local time that comes twice means the first of the two
        times = [entry.start, entry.end]
    event.add("dtstart", times[0])
    event.add("dtend", times[1])
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if not entry.is_cancelled:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(minutes=-15))
        event.add_component(alarm)
    return event


def google_url(entry: Entry) -> str:
    """A page of Google Calendar that adds it."""
    times = f"{entry.start:%Y%m%dT%H%M%SZ}/{entry.end:%Y%m%dT%H%M%SZ}"
    query = {"action": "TEMPLATE", "text": entry.title, "dates": times, "details": entry.text, "ctz": entry.zone}
    return "https://calendar.google.com/calendar/render?" + urlencode(query)


def outlook_url(entry: Entry) -> str:
    """A page of Outlook on the web that adds it."""
    query = {
        "path": "/calendar/action/compose", "rru": "addevent", "subject": entry.title, "body": entry.text,
        "startdt": f"{entry.start:%Y-%m-%dT%H:%M:%SZ}", "enddt": f"{entry.end:%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip
    return "https://outlook.office.com/calendar/0/deeplink/compose?" + urlencode(query)
