"""Availability, plans, claims, bookings and feeds. Instants are UTC; zones are named by IANA name."""

from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, Literal

import msgspec

from backend.contracts.events.scheduling import AppointmentMode, BookingState
from backend.kernel.language import LocalText
from backend.kernel.repository import Document

AVAILABILITIES = "availabilities"
HOLIDAYS = "holidays"
PLANS = "booking_plans"
SHEETS = "claim_sheets"
BOOKINGS = "bookings"
BUSY_FEEDS = "busy_feeds"
CALENDAR_LINKS = "calendar_links"
CAPACITIES = "capacities"
EMPLOYER_HOLIDAYS = "employer"
MEDIA_CAPACITY = "media"

HOLD_FOR = timedelta(minutes=2)
PAST_REMEMBERED = 20

Minute = Annotated[int, msgspec.Meta(ge=0, le=1440)]


class Hours(msgspec.Struct, frozen=True):
    """A part of a day by the clock on the wall, in minutes after midnight; `end_min` 1440 is the day's end."""

    start_min: Minute
    end_min: Minute


class WeeklyHours(msgspec.Struct, frozen=True):
    """`weekday` as in ISO 8601, Monday 1 to Sunday 7."""

    weekday: Annotated[int, msgspec.Meta(ge=1, le=7)]
    hours: Annotated[list[Hours], msgspec.Meta(max_length=8)]


class DayException(msgspec.Struct, frozen=True):
    """Other hours than the week's on one date; none: not there. It also stands against a holiday."""

    day: date
    hours: Annotated[list[Hours], msgspec.Meta(max_length=8)]


class Holiday(msgspec.Struct, frozen=True):
    day: date
    name: LocalText


class Pattern(msgspec.Struct, frozen=True):
    """When somebody is there, by the clocks of `zone`."""

    zone: str
    weekly: Annotated[list[WeeklyHours], msgspec.Meta(max_length=7)] = []
    exceptions: Annotated[list[DayException], msgspec.Meta(max_length=200)] = []
    keeps_holidays: bool = True


class Availability(Document, frozen=True, kw_only=True):
    """A member's; its id is the member's. Buffers lie around their talks; `daily_limit` counts talks of a local day."""

    pattern: Pattern
    buffer_before_min: int = 0
    buffer_after_min: int = 10
    notice_h: int = 4
    daily_limit: int | None = None


class Holidays(Document, frozen=True, kw_only=True):
    """The employer's; its id is `employer`."""

    days: list[Holiday] = msgspec.field(default_factory=list)


class BookingPlan(Document, frozen=True, kw_only=True):
    """What candidates for one position can book; the id follows from the position's.

    people: a talk of `duration_min` with everyone in `all_of` and, where it names any, one of `any_of`.
    ai: a window of `window_min` in which the interview may be begun, in the hours of `pattern`; as many people as
    the media nodes have places for.
    Starts lie on `step_min` by the employer's clock, at least `notice_h` and at most `horizon_days` ahead.
    """

    position_id: str
    mode: AppointmentMode
    pattern: Pattern
    is_open: bool = True
    duration_min: int = 30
    step_min: int = 30
    window_min: int = 120
    all_of: list[str] = msgspec.field(default_factory=list)
    any_of: list[str] = msgspec.field(default_factory=list)
    notice_h: int = 4
    horizon_days: int = 14
    move_until_h: int = 24
    cancel_until_h: int = 2
    moves_max: int = 3
    offer_min: int = 60

    @property
    def zone(self) -> str:
        return self.pattern.zone

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.window_min if self.mode == "ai" else self.duration_min)

    @property
    def members(self) -> list[str]:
        return list(dict.fromkeys([*self.all_of, *self.any_of]))


class Claim(msgspec.Struct, frozen=True):
    """Time of one resource that one booking wants. `until` None: for good; else it lapses then by itself."""

    id: str
    booking_id: str
    start: datetime
    end: datetime
    before_s: int = 0
    after_s: int = 0
    until: datetime | None = None


class Sheet(Document, frozen=True, kw_only=True):
    """Who has claimed one resource: a member (`mem_…`), or an hour of AI places (`ai:2026-11-27T09`)."""

    claims: list[Claim] = msgspec.field(default_factory=list)


class Claimed(msgspec.Struct, frozen=True):
    """A claim's id and the sheets that it may stand on."""

    claim_id: str
    sheets: list[str]


class Appointment(msgspec.Struct, frozen=True):
    """A booked time. `booked_by` is the account that chose it."""

    claimed: Claimed
    start: datetime
    end: datetime
    mode: AppointmentMode
    member_ids: list[str]
    booked_at: datetime
    booked_by: str


class Hold(msgspec.Struct, frozen=True):
    """A time that is kept until `until`. An offer goes to the waiting list's next and is kept longer."""

    claimed: Claimed
    start: datetime
    end: datetime
    mode: AppointmentMode
    member_ids: list[str]
    until: datetime
    is_offer: bool = False


class Waiting(msgspec.Struct, frozen=True):
    """In line since `since`; `wishes` are starts the person would take, none: any. `passed` counts offers let go."""

    since: datetime
    wishes: list[datetime] = []
    passed: int = 0


class Past(msgspec.Struct, frozen=True):
    """`start` is the time that the change was about."""

    change: str
    at: datetime
    start: datetime | None = None


class Booking(Document, frozen=True, kw_only=True):
    """One interview's appointment from first look to last; the id follows from the interview's.

    `sequence` is the calendar's (RFC 5545 3.8.7.4). `loose` are claims that this booking has given up and that are to
    be taken off their sheets.
    """

    interview_id: str
    application_id: str
    position_id: str
    candidate_id: str
    zone: str
    employer_zone: str
    state: BookingState = "open"
    appointment: Appointment | None = None
    hold: Hold | None = None
    loose: list[Claimed] = msgspec.field(default_factory=list)
    waiting: Waiting | None = None
    sequence: int = 0
    moves: int = 0
    is_lifted: bool = False
    past: list[Past] = msgspec.field(default_factory=list)


class Busy(msgspec.Struct, frozen=True):
    start: datetime
    end: datetime


class BusyFeed(Document, frozen=True, kw_only=True):
    """A calendar that a member subscribed to. Its address is a secret and lies sealed; of its contents only the busy
    times are kept. `problem` is the last try's, `read_at` the last good one's.
    """

    id_prefix: ClassVar[str] = "fed"

    member_id: str
    host: str
    address_sealed: bytes
    next_at: datetime
    read_at: datetime | None = None
    problem: str | None = None
    failures: int = 0
    busy: list[Busy] = msgspec.field(default_factory=list)


class CalendarLink(Document, frozen=True, kw_only=True):
    """The address of a person's own calendar; the id is the SHA-256 of its token. One person has one."""

    account_id: str
    kind: Literal["candidate", "member"]
    created_at: datetime


class Capacity(Document, frozen=True, kw_only=True):
    """Places of all media nodes when they were last seen, so that a restart of the nodes is no full house."""

    places: int
    seen_at: datetime


def plan_of(position_id: str) -> str:
    return "pln_" + position_id.removeprefix("pos_")


def booking_of(interview_id: str) -> str:
    return "bkg_" + interview_id.removeprefix("int_")
